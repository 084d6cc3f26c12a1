"""A finding: one thing that the figures say, with the values to say it and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.editions import Edition, Row, Share, Theme
from survey.intervals import Interval
from survey.report_parts import SectionName

__all__ = [
    "SHOWN",
    "Bound",
    "Coded",
    "Codes",
    "Day",
    "Finding",
    "Names",
    "Note",
    "Percent",
    "Points",
    "Quotes",
    "Tally",
    "Value",
    "counted_themes",
    "described",
    "levels_of",
    "overall_of",
    "rated",
    "within",
]

SHOWN: Final = 3
"""How many of the best, the weakest or the most frequent a sentence names."""

Codes: TypeAlias = Literal["invalid", "invitation", "suspicion", "owner"]
"""Whose words the codes of a value are in."""


Note: TypeAlias = "int | Percent | Points"
"""What is said behind a name: how often, how much, or by how much."""


class Percent(Struct, frozen=True):
    """A share, 0–1, said in per cent."""

    value: float


class Points(Struct, frozen=True):
    """A difference of shares, −1–1, said in percentage points."""

    value: float


class Names(Struct, frozen=True):
    """Labels of the edition, said one after the other; `notes` go with them, if any."""

    names: tuple[str, ...]
    notes: tuple[Note, ...] = ()


class Quotes(Struct, frozen=True):
    """Comments in people's own words, and of which unit each speaks."""

    quotes: tuple[tuple[str, str], ...]


class Tally(Struct, frozen=True):
    """Codes with their counts, in the order in which they are said."""

    codes: Codes
    counts: tuple[tuple[str, int], ...]


class Coded(Struct, frozen=True):
    """One code."""

    codes: Codes
    code: str


class Day(Struct, frozen=True):
    """An ISO day."""

    day: str


class Bound(Struct, frozen=True):
    """A target: so many per cent (0–100), to be met, or to be exceeded."""

    percent: float
    is_exceeded: bool


Value: TypeAlias = (
    Percent | Points | Names | Quotes | Tally | Coded | Day | Bound | str | int | float
)


class Finding(Struct, frozen=True, kw_only=True):
    """One sentence to be: which rule holds, about what, and with which values.

    No rule says more than is proved: "higher" or "lower" only where an interval says so.
    """

    section: SectionName
    rule: str
    """Its text is `report.<section>.<rule>`."""
    subject: str = ""
    """What it is about, where the rule may hold several times."""
    values: Mapping[str, Value] = {}
    figures: tuple[str, ...]
    """Paths of `survey.figure_paths`."""

    @property
    def id(self) -> str:
        """Its own name within the report, the same in each that is made of these figures."""
        return ".".join(filter(None, (self.section, self.rule, self.subject)))


def within(share: Share) -> Interval | None:
    """Return the interval of a share; None: there is no figure."""
    if share.low is None or share.high is None:
        return None
    return Interval(share.low, share.high, share.proven)


def described(share: Share) -> dict[str, Value]:
    """Return the values by which a share with a figure is said."""
    found: dict[str, Value] = {
        "answers": share.answers,
        "respondents": share.respondents,
        "drawn": share.drawn,
    }
    given = {"share": share.best, "low": share.low, "high": share.high, "raw": share.raw}
    return found | {name: Percent(value) for name, value in given.items() if value is not None}


def counted_themes(themes: Sequence[Theme]) -> Names:
    """Return the names of themes with their counts."""
    return Names(tuple(one.label for one in themes), tuple(one.count for one in themes))


def rated(rows: Sequence[Row]) -> Names:
    """Return the names of rows that have a figure, with it."""
    return Names(
        tuple(row.label for row in rows), tuple(Percent(row.share.best or 0.0) for row in rows)
    )


def levels_of(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    """Return the rows of these keys that have a figure, in the order of the keys."""
    by_key = {row.key: row for row in rows}
    found = [by_key[key] for key in keys if key in by_key]
    return [row for row in found if row.share.best is not None]


def overall_of(edition: Edition) -> Share:
    """Return the index as a whole."""
    return next((row.share for row in edition.levels if row.key == "overall"), Share())
