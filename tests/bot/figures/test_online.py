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
from tests.bot.figures.crowds import Form, answered, put_crowd
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


async def test_each_procedure_is_told_by_itself(storage: SqlStorage, texts: Catalogues) -> None:
    """With its own ease, completion, time and reasons, and with its own change."""
    await put_crowd(storage, [*tried("uxa", 40, 5), *tried("uxb", 60, 2)])
    found = await Figures(storage, FORMS, Rules(), texts).edition(
        Scope(unit_id=None, unit_name=""), QUARTER, NOW
    )
    assert [(one.key, one.easy.raw, one.easy.respondents, one.completion.raw,
             one.median_minutes, one.median_over, one.timed)
            for one in found.procedures] == [
        ("uxa", 1, 40, 1, 7.5, None, 40),
        ("uxb", 0, 60, 0, None, 60, 60),
    ]  # fmt: skip
    assert [(one.key, one.easy.raw, one.label) for one in found.steps] == [
        ("uxa.find", 1, "Tìm dịch vụ"), ("uxb.find", 0, "Tìm dịch vụ"),
    ]  # fmt: skip
    assert len({one.named for one in found.steps}) == 2
    assert found.completion is not None
    assert found.completion.raw == pytest.approx(0.4)
    changes = {one.key: one for one in found.online_changes}
    assert changes["easy/uxa.find"].direction == "not_proven"
    assert (changes["easy/uxb.find"].direction, changes["completed"].before.raw) == ("lower", 1)
    assert len({one.label for one in changes.values()}) == len(changes)


def tried(form: str, many: int, rating: int) -> list[Form]:
    """Forms of this quarter with one rating, and as many of the one before that went well."""
    return [
        answered(
            10_000 * (form == "uxb") + 1_000 * (quarter == "before") + number,
            {"UX1": rated, "UXR1": "alone" if rated > 3 else "in_person",
             "UXR2": "under_15" if rated > 3 else "over_60"},
            form=form, version=NEWEST[form], unit_id=None,
            started_at=STARTED if quarter == "now" else start_of(date(2025, 11, 20)),
        )
        for quarter, rated in (("now", rating), ("before", 5))
        for number in range(many)
    ]  # fmt: skip
