"""What each act makes of a case in each of its states, and what is refused with which words."""

from typing import get_args

import pytest
from msgspec.structs import replace

from flows.desk.case_acts import (
    ACTION_OF,
    AUDITED_AS,
    Answer,
    Ask,
    Assign,
    Close,
    DeclareConflict,
    FindConflict,
    Forward,
    LiftConflict,
    Note,
    OfficerAct,
    Passed,
    Recategorise,
    Release,
    Take,
)
from flows.desk.cases import OPEN, RUNNING, CaseRefusedError, News, State
from flows.desk.officer_acts import POSSIBLE_IN
from flows.desk.roles import ACTIONS
from tests.flows.desk.samples import (
    ASSIGNED,
    CASES,
    FORWARDED,
    IN_HAND,
    NEW,
    TUESDAY,
    WAITING,
    at,
    done,
    only_line,
    refused,
)

# -- the table of states


SAMPLES: dict[type[OfficerAct], OfficerAct] = {
    type(act): act
    for act in (
        Take(),
        Release(),
        Assign("minh"),
        Note("Đã gọi."),
        Ask("Ngày nào?"),
        Answer("Xong."),
        Forward("east", "BHXH cơ sở Đông", "Đúng địa bàn."),
        Close("Trùng."),
        Recategorise("PA04"),
        DeclareConflict("Người nhà."),
        FindConflict("minh", "Người nhà."),
        LiftConflict("minh", "Nhầm người."),
    )
}


@pytest.mark.parametrize("act", SAMPLES.values(), ids=lambda act: type(act).__name__)
@pytest.mark.parametrize("state", get_args(State))
def test_an_act_is_possible_in_the_states_of_the_table(state: State, act: OfficerAct) -> None:
    case = replace(CASES[state], reply_promised=False)
    if isinstance(act, Release) and case.officer_id is None:
        case = replace(case, officer_id="minh")  # a row that was written by hand
    if isinstance(act, Take) and state in ("in_progress", "waiting"):
        case = replace(case, officer_id=None)
    if isinstance(act, Close) and state == "answered":
        case = replace(case, severity=3, answered_at=at("2026-02-02 10:00"))  # long silent
    if state in POSSIBLE_IN[type(act)]:
        assert done(case, act, TUESDAY).lines
    else:
        assert refused(case, act) == {
            "new": "take_first",
            "assigned": "take_first",
            "reopened": "take_first",
            "in_progress": "",
        }.get(state, state)


def test_every_officers_act_has_its_action() -> None:
    assert (
        set(ACTION_OF)
        == set(AUDITED_AS)
        == set(get_args(OfficerAct))
        == set(SAMPLES)
        == set(POSSIBLE_IN)
    )
    assert set(ACTION_OF.values()) <= set(ACTIONS)
    assert set(get_args(State)) - OPEN == {"closed"}
    assert RUNNING | {"waiting", "answered"} == OPEN
    assert not RUNNING & {"waiting", "answered"}


# -- taking and giving


def test_taking_begins_and_tells_the_citizen() -> None:
    turn = done(NEW, Take(), TUESDAY)
    assert turn.case == replace(NEW, state="in_progress", officer_id="lan", version=2, lines=2)
    assert only_line(turn) == ("taken", "account:lan", {"by": "unconcerned"}, None)
    assert turn.news == (News(kind="taken", code=NEW.code, due_at=NEW.due_at),)


def test_what_was_given_to_one_is_taken_by_nobody_else() -> None:
    assert done(ASSIGNED, Take(), TUESDAY).case.state == "in_progress"
    assert refused(ASSIGNED, Take(), by="minh") == "taken"
    assert refused(IN_HAND, Take(), by="minh") == "taken"
    assert refused(IN_HAND, Take()) == "yours"
    assert refused(WAITING, Take()) == "yours"


def test_a_case_that_waits_is_taken_waiting() -> None:
    turn = done(replace(WAITING, officer_id=None), Take(), TUESDAY)
    assert (turn.case.state, turn.case.officer_id, turn.news) == ("waiting", "lan", ())


def test_what_others_have_is_taken_back() -> None:
    turn = done(FORWARDED, Take(), TUESDAY)
    assert (turn.case.state, turn.news) == ("in_progress", ())


def test_releasing_undoes_taking() -> None:
    taken = done(NEW, Take(), TUESDAY).case
    turn = done(taken, Release(), TUESDAY)
    assert (turn.case.state, turn.case.officer_id) == ("new", None)
    assert only_line(turn) == ("released", "account:lan", {"officer": "lan"}, None)
    assert done(replace(taken, reopened=1), Release(), TUESDAY).case.state == "reopened"
    assert done(WAITING, Release(), TUESDAY).case.state == "waiting"
    assert refused(NEW, Release()) == "nobodys"


def test_assigning_changes_the_officer() -> None:
    turn = done(IN_HAND, Assign("minh"), TUESDAY)
    assert (turn.case.state, turn.case.officer_id) == ("assigned", "minh")
    assert only_line(turn) == ("assigned", "account:lan", {"officer": "minh"}, None)
    assert done(WAITING, Assign("minh"), TUESDAY).case.state == "waiting"
    assert refused(IN_HAND, Assign("lan")) == "assigned"


def test_a_conflict_of_interest_takes_the_case_out_of_ones_hands() -> None:
    turn = done(IN_HAND, DeclareConflict(" Người nhà. "), TUESDAY)
    assert (turn.case.state, turn.case.officer_id) == ("new", None)
    assert only_line(turn) == ("conflict_declared", "account:lan", {}, "Người nhà.")
    of_another = done(IN_HAND, DeclareConflict("Người nhà."), TUESDAY, by="minh").case
    assert (of_another.state, of_another.officer_id) == ("in_progress", "lan")


# -- words


def test_a_note_is_a_line_and_nothing_else() -> None:
    turn = done(IN_HAND, Note(" Đã gọi. "), TUESDAY)
    assert turn.case == replace(IN_HAND, version=2, lines=2)
    assert only_line(turn) == ("noted", "account:lan", {}, "Đã gọi.")
    assert turn.news == ()


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (Note, 4_000),
        (Ask, 1_800),
        (Answer, 1_800),
        (Close, 4_000),
        (DeclareConflict, 4_000),
        (lambda text: Forward("east", "BHXH Đông", text), 4_000),
        (lambda text: Forward(None, text, "Đúng thẩm quyền."), 200),
    ],
)
def test_words_are_neither_missing_nor_too_many(make: type[Note], limit: int) -> None:
    case = replace(IN_HAND, reply_promised=False)
    assert refused(case, make(" \n ")) == "no_text"
    assert done(case, make("a" * limit), TUESDAY).lines
    with pytest.raises(CaseRefusedError) as caught:
        done(case, make("a" * (limit + 1)), TUESDAY)
    assert (caught.value.key, caught.value.params) == (
        "desk.refused.long_text",
        {"limit": str(limit)},
    )


# -- time comes first


def test_an_act_finds_what_time_has_done_whether_or_not_somebody_looked() -> None:
    now = at("2026-03-20 09:00")
    slept = done(WAITING, Answer("Xong."), now)
    looked = done(done(WAITING, Passed(), at("2026-03-13 10:07")).case, Answer("Xong."), now)
    assert [line.kind for line in slept.lines] == [
        "waiting_over",
        "reminded",
        "reminded",
        "answered",
    ]
    assert slept.lines[1:] == looked.lines
    assert replace(slept.case, version=0, lines=0) == replace(looked.case, version=0, lines=0)


def test_the_error_names_its_text() -> None:
    assert str(CaseRefusedError("desk.refused.taken")) == "desk.refused.taken"
