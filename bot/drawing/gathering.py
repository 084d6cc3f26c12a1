"""From transactions to a frame: which ones are in it, and how they are named there."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias

from bot.drawing.aside import merged_aside
from bot.drawing.frame_files import FrameFile, Gathering
from bot.inviting import asked_since
from bot.units import Units
from flows.identifiers import Instant, identifier_from
from flows.time_units import MINUTE
from storage.base import Storage
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord, FrameCount, FrameRow, FrameWish
from survey.campaigns import Parts
from survey.frames import Groups
from survey.lots import Row, line_of
from survey.quotas import UNKNOWN, Stratum
from survey.seals import Kind

__all__ = ["OutOfFrame", "counted", "frame_of", "groups_of", "wish_for"]

OutOfFrame: TypeAlias = Literal[
    "asked_lately",  # their person was asked about something else a short while ago
    "drawn_before",  # their person was drawn for this campaign before
    "no_group",  # no group of the campaign is about them
]
"""Why transactions of the period are not in a frame."""

_SETTLED: Final = 10 * MINUTE
"""Transactions that came one by one less than so long ago wait for the next draw: another process
may be just about to store an earlier one.
"""
_NAME_BYTES: Final = 8
"""Of the names of people in a frame: two of a million share one in one of 40 million frames."""


# -- what belongs to a campaign


async def wish_for(
    storage: Storage,
    campaign: CampaignRecord,
    kind: Kind,
    draws: Sequence[DrawRecord],
    units: Units,
    every_days: int,
) -> FrameWish:
    """Return which transactions a draw is made from: at first all, for a top-up those that came
    later, for further reserves those that the draws before were made from.
    """
    before = [one.sealed.record.frame for one in draws]
    used = {name for frame in before for name in frame.lists}
    latest = max((frame.api_upto for frame in before), default="")
    again = kind == "substitution"
    terms = campaign.terms
    return FrameWish(
        campaign_id=campaign.id,
        from_day=terms.from_day,
        to_day=terms.to_day,
        units=_within(campaign, terms.unit_id, units),
        lists=frozenset(name for name in await storage.draws.lists() if (name in used) == again),
        api_from="" if again else latest,
        api_upto=latest if again else max(latest, _settled(units.now)),
        not_since=asked_since(units.now, every_days),
    )


def _settled(now: Instant) -> str:
    """Return an id that all transactions so long ago have below."""
    return identifier_from(bytes(16), "", Instant(now - _SETTLED))


def _within(campaign: CampaignRecord, unit: str | None, units: Units) -> frozenset[str] | None:
    """Return a unit and those below it, as they were on any day of the period or are today."""
    if unit is None:
        return None
    terms = campaign.terms
    first, last = date.fromisoformat(terms.from_day), date.fromisoformat(terms.to_day)
    turns = {event.day for event in units.events if first < event.day <= last}
    trees = [units.tree.as_of(day) for day in {first, last, units.today, *turns}]
    return frozenset(one for tree in trees if unit in tree.units for one in tree.below(unit))


def groups_of(campaign: CampaignRecord, parts: Parts, units: Units) -> Groups:
    """Return the groups of a campaign with the units that each is about."""
    inside: dict[str, frozenset[str] | None] = {}
    for group in parts.groups:
        found = [_within(campaign, unit, units) or frozenset() for unit in group.unit_ids]
        inside[group.id] = frozenset().union(*found) if found else None
    return Groups(parts.groups, inside)


# -- counted, and gathered


def counted(
    counts: Sequence[FrameCount], groups: Groups
) -> tuple[dict[Stratum, int], Mapping[OutOfFrame, int]]:
    """Return the rows of each stratum, and how many are in none."""
    frame, out = Counter[Stratum](), Counter[OutOfFrame]()
    for one in counts:
        group = groups.of(one.frame, one.unit_id, one.procedure, one.mode)
        if group is None:
            out["no_group"] += one.rows
        elif one.left_out:
            out[one.left_out] += one.rows
        else:
            frame[Stratum(group, one.unit_id, one.area or UNKNOWN, one.mode or UNKNOWN)] += (
                one.rows
            )
    return dict(frame), out


async def frame_of(
    storage: Storage,
    wish: FrameWish,
    groups: Groups,
    salt: str,
    folder: Path,
    on_rows: Callable[[int], Awaitable[None]],
) -> tuple[FrameFile, Mapping[OutOfFrame, int]]:
    """Write a frame to disk, and return how many transactions are not in it. `salt`: what makes
    the names that people have in this frame others than in any other; `on_rows` hears of each
    portion how many rows it had.
    """
    gathering, out = Gathering(folder), Counter[OutOfFrame]()
    async for rows in storage.draws.frame_rows(wish):
        await asyncio.to_thread(_add, gathering, out, rows, groups, salt)
        await on_rows(len(rows))
    return await merged_aside(gathering), out


def _add(
    gathering: Gathering,
    out: Counter[OutOfFrame],
    rows: Sequence[FrameRow],
    groups: Groups,
    salt: str,
) -> None:
    gathering.add(_lines(rows, groups, salt, out))


def _lines(
    rows: Sequence[FrameRow], groups: Groups, salt: str, out: Counter[OutOfFrame]
) -> Iterator[str]:
    for one in rows:
        group = groups.of(one.frame, one.unit_id, one.procedure, one.mode)
        if group is None:
            out["no_group"] += 1
        elif one.left_out:
            out[one.left_out] += 1
        else:
            yield _line(one, group, salt)


def _line(one: FrameRow, group: str, salt: str) -> str:
    row = Row(
        key=one.id,
        group=group,
        unit=one.unit_id,
        area=one.area or UNKNOWN,
        mode=one.mode or UNKNOWN,
        person=_name(salt, one.person_index),
        phone=_name(salt, one.phone_index),
    )
    return line_of(row)


def _name(salt: str, index: bytes | None) -> str:
    """Return what somebody is called in one frame; nobody can tell whom that means."""
    if index is None:
        return ""
    return hashlib.blake2b(index, key=salt.encode(), digest_size=_NAME_BYTES).hexdigest()
