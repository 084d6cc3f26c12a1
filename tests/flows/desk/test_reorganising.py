"""What becomes of a case when its unit is no more, and who may reorganise units."""

import pytest

from flows.desk.cases import Case, State
from flows.desk.policy import Thing, anywhere, policy
from flows.desk.reorganising import handed_on
from flows.desk.roles import WHOLE, Role
from tests.flows.desk.samples import (
    ANSWERED,
    ASSIGNED,
    FORWARDED,
    IN_HAND,
    NEW,
    REOPENED,
    WAITING,
    actor,
)


@pytest.mark.parametrize(
    ("case", "state"),
    [
        (NEW, "new"),
        (ASSIGNED, "new"),
        (IN_HAND, "new"),
        (REOPENED, "reopened"),
        (WAITING, "waiting"),
        (ANSWERED, "answered"),
        (FORWARDED, "forwarded"),
    ],
)
def test_the_successor_gets_the_case_with_its_term_and_its_answer(
    case: Case, state: State
) -> None:
    turn = handed_on(case, "east", "BHXH Đông", keeps_officer=False)

    assert (turn.case.owner_unit_id, turn.case.officer_id, turn.case.state) == (
        "east",
        None,
        state,
    )
    assert (turn.case.unit_id, turn.case.due_at) == (case.unit_id, case.due_at)
    assert (turn.case.version, turn.case.lines) == (case.version + 1, case.lines + 1)
    assert turn.case.answered_at == case.answered_at
    assert turn.news == ()
    [line] = turn.lines
    assert line.detail == {"unit": "east", "agency": "BHXH Đông", "by": "reorganisation"}


def test_whoever_may_answer_there_too_keeps_it() -> None:
    turn = handed_on(IN_HAND, "east", "BHXH Đông", keeps_officer=True)

    assert (turn.case.officer_id, turn.case.state) == ("lan", "in_progress")


@pytest.mark.parametrize("role", ["survey_admin", "technical_admin"])
def test_the_tree_is_reorganised_by_whose_role_counts_in_all_of_it(role: Role) -> None:
    for unit, allowed in (("west", False), ("province", True), (WHOLE, True)):
        who = actor((role, unit))
        assert policy(who, "unit.change", Thing(kind="unit", unit_id="west")) is allowed
        assert anywhere(who, "unit.change") is allowed


def test_others_look_at_their_own_part_of_it() -> None:
    head = actor(("unit_head", "west"))

    seen = {unit for unit in ("province", "west", "west-1", "east")
            if policy(head, "unit.read", Thing(kind="unit", unit_id=unit))}  # fmt: skip

    assert seen == {"west", "west-1"}
    assert not anywhere(head, "unit.change")
