"""Plans of draws: each number follows from the one before, and all of them add up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.campaigns import Quota
from survey.quotas import Cell, Stratum
from survey.sample_plans import GroupPlan, Rule, planned, refilled, strata_of, topped_up

RULE = Rule(group="g", margin=0.05, response_rate=0.5, floor=30, reserve_share=0.5)


def stratum(unit: str, mode: str = "direct", area: str = "urban", group: str = "g") -> Stratum:
    return Stratum(group, unit, area, mode)


_STRATA = st.builds(
    stratum,
    st.sampled_from("abcdef"),
    st.sampled_from(["direct", "online", ""]),
    st.sampled_from(["urban", "rural", ""]),
    st.sampled_from(["g", "h"]),
)
_FRAMES = st.dictionaries(_STRATA, st.integers(1, 4_000), max_size=20)
_RULES = st.builds(
    Rule,
    group=st.just("g"),
    margin=st.sampled_from([0.03, 0.05, 0.1]),
    response_rate=st.floats(0.05, 1),
    floor=st.integers(0, 60),
    reserve_share=st.floats(0, 2),
    size=st.none() | st.integers(1, 900),
)


@given(_RULES, _FRAMES)
@settings(max_examples=60)
def test_all_numbers_of_a_plan_add_up(rule: Rule, frame: dict[Stratum, int]) -> None:
    [plan] = planned([rule], frame)
    own = {one: size for one, size in frame.items() if one.group == "g"}
    assert plan.sizes.frame == sum(own.values())
    assert {one.stratum: one.frame for one in plan.strata} == own
    assert plan.wanted == sum(plan.cells.values()) >= plan.asked
    assert plan.wanted == sum(one.wanted for one in plan.strata)
    assert plan.invited == sum(one.main for one in plan.strata) <= plan.sizes.frame
    for one in plan.strata:
        assert one.wanted <= one.main
        assert one.main + one.reserve <= one.frame


@given(_RULES, _FRAMES)
@settings(max_examples=60)
def test_every_unit_has_its_floor(rule: Rule, frame: dict[Stratum, int]) -> None:
    [plan] = planned([rule], frame)
    for unit in {one.unit for one in plan.strata}:
        own = [one for one in plan.strata if one.unit == unit]
        assert sum(one.wanted for one in own) >= min(rule.floor, sum(one.frame for one in own))


def test_the_plan_of_a_province_step_by_step() -> None:
    frame = {
        stratum("a"): 6_000, stratum("a", "online"): 2_000,
        stratum("b"): 1_500, stratum("b", "online"): 400, stratum("c"): 100,
    }  # fmt: skip
    [plan] = planned([RULE], frame)
    assert (plan.sizes.slovin, plan.sizes.exact) == (385, 370)
    assert (plan.asked, plan.wanted, plan.invited, plan.reserves) == (385, 385, 770, 385)
    by_unit = {unit: sum(one.wanted for one in plan.strata if one.unit == unit) for unit in "abc"}
    assert by_unit == {"a": 287, "b": 68, "c": 30}  # c would have 4
    assert plan.cells == {Cell("urban", "direct"): 193, Cell("urban", "online"): 192}


def test_small_units_make_the_sample_larger_than_the_formula_says() -> None:
    frame = {stratum(f"u{at}"): 50 for at in range(20)}
    [plan] = planned([RULE], frame)
    assert (plan.asked, plan.wanted) == (286, 600)


def test_a_size_set_by_hand_stands_and_ends_with_the_frame() -> None:
    rule = Rule(group="g", margin=0.05, response_rate=1, floor=0, reserve_share=0, size=120)
    [plan] = planned([rule], {stratum("a"): 1_000})
    assert (plan.asked, plan.invited, plan.reserves) == (120, 120, 0)
    [plan] = planned([rule], {stratum("a"): 100})
    assert plan.wanted == 100


def test_what_somebody_orders_of_a_cell_stands() -> None:
    frame = {stratum("a"): 5_000, stratum("a", "online"): 5_000}
    order = Quota(group_id="g", area="urban", mode="online", wanted=300)
    [plan] = planned([RULE], frame, [order])
    assert plan.cells[Cell("urban", "online")] == 300
    assert sum(plan.cells.values()) == 385


def test_nobody_is_drawn_where_nothing_is_wanted() -> None:
    frame = {stratum("a"): 100, stratum("a", "online"): 5_000}
    order = Quota(group_id="g", area="urban", mode="online", wanted=0)
    [plan] = planned([RULE], frame, [order])
    assert [(one.mode, one.main + one.reserve) for one in plan.strata] == [
        ("direct", 100), ("online", 0),
    ]  # fmt: skip


# -- later draws


def first_plan() -> tuple[GroupPlan, ...]:
    return planned([RULE], {stratum("a"): 4_000, stratum("a", "online"): 6_000})


def test_a_top_up_takes_the_fractions_of_the_first_draw() -> None:
    first = strata_of(first_plan())
    tenth = {one.stratum: one.frame // 10 for one in first}
    later = topped_up(first, tenth)
    assert abs(sum(one.main for one in later) - 77) <= 1
    for before, one in zip(first, later, strict=True):
        assert abs(one.main - before.main / 10) < 1
        assert one.wanted <= one.main


def test_a_unit_that_had_nothing_then_has_the_fraction_of_its_group() -> None:
    [new] = topped_up(strata_of(first_plan()), {stratum("z"): 1_000})
    assert (new.unit, new.main) == ("z", 77)


@given(_FRAMES, _FRAMES)
@settings(max_examples=40)
def test_a_top_up_never_asks_for_more_than_there_is(
    before: dict[Stratum, int], after: dict[Stratum, int]
) -> None:
    for one in topped_up(strata_of(planned([RULE], before)), after):
        assert 0 <= one.wanted <= one.main
        assert one.main + one.reserve <= one.frame


def test_further_reserves_are_as_many_as_at_first() -> None:
    first = strata_of(first_plan())
    left = {one.stratum: 50 for one in first}
    assert [(one.main, one.reserve) for one in refilled(first, left)] == [
        (0, min(50, one.reserve)) for one in first
    ]
