"""The satisfaction index: ratings of 4–5 among those of 1–5, pooled over answers.

"Not applicable" and skips are left out (domain §2.1). Every level pools the *answers* below it,
criterion → factor → part → overall, so that a factor weighs as much as it is answered: nowhere is
there a fixed weight of a factor or a part (domain §0, finding 3; docs/method.md derives it from
the published figures). Every factor stands in every sheet, answered or not (domain R39).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from survey.designs import Design, Stratum
from survey.estimates import Figure, figured
from survey.moments import NOBODY, Cell, Moments

__all__ = [
    "FACTORS",
    "LEVELS",
    "OVERALL",
    "PARTS",
    "Criteria",
    "Rated",
    "Sheet",
    "Tallies",
    "design_of",
    "levels_above",
    "sheet_of",
    "sheets_by",
    "table",
    "tally",
]

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "A": ("A1", "A2", "A3", "A4"),  # how policy is carried out
    "B": ("B1", "B2", "B3", "B4", "B5"),  # how services are given
}
"""Part → its factors (domain R17)."""

FACTORS: Final[tuple[str, ...]] = PARTS["A"] + PARTS["B"]
OVERALL: Final = "overall"
LEVELS: Final[tuple[str, ...]] = (OVERALL, *PARTS, *FACTORS)
"""What every sheet has, beside the criteria that were asked."""

_SATISFIED: Final = 4
"""The lowest rating that is a satisfied one."""

Tallies: TypeAlias = dict[str, tuple[int, int]]
"""Level → satisfied and rated answers."""

Criteria: TypeAlias = Mapping[str, str | None]
"""Criterion → its factor; None: it stands by itself, outside the index, such as the question on
the service as a whole (CSAT, domain §2.5) or how easy a step was.
"""

Sheet: TypeAlias = Mapping[str, Cell]
"""Level or criterion → who rated it, and how."""


class Rated(Struct, frozen=True, kw_only=True):
    """What one valid response rated."""

    respondent: str
    """Who, as far as is known: answers of one person are one cluster, whatever forms they fill."""
    stratum: str = ""
    ratings: Mapping[str, int | None]
    """Criterion → 1–5; None: "not applicable". What was skipped is left out."""
    labels: Mapping[str, str] = {}
    """By what figures are told apart: form, group, unit then and now, place, officer, area, mode,
    channel, evidence, period; what is not known is left out."""


def sheet_of(responses: Iterable[Rated], criteria: Criteria) -> dict[str, dict[str, Moments]]:
    """Return the cells of all levels and criteria.

    Raises:
        ValueError: a rating is none of 1–5, or criteria hold an unknown factor.
        KeyError: a rated criterion is not among the criteria.

    """
    levels = {criterion: levels_above(criterion, factor) for criterion, factor in criteria.items()}
    people: dict[tuple[str, str], Tallies] = defaultdict(dict)
    for response in responses:
        tallies = people[response.stratum, response.respondent]
        for criterion, rating in response.ratings.items():
            if rating is not None:
                tally(tallies, levels[criterion], rating)
    return _summed(people, {*LEVELS, *criteria})


def levels_above(criterion: str, factor: str | None) -> tuple[str, ...]:
    """Return the levels that a rating of a criterion is pooled into, its own first.

    Raises:
        ValueError: there is no such factor.

    """
    if factor is None:
        return (criterion,)
    if factor not in FACTORS:
        message = f"there is no factor {factor!r}"
        raise ValueError(message)
    return (criterion, factor, factor[0], OVERALL)


def tally(tallies: Tallies, levels: Iterable[str], rating: int) -> None:
    """Add a rating to those of its levels.

    Raises:
        ValueError: it is none of 1–5.

    """
    if not 1 <= rating <= 5:
        message = f"{rating} is no rating"
        raise ValueError(message)
    for level in levels:
        satisfied, rated = tallies.get(level, (0, 0))
        tallies[level] = (satisfied + (rating >= _SATISFIED), rated + 1)


def _summed(
    people: Mapping[tuple[str, str], Tallies], levels: Iterable[str]
) -> dict[str, dict[str, Moments]]:
    sheet: dict[str, dict[str, Moments]] = {level: {} for level in sorted(levels)}
    for (stratum, _), tallies in people.items():
        for level, (satisfied, rated) in tallies.items():
            cell = sheet[level]
            cell[stratum] = cell.get(stratum, NOBODY) + Moments.of(satisfied, rated)
    return sheet


def sheets_by(
    label: str, responses: Iterable[Rated], criteria: Criteria
) -> dict[str, dict[str, dict[str, Moments]]]:
    """Return a sheet for each value of a label; responses without it are in none.

    Raises:
        ValueError, KeyError: as `sheet_of`.

    """
    found: dict[str, list[Rated]] = defaultdict(list)
    for response in responses:
        if (value := response.labels.get(label)) is not None:
            found[value].append(response)
    return {value: sheet_of(found[value], criteria) for value in sorted(found)}


def design_of(
    responses: Iterable[Rated], populations: Mapping[str, int] | None = None
) -> dict[str, Stratum]:
    """Return the design that these are all valid responses of; `populations` are the strata's N_h,
    None where there is no frame.

    Raises:
        KeyError: the frame of a stratum is not given.
        ValueError: more responded than its frame holds.

    """
    people = {(response.stratum, response.respondent) for response in responses}
    sampled: dict[str, int] = defaultdict(int)
    for stratum, _ in sorted(people):
        sampled[stratum] += 1
    return {
        stratum: Stratum(number, None if populations is None else populations[stratum])
        for stratum, number in sampled.items()
    }


def table(design: Design, sheet: Sheet) -> dict[str, Figure | None]:
    """Return the figures of a sheet; None where nobody rated anything: no line is dropped.

    Raises:
        ValueError: the sheet is of another design.

    """
    return {level: figured(design, cell) for level, cell in sheet.items()}
