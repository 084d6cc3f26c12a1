"""Answers given against revisions stored: what counts as lost, repeated or strange."""

import msgspec
import pytest

from bot.forms import shipped_sources
from bot.simulator.comparing import compare_answers
from bot.simulator.ledger import Ledger, Meant, Sent
from bot.simulator.snapshot import AnswerRow, ConversationRow, ResponseRow, Snapshot
from flows.reader import read_form
from flows.session import Value

RESPONSE = "01aaaaaaaaaaaaaaaaaaresponse"
TAG = RESPONSE[-8:]


def _snapshot(*values: Value, question: str = "MC1", method: str = "button") -> Snapshot:
    rows = [
        AnswerRow(
            response_id=RESPONSE,
            question=question,
            revision=number,
            value=value,
            method=method,
            retracted=False,
        )
        for number, value in enumerate(values, 1)
    ]
    return Snapshot(
        conversations=[ConversationRow(user_key="who", session_id="session")],
        sessions={},
        inbox=[],
        outbox={},
        responses={
            RESPONSE: ResponseRow(
                id=RESPONSE,
                session_id="session",
                form="mc",
                version=2,
                state="in_progress",
                code=None,
            )
        },
        answers={RESPONSE: rows},
        complaints=[],
        complaint_events={},
        forms={("mc", 2): read_form("mc", shipped_sources())},
        guards=frozenset(),
    )


def _sent(value: Value, *, given: bool = True, question: str = "MC1", vague: bool = False) -> Sent:
    meant = Meant(TAG, question, value, vague)
    return Sent(id="x", kind="choice", said="", meant=meant, statuses=["applied"], given=given)


def _ledger(*sent: Sent) -> Ledger:
    return Ledger(citizen=1, user_key="who", sent=list(sent))


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        pytest.param([5], [5], id="once"),
        pytest.param([5, 5], [5], id="the same again makes no revision"),
        pytest.param([5, 4, 5], [5, 4, 5], id="to and fro"),
        pytest.param([5, 5], [5, 5], id="the same again, taken off the path in between"),
        pytest.param([None], [None], id="skipped"),
    ],
)
def test_what_is_stored_as_given(given: list[Value], stored: list[Value]) -> None:
    found = compare_answers(_snapshot(*stored), [_ledger(*map(_sent, given))])
    assert found.lost == found.repeated == found.strange == []
    assert (found.given, found.stored) == (len(given), len(stored))


@pytest.mark.parametrize(
    ("given", "stored", "fate"),
    [
        pytest.param([5], [], "lost", id="no row"),
        pytest.param([5, 4], [5], "lost", id="the correction is missing"),
        pytest.param([5], [4], "lost", id="another value"),
        pytest.param([5], [4], "strange", id="another value is strange too"),
        pytest.param([5], ["5"], "strange", id="a text is no number"),
        pytest.param([5], [5, 5], "repeated", id="twice"),
        pytest.param([], [3], "strange", id="never given"),
    ],
)
def test_what_is_not(given: list[Value], stored: list[Value], fate: str) -> None:
    found = compare_answers(_snapshot(*stored), [_ledger(*map(_sent, given))])
    assert getattr(found, fate)


def test_typed_words_taken_for_another_answer_are_misread_and_not_lost() -> None:
    typed = msgspec.structs.replace(_sent("pension"), kind="text")
    found = compare_answers(_snapshot("other"), [_ledger(typed)])
    assert len(found.misread) == 1
    assert found.lost == found.strange == []


def test_what_may_have_been_taken_may_be_there_or_not() -> None:
    for sent in (_sent(5, given=False), _sent(None, vague=True)):
        assert sent.meant is not None
        for stored in ([], [sent.meant.value]):
            found = compare_answers(_snapshot(*stored), [_ledger(sent)])
            assert found.lost == found.repeated == found.strange == []


def test_what_the_invitation_knew_was_not_given() -> None:
    found = compare_answers(_snapshot("desk-1", question="D6", method="prefill"), [_ledger()])
    assert (found.given, found.stored, found.strange) == (0, 0, [])


def test_giving_what_the_invitation_knew_makes_no_revision() -> None:
    snapshot = _snapshot("desk-1", question="D6", method="prefill")
    found = compare_answers(snapshot, [_ledger(_sent("desk-1", question="D6"))])
    assert (found.given, found.stored, found.lost) == (1, 0, [])


def test_control_questions_become_no_rows() -> None:
    found = compare_answers(_snapshot(), [_ledger(_sent("start", question="G1"))])
    assert found.lost == []


PHONE = "+84352345678"


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        pytest.param([("confirmed", True)], 0, id="taken off the path"),
        pytest.param([("text", True), ("skip", False)], 0, id="passed over when asked again"),
        pytest.param([("text", False), ("button", False)], 0, id="let go of by its button"),
        pytest.param([("confirmed", False)], 1, id="just gone"),
        pytest.param([("skip", False)], 1, id="never stored, only passed over"),
    ],
)
def test_a_number_that_was_taken_back_is_not_looked_for(
    rows: list[tuple[str, bool]], lost: int
) -> None:
    snapshot = _snapshot(*[None] * len(rows), question="PHONE")
    stored = [
        msgspec.structs.replace(row, method=method, retracted=retracted)
        for row, (method, retracted) in zip(snapshot.answers[RESPONSE], rows, strict=True)
    ]
    snapshot = msgspec.structs.replace(snapshot, answers={RESPONSE: stored})
    found = compare_answers(snapshot, [_ledger(_sent(PHONE, question="PHONE"))])
    assert len(found.lost) == lost
