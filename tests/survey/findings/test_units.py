"""Units beside the whole: like against like, by weighted shares only where each has one."""

import pytest
from msgspec.structs import replace

from survey.editions import Edition, Row, Share, UnitRow
from survey.findings.base import Names
from survey.findings.units import units
from tests.survey.editions import province

RAW = Share(raw=0.80, raw_low=0.78, raw_high=0.82, low=0.78, high=0.82, answers=9000,
            respondents=600, proven=True)  # fmt: skip
BOTH = replace(RAW, weighted=0.90, low=0.88, high=0.92, drawn=400)
WEIGHTED = replace(BOTH, raw=None, raw_low=None, raw_high=None)


def at(share: Share, low: float, high: float) -> Share:
    """The share elsewhere as answered; the weighted one, if there is one, stays where it is."""
    found = replace(share, raw=(low + high) / 2, raw_low=low, raw_high=high)
    return found if found.weighted is not None else replace(found, low=low, high=high)


def edition(whole: Share, **own: Share) -> Edition:
    rows = tuple(
        UnitRow(unit_id=name, label=name, levels=(Row(key="overall", label="", share=share),))
        for name, share in own.items()
    )
    level = Row(key="overall", label="", share=whole)
    return replace(province(), levels=(level,), units=rows, targets=())


def said(found: Edition) -> dict[str, tuple[str, ...]]:
    """Which units each rule names."""
    named = {one.rule: one.values["units"] for one in units(found)}
    return {rule: value.names for rule, value in named.items() if isinstance(value, Names)}


@pytest.mark.parametrize(
    ("whole", "own", "expected"),
    [
        # Weighted, b is alike; as answered it lies below.
        (BOTH, {"a": BOTH, "b": at(BOTH, 0.5, 0.6)}, {"alike": ("a", "b")}),
        # One unit has no weighted share: all are compared as answered.
        (BOTH, {"a": RAW, "b": at(BOTH, 0.5, 0.6)}, {"below": ("b",)}),
        # Against the weighted whole a would lie below, and it does not.
        (BOTH, {"a": at(RAW, 0.84, 0.87), "b": BOTH}, {"above": ("a",)}),
        # The whole has none: what units have beside it is not used.
        (RAW, {"a": BOTH, "b": at(BOTH, 0.9, 0.95)}, {"above": ("b",)}),
        # A unit whose share as answered is withheld is not held against another kind of share.
        (RAW, {"a": WEIGHTED, "b": at(RAW, 0.9, 0.95)}, {"above": ("b",)}),
        (WEIGHTED, {"a": at(RAW, 0.1, 0.2), "b": at(RAW, 0.9, 0.95)}, {}),
        # Intervals that touch, and those that are not to be relied upon, prove nothing.
        (RAW, {"a": at(RAW, 0.82, 0.9), "b": at(RAW, 0.7, 0.78)}, {"alike": ("a", "b")}),
        (RAW, {"a": replace(at(RAW, 0.9, 0.95), proven=False), "b": RAW}, {"alike": ("a", "b")}),
        # A single unit is the whole, or all that is known of it.
        (RAW, {"a": at(RAW, 0.9, 0.95)}, {}),
        (Share(withheld=True), {"a": RAW, "b": at(RAW, 0.9, 0.95)}, {}),
    ],
)
def test_units_are_held_against_the_whole_by_shares_of_one_kind(
    whole: Share, own: dict[str, Share], expected: dict[str, tuple[str, ...]]
) -> None:
    assert said(edition(whole, **own)) == expected


def test_who_is_too_small_to_be_compared_does_not_decide_how_the_others_are() -> None:
    """A unit of few has no weighted share; the others are still compared by theirs."""
    few = replace(at(RAW, 0.5, 0.6), respondents=29)
    found = said(edition(BOTH, a=BOTH, b=at(BOTH, 0.5, 0.6), c=few))
    assert found == {"alike": ("a", "b"), "small": ("c",)}
