"""What is said of a figure beside its whole, and how much of a unit the judged whole lets through:
like is held against like, and no page gives away what another one withholds.
"""

import pytest
from msgspec.structs import replace

from bot.console.figure_rows import judged, part_of, withheld_overview
from bot.figures.overview import Overview
from survey.editions import Row, Share, UnitRow

GONE = Share(withheld=True)
RAW = Share(raw=0.80, raw_low=0.78, raw_high=0.82, low=0.78, high=0.82, answers=900,
            respondents=60, proven=True)  # fmt: skip
BOTH = replace(RAW, weighted=0.90, low=0.88, high=0.92, drawn=40)
"""As answered 0.80, weighted 0.90: what lies between them is above one and below the other."""
WEIGHTED = replace(BOTH, raw=None, raw_low=None, raw_high=None)


def moved(share: Share, low: float, high: float) -> Share:
    """The share with another interval as answered, which is the one to judge by where it is the
    only one.
    """
    found = replace(share, raw=(low + high) / 2, raw_low=low, raw_high=high)
    return found if found.weighted is not None else replace(found, low=low, high=high)


@pytest.mark.parametrize(
    ("own", "whole", "verdict"),
    [
        (moved(RAW, 0.84, 0.87), BOTH, "above"),  # by the weighted whole it would be below
        (moved(BOTH, 0.84, 0.87), RAW, "above"),
        (moved(BOTH, 0.70, 0.75), RAW, "below"),  # its weighted one lies above
        (moved(RAW, 0.60, 0.70), RAW, "below"),
        (BOTH, replace(BOTH, weighted=0.8, low=0.78, high=0.82), "above"),
        (moved(BOTH, 0.1, 0.2), BOTH, "unproven"),  # both are weighted, and alike
        (moved(RAW, 0.82, 0.87), RAW, "unproven"),  # intervals that touch
        (replace(moved(RAW, 0.84, 0.87), proven=False), BOTH, "unproven"),
        (moved(RAW, 0.84, 0.87), replace(BOTH, proven=False), "unproven"),
        (WEIGHTED, RAW, "unproven"),  # nothing alike is left of the two
        (moved(RAW, 0.84, 0.87), WEIGHTED, "unproven"),
        (WEIGHTED, replace(WEIGHTED, weighted=0.8, low=0.78, high=0.82), "above"),
        (RAW, Share(), "unproven"),
        (GONE, BOTH, "withheld"),
        (Share(), BOTH, "nobody"),
    ],
)
def test_like_is_held_against_like(own: Share, whole: Share, verdict: str) -> None:
    assert judged(own, whole) == verdict


def overview(units: dict[str, dict[str, Share]], levels: dict[str, Share]) -> Overview:
    return Overview(
        levels=rows(levels),
        criteria=rows({"mc.MC1": RAW}),
        units=tuple(
            UnitRow(unit_id=name, label=name, levels=rows(of)) for name, of in units.items()
        ),
        tables={"mode": rows({"direct": RAW})},
    )


def rows(shares: dict[str, Share]) -> tuple[Row, ...]:
    return tuple(Row(key=key, label=key, share=share) for key, share in shares.items())


def levels_of(found: Overview) -> dict[str, Share]:
    return {row.key: row.share for row in found.levels}


ALIKE = {"overall": RAW, "A": RAW, "B": RAW}


def test_what_the_whole_shows_of_all_units_of_a_part_is_shown_of_the_part() -> None:
    whole = overview({"a": ALIKE, "b": ALIKE, "c": ALIKE}, ALIKE)
    found = part_of(whole, overview({"a": ALIKE, "b": ALIKE}, ALIKE))
    assert levels_of(found) == ALIKE
    assert [one.unit_id for one in found.units] == ["a", "b"]
    assert found.criteria == ()
    assert found.tables == {"mode": ()}


def test_a_level_goes_where_one_of_its_units_is_withheld() -> None:
    whole = overview({"a": ALIKE, "b": {**ALIKE, "A": GONE}}, ALIKE)
    found = part_of(whole, overview({"a": ALIKE, "b": ALIKE}, ALIKE))
    assert levels_of(found) == {**ALIKE, "A": GONE}
    assert found.units == whole.units, "as the whole has them"


def test_nothing_is_shown_of_a_part_with_a_unit_that_was_not_judged() -> None:
    whole = overview({"a": ALIKE}, ALIKE)
    found = part_of(whole, overview({"a": ALIKE, "new": ALIKE}, ALIKE))
    assert levels_of(found) == dict.fromkeys(ALIKE, GONE)


def test_where_few_were_not_drawn_a_part_has_the_weighted_figure_alone_too() -> None:
    bare = {**ALIKE, "overall": WEIGHTED, "B": WEIGHTED}
    whole = overview({"a": bare, "b": ALIKE}, ALIKE)
    seen = {"overall": BOTH, "A": BOTH, "B": RAW}
    found = levels_of(part_of(whole, overview({"a": seen, "b": seen}, seen)))
    assert found["overall"] == WEIGHTED
    assert found["A"] == BOTH, "of which the whole shows both"
    assert found["B"] == GONE, "it has no other figure than the one as answered"


def test_of_a_small_procedure_no_part_is_left_either() -> None:
    few = replace(RAW, respondents=9, answers=9)
    inner = Row(key="B1", label="", share=few)
    line = Row(key="ux", label="", share=few, part=few, service=few, factors=(inner,))
    for procedures in ((), (replace(line, key="ux/TT.01"),)):  # of the whole, and of one of it
        whole = line if not procedures else Row(key="ux", label="", share=RAW)
        seen = Overview(levels=(), criteria=(), units=(), tables={}, online=(whole, *procedures))
        gone = withheld_overview(seen).online[-1]
        assert (gone.share, gone.part, gone.service, gone.factors) == (GONE, None, None, ())
