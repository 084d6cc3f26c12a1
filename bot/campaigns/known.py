"""What a campaign can name here: languages, forms, units, procedures."""

from __future__ import annotations

from collections.abc import Collection

from bot.units import known_units
from flows.identifiers import Instant
from storage.base import Storage
from survey.campaign_inspection import Known
from survey.campaigns import Terms

__all__ = ["known_here"]


async def known_here(
    storage: Storage,
    terms: Terms,
    now: Instant,
    *,
    forms: Collection[str],
    languages: Collection[str],
    reach: Collection[str] | None = None,
) -> Known:
    """Return what a campaign can name today. `reach`: the units in which whoever writes it may
    ask people; None: the whole installation. `forms`: what people can be invited to.
    """
    units = await known_units(storage, now)
    today = units.tree.as_of(units.today)
    inside = today.units if terms.unit_id is None else today.below(terms.unit_id)
    procedures = await storage.procedures.lines()
    return Known(
        languages=languages,
        forms=forms,
        units=[unit for unit in today.units if reach is None or unit in reach],
        whole=reach is None,
        inside=tuple(inside),
        procedures={line.code for line in procedures},
    )
