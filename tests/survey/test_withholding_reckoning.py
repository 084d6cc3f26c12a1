"""Sums are told one after the other, unless a secret would follow."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.withholding_reckoning import Reckoning
from tests.survey import attackers
from tests.survey.attackers import reckoned

SETS = st.integers(1, 2**12 - 1)


@given(
    told=st.lists(SETS, max_size=3),
    figures=st.lists(SETS, max_size=12),
    secrets=st.lists(SETS, min_size=1, max_size=4),
)
@pytest.mark.parametrize("number", [2, 3])
def test_no_secret_follows_modulo_either_that_was_not_told_already(
    number: int, told: list[int], figures: list[int], secrets: list[int]
) -> None:
    reckoning = Reckoning(told, secrets)
    kept = [one for one in figures if reckoning.tell(one)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attackers, "_PRIME", number)
        before = reckoned(told, secrets) if told else []
        after = reckoned([*told, *kept], secrets) if told or kept else []
    assert sorted(after) == sorted(before)


def test_it_is_neither_missed_nor_seen_by_chance_but_seldom_what_follows() -> None:
    """Of sets that have nothing to do with one another; those of reports lie in one another."""
    chance, missed, refused, needless = random.Random("chance"), 0, 0, 0
    for _ in range(600):
        secret = 1 << chance.randrange(7)
        reckoning, kept = Reckoning((), [secret]), list[int]()
        for one in (chance.randrange(1, 2**7) for _ in range(7)):
            if reckoning.tell(one):
                kept.append(one)
            else:
                refused += 1
                needless += not reckoned([*kept, one], [secret])
        missed += bool(reckoned(kept, [secret]))
    assert refused > 400
    assert missed < 0.02 * refused
    assert needless < 0.5 * refused


def test_a_sum_that_follows_from_others_is_told() -> None:
    reckoning = Reckoning([0b1100, 0b0011], [0b0001])
    assert reckoning.tell(0b1111)
    assert not reckoning.tell(0b0010)
    assert not reckoning.tell(0b1101)
    assert reckoning.tell(0b0110)


@pytest.mark.parametrize("number", range(3))
def test_a_hole_in_three_sums_of_two_is_seen(number: int) -> None:
    """Half of a + b, and c + a, less b + c, is a: no sum is the difference of two others."""
    pairs = [0b011, 0b110, 0b101]
    reckoning = Reckoning((), [1 << number])
    assert [reckoning.tell(one) for one in pairs] == [True, True, False]
