"""What is written beside an action, as people say it: no role, state or unit by its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.broadcasts.words import WAITS
from bot.campaigns.words import CHANNELS, WAVE_NAMES
from bot.campaigns.words import STATES as CAMPAIGN_STATES
from bot.console.audit_words import ACTORS, COMMAND, DETAILS, TARGETS, account_in, without_numbers
from bot.console.case_view import PARTS
from bot.console.wording import ROLE_NAMES
from bot.drawing.words import KINDS as DRAWS
from bot.reporting.words import FINDINGS, SPAN_NAMES
from bot.reporting.words import STATES as REPORT_STATES
from bot.reports.call_back_words import OUTCOMES
from bot.reports.judging_words import SIGNS, STATES, VERDICTS
from bot.reports.wording import CASE_STATES, said
from bot.units.wording import KINDS
from flows.texts import text_key

__all__ = ["VALUES", "Telling"]

_YES_NO: Final = {"True": text_key("word.yes"), "False": text_key("word.no")}
_STATES: Final = {
    **{str(state): key for state, key in REPORT_STATES.items()},
    **{str(state): key for state, key in CAMPAIGN_STATES.items()},
    **CASE_STATES,
}
"""Of reports, campaigns and cases: what both have, both call likewise."""
_FINDINGS: Final = {str(finding): key for finding, key in FINDINGS.items()}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "authenticator": {
        "kept": text_key("console.audit.value.kept"),
        "lost": text_key("console.audit.value.lost"),
    },
    "channel": {str(channel): key for channel, key in CHANNELS.items()},
    "demo": _YES_NO,
    "docx": _FINDINGS,
    "draw": {str(kind): key for kind, key in DRAWS.items()},
    "event": {str(kind): key for kind, key in KINDS.items()},
    "field": {**PARTS, "story": text_key("console.case.texts_whole")},
    "kept": _YES_NO,
    "judging": {str(state): key for state, key in STATES.items()},
    "means": {
        "address": text_key("console.audit.value.address"),
        "authenticator": text_key("console.audit.value.authenticator"),
        "number": text_key("console.audit.value.number"),
        "recovery_code": text_key("console.audit.value.recovery_code"),
    },
    "mode": {
        "rest": text_key("console.audit.value.rest"),
        "shipped": text_key("console.audit.value.shipped"),
        "work": text_key("console.audit.value.work"),
    },
    "pdf": _FINDINGS,
    "phones": {
        "masked": text_key("console.audit.value.masked"),
        "revealed": text_key("console.audit.value.revealed"),
    },
    "outcome": {str(outcome): key for outcome, key in OUTCOMES.items()},
    "purpose": {
        "invite": text_key("console.audit.value.invite"),
        "reset": text_key("console.audit.value.reset"),
    },
    "redate": _YES_NO,
    "role": {str(role): key for role, key in ROLE_NAMES.items()},
    "shows_ranking": _YES_NO,
    "signs": {str(sign): key for sign, key in SIGNS.items()},
    "span": {str(span): key for span, key in SPAN_NAMES.items()},
    "state": _STATES,
    "state_before": _STATES,
    "trial": _YES_NO,
    "used_for": {
        "answer": text_key("console.template.purpose.answer"),
        "ask": text_key("console.template.purpose.ask"),
    },
    "verdict": {str(verdict): key for verdict, key in VERDICTS.items()},
    "wave": {str(wave): key for wave, key in enumerate(WAVE_NAMES)},
    "way": {
        "person": text_key("console.audit.value.person"),
        "rules": text_key("console.audit.value.rules"),
    },
    "where": {
        "door": text_key("console.audit.value.door"),
        "link": text_key("console.audit.value.link"),
        "own_page": text_key("console.audit.value.own_page"),
    },
    "waits_for": WAITS,
    "xlsx": _FINDINGS,
}
"""Values that are words of ours, by the name of the detail."""

_BY_COMMAND: Final = text_key("console.audit.actor.command")

_PEOPLE: Final = frozenset({"asked", "declared", "found", "freed"})
"""Details that name an account."""
_GRANTS: Final = frozenset({"roles", "roles_before"})
_LISTS: Final = frozenset({"signs"})
"""Details that name several things of one kind, with spaces between."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Says actors, targets and details: `text` of a key, `people` by id, `unit` name of an id."""

    text: Callable[[str], str]
    people: Mapping[str, str]
    unit: Callable[[str], str]

    def actor(self, actor: str) -> str:
        """Return who acted."""
        if actor.startswith(COMMAND):
            return f"{self.text(_BY_COMMAND)} ({actor.removeprefix(COMMAND)})"
        return self.people.get(account_in(actor) or "") or said(self.text, ACTORS, actor)

    def target(self, target: str) -> str:
        """Return what was acted on: what has a title of its own is called by its kind."""
        kind, _, one = target.partition(":")
        if one and kind in TARGETS:
            return self.text(TARGETS[kind])
        return self.people.get(account_in(target) or "") or said(
            self.text, TARGETS, self.unit(target)
        )

    def detail(self, name: str, value: str) -> tuple[str, str]:
        """Return what a detail is called, and what it says."""
        return said(self.text, DETAILS, name), self._value(name, value)

    def _value(self, name: str, value: str) -> str:
        if name in _GRANTS:
            return "; ".join(map(self._grant, value.split()))
        if name in _LISTS:
            return ", ".join(said(self.text, VALUES[name], one) for one in value.split())
        if name == "unit":
            return self.unit(value)
        if name in _PEOPLE:
            return self.people.get(value, value)
        return without_numbers(name, said(self.text, VALUES.get(name, {}), value))

    def _grant(self, grant: str) -> str:
        role, _, unit = grant.partition("@")
        return f"{said(self.text, VALUES['role'], role)} – {self.unit(unit)}"
