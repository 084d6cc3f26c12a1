"""Trends: each month has its place, and no line is drawn over what is not known."""

from survey.editions import Share
from survey.trends import every_month, unbroken

NOVEMBER, FEBRUARY = Share(raw=0.8, respondents=50), Share(raw=0.0, respondents=50)


def test_a_month_without_answers_keeps_its_place() -> None:
    given = [("2026-02-01", FEBRUARY), ("2025-11-01", NOVEMBER)]
    found = every_month(given)
    assert [day for day, _ in found] == ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]
    assert [share for _, share in found] == [NOVEMBER, Share(), Share(), FEBRUARY]
    assert [month for month, _ in every_month([("2025-12", NOVEMBER), ("2026-01", FEBRUARY)])] == [
        "2025-12", "2026-01",
    ]  # fmt: skip
    assert every_month([]) == []


def test_a_line_stops_where_nothing_is_known_and_goes_through_nought() -> None:
    places = [(1.0, 5.0), (2.0, 0.0), (3.0, None), (4.0, None), (5.0, 7.0)]
    assert list(unbroken(places)) == [((1.0, 5.0), (2.0, 0.0)), ((5.0, 7.0),)]
