"""Shares pooled over answers with their precision, as answered and as weighted to the frame."""

from __future__ import annotations

from math import inf, sqrt

from msgspec import Struct

from survey.designs import Design, is_weighted, undesigned
from survey.linearising import Ratio, covariance, ratio_of
from survey.moments import NOBODY, Cell

__all__ = ["Estimate", "Figure", "described", "estimated", "figured"]


class Estimate(Struct, frozen=True, kw_only=True):
    """A share with its precision."""

    share: float
    """Satisfied answers of the rated ones, 0–1, weighted if the design is."""
    error: float
    """Its standard error, ≥ 0, in the units of the share (`survey.linearising`)."""
    answers: int
    """Rated answers, counted."""
    respondents: int
    """Who gave them."""
    degrees: int
    """Degrees of freedom: respondents of the cell less the strata that they are from; the cell's
    and not the design's, which would be more (Korn & Graubard 1999, §2.4 and 5.2)."""
    fraction: float
    """The least share of its frame that was heard in one of those strata, 0–1."""

    @property
    def effective(self) -> float:
        """Independent answers that would be as precise; infinite where everybody was heard."""
        most = self.worth(self.answers)
        return min(self.share * (1 - self.share) / self.error**2, most) if self.error else most

    def worth(self, independent: int) -> float:
        """Return what independent answers are worth when they are of so much of the frame."""
        return independent / (1 - self.fraction) if self.fraction < 1 else inf


class Figure(Struct, frozen=True):
    """A share as answered and as weighted to the frame; both are published (domain §2.4)."""

    raw: Estimate
    weighted: Estimate | None
    """None: there is no frame."""

    @property
    def best(self) -> Estimate:
        """The one to judge by: weighted where it can be."""
        return self.weighted or self.raw


def estimated(design: Design, cell: Cell) -> Estimate | None:
    """Return the share of a cell; None: nobody rated anything in it.

    Raises:
        ValueError: the cell has strata or respondents that the design has not, or some strata of
            the design have a frame and some have none.

    """
    ratio = ratio_of(design, cell)
    return None if ratio is None else described(design, ratio)


def described(design: Design, ratio: Ratio) -> Estimate:
    """Return a share with its precision."""
    touched = {name: moments for name, moments in ratio.cell.items() if moments.respondents}
    respondents = sum(moments.respondents for moments in touched.values())
    return Estimate(
        share=ratio.share,
        error=sqrt(covariance(design, ratio, ratio, ratio.cell)),
        answers=sum(moments.rated for moments in touched.values()),
        respondents=respondents,
        degrees=respondents - len(touched),
        fraction=min(design[name].fraction for name in touched),
    )


def figured(design: Design, cell: Cell) -> Figure | None:
    """Return the share raw and weighted; None: nobody rated anything.

    Raises:
        ValueError: as `estimated`.

    """
    together = sum(cell.values(), start=NOBODY)
    raw = estimated(undesigned(design), {"": together} if together.respondents else {})
    if raw is None:
        return None
    return Figure(raw, estimated(design, cell) if is_weighted(design) else None)
