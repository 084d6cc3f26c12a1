"""The history of a case as people read it: who did what and when, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from bot.console.case_loading import Names
from bot.console.case_told import Piece, told
from bot.console.routes import Visit
from bot.i18n import ZONE
from bot.reports.wording import CASE_EVENTS, CATEGORIES, key_of
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import ComplaintEvent

__all__ = ["HistoryLine", "history_lines"]


class HistoryLine(NamedTuple):
    """One line of the history as people read it."""

    number: int
    at: Instant
    iso: str
    by: str
    who: str
    what: str
    detail: str
    text: tuple[Piece, ...]


def history_lines(
    visit: Visit, history: Iterable[ComplaintEvent], names: Names, revealed: Mapping[str, str]
) -> list[HistoryLine]:
    """Return a history as people read it, oldest first. `revealed`: as in `case_view`."""
    return [_line(visit, event, names, revealed) for event in history]


def _line(
    visit: Visit, event: ComplaintEvent, names: Names, revealed: Mapping[str, str]
) -> HistoryLine:
    by, _, account = event.actor.partition(":")
    local = datetime.fromtimestamp(event.at / 1000, UTC).astimezone(ZONE)
    return HistoryLine(
        number=event.number,
        at=event.at,
        iso=local.isoformat("T", "minutes"),
        by=by,
        who=_who(visit, by, account, names),
        what=visit.text(key_of(CASE_EVENTS, event.kind)),
        detail=_detail(visit, event, names),
        text=told(event.text or "", revealed),
    )


def _who(visit: Visit, by: str, account: str, names: Names) -> str:
    if by == "account":
        return names.accounts.get(account) or visit.text(text_key("console.case.by.gone"))
    if by == "citizen":
        return visit.text(text_key("console.case.by.citizen"))
    return visit.text(text_key("console.case.by.clock"))


def _detail(visit: Visit, event: ComplaintEvent, names: Names) -> str:
    """Return the one thing about a line that is worth saying beside its name."""
    detail = event.detail
    if event.kind == "redated" and (due := detail.get("due_at", "")).isdecimal():
        return visit.services.texts.moment(visit.language, Instant(int(due)))
    if officer := detail.get("officer"):
        return names.accounts.get(officer, officer)
    if category := detail.get("to"):
        return visit.text(key_of(CATEGORIES, category))
    said = _BY.get(detail.get("by", "")) or _LEVELS.get(detail.get("level", ""))
    if said:
        return visit.text(said, unit=detail.get("agency", ""))
    return detail.get("agency") or names.units.get(detail.get("unit", ""), "")


_BY: Final[Mapping[str, str]] = {
    "citizen": text_key("console.case.detail.by.citizen"),
    "reorganisation": text_key("console.case.detail.by.reorganisation"),
    "silence": text_key("console.case.detail.by.silence"),
    "unconcerned": text_key("console.case.detail.by.unconcerned"),
}
_LEVELS: Final[Mapping[str, str]] = {
    "first": text_key("console.case.detail.level.first"),
    "warning": text_key("console.case.detail.level.warning"),
    "breach": text_key("console.case.detail.level.breach"),
}
