"""What is written beside an action, as people say it: no role, state or unit by its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.console.audit_words import ACTORS, COMMAND, DETAILS, TARGETS, account_in, without_numbers
from bot.console.case_view import PARTS
from bot.console.wording import ROLE_NAMES
from bot.reports.wording import CASE_STATES, said
from flows.texts import text_key

__all__ = ["VALUES", "Telling"]

_YES_NO: Final = {"True": text_key("word.yes"), "False": text_key("word.no")}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "authenticator": {
        "kept": text_key("console.audit.value.kept"),
        "lost": text_key("console.audit.value.lost"),
    },
    "demo": _YES_NO,
    "field": {**PARTS, "story": text_key("console.case.texts_whole")},
    "means": {
        "authenticator": text_key("console.audit.value.authenticator"),
        "recovery_code": text_key("console.audit.value.recovery_code"),
    },
    "mode": {
        "rest": text_key("console.audit.value.rest"),
        "shipped": text_key("console.audit.value.shipped"),
        "work": text_key("console.audit.value.work"),
    },
    "phones": {
        "masked": text_key("console.audit.value.masked"),
        "revealed": text_key("console.audit.value.revealed"),
    },
    "purpose": {
        "invite": text_key("console.audit.value.invite"),
        "reset": text_key("console.audit.value.reset"),
    },
    "role": {str(role): key for role, key in ROLE_NAMES.items()},
    "state": CASE_STATES,
    "trial": _YES_NO,
    "where": {
        "door": text_key("console.audit.value.door"),
        "link": text_key("console.audit.value.link"),
        "own_page": text_key("console.audit.value.own_page"),
    },
}
"""Values that are words of ours, by the name of the detail."""

_PEOPLE: Final = frozenset({"declared", "found"})
"""Details that name an account."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Says actors, targets and details: `text` of a key, `people` by id, `unit` name of an id."""

    text: Callable[[str], str]
    people: Mapping[str, str]
    unit: Callable[[str], str]

    def actor(self, actor: str) -> str:
        """Return who acted."""
        if actor.startswith(COMMAND):
            user = actor.removeprefix(COMMAND)
            return f"{self.text(text_key('console.audit.actor.command'))} ({user})"
        return self.people.get(account_in(actor) or "") or said(self.text, ACTORS, actor)

    def target(self, target: str) -> str:
        """Return what was acted on."""
        return self.people.get(account_in(target) or "") or said(self.text, TARGETS, target)

    def detail(self, name: str, value: str) -> tuple[str, str]:
        """Return what a detail is called, and what it says."""
        return said(self.text, DETAILS, name), self._value(name, value)

    def _value(self, name: str, value: str) -> str:
        if name == "roles":
            return "; ".join(map(self._grant, value.split()))
        if name == "unit":
            return self.unit(value)
        if name in _PEOPLE:
            return self.people.get(value, value)
        return without_numbers(name, said(self.text, VALUES.get(name, {}), value))

    def _grant(self, grant: str) -> str:
        role, _, unit = grant.partition("@")
        return f"{said(self.text, VALUES['role'], role)} – {self.unit(unit)}"
