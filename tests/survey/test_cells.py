"""Cells agree with the definition of the index, add up over months and units, and tell drivers."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from statistics import fmean

import pytest
from msgspec.structs import replace

from survey.cells import (
    ALL,
    CALLED,
    COMPLETED,
    CSAT,
    DRIVER,
    EASY,
    PARTICIPANTS,
    PASSED,
    RESPONDED,
    UX,
    VERSION,
    WITHOUT,
    CellKey,
    Counted,
    cells_of,
    difference,
    tallies_of,
)
from survey.designs import Stratum
from survey.drivers import Opinion, drivers, drivers_of
from survey.estimates import figured
from survey.index import FACTORS, LEVELS, OVERALL, Rated, sheet_of
from survey.moments import NOBODY, Moments
from survey.usability import Attempt, Outcome, completion, steps

_TOPICS = {**{f"Q{factor}{n}": factor for factor in FACTORS for n in (1, 2)}, "G9": CSAT}


def responses(seed: str, many: int = 120) -> Iterator[Counted]:
    """Responses of people of whom some answer twice, in two units and months."""
    chance = random.Random(seed)
    for number in range(many):
        day = chance.choice(("2026-01-09", "2026-02-10"))
        answered = {name: chance.randint(1, 5) for name in _TOPICS if chance.random() < 0.8}
        yield Counted(
            response_id=f"r{number}", respondent=f"p{number // 2}", day=day,
            unit_id=chance.choice(("u1", "u2")), form="mc", version=1,
            labels={"form": "mc", "area": chance.choice(("urban", "rural"))},
            kind=chance.choice(("personal", "assisted", "none")), served_from=day, served_to=day,
            ratings={f"{_TOPICS[name]}/{name}": rating for name, rating in answered.items()},
            choices={"H1": ("self", "family", "officer")[number % 3]},
        )  # fmt: skip


def told(one: Counted) -> Rated:
    """As the index has it: one person within one month and unit is one cluster."""
    ratings = {name.partition("/")[2]: rating for name, rating in one.ratings.items()}
    return Rated(respondent=f"{one.month}/{one.unit_id}/{one.respondent}", ratings=ratings)


def level_of(cells: dict[CellKey, Moments], level: str) -> Moments:
    return sum(
        (moments for key, moments in cells.items() if (key.dimension, key.level) == (ALL, level)),
        start=NOBODY,
    )


def test_levels_are_those_of_the_index() -> None:
    counted = [*responses("levels")]
    criteria = {name: None if topic == CSAT else topic for name, topic in _TOPICS.items()}
    expected = sheet_of(map(told, counted), criteria)
    found = cells_of(counted)
    assert {name: level_of(found, name) for name in LEVELS} == {
        name: expected[name][""] for name in LEVELS
    }
    assert level_of(found, CSAT) == expected["G9"][""]
    assert level_of(found, "mc.QB31") == expected["QB31"][""]


def test_what_is_no_rating_is_counted_by_neither_the_index_nor_the_cells() -> None:
    with pytest.raises(ValueError, match="7 is no rating"):
        sheet_of([Rated(respondent="p", ratings={"x": 7})], {"x": "A1"})
    with pytest.raises(ValueError, match="7 is no rating"):
        tallies_of("mc", {"A1/x": 7})


def test_participants_are_all_but_organisations_and_versions_are_told_apart() -> None:
    asked = ("citizen", "organisation", "employee", "")
    counted = [
        replace(one, audience=audience, version=1 + number % 3)
        for number, (one, audience) in enumerate(zip(responses("asked"), cycle(asked)))
    ]
    people = [one for one in counted if one.audience in {"citizen", "employee"}]
    found = cells_of(counted)
    assert level_of(found, PARTICIPANTS) == level_of(cells_of(people), OVERALL)
    forms: Counter[str] = Counter()
    for key, sums in found.items():
        if (key.dimension, key.level) == (VERSION, RESPONDED):
            forms[key.value] += sums.rated
    assert forms == Counter(f"mc/{one.version}" for one in counted if one.audience)


def attempts(many: int = 60) -> Iterator[tuple[Counted, Attempt]]:
    """Attempts at an online procedure by chance, as the cells have them and as they are told."""
    chance = random.Random("attempts")
    day = "2026-01-09"
    for number in range(many):
        ease = {step: [chance.randint(1, 5) for _ in range(questions)]
                for step, questions in STEPS.items() if chance.random() < 0.7}  # fmt: skip
        outcome = chance.choice(OUTCOMES)
        stopped = chance.choice((*STEPS, None)) if outcome == "gave_up" else None
        yield Counted(
            response_id=f"r{number}", respondent=f"p{number}", day=day, unit_id="u1", form="uxa",
            version=1, labels={}, kind="none", served_from=day, served_to=day, choices={},
            ratings={f"step:{step}/{step}{place}": rating
                     for step, ratings in ease.items() for place, rating in enumerate(ratings)},
            outcome=outcome, stopped_at=stopped,
        ), Attempt(ease=ease, outcome=outcome, stopped_at=stopped)  # fmt: skip


STEPS = {"find": 1, "fill_in": 2, "submit": 1}
OUTCOMES: tuple[Outcome, ...] = ("alone", "helped", "in_person", "gave_up", "gave_up")


def test_steps_and_completion_are_those_of_the_online_procedure() -> None:
    counted, told_of = zip(*attempts(), strict=True)
    cells, design = cells_of(counted), {"": Stratum(len(counted))}
    assert figured(design, {"": level_of(cells, f"{COMPLETED}/uxa")}) == completion(
        design, told_of
    )
    together = sum(level_of(cells, f"{EASY}uxa.{step}").rated for step in STEPS)
    assert level_of(cells, f"{UX}/uxa").rated == together > 0
    for step, expected in steps(design, told_of, [*STEPS]).items():
        assert figured(design, {"": level_of(cells, f"{EASY}uxa.{step}")}) == expected.easy
        assert figured(design, {"": level_of(cells, f"{PASSED}uxa.{step}")}) == expected.passed
        for level, figure in ((PASSED, expected.passed), (EASY, expected.easy)):
            assert figured(design, {"": level_of(cells, level + step)}) == figure
            assert figure is not None
            assert figure.raw.share != pytest.approx(0.5, abs=0.02)  # else reversed is the same
    assert figured(design, {"": level_of(cells, COMPLETED)}) == completion(design, told_of)


def test_the_steps_of_procedures_are_not_pooled() -> None:
    """The same step asks for other things in another procedure."""
    counted = [one for one, _ in attempts()]
    other = [replace(one, response_id=f"o{one.response_id}", respondent=f"o{one.respondent}",
                     form="uxb", outcome="alone", stopped_at=None,
                     ratings=dict.fromkeys(one.ratings, 5)) for one in counted]  # fmt: skip
    together, alone = cells_of([*counted, *other]), cells_of(counted)
    for level in (f"{EASY}uxa.find", f"{PASSED}uxa.find", f"{COMPLETED}/uxa", f"{UX}/uxa"):
        assert level_of(together, level) == level_of(alone, level)
        of_other = level_of(together, level.replace("uxa", "uxb"))
        assert of_other.satisfied == of_other.rated > 0
    assert level_of(together, UX).rated == 2 * level_of(alone, UX).rated


def test_months_and_units_share_nobody() -> None:
    counted = [*responses("parts")]
    parts = [
        cells_of(one for one in counted if (one.month, one.unit_id) == place)
        for place in {(one.month, one.unit_id) for one in counted}
    ]
    assert cells_of(counted) == {key: sums for part in parts for key, sums in part.items()}


def test_who_is_assisted_is_left_out_of_those_without() -> None:
    counted = [*responses("kinds")]
    by_officers = [one for one in counted if one.choices.get("H1") == "officer"]
    assert any(one.kind == "personal" for one in by_officers)
    kept = cells_of(one for one in counted if one.kind != "assisted" and one not in by_officers)
    found = cells_of(counted)
    without = {
        (key.month, key.unit_id): sums
        for key, sums in found.items()
        if (key.dimension, key.value, key.level) == ("without", "assisted", "overall")
    }
    assert without == {
        (key.month, key.unit_id): sums
        for key, sums in kept.items()
        if (key.dimension, key.level) == (ALL, "overall")
    }


def test_who_is_refuted_is_left_out_of_those_without() -> None:
    counted = [replace(one, refuted=n % 5 == 0) for n, one in enumerate(responses("calls"))]
    assert overall(cells_of(counted), WITHOUT, "refuted") == overall(
        cells_of(one for one in counted if not one.refuted), ALL, ""
    )
    assert overall(cells_of(counted), CALLED, "refuted") == overall(
        cells_of(one for one in counted if one.refuted), ALL, ""
    )
    before = cells_of(replace(one, definition=4) for one in counted)
    assert overall(before, WITHOUT, "refuted") == {}, "nobody looked at calls then"


def overall(
    cells: dict[CellKey, Moments], dimension: str, value: str
) -> dict[tuple[str, str], Moments]:
    return {
        (key.month, key.unit_id): sums
        for key, sums in cells.items()
        if (key.dimension, key.value, key.level) == (dimension, value, "overall")
    }


def test_what_is_added_leads_from_before_to_after() -> None:
    before, after = cells_of(responses("before")), cells_of(responses("after", 80))
    change = difference(after, before)
    reached = {key: before.get(key, NOBODY) + change.get(key, NOBODY) for key in before | change}
    assert {key: sums for key, sums in reached.items() if sums != NOBODY} == after
    assert difference(after, after) == {}


def test_sums_tell_the_same_drivers_as_the_opinions() -> None:
    counted = [*responses("drivers", 400)]
    opinions = [Opinion(one.ratings["csat/G9"], by_factor(one)) for one in counted
                if "csat/G9" in one.ratings]  # fmt: skip
    indexes = {factor: 0.5 + n / 100 for n, factor in enumerate(FACTORS)}
    cells = cells_of(counted)
    sums = {factor: level_of(cells, DRIVER + factor) for factor in FACTORS}
    expected, found = drivers(opinions, indexes), drivers_of(sums, indexes)
    assert [one.factor for one in found] == [one.factor for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.correlation == pytest.approx(other.correlation, abs=1e-9)
        assert (one.respondents, one.quadrant) == (other.respondents, other.quadrant)


def by_factor(one: Counted) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, rating in one.ratings.items():
        found.setdefault(name.partition("/")[0], []).append(rating)
    assert all(1 <= fmean(ratings) <= 5 for ratings in found.values())
    return found
