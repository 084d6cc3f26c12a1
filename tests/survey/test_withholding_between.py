"""What lies between the figures of one report, or of several: ends of months, small cells taken
together, strata, and the period before.
"""

from msgspec.structs import replace

from survey.editions import Share
from survey.index import OVERALL
from survey.withholding import withheld_edition
from survey.withholding_answers import Answers, Heard, Spoken
from survey.withholding_joint import Said
from survey.withholding_regions import region_of
from tests.survey.counted_reports import (
    BELOW,
    Days,
    edition_of,
    issued,
    people_in,
    responses,
    shown,
)

QUARTER = Days("2026-01-01", "2026-03-31")
NEXT = Days("2026-04-01", "2026-06-30")
CUT = Days("2026-01-05", "2026-03-31")
NEW_YEAR = [
    *responses(40, "2025-12-15"), *responses(3, "2026-01-02"), *responses(40, "2026-01-15"),
    *responses(40, "2026-02-15"), *responses(40, "2026-03-15"), *responses(60, "2026-05-15"),
]  # fmt: skip
"""Three people came on the first days of January."""
MONTHS_OF_QUARTER = ("2026-01", "2026-02", "2026-03")


def test_days_that_a_report_cuts_off_a_month_are_not_told_by_its_months() -> None:
    [found] = issued(NEW_YEAR, CUT)
    months, own = shown(found), people_in(found.levels)[OVERALL]
    assert own == 120
    assert {*MONTHS_OF_QUARTER} - {*months}, "123 of three months less 120 are three people"
    [whole] = issued(NEW_YEAR, QUARTER)
    assert {*MONTHS_OF_QUARTER} <= {*shown(whole)}


def test_so_it_is_where_the_answers_are_not_known() -> None:
    found = withheld_edition(edition_of(NEW_YEAR, CUT))
    assert people_in(found.levels)[OVERALL] == 120
    assert "2026-01" not in shown(found)


def test_days_that_a_report_cuts_off_are_not_told_by_the_period_before_another() -> None:
    _, later = issued(NEW_YEAR, CUT, NEXT)
    assert OVERALL not in {one.key for one in later.changes if one.before.respondents}
    (alone,) = issued(NEW_YEAR, NEXT)
    assert OVERALL in {one.key for one in alone.changes if one.before.respondents}


def test_a_report_of_a_unit_tells_nothing_of_few_others_together() -> None:
    some = [*responses(100, "2026-01-15", "a"), *responses(4, "2026-01-15", "b"),
            *responses(4, "2026-01-15", "c")]  # fmt: skip
    own = Days(*QUARTER[:2], "a")
    whole, unit = issued(some, QUARTER, own)
    assert people_in(whole.levels)[OVERALL] == 108
    assert not people_in(unit.levels)
    assert people_in(issued(some, own)[0].levels)[OVERALL] == 100


def test_a_value_tells_nothing_of_its_few_people_in_other_units_together() -> None:
    few = {"a": 50, "b": 42, "c": 4, "d": 4}
    some = [one for unit, number in few.items()
            for one in (*responses(number, "2026-01-15", unit, "kb"),
                        *responses(60, "2026-01-15", unit))]  # fmt: skip
    units = [Days(*QUARTER[:2], unit) for unit in "ab"]
    *_, whole = issued(some, *units, QUARTER)
    assert people_in(whole.levels)[OVERALL] == 340
    assert "kb" not in people_in(whole.tables["form"])
    assert people_in(issued(some, QUARTER)[0].tables["form"])["kb"] == 100


def test_steps_are_held_against_issued_ones() -> None:
    def came(number: int, unit: str) -> list[object]:
        return [replace(one, ratings={"A1/1": 5, "step:s/1": 5})
                for one in responses(number, "2026-01-15", unit, "el")]  # fmt: skip

    some = [*came(40, "a"), *came(4, "b"), *responses(40, "2026-01-15", "b")]
    _, whole = issued(some, Days(*QUARTER[:2], "a"), QUARTER)  # type: ignore[arg-type]
    [step] = whole.steps
    assert step.passed == Share(withheld=True)
    [alone] = issued(some, QUARTER)[0].steps  # type: ignore[arg-type]
    assert alone.passed.respondents == 44


def test_csat_is_held_against_issued_ones_without_knowing_answers() -> None:
    asked = {"A1/1": 5, "csat/G9": 5}
    some = [*responses(40, "2026-01-15", "a", ratings=asked), *responses(40, "2026-01-15", "b"),
            *responses(5, "2026-01-15", "b", ratings=asked)]  # fmt: skip
    unit, whole = (edition_of(some, Days(*QUARTER[:2], one)) for one in ("a", None))
    said = Said(name="a", edition=withheld_edition(unit))
    assert said.edition.csat.respondents == 40
    assert withheld_edition(whole).csat.respondents == 45
    assert withheld_edition(whole, [said], BELOW, [unit]).csat.withheld


def test_two_shares_of_two_strata_do_not_tell_of_the_small_one() -> None:
    """Who knows how large both are would solve two equations for the five people of the one."""
    frames = {"s1": 400, "s2": 4_000}
    some = [*responses(40, "2026-01-15", stratum="s1"), *responses(3, "2026-01-15", stratum="s2"),
            *responses(2, "2026-01-15", stratum="s2", ratings={"A1/1": 2})]  # fmt: skip
    [found] = issued(some, QUARTER, frames=frames)
    share = found.levels[0].share
    assert share.weighted is not None
    assert share.raw is None
    [alike] = issued(some[:40], QUARTER, frames=frames)
    assert alike.levels[0].share.raw is not None


def test_units_of_then_are_not_taken_for_those_of_now() -> None:
    """Eight people of two units that were merged are in the merged one by one tree alone."""
    some = [*responses(67, "2026-03-15", "a"), *responses(4, "2026-01-15", "b"),
            *responses(4, "2026-01-15", "c")]  # fmt: skip
    merged = [replace(one, unit_id="a") for one in some]
    own = Days(*QUARTER[:2], "a")
    then, now = edition_of(some[:67], own), edition_of(merged, own)
    then = replace(then, scope=replace(then.scope, tree="then"))
    units = {one.response_id: "a" for one in merged}
    heard = {
        Spoken(region_of(now), "own", "now"): Heard(units, frozenset()),
        Spoken(region_of(now), "own", "then"): Heard(
            {one.response_id: "a" for one in some[:67]}, frozenset()
        ),
    }
    said = Said(name="then", edition=then)
    alone = withheld_edition(now, answers=Answers(merged, heard))
    beside = withheld_edition(now, [said], BELOW, answers=Answers(merged, heard))
    assert people_in(alone.levels)[OVERALL] == 75
    assert OVERALL not in people_in(beside.levels)
