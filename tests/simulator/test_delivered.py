"""Outbox rows beside the chat: what lost answers and deaths explain, and what nothing does."""

from collections.abc import Sequence

import pytest

from bot.simulator.delivered import Delivered
from bot.simulator.ledger import Heard, Ledger, Seen
from bot.simulator.snapshot import OutboxRow


def _row(seq: int, *texts: str, number: int | None = None, unknowns: int = 0,
         state: str = "sent") -> OutboxRow:  # fmt: skip
    return OutboxRow(
        session_id="s", seen=Seen(seq, "question", None, None, 0), state=state,
        unknowns=unknowns, number=number, texts=texts,
    )  # fmt: skip


def _beside(said: str, rows: Sequence[OutboxRow]) -> Delivered:
    """Return what is found where the messages 1, 2, … of a chat say one letter each."""
    heard = [Heard(number, text) for number, text in enumerate(said, 1)]
    return Delivered(Ledger(citizen=7, heard=heard), rows, forgotten=False)


EXPLAINED = {
    "a process died before two rows were marked, and both left again": (
        "abab",
        [_row(1, "a", number=3, unknowns=1), _row(2, "b", number=4, unknowns=1)],
    ),
    "two processes died so, one after the other": (
        "ababaab",
        [_row(1, "a", number=6, unknowns=3), _row(2, "b", number=7, unknowns=2)],
    ),
    "the second time the first row's answer was lost for good": (
        "abab",
        [_row(1, "a", state="unknown", unknowns=2), _row(2, "b", number=4, unknowns=1)],
    ),
    "a row that a blocked chat never got stands between": (
        "acac",
        [
            _row(1, "a", number=3, unknowns=1),
            _row(2, "b", state="cancelled"),
            _row(3, "c", number=4, unknowns=1),
        ],
    ),
    "the same was said again, and never heard of": (
        "aaab",
        [
            _row(1, "a", state="cancelled"),
            _row(2, "a", state="unknown", unknowns=2),
            _row(3, "b", number=4),
        ],
    ),
    "of two parts the second was never heard of": (
        "abbc",
        [_row(1, "a", "b", state="unknown", number=1, unknowns=2), _row(2, "c", number=4)],
    ),
}
FAULTS = {
    "a copy too many": ("aaa", [_row(1, "a", number=3, unknowns=1)], "I9"),
    "said ahead, with nothing to show for it": (
        "abab",
        [_row(1, "a", number=3, unknowns=1), _row(2, "b", number=4)],
        "I9",
    ),
    "said ahead, over a row that was marked": (
        "acabc",
        [
            _row(1, "a", number=3, unknowns=1),
            _row(2, "b", number=4),
            _row(3, "c", number=5, unknowns=1),
        ],
        "I9",
    ),
    "said ahead, though the row before it was marked": (
        "bab",
        [_row(1, "a", number=2), _row(2, "b", number=3, unknowns=1)],
        "I9",
    ),
    "said again behind a row that was marked": (
        "aba",
        [_row(1, "a", number=1, unknowns=1), _row(2, "b", number=2)],
        "I9",
    ),
    "never left, and there": (
        "ab",
        [_row(1, "a", state="cancelled"), _row(2, "b", number=2)],
        "I9",
    ),
    "of nobody": ("axb", [_row(1, "a", number=1), _row(2, "b", number=3)], "I9"),
    "in another order": ("ab", [_row(1, "b", number=2), _row(2, "a", number=1)], "I3"),
    "half of it is missing": ("b", [_row(1, "a", "b", number=1)], "I9"),
    "its halves are turned round": ("bab", [_row(1, "a", "b", number=3, unknowns=1)], "I3"),
}


@pytest.mark.parametrize("case", EXPLAINED)
def test_what_deaths_and_lost_answers_explain(case: str) -> None:
    assert _beside(*EXPLAINED[case]).faults == []


@pytest.mark.parametrize("case", FAULTS)
def test_what_nothing_explains(case: str) -> None:
    said, rows, invariant = FAULTS[case]
    assert invariant in {fault for fault, _ in _beside(said, rows).faults}


def test_a_row_was_there_from_its_first_copy_on() -> None:
    beside = _beside(*EXPLAINED["a process died before two rows were marked, and both left again"])
    assert [beside.seq_at(number) for number in range(5)] == [0, 1, 2, 2, 2]
