"""Which responses the figures of several editions are of, to tell what they give away together."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace as replaced
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.figures.framing import frames_of
from bot.figures.periods import before, year_up_to
from bot.figures.placing import Placing
from bot.figures.sources import Sources
from bot.units import known_units
from flows.identifiers import Instant
from storage.figure_records import CellWish
from survey.cells import ALL, HELPED_BY, RESPONDED, Counted
from survey.editions import Period, Scope
from survey.withholding_answers import Answers, Heard, Span, Spoken
from survey.withholding_regions import Region

__all__ = ["MOST", "Listened", "answers_in"]

MOST: Final = 20_000
"""Responses that are looked at one by one for a report, at most; fewer, where these have more
small cells than there is room for (`survey.withholding_exact`).
"""


class Listened(NamedTuple):
    """An edition, or what lies between some, whose answers are asked for."""

    scope: Scope
    period: Period
    has_own_alone: bool = False
    """Whether nothing is compared, nor told by months: nobody issues it."""

    @property
    def region(self) -> Region:
        """Of which unit and days it is."""
        return Region(self.scope.unit_id, self.period.from_day, self.period.to_day)


async def answers_in(
    sources: Sources, listened: Iterable[Listened], now: Instant
) -> Answers | None:
    """Return the answers that editions are made of; None: of more than `MOST` responses."""
    tree = (await known_units(sources.storage, now)).tree
    placings = {
        Spoken(one.region, span, one.scope.tree): placing
        for one in listened
        for span, placing in _placings(
            Placing(tree, one.scope, one.period, date.fromisoformat(one.period.to_day))
        ).items()
        if span == "own" or not one.has_own_alone
    }
    responses = await _responses(sources, placings.values())
    if responses is None:
        return None
    strata = {
        spoken: frozenset((await frames_of(sources.storage, placing)).populations)
        for spoken, placing in placings.items()
    }
    return await asyncio.to_thread(_answers, responses, placings, strata)


def _placings(own: Placing) -> Mapping[Span, Placing]:
    return {
        "own": own,
        "before": replaced(own, period=before(own.period)),
        "trend": replaced(own, period=year_up_to(own.period)),
    }


async def _responses(sources: Sources, placings: Collection[Placing]) -> list[Counted] | None:
    """Return the responses of all days of these; what is not needed of them is let go of."""
    first = min(one.period.from_day for one in placings)
    last = max(one.period.to_day for one in placings)
    several = [one.candidates() for one in placings]
    units = None if None in several else frozenset().union(*(one for one in several if one))
    figures = sources.storage.figures
    wish = CellWish(first=first[:7], last=last[:7], units=units)
    cells = await figures.cells(replace(wish, dimension=ALL, level=RESPONDED), by=("month",))
    if sum(moments.rated for _, moments in cells) > MOST:
        return None
    found = await figures.counted(wish, first, last)
    return [replace(one, choices=_helped(one.choices)) for one in found]


def _helped(choices: Mapping[str, str]) -> dict[str, str]:
    """Return of what was chosen who filled in the form, which tells assisted ones apart."""
    return {HELPED_BY: choices[HELPED_BY]} if HELPED_BY in choices else {}


def _answers(
    responses: list[Counted],
    placings: Mapping[Spoken, Placing],
    strata: Mapping[Spoken, frozenset[str]],
) -> Answers:
    heard = {
        spoken: Heard(dict(_placed(responses, placing)), strata[spoken])
        for spoken, placing in placings.items()
    }
    return Answers(responses, heard)


def _placed(responses: Iterable[Counted], placing: Placing) -> Iterator[tuple[str, str]]:
    """Yield the responses of a scope and period, each with the unit that it belongs to."""
    units, period = placing.units(), placing.period
    for one in responses:
        if period.from_day <= one.day <= period.to_day:
            unit = placing.of_response(one)
            if units is None or unit in units:
                yield one.response_id, unit
