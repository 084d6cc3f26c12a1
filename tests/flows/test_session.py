"""The state of a conversation, and the law of its transitions."""

import msgspec
import pytest

from flows.identifiers import ComplaintId, Instant, ResponseId, SessionId
from flows.session import (
    TRANSITIONS,
    Answer,
    Candidate,
    Frame,
    IllegalTransitionError,
    Session,
    State,
    move,
)

STEPS = (
    "ask",
    "review",
    "pause",
    "stop",
    "complete",
    "decline",
    "screen_out",
    "erase",
    "restart",
    "nonsense",
)
LAW = """
asking      ask:asking review:reviewing pause:paused stop:stopped complete:completed
asking      decline:declined screen_out:ineligible erase:erased restart:asking
reviewing   ask:asking review:reviewing pause:paused stop:stopped complete:completed
reviewing   erase:erased restart:asking
paused      ask:asking review:reviewing pause:paused stop:stopped erase:erased restart:asking
stopped     ask:asking review:reviewing stop:stopped erase:erased restart:asking
completed   ask:asking review:reviewing complete:completed stop:completed erase:erased
declined    ask:asking restart:asking stop:declined
ineligible  ask:asking restart:asking stop:ineligible erase:erased
erased      ask:asking restart:asking stop:erased
"""
KNOWN = {
    (line.split()[0], pair.split(":")[0]): pair.split(":")[1]
    for line in LAW.strip().splitlines()
    for pair in line.split()[1:]
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", list(State))
def test_every_step_from_every_state(state: State, step: str) -> None:
    after = KNOWN.get((state.value, step))
    if after is None:
        with pytest.raises(IllegalTransitionError, match=f"no step '{step}' from state '{state}'"):
            move(state, step)
    else:
        assert move(state, step) is State(after)


def test_the_table_has_a_row_for_every_state() -> None:
    assert set(TRANSITIONS) == set(State)


def test_from_everywhere_a_person_can_go_on() -> None:
    assert all("ask" in steps and "stop" in steps for steps in TRANSITIONS.values())


def test_an_answer_can_be_a_skip() -> None:
    assert Answer(None).skipped
    assert not Answer("na").skipped
    assert not Answer("").skipped
    assert Answer(4).revision == 1


def test_a_session_is_written_and_read_again() -> None:
    frame = Frame(
        form="mc",
        version=1,
        response_id=ResponseId("r1"),
        answers={"MC1": Answer(4, 2, "chờ lâu", ("redacted:otp",)), "O1": Answer(("a", "b"))},
        current="MC2",
        retracted={"L1_B1": 3},
        misses=1,
        candidate=Candidate("+84912345678", "confirm.phone", {"phone": "0912 345 678"}),
        code="8FDGK-KP800-8",
        completed=True,
    )
    session = Session(
        id=SessionId("s"),
        state=State.PAUSED,
        language="vi",
        frames=(frame,),
        facts={"form": "mc"},
        dialogue="U2",
        wait=3,
        started_at=Instant(1),
        touched_at=Instant(2),
        finished=(frame,),
        complaints=(ComplaintId("c"),),
    )
    written = msgspec.msgpack.encode(session)
    assert msgspec.msgpack.decode(written, type=Session) == session
    assert msgspec.json.decode(msgspec.json.encode(session), type=Session) == session
