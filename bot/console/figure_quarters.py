"""What those see who may not open responses: finished quarters, each judged once as one system.

A longer period shows of each cell what all of its quarters show: whoever subtracts some of them
from it learns no more than the others say themselves. The running quarter is not shown, since it
grows from one day to the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace as replaced
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeAlias

from msgspec.structs import replace

from bot.console.figure_rows import withheld_overview
from bot.figures import Figures
from bot.figures.overview import Overview
from flows.identifiers import Instant
from survey.editions import Period, Row, Share
from survey.index import FACTORS, OVERALL
from survey.report_schedule import period_at
from survey.withholding import without_raw

__all__ = ["Judged", "judged_quarters", "quarters_of", "shown_through"]

_GONE: Final = Share(withheld=True)
_Change: TypeAlias = Callable[[str, Share], Share]


class Judged(NamedTuple):
    """The whole office, as it may be shown."""

    overview: Overview
    by_quarter: tuple[tuple[Period, Share], ...]
    """The overall index of each quarter of the period."""


def quarters_of(period: Period) -> list[Period]:
    """Return the quarters that a period consists of."""
    found, day = list[Period](), date.fromisoformat(period.from_day)
    while day.isoformat() <= period.to_day:
        found.append(quarter := period_at("quarter", day))
        day = date.fromisoformat(quarter.to_day) + timedelta(days=1)
    return found


async def judged_quarters(figures: Figures, period: Period, now: Instant) -> Judged:
    """Return the figures of a period of whole quarters as they may be shown. Where units were
    rearranged after the first quarter none is shown: the quarters have those of then.
    """
    spans = quarters_of(period)
    quarters = [
        await asyncio.to_thread(withheld_overview, await figures.whole(one, now)) for one in spans
    ]
    index = [next(row.share for row in one.levels if row.key == OVERALL) for one in quarters]
    found = quarters[0]
    if len(spans) > 1:
        whole = await figures.whole(period, now)
        if await figures.is_rearranged(replace(period, from_day=spans[0].to_day), now):
            whole = replaced(whole, units=())
        found = shown_through(await asyncio.to_thread(withheld_overview, whole), quarters)
    return Judged(found, tuple(zip(spans, index, strict=True)))


def shown_through(whole: Overview, quarters: Sequence[Overview]) -> Overview:
    """Return the judged figures of a period without what one of its judged quarters withholds: a
    share that is said to be withheld, or one that a value there has not got at all.
    """
    gone, bare = set[str](), set[str]()

    def seen(name: str, share: Share) -> Share:
        if share.withheld:
            gone.add(name)
        elif share.raw is None and share.weighted is not None:
            bare.add(name)
        return share

    def shown(name: str, share: Share) -> Share:
        if name in gone:
            return _GONE
        return without_raw(share) if name in bare and share.best is not None else share

    for one in quarters:
        _changed(one, seen)
        gone.update(_untold(one))
    without = {
        name
        for one in quarters
        for name, rows in one.tables.items()
        if rows and not any(row.factors for row in rows)
    }
    tables = {
        name: tuple(replace(row, factors=()) for row in rows) if name in without else rows
        for name, rows in whole.tables.items()
    }
    return _changed(replaced(whole, tables=tables), shown)


def _untold(quarter: Overview) -> Iterator[str]:
    """Yield the names of what values of a quarter have no share of: it may have been withheld."""
    for table, rows in quarter.tables.items():
        for row in rows:
            name = f"{table}/{row.key}"
            told = {factor.key for factor in row.factors}
            yield from (f"{name}/{factor}" for factor in FACTORS if factor not in told)
            if row.part is None:
                yield f"{name}/A"
            if row.service is None:
                yield f"{name}/B"


def _changed(overview: Overview, change: _Change) -> Overview:
    """Return figures with each share as a function of its name and of what it was."""
    return Overview(
        levels=tuple(_row("level/", row, change) for row in overview.levels),
        criteria=tuple(_row("level/", row, change) for row in overview.criteria),
        units=tuple(
            replace(
                unit,
                levels=tuple(_row(f"unit/{unit.unit_id}/", row, change) for row in unit.levels),
            )
            for unit in overview.units
        ),
        tables={
            name: tuple(_row(f"{name}/", row, change) for row in rows)
            for name, rows in overview.tables.items()
        },
        online=tuple(_row("online/", row, change) for row in overview.online),
    )


def _row(prefix: str, row: Row, change: _Change) -> Row:
    name = prefix + row.key
    return replace(
        row,
        share=change(name, row.share),
        part=row.part and change(f"{name}/A", row.part),
        service=row.service and change(f"{name}/B", row.service),
        factors=tuple(_row(f"{name}/", factor, change) for factor in row.factors),
    )
