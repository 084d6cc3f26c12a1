"""A question that comes again: when somebody asked for it, and when nobody did."""

from collections.abc import Collection

import pytest

from bot.simulator.ledger import Kind, Ledger, Seen, Sent
from bot.simulator.nagging import nagging

TOLD = [
    Seen(seq=number, kind="question", prompt=("dialogue", "U3"), code=None, text_hash=7)
    for number in (64, 65)
]


def _again(ledger: Ledger, *, settled: bool = True, late: Collection[int] = ()) -> list[str]:
    return list(nagging(ledger, TOLD, settled=settled, late=late))


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


def _went_on(kind: Kind, *, calm: bool = False, before: int = 64) -> Ledger:
    """Return a citizen who did something behind message `before`, and answered message 64."""
    first = Sent(id="one", kind=kind, said="", calm=calm, before=before, after=64)
    answer = Sent(id="two", kind="choice", said="", calm=True, before=64, after=65)
    return Ledger(citizen=130, sent=[first, answer])


def test_what_a_second_start_brings_may_come_after_the_answer() -> None:
    """The answer of the platform to the first question got lost: what follows waits behind it."""
    assert _again(_went_on("start"), late={65}) == []


@pytest.mark.parametrize(
    ("ledger", "late"),
    [
        pytest.param(_went_on("start"), (), id="nothing was held up"),
        pytest.param(_went_on("start"), {64}, id="something else was"),
        pytest.param(_went_on("choice", calm=True), {65}, id="it asks for no repetition"),
        pytest.param(_went_on("start", before=63), {65}, id="it had been answered"),
    ],
)
def test_else_an_answered_question_must_not_come_again(
    ledger: Ledger, late: Collection[int]
) -> None:
    assert len(_again(ledger, late=late)) == 1
