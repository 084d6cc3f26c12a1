"""Time is cut where reports begin and end, and whatever of it no report is of is a piece."""

from survey.withholding_pieces import nested, pieces
from survey.withholding_regions import Region

BELOW = {None: frozenset("abx"), "a": frozenset("ax"), "b": frozenset("b"), "x": frozenset("x")}
SPRING, SUMMER = ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")
HALF = (SPRING[0], SUMMER[1])


def test_quarters_and_then_the_half_year_leave_nothing() -> None:
    reports = [Region("a", *SPRING), Region("a", *SUMMER), Region("a", *HALF)]
    assert pieces(reports, BELOW) == ()


def test_a_half_year_less_its_quarter_is_the_other_quarter() -> None:
    reports = [Region("a", *SPRING), Region("a", *HALF)]
    assert pieces(reports, BELOW) == (Region("a", *SUMMER),)


def test_days_that_two_reports_have_in_common_are_a_piece() -> None:
    found = pieces([Region("a", "2026-01-01", "2026-02-28"),
                    Region("a", "2026-02-01", "2026-03-31")], BELOW)  # fmt: skip
    assert [one[1:] for one in found] == [
        ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")
    ]  # fmt: skip


def test_days_without_any_report_are_no_piece() -> None:
    assert pieces([Region("a", *SPRING), Region("a", "2026-07-01", "2026-09-30")], BELOW) == ()


def test_units_are_cut_by_reports_above_and_below_them_and_not_by_those_beside() -> None:
    quarter_of_whole = [Region(None, *SPRING), Region(None, *HALF), Region("x", *HALF)]
    assert pieces(quarter_of_whole, BELOW) == (
        Region(None, *SUMMER), Region("x", *SPRING), Region("x", *SUMMER)
    )  # fmt: skip
    of_a_part = [Region("x", *SPRING), Region("a", *HALF), Region("b", *HALF)]
    assert pieces(of_a_part, BELOW) == (
        Region("a", *SPRING), Region("a", *SUMMER), Region("x", *SUMMER)
    )  # fmt: skip


def test_reports_of_the_same_days_are_nested_where_one_lies_above_the_other() -> None:
    reports = [Region(None, *SPRING), Region("a", *SPRING), Region("b", *SUMMER)]
    assert nested(reports, BELOW) == (Region(None, *SPRING), Region("a", *SPRING))
    beside = [Region("a", *SPRING), Region("b", *SPRING), Region("a", *HALF)]
    assert nested(beside, BELOW) == ()


def test_days_that_all_units_below_one_have_reports_of_are_no_piece_of_it() -> None:
    quarters = [Region(unit, *days) for unit in ("a", "b") for days in (SPRING, SUMMER)]
    assert pieces([*quarters, Region(None, *HALF)], BELOW) == ()
    assert pieces([*quarters[1:], Region("a", *HALF), Region(None, *HALF)], BELOW) == (
        Region(None, *SPRING), Region("a", *SPRING)
    )  # fmt: skip


def test_a_report_of_the_unit_above_does_not_tell_it() -> None:
    reports = [Region("a", *SPRING), Region("a", *HALF), Region("x", *HALF)]
    assert Region("x", *SPRING) in pieces(reports, BELOW)


def test_an_office_without_units_has_pieces_too() -> None:
    reports = [Region(None, *SPRING), Region(None, *HALF)]
    assert pieces(reports, {None: frozenset()}) == (Region(None, *SUMMER),)
