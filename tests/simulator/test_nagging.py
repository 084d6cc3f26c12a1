"""A question that comes again: when somebody asked for it, and when nobody did."""

import pytest

from bot.simulator.ledger import Ledger, Seen
from bot.simulator.nagging import nagging

TOLD = [
    Seen(seq=number, kind="question", prompt=("dialogue", "U3"), code=None, text_hash=7)
    for number in (64, 65)
]


def _again(ledger: Ledger, *, settled: bool = True) -> list[str]:
    return list(nagging(ledger, TOLD, settled=settled))


def test_a_question_that_comes_again_by_itself_is_a_fault() -> None:
    assert _again(Ledger(citizen=130)) == [
        "citizen 130: ('dialogue', 'U3') again (65), nothing was said"
    ]


def test_who_comes_back_is_asked_again() -> None:
    assert _again(Ledger(citizen=130, opened=[(63, 64), (64, 65)])) == []


def test_an_opening_whose_answer_was_cut_off_asks_again_too() -> None:
    """The server took it and was killed: the citizen is still trying, and has seen nothing."""
    assert _again(Ledger(citizen=130, opened=[(63, 64)], opening=64)) == []


@pytest.mark.parametrize("opening", [65, 70])
def test_an_opening_explains_nothing_that_came_before_it(opening: int) -> None:
    assert len(_again(Ledger(citizen=130, opened=[(63, 64)], opening=opening))) == 1
