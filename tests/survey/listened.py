"""Crowds as responses: what their reports are made of, and reports that look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from survey.cells import Counted
from survey.earlier import before
from survey.editions import Period
from survey.withholding import withheld_edition
from survey.withholding_answers import Answers, Heard, Spoken
from survey.withholding_joint import Said
from survey.withholding_pieces import pieces
from survey.withholding_regions import Below, Region, region_of
from tests.survey.crowded import CRITERIA, MONTHS, TABLES, UNITS, Crowd, Person

__all__ = ["BELOW", "answers_in", "answers_of", "responded", "told_by_answers"]

BELOW: Below = {None: frozenset(UNITS)} | {unit: frozenset({unit}) for unit in UNITS}
_DRAWN = "drawn"


def told_by_answers(crowds: Sequence[Crowd]) -> list[Said]:
    """The editions of some reports, issued in this order, each by the answers of them all."""
    found: list[Said] = []
    for number, one in enumerate(crowds):
        known = [region_of(other.edition) for other in crowds[: number + 1]]
        answers = answers_of(one.everybody, known, pieces(known, BELOW))
        left = withheld_edition(one.edition, found, BELOW, answers=answers)
        found.append(Said(name=str(number), edition=left))
    return found


def answers_of(
    people: Iterable[Person], reports: Iterable[Region], between: Iterable[Region] = ()
) -> Answers:
    """What reports of some people, and what lies between them, are made of."""
    return answers_in([*map(responded, people)], reports, between)


def answers_in(
    responses: Sequence[Counted], reports: Iterable[Region], between: Iterable[Region] = ()
) -> Answers:
    """What reports of some responses, and what lies between them, are made of."""
    heard = {spoken: one for region in reports for spoken, one in _heard(responses, region)}
    heard |= {
        spoken: one
        for region in between
        for spoken, one in _heard(responses, region)
        if spoken.span == "own"
    }
    return Answers(responses, heard)


def responded(person: Person) -> Counted:
    """One person as a response that counts."""
    return Counted(
        response_id=str(person.number),
        respondent=str(person.number),
        day=f"{person.month}-15",
        unit_id=person.unit,
        form=person.form,
        version=1,
        labels={name: value for name in TABLES if (value := getattr(person, name))},
        kind="assisted" if person.assisted else "none",
        audience="person",
        stratum=_DRAWN if person.drawn else "",
        served_from=f"{person.month}-15",
        served_to=f"{person.month}-15",
        ratings={f"{CRITERIA[one]}/{one.partition('.')[2]}": 5 for one in person.rated},
        choices={},
        refuted=person.refuted,
    )


def _heard(responses: Iterable[Counted], region: Region) -> Iterator[tuple[Spoken, Heard]]:
    own = [one for one in responses if region.unit in (None, one.unit_id)]
    period = Period(span="other", from_day=region.from_day, to_day=region.to_day)
    earlier = before(period)
    spans = (
        ("own", region.from_day, region.to_day),
        ("before", earlier.from_day, earlier.to_day),
        ("trend", f"{MONTHS[0]}-01", region.to_day),
    )
    for span, first, last in spans:
        units = {one.response_id: one.unit_id for one in own if first <= one.day <= last}
        yield Spoken(region, span), Heard(units, frozenset({_DRAWN}))  # type: ignore[arg-type] # names
