"""Looks at what was sent lately, and puts aside what two people should see first (R31)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, TypeAlias, TypeVar

import structlog

from flows.definition import Form
from flows.identifiers import Instant, ResponseId
from flows.time_units import DAY
from storage.base import Storage, UnitOfWork
from storage.judging_records import AnsweredAt, Sent, SuspicionRecord
from survey.suspicion import Given, Limits, Suspicion, suspicions

__all__ = ["LOOKED_AT", "WINDOW_DAYS", "parts_of", "suspect"]

_log = structlog.get_logger(__name__)

WINDOW_DAYS: Final = 28
"""Days that are looked at together: long enough to know what is usual at a place, and to see who
comes back every noon; short enough that last season's people are no measure of today's.
"""
LOOKED_AT: Final = 20_000
"""Responses of one form that are looked at together: what memory they take is all that looking
takes, however large a campaign is. Of more, units are looked at in parts, each whole: who brings
responses in works in one unit, and what is usual is known from far fewer.
"""
_DEVICES_KEPT: Final = WINDOW_DAYS + 7
"""Days after which is forgotten on what somebody answered: nothing looks at it any more."""
_READ: Final = 500  # responses whose answers are read at once
_WRITTEN: Final = 100  # responses in one transaction

_Row = TypeVar("_Row")
Forms: TypeAlias = Mapping[tuple[str, int], Form]
"""Every published version, by form and version."""


async def suspect(storage: Storage, forms: Forms, limits: Limits, now: Instant) -> int:
    """Look for odd responses among those of the last weeks, form by form, if anything was sent
    since the last look; return how many are to be judged by it.

    What people have decided stays decided, and what an officer has set aside is out already.
    """
    names = sorted({name for (name, _), form in forms.items() if form.kind == "survey"})
    since = Instant(now - WINDOW_DAYS * DAY)
    newest = await storage.traces.newest(names, since)
    if newest is None or newest <= await storage.traces.looked_upto():
        return 0
    opened = 0
    for name in names:
        by_unit = await storage.traces.sent_by_unit(name, since)
        devices = await storage.traces.crowded(name, since, limits.family)
        for part in parts_of(by_unit, LOOKED_AT):
            sent = await _sent(storage, name, since, part)
            given = await _told(storage, forms, sent)
            # Seconds for tens of thousands of responses: not in the way of who answers meanwhile.
            found = await asyncio.to_thread(suspicions, given, limits, devices)
            opened += await _doubt(storage, sent, found, now)
    unit = UnitOfWork()
    storage.traces.keep_looked(unit, newest)
    storage.traces.forget_devices(unit, Instant(now - _DEVICES_KEPT * DAY))
    await storage.commit(unit)
    return opened


Part: TypeAlias = Sequence[str | None] | None
"""Units (None: no unit) whose responses are looked at together; None: all of them."""


def parts_of(by_unit: Mapping[str | None, int], most: int) -> list[Part]:
    """Return what is looked at together where there are so many responses: each unit in one part,
    the parts about as large as one another; none has more than `most` unless it is one unit.
    """
    total = sum(by_unit.values())
    if total <= most:
        return [None] if by_unit else []
    parts: list[list[str | None]] = []
    aim, held = total / ceil(total / most), most
    for unit, many in sorted(by_unit.items(), key=lambda one: one[0] or ""):
        if held >= aim or held + many > most:
            parts.append([])
            held = 0
        parts[-1].append(unit)
        held += many
    return [*parts]


async def _sent(storage: Storage, form: str, since: Instant, part: Part) -> list[Sent]:
    if part is None:
        return await storage.traces.sent(form, since, LOOKED_AT)
    sent: list[Sent] = []
    for unit in part:
        found = await storage.traces.sent_in(unit, form, since, LOOKED_AT)
        if len(found) == LOOKED_AT:
            # So many of one unit: the newest are looked at, each while it is among them.
            _log.info("suspicion_window_cut", form=form, unit=unit, responses=LOOKED_AT)
        sent += found
    return sent


async def _told(storage: Storage, forms: Forms, sent: Sequence[Sent]) -> list[Given]:
    told: list[Given] = []
    for some in _parts(sent, _READ):
        answers = await storage.traces.answered([one.response.id for one in some])
        told += (_given(forms, one, answers.get(one.response.id, [])) for one in some)
    return told


def _parts(rows: Sequence[_Row], size: int) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _given(forms: Forms, sent: Sent, answers: Sequence[AnsweredAt]) -> Given:
    response = sent.response
    form = forms[response.form, response.version]
    items = {name for name, one in form.by_id.items() if one.kind == "satisfaction"}
    began = response.started_at
    ended = response.completed_at or began
    at_kiosk = response.channel == "kiosk"
    return Given(
        id=response.id,
        line=_line(sent),
        begun=began / 1000,
        ended=ended / 1000,
        ratings=_ratings(items, answers),
        took=_took(items, answers),
        device=f"kiosk {response.invitation_id}" if at_kiosk else sent.device,
        shared=at_kiosk or response.invitation_kind == "assisted",
        staff=sent.staff,
    )


def _line(sent: Sent) -> str:
    """Return what brought a response in: who sits at a counter, or goes round with a link."""
    response = sent.response
    of_poster = response.invitation_id if response.invitation_kind != "personal" else None
    return response.counter_id or of_poster or response.place_id or response.unit_id or ""


def _ratings(items: set[str], answers: Iterable[AnsweredAt]) -> dict[str, int]:
    """Return the last rating of each item: revisions come in order."""
    return {
        one.question: one.value
        for one in answers
        if one.question in items and isinstance(one.value, int)
    }


def _took(items: set[str], answers: Sequence[AnsweredAt]) -> dict[str, float]:
    """Return the seconds that each item took when it was answered first."""
    return {
        one.question: (one.at - before.at) / 1000
        for before, one in pairwise(answers)
        if one.revision == 1 and one.question in items
    }


# -- to be judged


async def _doubt(
    storage: Storage, sent: Sequence[Sent], found: Sequence[Suspicion], now: Instant
) -> int:
    """Keep what was found, and let nothing of it count until it is judged; return how many are
    new.
    """
    out = {one.response.id for one in sent if one.response.set_aside}
    by_id: dict[str, list[Suspicion]] = {}
    for one in found:
        if one.response_id not in out:
            by_id.setdefault(one.response_id, []).append(one)
    known = await storage.judging.states(by_id)
    ids = {str(one.response.id): one.response.id for one in sent}
    for some in _parts(list(by_id.items()), _WRITTEN):
        unit = UnitOfWork()
        for name, reasons in some:
            storage.judging.suspect(unit, [_record(ids[name], one, now) for one in reasons])
            if name not in known:
                _note(storage, unit, name, reasons, now)
        await storage.commit(unit)
    return len(by_id.keys() - known.keys())


def _record(response_id: ResponseId, one: Suspicion, now: Instant) -> SuspicionRecord:
    return SuspicionRecord(
        response_id=response_id, reason=one.reason, score=one.score, detail=one.detail, at=now
    )


def _note(
    storage: Storage, unit: UnitOfWork, name: str, reasons: Sequence[Suspicion], now: Instant
) -> None:
    storage.audit.note(
        unit,
        at=now,
        actor="system",
        action="response.suspected",
        target=name,
        detail={"signs": " ".join(sorted(one.reason for one in reasons))},
    )
