"""Cases as a table: who owes an answer and until when; restricted words stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.i18n import Catalogues
from bot.reports.personal import masked_phone, readable_phone
from bot.reports.sheets import Cell, Sheet, clock
from bot.reports.wording import (
    CASE_EVENTS,
    CASE_KINDS,
    CASE_STATES,
    CATEGORIES,
    OWNER_ROLES,
    SEVERITIES,
    erased_on_request,
    key_of,
)
from flows.desk.deadlines import is_late
from flows.hidden_phones import phones_hidden
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import ComplaintEvent, ComplaintRecord, PlaceRecord

__all__ = ["CaseTable", "LoggedCase"]

_HEADERS = (
    text_key("export.column.case"),
    text_key("export.column.kind"),
    text_key("export.column.category"),
    text_key("export.column.category_name"),
    text_key("export.column.severity"),
    text_key("export.column.state"),
    text_key("export.column.owner_unit"),
    text_key("export.column.owner_role"),
    text_key("export.column.reply"),
    text_key("export.column.received"),
    text_key("export.column.due"),
    text_key("export.column.late"),
    text_key("export.column.place"),
    text_key("export.column.counter"),
    text_key("export.column.cause"),
    text_key("export.column.story"),
    text_key("export.column.person"),
    text_key("export.column.address"),
    text_key("export.column.phone"),
    text_key("export.column.trial"),
)
_HISTORY_HEADERS = (
    text_key("export.column.case"),
    text_key("export.column.number"),
    text_key("export.column.at"),
    text_key("export.column.event"),
    text_key("export.column.actor"),
)
_CODEBOOK_HEADERS = (
    text_key("export.column.list"),
    text_key("export.column.value"),
    text_key("export.column.meaning"),
)


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """A case with its history."""

    record: ComplaintRecord
    history: Sequence[ComplaintEvent]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Lays out cases as they stand at `now`."""

    places: Mapping[str, PlaceRecord]
    units: Mapping[str, str]
    texts: Catalogues
    now: Instant
    language: str = "vi"
    reveal_phones: bool = False
    """Also reveals names, addresses and numbers in stories; restricted cases never show either."""

    def sheets(self, cases: Sequence[LoggedCase]) -> list[Sheet]:
        """Return the cases, their history, and the codebook."""
        return [self.table(cases), self._history(cases), self._codebook()]

    def table(self, cases: Iterable[LoggedCase]) -> Sheet:
        """Return one row a case."""
        return Sheet(
            self._text(text_key("export.sheet.cases")),
            [self._text(key) for key in _HEADERS],
            (self._row(case) for case in cases),
            widths=[16, 12, 9, 26, 10, 14, 22, 22, 10, 18, 18, 9, 22, 12, 12, 60, 20, 24, 16],
        )

    def _text(self, key: str) -> str:
        return self.texts.text(self.language, key)

    def _word(self, table: Mapping[str, str], word: str) -> str:
        key = key_of(table, word)
        return word if key == word else self._text(key)

    def _yes(self, answer: bool) -> str:
        return self._text(text_key("word.yes") if answer else text_key("word.no"))

    def _row(self, logged: LoggedCase) -> list[Cell]:
        case = logged.record
        told = self._told(case, erased=erased_on_request(logged.history))
        return [*self._handling(case), *self._where(case), *told]

    def _handling(self, case: ComplaintRecord) -> list[Cell]:
        late = is_late(case, self.now)
        return [
            case.code,
            self._word(CASE_KINDS, case.kind),
            case.category,
            self._word(CATEGORIES, case.category),
            self._word(SEVERITIES, str(case.severity)),
            self._word(CASE_STATES, case.state),
            self.units.get(case.owner_unit_id or "", case.owner_unit_id),
            self._word(OWNER_ROLES, case.owner_role),
            self._yes(case.reply_promised),
            clock(case.created_at),
            clock(case.due_at) if case.due_at else None,
            self._text(text_key("export.late")) if late else None,
        ]

    def _where(self, case: ComplaintRecord) -> list[Cell]:
        place = self.places.get(case.place_id or "")
        counters = dict(place.counters) if place else {}
        return [
            place.name if place else case.place_id,
            counters.get(case.counter_id or "", case.counter_id),
            case.cause_question,
        ]

    def _told(self, case: ComplaintRecord, *, erased: bool) -> list[Cell]:
        trial = self._yes(case.trial or case.demo)
        gone = self._text(text_key("case.event.erased_on_request")) if erased else None
        if case.restricted:
            return [self._text(text_key("export.restricted")), gone, None, None, trial]
        person = [gone, None, None] if erased else self._person(case)
        return [gone if case.story is None else self._story(case.story), *person, trial]

    def _story(self, story: str) -> str:
        return story if self.reveal_phones else phones_hidden(story)

    def _person(self, case: ComplaintRecord) -> list[Cell]:
        if self.reveal_phones:
            return [case.name, case.address, readable_phone(case.phone) if case.phone else None]
        hidden = self._text(text_key("export.hidden"))
        return [
            hidden if case.name else None,
            hidden if case.address else None,
            masked_phone(case.phone) if case.phone else None,
        ]

    def _history(self, cases: Iterable[LoggedCase]) -> Sheet:
        return Sheet(
            self._text(text_key("export.sheet.history")),
            [self._text(key) for key in _HISTORY_HEADERS],
            (
                [
                    case.record.code,
                    event.number,
                    clock(event.at),
                    self._word(CASE_EVENTS, event.kind),
                    event.actor,
                ]
                for case in cases
                for event in case.history
            ),
            widths=[16, 8, 18, 24, 24],
            suffix=".history",
        )

    def _codebook(self) -> Sheet:
        lists = {
            text_key("export.column.kind"): CASE_KINDS,
            text_key("export.column.category"): CATEGORIES,
            text_key("export.column.severity"): SEVERITIES,
            text_key("export.column.state"): CASE_STATES,
            text_key("export.column.owner_role"): OWNER_ROLES,
        }
        return Sheet(
            self._text(text_key("export.sheet.codebook")),
            [self._text(key) for key in _CODEBOOK_HEADERS],
            [
                [self._text(name), value, self._text(key)]
                for name, table in lists.items()
                for value, key in table.items()
            ],
            widths=[24, 26, 60],
            suffix=".codebook",
        )
