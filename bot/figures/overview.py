"""What a dashboard shows of a scope and period, read from cells alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.figures import lines, online
from bot.figures.calling import every_campaign
from bot.figures.editing import placing_of, sheet_of
from bot.figures.gathering import nests_in
from bot.figures.naming import names_of
from bot.figures.sources import Sources
from bot.figures.wordings import wordings_of
from flows.identifiers import Instant
from survey.cells import ALL, RESPONDED, VERSION
from survey.editions import Dimension, Period, Row, Scope, UnitRow

__all__ = ["Overview", "overview_of"]


@dataclass(frozen=True, slots=True)
class Overview:
    """The index with its levels and criteria, by unit, and by one dimension."""

    levels: tuple[Row, ...]
    """`survey.index.LEVELS`, all of them."""
    criteria: tuple[Row, ...]
    units: tuple[UnitRow, ...]
    tables: Mapping[Dimension, tuple[Row, ...]]
    online: tuple[Row, ...] = ()
    """Ease and completion of online procedures: all of them, then each, outside the index."""


async def overview_of(
    sources: Sources, scope: Scope, period: Period, dimensions: Sequence[Dimension], now: Instant
) -> Overview:
    """Return the figures of a scope and period, told apart by some dimensions; where by several,
    with what their values lie within.
    """
    placing = await placing_of(sources, scope, period, now)
    sheet = await sheet_of(sources, placing, (ALL, VERSION, *dimensions))
    words = wordings_of(sources.forms, sheet.values(VERSION, RESPONDED))
    campaigns = await every_campaign(sources.storage) if "group" in dimensions else ()
    names = await names_of(
        sources.storage, sources.texts, words, placing.tree, placing.today, campaigns
    )
    nests = await nests_in(sources.storage, placing) if len(dimensions) > 1 else None
    return Overview(
        levels=lines.levels(sheet, names),
        criteria=lines.criteria(sheet, names),
        units=lines.units(sheet, names),
        online=tuple(online.together(sheet, names)),
        tables={one: lines.table(sheet, names, one, nests) for one in dimensions},
    )
