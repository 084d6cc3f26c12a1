"""Public results in words: what the picture of the trend shows."""

import pytest

from bot.i18n import Catalogues
from bot.web.results_view import view_of
from survey.editions import Row, Share
from survey.index import LEVELS
from survey.public_results import Results

SHARE = Share(raw=0.8, low=0.7, high=0.9, respondents=500)


def test_a_month_that_is_not_published_keeps_its_place_and_breaks_the_line() -> None:
    months = ("2026-01", "2026-02", "2026-05")
    results = Results(
        number=1, made_at=0, first_month=months[0], last_month=months[-1], responses=500,
        levels=tuple(Row(key=level, label="", share=SHARE) for level in LEVELS), csat=SHARE,
        trend=tuple((month, SHARE) for month in months),
    )  # fmt: skip
    view = view_of(results, Catalogues.load(strict=True), "vi")
    assert view is not None
    assert view.trend is not None
    january, february, may = (point.x for point in view.trend.points)
    assert may - february == pytest.approx(3 * (february - january))
    assert [len(path.split()) for path in view.trend.paths] == [2, 1]
    assert [line.label for line in view.trend.lines] == ["01/2026", "02/2026", "05/2026"]
