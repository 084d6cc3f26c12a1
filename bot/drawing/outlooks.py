"""Figures of large frames: counted by a job, and kept until what they rest on changes."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.drawing.drawing import Basis, DrawRefusedError, Outlook, Sampler
from bot.drawing.gathering import OutOfFrame
from bot.drawing.working import LEASE_MS
from flows.identifiers import Instant
from flows.time_units import MINUTE
from storage.base import UnitOfWork
from storage.draw_records import KeptOutlook
from survey.quotas import Stratum
from survey.seals import Kind

__all__ = ["PATIENCE_S", "Shown", "count_outlook", "outlook_for"]

PATIENCE_S: Final = 2.0
"""How long a page waits for figures before it shows those that were kept."""
_FRESH: Final = 10 * MINUTE
"""How long kept figures are not counted anew where only single transactions came since, or people
were asked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures as a page shows them."""

    outlook: Outlook | None
    """None: nobody has counted yet."""
    counted_at: Instant
    is_counting: bool
    """Newer ones are on their way."""


class _Figures(Struct, frozen=True, kw_only=True):
    """What was counted, as it is kept; all else follows from it and the rules of the campaign."""

    frame: tuple[tuple[Stratum, int], ...]
    out: dict[OutOfFrame, int]


async def outlook_for(sampler: Sampler, kind: Kind) -> Shown:
    """Return what a draw would be: counted now, or, of a large frame, as it was last counted; then
    a job counts it again where that is old.

    Raises:
        DrawRefusedError: it cannot be drawn, whatever it would be made from.

    """
    basis, now = await sampler.basis(kind), sampler.by.at
    kept = await sampler.storage.draws.works.outlook(sampler.campaign.id, kind)
    if kept is None:
        try:
            found = await asyncio.wait_for(sampler.outlook(kind), PATIENCE_S)
        except TimeoutError:
            await _want(sampler, kind)
            return Shown(None, Instant(0), is_counting=True)
        return Shown(found, now, is_counting=False)
    is_fresh = kept.stamp == _stamp(sampler, basis) and now - kept.counted_at < _FRESH
    if not is_fresh and kept.wanted_at <= kept.counted_at:
        await _want(sampler, kind)
    return Shown(_read(sampler, basis, kept), kept.counted_at, is_counting=not is_fresh)


async def _want(sampler: Sampler, kind: Kind) -> None:
    unit = UnitOfWork()
    sampler.storage.draws.works.want_outlook(unit, sampler.campaign.id, kind, sampler.by.at)
    await sampler.storage.commit(unit)


async def count_outlook(sampler: Sampler, wanted: KeptOutlook) -> None:
    """Count what a page wants to show, and keep it."""
    works, storage, now = sampler.storage.draws.works, sampler.storage, sampler.by.at
    unit = UnitOfWork()
    works.keep_outlook(unit, replace(wanted, lease_until=Instant(now + LEASE_MS)))
    await storage.commit(unit)
    figures, stamp = "", ""
    try:
        stamp = _stamp(sampler, await sampler.basis(wanted.kind))
        figures = _written(await sampler.outlook(wanted.kind))
    except DrawRefusedError:
        pass  # it was voided, say: whoever looks next is told why
    unit, counted_at = UnitOfWork(), max(now, wanted.wanted_at)
    works.keep_outlook(unit, replace(
        wanted, stamp=stamp, figures=figures, counted_at=counted_at, lease_until=Instant(0)
    ))  # fmt: skip
    await storage.commit(unit)


def _stamp(sampler: Sampler, basis: Basis) -> str:
    """Return what changes whenever a draw would be made from other lists or by other rules."""
    said = msgspec.json.encode(
        (
            sampler.campaign.version,
            basis.parts,
            [draw.id for draw in basis.draws],
            sorted(basis.wish.lists),
            None if basis.wish.units is None else sorted(basis.wish.units),
        )
    )
    return hashlib.sha256(said).hexdigest()


def _written(outlook: Outlook) -> str:
    figures = _Figures(frame=tuple(outlook.frame.items()), out=dict(outlook.out))
    return msgspec.json.encode(figures).decode()


def _read(sampler: Sampler, basis: Basis, kept: KeptOutlook) -> Outlook | None:
    if not kept.figures:
        return None
    found = msgspec.json.decode(kept.figures, type=_Figures)
    return sampler.foreseen(basis, kept.kind, dict(found.frame), found.out)
