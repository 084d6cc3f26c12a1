"""Open words are counted by theme, sealed as they are, and every count leads to its forms."""

from collections.abc import Sequence

import pytest

from bot.figures import Cell, Figures, settling
from bot.figures.following import Choice
from bot.figures.tracing import traces
from bot.i18n import Catalogues
from flows.identifiers import Instant, ResponseId
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from survey.cells import RESPONDED
from survey.editions import Edition, Period, Scope, Words
from survey.findings.rules import findings
from survey.validity import Rules, Weight
from survey.withholding import withheld_edition
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST
from tests.bot.figures.test_following import EVERYBODY
from tests.storage.records import answer

JANUARY = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
WHOLE = Scope(unit_id=None, unit_name="", tree="then")
NOW = Instant(BEGIN + 60 * DAY)
WEIGHT = Weight(shown=9, answered=9, rated=9, lowest=1, highest=5)
BOTH = "Cán bộ nhiệt tình nhưng chờ lâu quá"
KIND = "Cô ở quầy 2 rất nhiệt tình"


async def write(storage: SqlStorage, texts: Sequence[str], flags: tuple[str, ...] = ()) -> None:
    """Let as many people write something, each at the end of a form of their own."""
    crowd = [answered(n, {"MC5": 4}, version=NEWEST["mc"], started_at=BEGIN, unit_id="u1")
             for n in range(len(texts))]  # fmt: skip
    await put_crowd(storage, crowd)
    unit = UnitOfWork()
    for number, text in enumerate(texts):
        name = ResponseId(f"r{number:07}")
        given = answer("O1", response_id=name, value=text, private=True, flags=flags)
        storage.answers.record(unit, given)
    await storage.commit(unit)


def figures_of(storage: SqlStorage, texts: Catalogues) -> Figures:
    return Figures(storage, FORMS, Rules(), texts)


def told(edition: Edition) -> dict[str, int]:
    kinds = {"praised", "criticised"}
    return {one.key: one.count for one in edition.themes if one.kind in kinds}


async def test_words_are_counted_by_what_they_praise_and_criticise(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await write(storage, [*[BOTH] * 12, *[KIND] * 11, *["xóm 4"] * 10, *["không có ý kiến"] * 10])
    edition = await figures_of(storage, texts).edition(WHOLE, JANUARY, NOW)
    assert told(edition) == {"O1:PA03.criticised": 12, "O1:attitude.praised": 23}
    assert edition.words == Words(asked=43, written=33, themed=23, unthemed=10)
    rules = {one.id: one.values for one in findings(edition) if one.section == "voices"}
    assert rules["voices.words"] == {"written": 33, "themed": 23, "unthemed": 10}
    assert {"voices.praised_all", "voices.criticised_all"} <= rules.keys()
    withheld = withheld_edition(edition)
    assert (told(withheld), withheld.words) == (told(edition), edition.words)


async def test_every_count_of_words_leads_to_its_forms(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await write(storage, [BOTH, KIND, "xóm 4", "không có ý kiến"])
    figures = figures_of(storage, texts)
    edition = await figures.edition(WHOLE, JANUARY, NOW)
    followed = {}
    for path in ("themes/O1:attitude.praised", "themes/O1:PA03.criticised", "words/written",
                 "words/unthemed"):  # fmt: skip
        cells = [one.cell for one in traces(edition, path) if one.cell]
        found = [
            name
            for cell in cells
            for name in await figures.responses_of(EVERYBODY, WHOLE, JANUARY, cell, NOW)
        ]
        followed[path] = {int(name[1:]) for name in found}
        assert all([await figures.called(WHOLE, JANUARY, cell, NOW) for cell in cells])
    assert followed == {
        "themes/O1:attitude.praised": {0, 1},
        "themes/O1:PA03.criticised": {0},
        "words/written": {0, 1, 2},
        "words/unthemed": {2},
    }


async def test_a_corrected_word_is_counted_anew(storage: SqlStorage, texts: Catalogues) -> None:
    await write(storage, [KIND])
    figures = figures_of(storage, texts)
    await figures.settle()
    unit = UnitOfWork()
    again = answer("O1", 2, response_id=ResponseId("r0000000"), value="chờ lâu quá", private=True)
    storage.answers.record(unit, again)
    storage.counting.weigh(unit, ResponseId("r0000000"), WEIGHT)
    await storage.commit(unit)
    assert told(await figures.edition(WHOLE, JANUARY, NOW)) == {"O1:PA03.criticised": 1}


async def test_what_counted_before_words_did_is_counted_anew(
    storage: SqlStorage, texts: Catalogues, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def of_before(*_: object) -> dict[str, dict[str, str]]:
        return {}

    await write(storage, [KIND])
    with monkeypatch.context() as before:
        before.setattr(settling, "DEFINITION", 4)
        before.setattr(settling, "SILENT", {})
        before.setattr(settling, "opinions_in", of_before)
        old = figures_of(storage, texts)
        assert (await old.edition(WHOLE, JANUARY, NOW)).words == Words()
        assert await old.is_whole()
    figures = figures_of(storage, texts)
    assert not await figures.is_whole()
    assert (await figures.edition(WHOLE, JANUARY, NOW)).words == Words(
        asked=1, written=1, themed=1
    )


async def test_a_form_without_the_question_does_not_count(
    storage: SqlStorage, texts: Catalogues
) -> None:
    kiosk = [answered(n, {"KI1": 3}, form="kiosk", version=NEWEST["kiosk"], started_at=BEGIN)
             for n in range(100, 103)]  # fmt: skip
    await put_crowd(storage, kiosk)
    await write(storage, [KIND, "", "  "])
    edition = await figures_of(storage, texts).edition(WHOLE, JANUARY, NOW)
    assert sum(one.counts.valid for one in edition.counts) == 6
    assert edition.words == Words(asked=3, written=1, themed=1)


async def test_words_that_sound_like_a_legal_complaint_have_no_theme(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await write(storage, [BOTH], flags=("denunciation",))
    edition = await figures_of(storage, texts).edition(WHOLE, JANUARY, NOW)
    assert (told(edition), edition.words) == ({}, Words(asked=1, written=1, unthemed=1))


async def test_nothing_is_told_of_fewer_than_ten(storage: SqlStorage, texts: Catalogues) -> None:
    """Of twelve forms with a theme ten wait too long: the two that are left would be told of."""
    texts_written = [*["chờ lâu quá"] * 10, *[KIND] * 2, *[""] * 20]
    await write(storage, texts_written)
    edition = await figures_of(storage, texts).edition(WHOLE, JANUARY, NOW)
    assert edition.words.themed == 12
    withheld = withheld_edition(edition)
    assert told(withheld) == {"O1:PA03.criticised": 10}
    assert withheld.words == Words(asked=32, withheld=True)
    assert not traces(withheld, "words/written")
    cell = Cell(RESPONDED, choice=Choice("O1:PA03", "criticised"))
    assert [one.cell for one in traces(withheld, "themes/O1:PA03.criticised")] == [cell]
    assert [one.rule for one in findings(withheld) if "words" in one.rule] == ["words_withheld"]
