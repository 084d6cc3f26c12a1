"""A returned form counts or does not for one named reason, from what is recorded of it."""

from __future__ import annotations

import pytest

from survey.validity import Facts, Rules, reason_against, reasons_against, weight_of

_MIXED = (5, 4) * 7 + (3,)
_RULES = Rules()


def _facts(
    state: str = "completed",
    ratings: tuple[int | None, ...] = _MIXED,
    shown: int = 15,
    milliseconds: int | None = 90_000,
    *,
    set_aside: bool = False,
    doubted: bool = False,
    kept: bool = False,
) -> Facts:
    weight = weight_of(shown, ratings)
    return Facts(
        state=state, weight=weight, milliseconds=milliseconds, set_aside=set_aside,
        to_be_judged=doubted, kept=kept,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (_facts(), None),
        (_facts("stopped"), None),  # stopped after enough answers: they were given freely
        (_facts("in_progress"), "unfinished"),  # it may still go on
        (Facts(state="declined"), "declined"),
        (Facts(state="ineligible"), "ineligible"),
        (Facts(state="redirected"), "redirected"),
        (_facts("superseded"), "duplicate"),
        (Facts(state="erased"), "erased"),
        (Facts(state="completed"), "unfinished"),
        (_facts(set_aside=True), "set_aside"),
        (_facts(doubted=True), "to_be_judged"),
        (_facts("superseded", doubted=True), "duplicate"),
        (_facts(ratings=_MIXED[:12]), None),  # 12 of 15 are 80 %
        (_facts(ratings=_MIXED[:11]), "unfinished"),
        (_facts(shown=0, ratings=()), "unfinished"),
        (_facts(ratings=(None,) * 15), None),  # "not applicable" is an answer
        (_facts(ratings=(4,) * 15), None),  # slowly
        (_facts(ratings=(4,) * 15, milliseconds=40_000), None),
        (_facts(ratings=(4,) * 15, milliseconds=39_999), "straight_lined"),
        (_facts(ratings=(4,) * 14 + (None,), milliseconds=20_000), "straight_lined"),
        (_facts(ratings=(4,) * 15, milliseconds=20_000, kept=True), None),
        (_facts(ratings=_MIXED[:11], kept=True), "unfinished"),  # that is no suspicion
        (_facts(ratings=(4,) * 14 + (5,), milliseconds=20_000), None),
        (_facts(ratings=(4,) * 4, shown=4, milliseconds=9_000), None),  # too few to tell
        (_facts(ratings=(4,) * 15, milliseconds=None), None),
    ],
)
def test_reason(facts: Facts, reason: str | None) -> None:
    assert reason_against(facts, _RULES) == reason


def test_all_reasons_are_known_and_the_first_of_the_order_is_named() -> None:
    facts = _facts("superseded", (1,) * 5, milliseconds=1, set_aside=True, doubted=True)
    assert reasons_against(facts, _RULES) == (
        "duplicate", "set_aside", "to_be_judged", "unfinished", "straight_lined",
    )  # fmt: skip


def test_the_office_can_set_the_rules() -> None:
    facts = _facts(ratings=(5, 4, 4, 5, 5, 4, 3, 4))
    assert reason_against(facts, _RULES) == "unfinished"
    assert reason_against(facts, Rules(least_answered=0.5)) is None
