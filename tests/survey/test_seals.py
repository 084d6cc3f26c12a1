"""A sealed draw is proved by its frame, and by nothing else."""

from collections.abc import Sequence

import msgspec
import pytest

from survey.lots import Row, cast_lots, given_by, line_of
from survey.sample_plans import StratumPlan
from survey.seals import (
    Drawn,
    FrameFacts,
    Kind,
    Problem,
    Record,
    SealedRecord,
    canonical,
    hash_of_lines,
    hash_of_lots,
    plan_of,
    problems,
    sealed,
)
from tests.survey.frames import a_frame, a_row, counted
from tests.survey.test_lots import RULE

FRAME = a_frame(600)


def facts(rows: list[Row]) -> FrameFacts:
    return FrameFacts(hash=hash_of_lines(sorted(map(line_of, rows))), rows=len(rows))


def a_draw(
    rows: list[Row], kind: Kind = "first", basis: tuple[StratumPlan, ...] = ()
) -> SealedRecord:
    """Draw, and seal what was drawn."""
    blank = Record(
        program="langnghe 0.1.0", campaign="c", number=1, kind=kind, at=7, seed="2026",
        from_day="2026-01-01", to_day="2026-09-30", frame=facts(rows), rules=(RULE,), basis=basis,
        strata=(), drawn=Drawn(hash="", main=0, reserve=0),
    )  # fmt: skip
    plan = plan_of(blank, counted(rows))
    lots = cast_lots(lambda: rows, blank.seed, plan)
    drawn = Drawn(
        hash=hash_of_lots(lots),
        main=sum(lot.role == "main" for lot in lots),
        reserve=sum(lot.role == "reserve" for lot in lots),
    )
    return sealed(msgspec.structs.replace(blank, strata=given_by(plan, lots), drawn=drawn))


def judged(given: SealedRecord, rows: list[Row]) -> Sequence[Problem]:
    """Draw again from these rows, by the rules of the record, and compare."""
    plan = plan_of(given.record, counted(rows))
    lots = cast_lots(lambda: rows, given.record.seed, plan)
    return problems(given, facts(rows).hash, counted(rows), lots)


def test_a_draw_repeated_from_its_record_and_frame_is_the_same() -> None:
    assert judged(a_draw(FRAME), FRAME[::-1]) == ()


def test_a_record_says_how_many_people_there_were_not_how_many_rows() -> None:
    few = [a_row(number, person=f"{number % 50}") for number in range(600)]
    given = a_draw(few)
    strata = given.record.strata
    assert sum(one.main + one.reserve for one in strata) == 50
    assert sum(one.wanted for one in strata) <= 50
    assert judged(given, few) == ()


@pytest.mark.parametrize("kind", ["top_up", "substitution"])
def test_later_draws_are_repeated_from_the_plan_of_the_first(kind: Kind) -> None:
    first = a_draw(FRAME).record.strata
    later = [a_row(number) for number in range(1_000, 1_300)]
    assert judged(a_draw(later, kind, first), later) == ()


@pytest.mark.parametrize(
    "changed",
    [
        FRAME[:-1],
        [*FRAME, a_row(9_999)],
        [*FRAME[:-1], FRAME[-1]._replace(mode="")],
        [*FRAME[:-1], FRAME[-1]._replace(person=FRAME[0].person)],
        [*FRAME[:-1], FRAME[-1]._replace(key="list/9999999")],
    ],
    ids=["without-one", "with-one-more", "other-mode", "other-person", "other-key"],
)
def test_a_frame_changed_by_one_row_no_longer_matches_its_seal(changed: list[Row]) -> None:
    assert "frame" in judged(a_draw(FRAME), changed)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("seed", "2027", ["drawn"]),
        ("at", 8, []),
        ("method", 2, ["method"]),
        ("rules", (msgspec.structs.replace(RULE, margin=0.1),), ["plan", "drawn"]),
        ("drawn", Drawn(hash="00", main=1, reserve=1), ["drawn"]),
    ],
)
def test_a_record_that_was_changed_breaks_its_seal(
    field: str, value: object, found: list[Problem]
) -> None:
    given = a_draw(FRAME)
    record = msgspec.structs.replace(given.record, **{field: value})
    changed = SealedRecord(record=record, seal=given.seal)
    assert judged(changed, FRAME) == ("seal", *found)


def test_the_text_of_a_record_comes_back_as_it_was() -> None:
    record = a_draw(FRAME).record
    text = canonical(record)
    assert canonical(msgspec.json.decode(text, type=Record)) == text
