"""Figures as the service asks for them: settled before they are read, and open to be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.counting import Forms
from bot.figures import lines
from bot.figures.beside_ratings import Topic, topics_of
from bot.figures.calling import called, every_name
from bot.figures.editing import cells_of, edition_of, months, placing_of, sheet_of
from bot.figures.following import Cell, responses_of
from bot.figures.hearing import Listened, answers_in
from bot.figures.naming import names_of
from bot.figures.overview import Overview, overview_of
from bot.figures.pacing import AtWork, campaigns_at_work
from bot.figures.pinning import common_pins
from bot.figures.settling import Settler
from bot.figures.sources import Sources
from bot.figures.standing import Standing, standing_of
from bot.figures.wordings import wordings_of
from bot.i18n import Catalogues
from flows.desk.policy import Scope as Viewer
from flows.identifiers import Instant
from storage.base import Storage
from survey.cells import ALL, RESPONDED, VERSION
from survey.editions import (
    DIMENSIONS,
    Dimension,
    Edition,
    NotSettledError,
    Period,
    Pin,
    Row,
    Scope,
    Share,
)
from survey.validity import Rules
from survey.withholding_answers import Answers

__all__ = ["Figures"]

_FOLLOWED: Final = 10_000
"""Responses that a figure is followed to at the most: nobody looks through more one by one."""
_SETTLED: Final = 2_000
"""Changes that a reader works off before reading: a second's work; the rest is said to wait."""


@dataclass(slots=True)
class Figures:
    """All figures of an installation. Nothing is kept here: it may be made anew at any time."""

    storage: Storage
    forms: Forms
    rules: Rules
    texts: Catalogues
    _sources: Sources = field(init=False)
    _settler: Settler = field(init=False)

    def __post_init__(self) -> None:
        """Hand on what the parts work with."""
        self._sources = Sources(self.storage, self.forms, self.rules, self.texts)
        self._settler = Settler(self.storage, self.forms, self.rules)

    async def settle(self, most: int = _SETTLED) -> int:
        """Let figures hold what has changed; return how many responses were looked at."""
        return await self._settler.settle(most)

    async def waiting(self) -> int:
        """Return how many changes figures do not hold yet, 0–1000; what is to be counted anew is
        among them.
        """
        return await self._settler.waiting()

    async def is_whole(self) -> bool:
        """Tell whether all responses were counted, by the rules of today: they are counted anew
        after an update, and after VALID_PERCENT or VALID_SECONDS were changed.
        """
        return await self._settler.is_whole()

    async def edition(self, scope: Scope, period: Period, now: Instant) -> Edition:
        """Return all figures of a scope and period, as of now. Its id tells its content.

        Raises:
            NotSettledError: more was waiting than a reader works off.

        """
        await self._settle_all()
        return await edition_of(self._sources, scope, period, now)

    async def cells(self, scope: Scope, period: Period, now: Instant) -> Edition:
        """Return the figures of a scope and period that nobody issues, as they were settled last:
        levels, units and dimensions, which what is issued is held against.
        """
        return await cells_of(self._sources, scope, period, now)

    async def answers(self, listened: Sequence[Listened], now: Instant) -> Answers | None:
        """Return the answers that several editions are made of, as they were settled last; None:
        of more responses than can be looked at one by one.
        """
        return await answers_in(self._sources, listened, now)

    async def _settle_all(self) -> None:
        """Let figures hold all that has happened until now: what comes in meanwhile may wait."""
        worked_off = await self.settle()
        if worked_off >= _SETTLED and await self.waiting():
            raise NotSettledError

    async def pins(self, period: Period, now: Instant) -> tuple[Pin, ...]:
        """Return what figures of all units in a period are reckoned with, unweighted."""
        scope = Scope(unit_id=None, unit_name="")
        placing = await placing_of(self._sources, scope, period, now)
        sheet = await sheet_of(self._sources, placing, (VERSION,))
        return await common_pins(self._sources, placing, sheet.values(VERSION, RESPONDED))

    async def index(
        self, scope: Scope, period: Period, now: Instant
    ) -> tuple[tuple[str, Share], ...]:
        """Return the overall index of each month of a period, by its first day."""
        await self.settle()
        placing = await placing_of(self._sources, scope, period, now)
        return lines.trend(await months(self._sources, placing))

    async def table(
        self, scope: Scope, period: Period, dimension: Dimension, now: Instant
    ) -> tuple[Row, ...]:
        """Return the index and its parts for each value of a dimension."""
        await self.settle()
        placing = await placing_of(self._sources, scope, period, now)
        sheet = await sheet_of(self._sources, placing, (ALL, dimension))
        words = wordings_of(self.forms)
        names = await names_of(self.storage, self.texts, words, placing.tree, placing.today)
        return lines.table(sheet, names, dimension)

    async def overview(
        self, scope: Scope, period: Period, dimension: Dimension, now: Instant
    ) -> Overview:
        """Return what a dashboard shows, told apart by one dimension."""
        await self.settle()
        return await overview_of(self._sources, scope, period, (dimension,), now)

    async def standing(self, scope: Scope, period: Period, now: Instant) -> Standing:
        """Return what stands beside the index, what came of targets, and what has changed since
        the period before: of any number of people, for those who may read the responses.
        """
        await self.settle()
        return await standing_of(self._sources, scope, period, now)

    async def at_work(self, scope: Scope, now: Instant) -> tuple[AtWork, ...]:
        """Return how far the campaigns at work are that want something of a scope."""
        await self.settle()
        return await campaigns_at_work(self._sources, scope, now)

    async def whole(self, period: Period, now: Instant) -> Overview:
        """Return what a dashboard shows of all units of now, told apart by every dimension: what
        is small of it is judged as one (`survey.withholding`).
        """
        await self.settle()
        scope = Scope(unit_id=None, unit_name="")
        return await overview_of(self._sources, scope, period, DIMENSIONS, now)

    async def is_rearranged(self, period: Period, now: Instant) -> bool:
        """Tell whether units, or what they cover, changed in a period after its first day."""
        scope = Scope(unit_id=None, unit_name="")
        return (await placing_of(self._sources, scope, period, now)).is_rearranged

    async def topics(self, scope: Scope, period: Period, now: Instant) -> tuple[Topic, ...]:
        """Return what people chose beside the ratings, of any unit and number: for those alone
        who may read the responses.
        """
        await self.settle()
        return await topics_of(self._sources, await placing_of(self._sources, scope, period, now))

    async def called(self, scope: Scope, period: Period, cell: Cell, now: Instant) -> str:
        """Return what a cell is of, by the names of its period; "" for the whole."""
        placing = await placing_of(self._sources, scope, period, now)
        return called(await every_name(self._sources, placing), cell)

    async def responses_of(
        self, viewer: Viewer, scope: Scope, period: Period, cell: Cell, now: Instant,
        *, most: int = _FOLLOWED,
    ) -> tuple[str, ...]:  # fmt: skip
        """Return the ids of the responses that a figure is made of and that the viewer may see,
        the newest first; no more than `most` of them.
        """
        await self.settle()
        placing = await placing_of(self._sources, scope, period, now)
        return await responses_of(self._sources, viewer, placing, cell, most)
