"""The contract of figures: what has changed, what counts, and what it comes to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, Protocol

from storage.figure_records import (
    Alike,
    CellWish,
    Change,
    Commented,
    Doubts,
    Facts,
    FrameStratum,
    Pending,
    Placed,
    Span,
    Summed,
)
from storage.work import UnitOfWork
from survey.cells import Choices, Counted
from survey.validity import Rules

__all__ = ["FigureRepository"]


class FigureRepository(Protocol):
    """Responses that count and the cells that they come to (docs/figures.md)."""

    # -- what has changed

    async def turn(self) -> int:
        """Return the turn in which a change is worked out: asked for before anything is read."""

    async def pending(self, most: int) -> list[Pending]:
        """Return changes that figures do not hold yet, the oldest first."""

    async def waiting(self) -> int:
        """Return how many changes wait, up to a thousand."""

    async def walked(self) -> str:
        """Return how far the walk through all responses has come; "" before the first."""

    async def after(self, response_id: str, most: int) -> list[str]:
        """Return weighed responses behind an id, by id."""

    async def facts(self, ids: Collection[str], rules: Rules) -> list[Facts]:
        """Return what is recorded of responses at present; those that are gone are left out."""

    async def known(self, ids: Collection[str]) -> dict[str, tuple[Counted, bool]]:
        """Return what is kept of responses, and whether they count."""

    async def of_respondents(self, respondents: Collection[str]) -> list[Counted]:
        """Return the responses of these respondents that count."""

    def apply(self, unit: UnitOfWork, change: Change) -> None:
        """Write what a change does. A commit raises `StaleSessionError` where somebody else took
        the turn meanwhile.
        """

    # -- what it comes to

    async def cells(self, wish: CellWish, *, by: Collection[str] = ()) -> list[Summed]:
        """Return cells, summed over months and units unless `by` names `month` or `unit_id`."""

    async def choices(self, wish: CellWish) -> Choices:
        """Return how often each choice was made, summed over months and units."""

    async def counted(self, wish: CellWish, first_day: str, last_day: str) -> list[Counted]:
        """Return the responses of some days, within the months and units of the wish, that count:
        for what no cell holds, and to follow a figure.
        """

    async def served(self, wish: CellWish) -> tuple[str, str] | None:
        """Return the first and the last day of the services that responses of these months and
        units are about; None: there are none.
        """

    # -- beside them

    async def doubts(self, span: Span) -> Doubts:
        """Return what was found odd about the responses of a span, and what came of it, by where
        they belong.
        """

    async def doubted(
        self, span: Span, column: Literal["reason", "state"], kind: str, most: int
    ) -> list[Placed]:
        """Return the responses behind one kind of `doubts`, the newest first, `most` of them at
        the most: `reason` of a suspicion, or `state` of judging.
        """

    async def came_to(
        self, span: Span, outcome: str, rules: Rules, forms: Collection[str], most: int
    ) -> list[Placed]:
        """Return the responses to these forms that came to one outcome (`survey.validity.Reason`,
        or `valid`), by the day that their forms were issued on, the newest first, `most` of them
        at the most.
        """

    async def complaints(self, span: Span) -> list[Alike]:
        """Return how many cases of a span there are of each category, by where they belong."""

    async def frames(self, campaigns: Collection[str]) -> list[FrameStratum]:
        """Return the parts of the frames that campaigns drew from."""

    async def commented(self, span: Span, most: int) -> list[Commented]:
        """Return where people wrote something beside a choice, the newest first: in responses that
        count and were begun in a span. Locked texts are left out.
        """
