"""Who is asked in the place of somebody, and who is asked beside all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from survey.quotas import Fill, Stratum, steered

__all__ = ["ask_more", "substitute"]


async def substitute(
    storage: Storage, unit: UnitOfWork, campaign_id: str, lost: Collection[str], now: Instant
) -> list[str]:
    """Replace people who cannot be asked (unreachable for good, opted out, asked lately) by
    reserves, and return whose transactions are asked instead.

    Each is replaced by the next reserve of the same stratum; where it has none left, by one from
    wherever the fill is least (`survey.quotas.steered`). There may be fewer than were lost. The
    unit is the caller's to commit, with an audit row; a commit raises `StaleSessionError` where
    another replaced one of them, or took one of the reserves, meanwhile: then try again.
    """
    gone = await storage.draws.strata_of(campaign_id, lost)
    taken = await _taken(storage, campaign_id, len(gone), Counter(gone.values()))
    own = [(one, taken[at].pop(0)) for one, at in sorted(gone.items()) if taken.get(at)]
    left = sorted(set(gone) - {one for one, _ in own})
    others = zip(left, (one for some in taken.values() for one in some), strict=False)
    for transaction in gone:
        storage.draws.replace(unit, campaign_id, transaction, now)
    stand_ins = [*own, *others]
    for replaced, stand_in in stand_ins:
        storage.draws.promote(unit, campaign_id, stand_in, now, stands_for=replaced)
    return [stand_in for _, stand_in in stand_ins]


async def ask_more(
    storage: Storage, unit: UnitOfWork, campaign_id: str, people: int, now: Instant
) -> list[str]:
    """Let more people be asked, each from where the fill is least, and return their transactions;
    as `substitute` otherwise.
    """
    taken = await _taken(storage, campaign_id, people, {})
    found = [one for some in taken.values() for one in some]
    for transaction in found:
        storage.draws.promote(unit, campaign_id, transaction, now)
    return found


async def _taken(
    storage: Storage, campaign_id: str, people: int, lost: Mapping[Stratum, int]
) -> dict[Stratum, list[str]]:
    """Return the reserves that are next, by stratum."""
    fills = [
        Fill(one.stratum, one.wanted, one.answered, one.reserve)
        for one in await storage.draws.fills(campaign_id)
    ]
    chosen = steered(fills, people, lost)
    return {
        stratum: await storage.draws.reserves(campaign_id, stratum, count)
        for stratum, count in chosen.items()
    }
