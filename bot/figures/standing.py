"""Where a scope stands: beside the index, against its targets, against the period before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.figures import comparing
from bot.figures.editing import placing_of, sheet_of
from bot.figures.framing import frames_of
from bot.figures.naming import names_of
from bot.figures.periods import before
from bot.figures.sources import Sources
from bot.figures.wordings import wordings_of
from flows.identifiers import Instant
from survey.cells import ALL, CSAT
from survey.editions import Change, Period, Row, Scope, TargetLine

__all__ = ["Standing", "standing_of"]

_BESIDE: Final = (CSAT,)
"""Levels that stand beside the index and are no part of it (domain §2.5)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a dashboard shows beside the figures of a period."""

    beside: tuple[Row, ...]
    """The service as a whole (CSAT), if anybody told."""
    targets: tuple[TargetLine, ...]
    """Of the period's campaigns, with what came of them."""
    changes: tuple[Change, ...]
    """Of each level since the period before; none where either has no answers."""


async def standing_of(sources: Sources, scope: Scope, period: Period, now: Instant) -> Standing:
    """Return where a scope stands, by the functions that editions are made with."""
    placing = await placing_of(sources, scope, period, now)
    sheet = await sheet_of(sources, placing, (ALL,))
    earlier = await sheet_of(sources, replace(placing, period=before(period)), (ALL,))
    frames = await frames_of(sources.storage, placing)
    words = wordings_of(sources.forms)
    names = await names_of(sources.storage, sources.texts, words, placing.tree, placing.today)
    return Standing(
        beside=tuple(
            Row(key=level, label=names.level(level), share=sheet.share(level))
            for level in _BESIDE
            if sheet.cell(level)
        ),
        targets=comparing.targets(sheet, names, frames.targets),
        changes=comparing.changes(sheet, earlier, names),
    )
