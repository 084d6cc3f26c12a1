"""A second reading of what a history left: from single records, in plain steps, with no SQL sums.

It shares nothing with the settler but the rule by which a form counts, in Python, and tells the
same of every response: its month, its unit and part of the frame, who it is from, and what it
rated.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from flows.identifiers import Instant, ResponseId
from storage.judging_records import JudgingRecord
from storage.records import ResponseRecord
from survey.validity import Facts, Rules, reason_against
from tests.bot.figures.history import CAMPAIGN, FORMS, NEWEST, History

__all__ = ["Reread", "reread", "sums"]


class Reread(NamedTuple):
    """One response that counts."""

    record: ResponseRecord
    issued: date
    served: date
    stratum: str
    who: str
    satisfied: int
    rated: int
    is_refuted: bool
    outcome: str | None


async def reread(history: History) -> list[Reread]:
    """Read all responses of a history that count."""
    return [one async for one in _read(history)]


async def _read(history: History) -> AsyncIterator[Reread]:
    campaign = await history.storage.campaigns.by_id(None, CAMPAIGN)
    assert campaign is not None
    for name in history.ids:
        record = await history.storage.responses.load(name)
        judging = await history.storage.judging.by_id(name)
        assert record is not None
        facts = _facts(history, record, judging, campaign.life.closed_at)
        if not record.trial and reason_against(facts, Rules()) is None:
            yield await _told(history, record)


def _facts(
    history: History, record: ResponseRecord, judging: JudgingRecord | None, closed: int | None
) -> Facts:
    sent = record.completed_at
    return Facts(
        state=record.state,
        weight=history.weights[record.id],
        milliseconds=None if sent is None else sent - record.started_at,
        set_aside=record.set_aside,
        to_be_judged=record.to_be_judged,
        kept=judging is not None and judging.state == "kept",
        late=None not in (closed, sent, record.invitation_id) and (closed or 0) < (sent or 0),
    )


async def _told(history: History, record: ResponseRecord) -> Reread:
    answers = {
        one.question: one.value
        for one in await history.storage.answers.current(ResponseId(record.id))
    }
    asked = FORMS[record.form, NEWEST[record.form]].questions
    ratings = [
        value
        for one in asked
        if one.kind == "satisfaction" and one.type == "scale5"
        and isinstance(value := answers.get(one.id), int)
    ]  # fmt: skip
    issued = await _issued(history, record)
    person, stratum = history.drawn.get(record.id, (None, ""))
    return Reread(
        record=record,
        issued=issued,
        served=date(2026, 1, 20) if record.invitation_kind == "personal" else issued,
        stratum=stratum,
        who=person or _device(record),
        satisfied=sum(one >= 4 for one in ratings),
        rated=len(ratings),
        is_refuted=await _is_refuted(history, record),
        outcome=str(answers["UXR1"]) if "UXR1" in answers else None,
    )


async def _is_refuted(history: History, record: ResponseRecord) -> bool:
    """What the last call said that said anything."""
    said = [one.outcome for one in await history.storage.call_backs.of(record.id)]
    told = [one for one in said if one not in {"declined", "not_reached", "wrong_number"}]
    return bool(told) and told[-1] != "confirmed"


def _device(record: ResponseRecord) -> str:
    return record.id if record.invitation_kind == "assisted" else str(record.session_id)


async def _issued(history: History, record: ResponseRecord) -> date:
    at = record.started_at
    if record.invitation_kind == "personal" and record.invitation_id is not None:
        invited = await history.storage.invitations.by_id(record.invitation_id)
        assert invited is not None
        at = invited.created_at
    return _day(at)


def _day(at: Instant) -> date:
    """The day in Vietnam, which is seven hours ahead all year round."""
    return (datetime.fromtimestamp(at / 1000, UTC) + timedelta(hours=7)).date()


def sums(found: list[Reread]) -> dict[tuple[str, str, str], tuple[int, ...]]:
    """Return Σ1, Σy, Σx, Σy², Σxy, Σx² by month, unit and stratum, each person once in each."""
    people: dict[tuple[str, str, str], dict[str, list[Reread]]] = defaultdict(dict)
    for one in found:
        cell = f"{one.issued:%Y-%m}", one.record.unit_id or "", one.stratum
        people[cell].setdefault(one.who, []).append(one)
    return {cell: told for cell, own in people.items() if any(told := _summed(own))}


def _summed(people: dict[str, list[Reread]]) -> tuple[int, ...]:
    pairs = [
        (sum(one.satisfied for one in own), sum(one.rated for one in own))
        for own in people.values()
    ]
    return tuple(
        sum(column)
        for column in zip(
            *((int(x > 0), y, x, y * y, x * y, x * x) for y, x in pairs), strict=True
        )
    )
