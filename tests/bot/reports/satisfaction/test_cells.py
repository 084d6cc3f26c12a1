"""Cells read well on paper and in a sheet: no minus beside a dash, no code of ours, no blank."""

import io

import openpyxl
import pytest
from msgspec.structs import replace

from bot.i18n import Catalogues
from bot.reports.satisfaction.cells import Column, Span, shown
from bot.reports.satisfaction.standing_tables import face_table
from bot.reports.satisfaction.trust_tables import code_table, pin_table, ranking_tables
from bot.reports.satisfaction.voice import Voice
from survey.editions import FaceLine
from tests.survey.editions import province


@pytest.fixture
def voice(texts: Catalogues) -> Voice:
    return Voice(texts)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0004, 0.0324, "0,04–3,24"),
        (-0.0005, 0.0249, "-0,05 đến 2,49"),
        (-0.03, -0.01, "-3,00 đến -1,00"),
    ],
)
def test_an_interval_that_begins_below_zero_is_said_in_words(
    voice: Voice, low: float, high: float, said: str
) -> None:
    assert shown(voice, Column("", "interval"), Span(low, high)) == said


def test_the_codebook_and_the_versions_call_things_by_name(voice: Voice) -> None:
    codes = code_table(province(), voice).rows
    assert codes[0] == ["Chung", "Chỉ số hài lòng chung", ""]
    assert [row[2] for row in codes[1:4]] == ["Chung", "Chung", "A"]
    assert pin_table(province(), voice).rows[0][1] == "Bộ phận Một cửa"


def test_who_is_ranked_has_a_word_in_every_column(voice: Voice) -> None:
    units, _ = ranking_tables(province(), voice)
    ranked = units.rows[: len(province().ranking)]
    assert all(all(row) for row in ranked)
    assert ranked[-1][4:] == ["không có", "chưa có ý kiến"]


def test_a_question_of_the_kiosk_that_few_answered_keeps_its_line(voice: Voice) -> None:
    few = FaceLine(key="k", label="chờ", presses=(0, 0, 0), withheld=True)
    table = face_table(replace(province(), faces=(few, *province().faces)), voice)
    said = [shown(voice, *one) for one in zip(table.columns, table.rows[0], strict=True)]
    assert said == ["chờ", "…", "…", "…", "…"]
    assert len(table.rows) == 1 + len(province().faces)


def test_sheets_say_on_paper_what_they_are_and_what_their_marks_mean(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    said = book["Yếu tố"].oddHeader.center.text
    assert said.endswith("Bảng 2. Chỉ số hài lòng theo nội dung và yếu tố")
    assert all(sheet.oddHeader.center.text for sheet in book.worksheets)
    lines = [cell.value for cell in book["Phương pháp"]["A"]]
    assert lines[-1] == "(…) số phiếu ít, không công bố"
