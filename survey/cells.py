"""Cells: what the counted responses of a unit and month come to, in whole numbers that add up.

A database keeps them by adding what a change adds (`difference`), and `cells_of` all responses is
what they are then: the recount. A cluster is one respondent within one month and one unit, so that
cells of different months and units share nobody and may be added (docs/method.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import lcm
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from survey.index import FACTORS, LEVELS, OVERALL, Tallies, levels_above, tally
from survey.moments import NOBODY, Moments

__all__ = [
    "ALL",
    "CALLED",
    "COMPLETED",
    "CSAT",
    "DRIVER",
    "EASY",
    "HELPED_BY",
    "KIND",
    "OPEN_WORDS",
    "PARTICIPANTS",
    "PASSED",
    "RESPONDED",
    "TOGETHER",
    "UX",
    "VERSION",
    "WITHOUT",
    "CellKey",
    "Cells",
    "ChoiceKey",
    "Choices",
    "Counted",
    "cells_of",
    "choices_of",
    "difference",
    "labels_in",
    "levels_of",
    "places_of",
    "steps_of",
    "tallies_of",
]

ALL: Final = ""
"""The dimension of everybody: it has every level; what tells forms apart (`Counted.labels`) has
those of the index, and the others have the whole and its parts."""
KIND: Final = "kind"
"""The dimension of the kinds of invitation: `personal`, `place`, `assisted`, `none`."""
CALLED: Final = "called"
"""The dimension of what calls came to: `refuted`. Who was confirmed is told by the evidence."""
WITHOUT: Final = "without"
"""The dimension of those who are left when some are left out: `assisted`, `place` (posters), or
`refuted` by a call."""
VERSION: Final = "version"
"""The dimension of the versions of forms, `FORM/VERSION`: which of them figures are of."""

TOGETHER: Final = "together"
"""The dimension of all labels of a response at once (`labels_in` reads them): what it is told
apart by, for whoever asks which values lie within which others (`survey.withholding_nests`).
"""

RESPONDED: Final = "responded"
"""Level: who responded at all, and with how many forms: the n_h of a design."""
CSAT: Final = "csat"
"""Level: the one question on the service as a whole (domain §2.5)."""
PARTICIPANTS: Final = "participants"
"""Level: the index of those who take part in the insurance, in the forms that ask people and not
organisations (R40).
"""
COMPLETED: Final = "completed"
"""Level: who completed a procedure online, of those who told; `completed/FORM`: one procedure."""
UX: Final = "ux"
"""Level: ratings of "easy" and "very easy" of all steps of all online procedures; `ux/FORM`: of
one.
"""
EASY: Final = "easy/"
"""Levels `easy/FORM.STEP`: ratings of "easy" and "very easy" of a step of one online procedure;
`easy/STEP`: of all procedures together, which editions of before lead to."""
PASSED: Final = "passed/"
"""Levels `passed/FORM.STEP`, `passed/STEP`: who did not give up at it, of those who came to it."""
DRIVER: Final = "driver/"
"""Levels `driver/FACTOR`: not satisfied and rated answers, but the rating of the whole (in their
place: Σy, Σy²) and the mean rating of the factor, times `SCALE` (Σx, Σx²), of each response."""
SCALE: Final = lcm(*range(1, 11))
"""Makes a mean of up to ten ratings a whole number, so that sums do not depend on their order."""

_ORGANISATION: Final = "organisation"
"""The audience of forms that ask employers."""
_ONLINE: Final = frozenset({"alone", "helped"})
_PARTS: Final = (RESPONDED, OVERALL, "A", "B")
_OF_LABELS: Final = (RESPONDED, *LEVELS)
_BETWEEN: Final = "\x1f"  # no value has it: a unit separator
NEWEST: Final = 5
"""How responses are summed now; `_FACTORS_SINCE` then they are in the cells of factors of their
labels, and of all labels together, `_PROCEDURES_SINCE` in those of single online procedures, and
`_CALLS_SINCE` in those of who is left without the refuted ones.
"""
_FACTORS_SINCE: Final = 4
_PROCEDURES_SINCE: Final = 4
_CALLS_SINCE: Final = 5
_STEP: Final = "step:"
HELPED_BY: Final = "H1"
"""Asks who fills in the form: the person, a relative, an officer, somebody else (domain §3.2)."""
_OFFICER: Final = "officer"
OPEN_WORDS: Final = "O1"
"""Asks, at the end of every form, for what else somebody wants to say, in their own words."""


class Counted(Struct, frozen=True, kw_only=True):
    """What figures ask of one valid response."""

    response_id: str
    respondent: str
    """Who, as far as is known; opaque."""
    day: str
    """ISO, of Vietnam: when its form was issued, as forms are counted (docs/counts.md)."""
    unit_id: str
    """The unit as of then; "": none."""
    form: str
    version: int
    labels: Mapping[str, str]
    """Dimension (`survey.editions.DIMENSIONS`) → value; what is not known is left out."""
    kind: str
    """Of the invitation: `personal`, `place`, `assisted`, or `none`."""
    audience: str = ""
    """Whom its form asks; "": summed by a program that did not look at it, so that nothing of it
    is in the cells of participants and of versions yet.
    """
    definition: int = NEWEST
    """How it was summed, so that what it added can be taken away again by whoever sums it anew."""
    campaign_id: str = ""
    stratum: str = ""
    """Campaign and part of its frame, as drawn; "": of no frame."""
    commune: str | None = None
    served_from: str
    """First day of the service that it is about, and the last one."""
    served_to: str
    ratings: Mapping[str, int]
    """`TOPIC/QUESTION` → 1–5; a topic is a factor, `csat`, or `step:STEP`."""
    choices: Mapping[str, str]
    """Question → the choice that was made: who fills in the form (`HELPED_BY`), reasons, times,
    outcomes, faces, wishes; and what open words are about (`bot.figures.opinions`).
    """
    outcome: str | None = None
    """How an online procedure was completed (UXR1)."""
    stopped_at: str | None = None
    """The step at which it was given up."""
    refuted: bool = False
    """Whether the last call about it that told anything refuted it (`survey.call_backs`)."""

    @property
    def is_assisted(self) -> bool:
        """Whether an officer helped: on the office's device, or with one's own (domain §3.2)."""
        return self.kind == "assisted" or self.choices.get(HELPED_BY) == _OFFICER

    @property
    def month(self) -> str:
        """The month of its day, as `2026-01`."""
        return self.day[:7]


class CellKey(NamedTuple):
    """Which respondents, and what of theirs."""

    dimension: str
    level: str
    month: str
    unit_id: str
    value: str
    stratum: str


Cells: TypeAlias = dict[CellKey, Moments]


class ChoiceKey(NamedTuple):
    """Which choice of a question of a form."""

    month: str
    unit_id: str
    form: str
    question: str
    choice: str


Choices: TypeAlias = dict[ChoiceKey, int]


def cells_of(responses: Iterable[Counted]) -> Cells:
    """Return the cells of these responses; they must hold every response of their clusters."""
    clusters: dict[tuple[str, str, str, str], list[Counted]] = defaultdict(list)
    for one in responses:
        clusters[one.month, one.unit_id, one.stratum, one.respondent].append(one)
    found: Cells = {}
    for (month, unit_id, stratum, _), own in clusters.items():
        for dimension, value, level, moments in _of_cluster(own):
            key = CellKey(dimension, level, month, unit_id, value, stratum)
            found[key] = found.get(key, NOBODY) + moments
    return found


def _of_cluster(own: list[Counted]) -> Iterator[tuple[str, str, str, Moments]]:
    told = [(one, _tallies(one)) for one in own]
    for level, both in _summed(tallies for _, tallies in told).items():
        yield ALL, "", level, Moments.of(*both)
    for level, moments in _drivers(own):
        yield ALL, "", level, moments
    parted: dict[tuple[str, str], list[Tallies]] = defaultdict(list)
    for one, tallies in told:
        for place in places_of(one):
            levels = _levels_in(place[0], one)
            parted[place].append({level: tallies[level] for level in levels if level in tallies})
    for (dimension, value), some in parted.items():
        together = _summed(some)
        for level in _OF_LABELS:
            if level in together:
                yield dimension, value, level, Moments.of(*together[level])


def _levels_in(dimension: str, one: Counted) -> tuple[str, ...]:
    """Return the levels that a response is in cells of, in one of its dimensions."""
    if dimension == TOGETHER:
        return (RESPONDED,)
    is_told = dimension in one.labels and one.definition >= _FACTORS_SINCE
    return _OF_LABELS if is_told else _PARTS


def labels_in(value: str) -> dict[str, str]:
    """Return what a value of `TOGETHER` says: dimension → value."""
    return dict(pair.split("=", 1) for pair in value.split(_BETWEEN) if pair)


def _labelled(labels: Mapping[str, str]) -> str:
    return _BETWEEN.join(f"{name}={value}" for name, value in sorted(labels.items()))


def places_of(one: Counted) -> Iterator[tuple[str, str]]:
    """Yield the dimensions that a response is told apart by, each with its value."""
    yield from one.labels.items()
    if one.definition >= _FACTORS_SINCE:
        yield TOGETHER, _labelled(one.labels)
    yield KIND, one.kind
    if one.audience:
        yield VERSION, f"{one.form}/{one.version}"
    if not one.is_assisted:
        yield WITHOUT, "assisted"
    if one.kind != "place":
        yield WITHOUT, "place"
    if one.definition >= _CALLS_SINCE:
        yield (CALLED if one.refuted else WITHOUT), "refuted"


def _summed(tallies: Iterable[Tallies]) -> Tallies:
    found: Tallies = {}
    for one in tallies:
        for level, (satisfied, rated) in one.items():
            before = found.get(level, (0, 0))
            found[level] = (before[0] + satisfied, before[1] + rated)
    return found


def levels_of(one: Counted) -> frozenset[str]:
    """Return the levels that one response says something of."""
    return frozenset(_tallies(one)).union(level for level, _ in _drivers((one,)))


def _tallies(one: Counted) -> Tallies:
    """Return what one response rated, by level."""
    found: Tallies = {RESPONDED: (1, 1), **tallies_of(one.form, one.ratings)}
    if one.audience not in {"", _ORGANISATION} and OVERALL in found:
        found[PARTICIPANTS] = found[OVERALL]
    if one.outcome is not None:
        found[COMPLETED] = found[f"{COMPLETED}/{one.form}"] = (int(one.outcome in _ONLINE), 1)
    for step in steps_of(one):
        passed = (int(step != one.stopped_at), 1)
        found[PASSED + step] = found[f"{PASSED}{one.form}.{step}"] = passed
    if one.definition >= _PROCEDURES_SINCE:
        return found
    return {level: sums for level, sums in found.items() if not _is_of_procedure(level)}


def _is_of_procedure(level: str) -> bool:
    """Tell whether a level is of one online procedure, and not of all of them."""
    if level.startswith((f"{COMPLETED}/", f"{UX}/")):
        return True
    return level.startswith((EASY, PASSED)) and "." in level


def tallies_of(form: str, ratings: Mapping[str, int]) -> Tallies:
    """Return satisfied and rated answers by level; `ratings`: `TOPIC/QUESTION` → 1–5.

    Raises:
        ValueError: a rating is none of 1–5.

    """
    found: Tallies = {}
    for name, rating in ratings.items():
        tally(found, _levels(form, name), rating)
    return found


def _levels(form: str, name: str) -> tuple[str, ...]:
    topic, _, question = name.partition("/")
    if topic in FACTORS:
        return levels_above(f"{form}.{question}", topic)
    if topic.startswith(_STEP):
        step = topic.removeprefix(_STEP)
        return EASY + step, f"{EASY}{form}.{step}", UX, f"{UX}/{form}"
    return (topic,)


def steps_of(one: Counted) -> set[str]:
    """Return the steps that somebody came to: rated, or gave up at."""
    topics = {name.partition("/")[0] for name in one.ratings}
    rated = {topic.removeprefix(_STEP) for topic in topics if topic.startswith(_STEP)}
    return rated if one.stopped_at is None else rated | {one.stopped_at}


def _drivers(own: Iterable[Counted]) -> Iterator[tuple[str, Moments]]:
    """Yield what each response tells of the factors beside the service as a whole."""
    for one in own:
        topics: dict[str, list[int]] = defaultdict(list)
        for name, rating in one.ratings.items():
            topics[name.partition("/")[0]].append(rating)
        for whole in topics.get(CSAT, ())[:1]:
            for factor in FACTORS:
                if ratings := topics.get(factor):
                    mean = SCALE * sum(ratings) // len(ratings)
                    yield (
                        DRIVER + factor,
                        Moments(1, whole, mean, whole * whole, whole * mean, mean * mean),
                    )


def choices_of(responses: Iterable[Counted]) -> Choices:
    """Return how often each choice was made."""
    return dict(
        Counter(
            ChoiceKey(one.month, one.unit_id, one.form, question, choice)
            for one in responses
            for question, choice in one.choices.items()
        )
    )


def difference(after: Cells, before: Cells) -> Cells:
    """Return what has to be added to the cells of before; sums may be negative."""
    found: Cells = {}
    for key in after.keys() | before.keys():
        old, new = before.get(key, NOBODY), after.get(key, NOBODY)
        if new != old:
            found[key] = new - old
    return found
