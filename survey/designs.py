"""How the respondents were drawn: strata with their frames, and what one respondent stands for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

__all__ = ["Design", "Stratum", "is_weighted", "undesigned", "unheard"]


class Stratum(Struct, frozen=True):
    """One stratum of the frame: unit × area × mode, say (domain §2.3).

    Raises:
        ValueError: nobody responded, or more did than the frame holds.

    """

    sampled: int
    """n_h: respondents with a valid response, whether they are in a cell or not."""
    population: int | None = None
    """N_h: transactions in the frame; None: there is no frame, as with a poster's code."""

    def __post_init__(self) -> None:
        """Refuse what cannot have been drawn."""
        if self.sampled < 1 or (self.population is not None and self.population < self.sampled):
            message = f"{self.sampled} respondents of a frame of {self.population}"
            raise ValueError(message)

    @property
    def weight(self) -> Fraction:
        """N_h/n_h: how many of the frame one respondent stands for; 1 without a frame."""
        return Fraction(1) if self.population is None else Fraction(self.population, self.sampled)

    @property
    def fraction(self) -> float:
        """n_h/N_h, 0–1: the share of the frame that was heard; 0 without a frame."""
        return 0.0 if self.population is None else self.sampled / self.population


Design: TypeAlias = Mapping[str, Stratum]


def is_weighted(design: Design) -> bool:
    """Tell whether the frames are known, so that answers can be weighted.

    Raises:
        ValueError: some are and some are not; their respondents cannot be weighed up.

    """
    known = {stratum.population is not None for stratum in design.values()}
    if len(known) > 1:
        message = "some strata have a frame and some have none"
        raise ValueError(message)
    return known == {True}


def unheard(design: Design, populations: Mapping[str, int]) -> dict[str, int]:
    """Return the strata of the frame that nobody responded from, with their frames: weighted
    figures stand for the frame without them, and whoever prints one says so.
    """
    return {name: size for name, size in populations.items() if name not in design and size}


def undesigned(design: Design) -> dict[str, Stratum]:
    """Return the same respondents as if each stratum were part of one sample without a frame."""
    return {"": Stratum(sum(stratum.sampled for stratum in design.values()))} if design else {}
