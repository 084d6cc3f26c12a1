"""What the pages of a case show of it: stored words said to people, facts, its person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.console.case_due import Due, due_of
from bot.console.case_loading import Found, Names
from bot.console.case_told import WHOLE, Piece, pieces, told
from bot.console.routes import Visit
from bot.i18n import FALLBACK, own_name
from bot.reports.personal import masked_phone, readable_phone
from bot.reports.wording import (
    CASE_KINDS,
    CASE_STATES,
    CATEGORIES,
    OWNER_ROLES,
    erased_on_request,
    key_of,
)
from flows.hidden_phones import phones_hidden
from flows.identifiers import Instant
from flows.rulebook import Rulebook
from flows.texts import text_key
from storage.base import ComplaintRecord, PlaceRecord

__all__ = ["PARTS", "CaseView", "Part", "case_view"]

PARTS: Mapping[str, str] = {
    "name": text_key("console.case.person.name"),
    "address": text_key("console.case.person.address"),
    "phone": text_key("console.case.person.phone"),
}
"""What a person may have left of themselves: field of the case → what it is called."""


class Part(NamedTuple):
    """One thing that a person left: masked, or revealed in this answer only."""

    field: str
    label: str
    masked: str
    revealed: tuple[Piece, ...] = ()


class CaseView(NamedTuple):
    """A case as its page shows it."""

    code: str
    version: int
    lines: int
    state: str
    category: str
    category_code: str
    severity: int
    restricted: bool
    trial: bool
    officer_id: str | None
    due: Due
    story: tuple[Piece, ...] | None
    cause: str | None
    facts: tuple[tuple[str, str], ...]
    person: tuple[Part, ...]
    veiled: tuple[tuple[str, str], ...]
    """The choice to read all texts whole; nothing where no number is hidden in them."""
    reach: str
    speaks: str
    """The language in which its person is told; "" where it is Vietnamese."""

    @property
    def hidden_parts(self) -> list[tuple[str, str]]:
        """What can still be revealed: value and label of a choice."""
        parts = [(part.field, part.label) for part in self.person if not part.revealed]
        return [*parts, *self.veiled]


def case_view(visit: Visit, case: Found, names: Names, revealed: Mapping[str, str]) -> CaseView:
    """Return what the page shows of a case. `revealed`: field → value, for this answer only."""
    record, history = case.record, case.history
    rules = visit.services.runner.turns.renderer.rules
    return CaseView(
        code=record.code,
        version=record.version,
        lines=history[-1].number if history else 0,
        state=visit.text(key_of(CASE_STATES, record.state)),
        category=visit.text(key_of(CATEGORIES, record.category)),
        category_code=record.category,
        severity=record.severity,
        restricted=record.restricted,
        trial=record.trial or record.demo,
        officer_id=record.officer_id,
        due=due_of(record.state, record.due_at, visit.now, rules.calendar),
        story=None if record.story is None else told(record.story, revealed),
        cause=_cause(rules, visit.language, record.cause_question),
        facts=tuple(_facts(visit, record, names)),
        person=() if erased_on_request(history) else tuple(_person(visit, record, revealed)),
        veiled=_veiled(visit, case, revealed),
        reach=visit.text(_reach(case)),
        speaks="" if case.language == FALLBACK else own_name(case.language),
    )


def _veiled(visit: Visit, case: Found, revealed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    texts = (case.record.story, *(event.text for event in case.history))
    if WHOLE in revealed or not any(text and phones_hidden(text) != text for text in texts):
        return ()
    return ((WHOLE, visit.text(text_key("console.case.texts_whole"))),)


def _cause(rules: Rulebook, language: str, question_id: str | None) -> str | None:
    """Return the item whose low rating led here, as a form of today words it."""
    if question_id is None:
        return None
    for name in rules.names:
        question = rules.form(name).by_id.get(question_id)
        if question is not None:
            words = question.item or question.text
            return f"{question_id} – {words.get(language) or words[FALLBACK]}"
    return question_id


def _facts(visit: Visit, record: ComplaintRecord, names: Names) -> Iterator[tuple[str, str]]:
    """Return what is known about a case: what it is called, and its value."""
    known = {
        text_key("console.case.fact.kind"): visit.text(key_of(CASE_KINDS, record.kind)),
        text_key("console.case.fact.received"): _moment(visit, record.created_at),
        text_key("console.case.fact.due"): _moment(visit, record.due_at),
        text_key("console.case.fact.unit"): names.units.get(record.unit_id or ""),
        **_place(record, names.place),
        text_key("console.case.fact.procedure"): names.procedure,
        text_key("console.case.fact.owner_unit"): names.units.get(record.owner_unit_id or ""),
        text_key("console.case.fact.owner_role"): visit.text(
            key_of(OWNER_ROLES, record.owner_role)
        ),
        text_key("console.case.fact.officer"): names.accounts.get(record.officer_id or "")
        or visit.text(text_key("console.case.nobody")),
    }
    return ((visit.text(key), value) for key, value in known.items() if value)


def _place(record: ComplaintRecord, place: PlaceRecord | None) -> dict[str, str | None]:
    counters = dict(place.counters) if place else {}
    return {
        text_key("console.case.fact.place"): place.name if place else None,
        text_key("console.case.fact.counter"): counters.get(record.counter_id or ""),
    }


def _moment(visit: Visit, at: Instant | None) -> str | None:
    return None if at is None else visit.services.texts.moment(visit.language, at)


def _person(visit: Visit, record: ComplaintRecord, revealed: Mapping[str, str]) -> Iterator[Part]:
    """Return what its person left, all of it masked but what was just revealed."""
    hidden = visit.text(text_key("console.case.masked"))
    for name, key in PARTS.items():
        value: str | None = getattr(record, name)
        if not value:
            continue
        masked = masked_phone(value) if name == "phone" else hidden
        shown = revealed.get(name, "")
        told = readable_phone(shown) if shown and name == "phone" else shown
        yield Part(name, visit.text(key), masked, pieces(told))


def _reach(case: Found) -> str:
    """Return whether the citizen hears of it in their chat."""
    if case.record.session_id is None:
        return text_key("console.case.reach.gone")
    if not case.in_reach:
        known = case.record.phone
        return (
            text_key("console.case.reach.shared")
            if known
            else text_key("console.case.reach.shared_nameless")
        )
    if not case.record.reply_promised:
        return text_key("console.case.reach.unpromised")
    return text_key("console.case.reach.chat")
