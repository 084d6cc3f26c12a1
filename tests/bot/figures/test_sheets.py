"""A weighted share is that of those who were drawn, and only where they are enough to speak."""

import pytest

from bot.figures.sheets import Sheet
from survey.cells import ALL, RESPONDED, CellKey
from survey.editions import Share
from survey.index import OVERALL
from survey.moments import Moments


def _yes(people: int, satisfied: int) -> Moments:
    """People who rated once each."""
    return Moments(people, satisfied, people, satisfied, satisfied, people)


def share_of(drawn: int, by_poster: int) -> Share:
    """A fifth of those who were drawn and nine tenths of the others are satisfied."""
    cells = {
        "k/town": _yes(drawn, drawn // 5),
        "": _yes(by_poster, 9 * by_poster // 10),
    }
    gathered = [
        (CellKey(ALL, level, "", "u", "", stratum), moments)
        for level in (RESPONDED, OVERALL)
        for stratum, moments in cells.items()
        if moments.respondents
    ]
    return Sheet(gathered, {"k/town": 1_000}).share(OVERALL)


def test_a_weighted_share_has_the_number_of_those_who_were_drawn() -> None:
    found = share_of(40, 300)
    assert found.weighted == pytest.approx(0.2)
    assert (found.respondents, found.drawn, found.people) == (340, 40, 40)


@pytest.mark.parametrize("drawn", [3, 29])
def test_too_few_who_were_drawn_do_not_speak_for_the_others(drawn: int) -> None:
    found = share_of(drawn, 300)
    assert found.weighted is None
    assert found.best == found.raw
    assert found.best is not None
    assert found.best > 0.8
    assert found.people == 300 + drawn


def test_few_are_weighted_where_nobody_else_is_but_prove_nothing() -> None:
    found = share_of(20, 0)
    assert found.weighted is not None
    assert (found.people, found.proven) == (20, False)
