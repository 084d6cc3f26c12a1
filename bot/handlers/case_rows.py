"""A case between its rows and the rules: the value that is decided upon, and what is written."""

from __future__ import annotations

import msgspec

from bot.outlet import SHARED
from flows.desk.case_clock import next_at
from flows.desk.cases import Case, CaseTurn
from flows.identifiers import Instant
from flows.workdays import Calendar
from storage.base import ComplaintEvent, ComplaintRecord, Storage, StoredSession, UnitOfWork

__all__ = ["NEVER", "case_of", "chat_of", "is_in_reach", "loaded", "opened", "put_turn"]

_SHARED = frozenset(Case.__struct_fields__) - {"lines", "reachable", "term_at"}
"""Fields that a case and its row have by the same name."""
NEVER = Instant(253_402_300_799_000)
"""The end of the year 9999: time does nothing to the case until somebody does."""


def opened(record: ComplaintRecord, calendar: Calendar) -> ComplaintRecord:
    """Return the row of a new case with what its term was counted by, and when time acts on it."""
    look_at = next_at(case_of(record, 1), calendar) or NEVER
    return msgspec.structs.replace(record, due_version=calendar.version, look_at=look_at)


async def loaded(storage: Storage, record: ComplaintRecord) -> Case:
    """Return what decisions look at, with what its row does not tell."""
    lines = len(await storage.complaints.history(record.id))
    return case_of(record, lines, in_reach=await is_in_reach(storage, record))


async def is_in_reach(storage: Storage, record: ComplaintRecord) -> bool:
    """Whether there is a chat of the citizen's own."""
    return await chat_of(storage, record) is not None


async def chat_of(storage: Storage, record: ComplaintRecord) -> StoredSession | None:
    """Return the chat of the citizen's own: what was told at a tablet that everybody uses has
    none, unless it was handed over to a device of theirs.
    """
    if record.session_id is None:
        return None
    stored = await storage.sessions.load(record.session_id)
    return None if stored is None or stored.channel in SHARED else stored


def case_of(record: ComplaintRecord, lines: int, *, in_reach: bool = True) -> Case:
    """Return what decisions look at. `lines`: length of the case's history; `in_reach`: its
    session is one that the citizen can be told something in.
    """
    return Case(
        **{name: getattr(record, name) for name in _SHARED},
        term_at=record.term_at or record.created_at,
        lines=lines,
        reachable=record.reply_promised and record.session_id is not None and in_reach,
    )


def put_turn(
    storage: Storage,
    unit: UnitOfWork,
    before: ComplaintRecord,
    turn: CaseTurn,
    now: Instant,
    calendar: Calendar,
) -> ComplaintRecord:
    """Add to a unit what became of a case, and return its row. The commit raises
    StaleSessionError where somebody else was first.

    Each line is numbered behind those that are there; a turn without lines has changed nothing,
    but when time acts next may not have been known.
    """
    after = _after(before, turn.case, calendar)
    if after == before:
        return before
    if not turn.lines:
        after = msgspec.structs.replace(after, version=before.version + 1)
    storage.complaints.save(unit, after)
    first = turn.case.lines - len(turn.lines) + 1
    for number, line in enumerate(turn.lines, first):
        event = ComplaintEvent(
            complaint_id=before.id,
            number=number,
            kind=line.kind,
            at=now,
            actor=line.actor,
            detail=line.detail,
            text=line.text,
        )
        storage.complaints.append(unit, event)
    return after


def _after(before: ComplaintRecord, case: Case, calendar: Calendar) -> ComplaintRecord:
    """Return the row of a case as it is now. The calendar that a new term was counted by is named
    beside it, so that the term can be derived again (invariant I15).
    """
    decided = {name: getattr(case, name) for name in _SHARED - {"id"}}
    counted_anew = case.due_at != before.due_at
    return msgspec.structs.replace(
        before,
        **decided,
        term_at=case.term_at,
        due_version=calendar.version if counted_anew else before.due_version,
        look_at=next_at(case, calendar) or NEVER,
    )
