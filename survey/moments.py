"""Sums over the respondents of a cell: whole numbers that add up, and all that estimates need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

__all__ = ["NOBODY", "Cell", "Moments", "united"]


class Moments(Struct, frozen=True):
    """The respondents of one stratum who rated something in a cell, summed up.

    With y satisfied answers of the x that a respondent rated: Σ1, Σy, Σx, Σy², Σxy, Σx². A
    database adds them up as well as this program does, and without rounding.
    """

    respondents: int = 0
    satisfied: int = 0
    rated: int = 0
    satisfied_squared: int = 0
    product: int = 0
    rated_squared: int = 0

    @classmethod
    def of(cls, satisfied: int, rated: int) -> Moments:
        """Return those of one respondent; of nobody if nothing was rated.

        Raises:
            ValueError: a count is negative.

        """
        if min(satisfied, rated) < 0:
            message = f"{satisfied} satisfied of {rated} rated answers"
            raise ValueError(message)
        if not rated:
            return NOBODY
        return cls(1, satisfied, rated, satisfied * satisfied, satisfied * rated, rated * rated)

    def __add__(self, other: Moments) -> Moments:
        """Return the sums over both; they must be different respondents."""
        return Moments(
            self.respondents + other.respondents,
            self.satisfied + other.satisfied,
            self.rated + other.rated,
            self.satisfied_squared + other.satisfied_squared,
            self.product + other.product,
            self.rated_squared + other.rated_squared,
        )

    def __sub__(self, other: Moments) -> Moments:
        """Return what was added to the other; its sums may be negative."""
        return Moments(
            self.respondents - other.respondents,
            self.satisfied - other.satisfied,
            self.rated - other.rated,
            self.satisfied_squared - other.satisfied_squared,
            self.product - other.product,
            self.rated_squared - other.rated_squared,
        )


NOBODY = Moments()

Cell: TypeAlias = Mapping[str, Moments]
"""Stratum → its respondents within a cell: one unit, say, or one factor, or both. A stratum that
has nobody in the cell may be left out."""


def united(cells: Iterable[Cell]) -> dict[str, Moments]:
    """Return the cell of all respondents of some cells that share none: units, say, or channels.

    Factors share their respondents: what they come to together is counted from the answers.
    """
    found: dict[str, Moments] = {}
    for cell in cells:
        for stratum, moments in cell.items():
            found[stratum] = found.get(stratum, NOBODY) + moments
    return found
