"""Two equal verdicts of two people decide, and nobody judges in their own matter."""

from __future__ import annotations

from itertools import product

import pytest

from survey.judging import VERDICTS, JudgingState, Verdict, Voice, outcome, refusal


def voices(*verdicts: Verdict) -> list[Voice]:
    return [Voice(f"account:{number}", verdict) for number, verdict in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ((), "open"),
        (("keep",), "open"),
        (("set_aside",), "open"),
        (("keep", "set_aside"), "open"),
        (("keep", "keep"), "kept"),
        (("set_aside", "set_aside"), "set_aside"),
        (("keep", "set_aside", "keep"), "kept"),
        (("set_aside", "keep", "set_aside"), "set_aside"),
    ],
)
def test_outcome(verdicts: tuple[Verdict, ...], state: JudgingState) -> None:
    assert outcome(voices(*verdicts)) == state


def test_one_person_has_one_voice() -> None:
    assert outcome([Voice("account:1", "keep"), Voice("account:1", "keep")]) == "open"


def test_a_third_always_breaks_the_tie() -> None:
    assert all(outcome(voices(*three)) != "open" for three in product(VERDICTS, repeat=3))


def test_nobody_judges_twice_or_in_their_own_matter_or_what_is_decided() -> None:
    assert refusal([], "account:9", ()) is None
    assert refusal([], "account:9", {"account:9"}) == "party"
    assert refusal(voices("keep"), "account:0", ()) == "judged"
    assert refusal(voices("keep", "keep"), "account:9", ()) == "settled"
    assert refusal(voices("keep", "set_aside"), "account:9", ()) is None
