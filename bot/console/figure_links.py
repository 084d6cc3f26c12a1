"""Addresses of the responses behind a figure, and how they are read back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from bot.console.figure_source import figure_thing
from bot.console.figure_wish import ChosenFigures
from bot.console.routes import Visit
from bot.figures import Aside, Cell, Choice
from flows.desk.policy import anywhere
from survey.cells import CALLED, KIND, WITHOUT
from survey.index import OVERALL

__all__ = ["RESPONSES", "cell_in", "responses_href"]

RESPONSES: Final = "/console/figures/responses"
_LONGEST: Final = 1_000  # characters, of the names of many forms too
_GIVEN: Final = ("of", "within", "question", "choice", "forms", "month", "aside")
_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
_BESIDE: Final = frozenset({CALLED, KIND, WITHOUT})
"""Dimensions of which there is no table to choose."""
_ASIDE: Final[tuple[Literal["reason", "state", "outcome"], ...]] = ("reason", "state", "outcome")


def responses_href(visit: Visit, chosen: ChosenFigures, cell: Cell) -> str:
    """Return where the responses of a cell are; "" for who may open none (I20)."""
    is_open = anywhere(visit.actor, "response.list")
    if not is_open or not visit.may("figure.read", figure_thing(chosen.unit or None)):
        return ""
    choice = cell.choice or Choice("")
    place = {"of": cell.dimension} if cell.dimension in _BESIDE else {"by": cell.dimension}
    aside = "" if cell.aside is None else f"{cell.aside.kind}.{cell.aside.value}"
    query = chosen.query(
        **(place if cell.dimension else {}),
        level=cell.level,
        value=cell.value,
        within=cell.unit_id or "",
        question=choice.question,
        choice=choice.value,
        forms=" ".join(choice.forms),
        month=cell.month,
        aside=aside,
    )
    return f"{RESPONSES}?{query}"


def cell_in(chosen: ChosenFigures, query: Mapping[str, str]) -> Cell:
    """Return the cell that an address names."""
    given = {name: query.get(name, "")[:_LONGEST] for name in _GIVEN}
    dimension = given["of"] if given["of"] in _BESIDE else chosen.by
    choice = Choice(given["question"], given["choice"], tuple(given["forms"].split()))
    return Cell(
        level=chosen.level or OVERALL,
        dimension=dimension if chosen.value else "",
        value=chosen.value,
        unit_id=given["within"] or None,
        choice=choice if choice.question else None,
        month=given["month"] if _MONTH.fullmatch(given["month"]) else "",
        aside=_aside_in(given["aside"]),
    )


def _aside_in(given: str) -> Aside | None:
    kind, _, value = given.partition(".")
    return next((Aside(one, value) for one in _ASIDE if one == kind), None)
