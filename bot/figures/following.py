"""Follows a figure to the responses that it is made of, within what its reader may see (I20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replaced
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bot.counting import Forms, surveys_of
from bot.figures.gathering import responses_in, span_of
from bot.figures.periods import year_up_to
from bot.figures.placing import Placeable, Placing
from bot.figures.sources import Sources
from flows.definition import Form
from flows.desk.policy import Scope as Viewer
from storage.figure_records import Placed
from survey.cells import ALL, Counted, levels_of, places_of
from survey.editions import Period
from survey.index import OVERALL

__all__ = ["Aside", "Cell", "Choice", "responses_of"]


class Choice(NamedTuple):
    """What was chosen in answer to a question."""

    question: str
    """The question, or the factor or step whose rating it asks the reason of."""
    value: str = ""
    """The choice; "": any."""
    forms: tuple[str, ...] = ()
    """The forms that mean the same by it; none: whichever."""


class Aside(NamedTuple):
    """What stands beside figures: responses that are odd, or what came of forms."""

    kind: Literal["reason", "state", "outcome"]
    value: str
    """Reason of a suspicion (`survey.suspicion`), state of judging (`survey.judging`), or why a
    form does not count (`survey.validity.Reason`).
    """


class Cell(NamedTuple):
    """A figure, by what it is of."""

    level: str = OVERALL
    """`survey.index.LEVELS`, a criterion, `FORM.QUESTION`, or another level of `survey.cells`."""
    dimension: str = ALL
    """`survey.editions.DIMENSIONS`, `kind`, `called`, or `without`: all but those of a kind."""
    value: str = ""
    unit_id: str | None = None
    """One unit of the scope; None: all of it."""
    choice: Choice | None = None
    """Of what was told beside ratings: reasons, times, outcomes, faces, wishes."""
    month: str = ""
    """One month of the trend, as `2026-01`, in the units of the period; "": all of the period."""
    aside: Aside | None = None
    """Of responses that are told beside the figures, instead of all else but the unit."""


async def responses_of(
    sources: Sources, viewer: Viewer, placing: Placing, cell: Cell, most: int
) -> tuple[str, ...]:
    """Return the ids of the responses that a figure is made of, the newest first, `most` of them
    at the most: those of units that the viewer may see. What a single one may be looked at for,
    its own page decides again.
    """
    if cell.aside is not None:
        told = await _told_aside(sources, placing, cell.aside, most)
        return tuple(
            one.response_id
            for one in told
            if _is_seen(one, viewer) and _is_of(one, placing, cell.unit_id)
        )
    found: list[str] = []
    if cell.month:  # the trend begins before the period
        placing = replaced(placing, period=year_up_to(placing.period))
    for first, last in _months(placing.period, cell.month):
        counted = await responses_in(sources.storage, placing, first, last)
        found += (
            one.response_id
            for one in reversed(counted)
            if _is_seen(one, viewer) and _is_in(one, placing, cell, sources.forms)
        )
        if len(found) >= most:
            break
    return tuple(found[:most])


async def _told_aside(sources: Sources, placing: Placing, aside: Aside, most: int) -> list[Placed]:
    """Return the responses that are counted beside the figures of a scope, the newest first."""
    figures, span = sources.storage.figures, span_of(placing)
    if aside.kind == "outcome":
        forms = surveys_of(sources.forms)
        found = await figures.came_to(span, aside.value, sources.rules, forms, most)
    else:
        found = await figures.doubted(span, aside.kind, aside.value, most)
    return [*placing.within(found)]


def _is_of(one: Placeable, placing: Placing, unit_id: str | None) -> bool:
    return unit_id is None or placing.of_response(one) == unit_id


def _months(period: Period, only: str = "") -> Iterator[tuple[str, str]]:
    """Yield the days of each month of a period, the last month first; or of one month alone."""
    first, last = date.fromisoformat(period.from_day), date.fromisoformat(period.to_day)
    while last >= first:
        begin = max(first, last.replace(day=1))
        if begin.isoformat().startswith(only):
            yield begin.isoformat(), last.isoformat()
        last = begin - timedelta(days=1)


def _is_seen(one: Placeable, viewer: Viewer) -> bool:
    return viewer.units is None or one.unit_id in viewer.units


def _is_in(one: Counted, placing: Placing, cell: Cell, forms: Forms) -> bool:
    return (
        (cell.dimension == ALL or (cell.dimension, cell.value) in places_of(one))
        and _is_of(one, placing, cell.unit_id)
        and cell.level in levels_of(one)
        and (cell.choice is None or _chose(one, cell.choice, forms.get((one.form, one.version))))
    )


def _chose(one: Counted, choice: Choice, form: Form | None) -> bool:
    """Tell whether a response made a choice, by the version of the form that it answered."""
    return (not choice.forms or one.form in choice.forms) and any(
        choice.value in {"", value} and choice.question in {name, _followed(form, name)}
        for name, value in one.choices.items()
    )


def _followed(form: Form | None, name: str) -> str | None:
    question = None if form is None else form.by_id.get(name)
    return None if question is None else question.follows
