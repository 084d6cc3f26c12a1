"""How long procedures took that were tried online, from the answers to the words of a report."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.figures import Figures
from bot.i18n import Catalogues, start_of
from bot.reports.satisfaction.writing import written
from flows.identifiers import Instant
from storage.opening import SqlStorage
from survey.editions import Edition, Period, Scope
from survey.report_parts import Letterhead
from survey.validity import Rules
from survey.withholding import withheld_edition
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import FORMS, NEWEST

QUARTER = Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")
STARTED = start_of(date(2026, 1, 20))
NOW = Instant(start_of(date(2026, 4, 10)))


async def edition_of(storage: SqlStorage, texts: Catalogues, took: Sequence[str]) -> Edition:
    """The edition of people of whom every other one had to go there in the end."""
    forms = [
        answered(
            number, {"UXR1": ("alone", "in_person")[number % 2], "UXR2": time}, form="uxa",
            version=NEWEST["uxa"], unit_id=None, started_at=STARTED,
        )
        for number, time in enumerate(took)
    ]  # fmt: skip
    await put_crowd(storage, forms)
    figures = Figures(storage, FORMS, Rules(), texts)
    return await figures.edition(Scope(unit_id=None, unit_name=""), QUARTER, NOW)


def words_of(edition: Edition, texts: Catalogues) -> str:
    report = written(edition, Letterhead(agency="BHXH"), texts)
    [online] = [one for one in report.sections if one.name == "online"]
    return " ".join(one.text for one in online.paragraphs)


@pytest.mark.parametrize(
    ("took", "minutes", "over"),
    [
        (["under_15"] * 4 + ["over_60"] * 8, None, 60),
        (["under_15"] * 6 + ["over_60"] * 6, 15, None),
        (["from_15"] * 12, 23, None),
    ],
)
async def test_the_median_is_said_also_beyond_the_last_class(
    storage: SqlStorage,
    texts: Catalogues,
    took: list[str],
    minutes: float | None,
    over: int | None,
) -> None:
    found = await edition_of(storage, texts, took)
    assert (found.median_minutes, found.median_over, found.timed) == (minutes, over, 12)
    words = words_of(withheld_edition(found), texts)
    assert ("trên 60 phút" in words) == (over is not None)
    assert "phút (trung vị" in words
    assert "kể cả người sau cùng phải đến tận nơi" in words


async def test_few_tell_no_median(storage: SqlStorage, texts: Catalogues) -> None:
    found = withheld_edition(await edition_of(storage, texts, ["over_60"] * 9))
    assert (found.median_minutes, found.median_over) == (None, None)
    assert "phút" not in words_of(found, texts)
