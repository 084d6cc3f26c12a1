"""The three files: whole, the same bytes again, in the right fonts, and no factor left out."""

import hashlib
import io
import re
import subprocess
import sys
from typing import Any, cast
from zipfile import ZipFile

import docx as python_docx
import openpyxl
import pypdf
import pytest
from msgspec.structs import replace

from bot.i18n import Catalogues
from bot.reports.satisfaction.blocks import Item, Passage
from bot.reports.satisfaction.cells import Table
from bot.reports.satisfaction.charts import Chart
from bot.reports.satisfaction.document import document_of
from bot.reports.satisfaction.pdf_file import pdf
from bot.reports.satisfaction.printable import printable
from bot.reports.satisfaction.word_file import docx
from bot.reports.satisfaction.workbook import xlsx
from bot.reports.satisfaction.writing import written
from survey.editions import Comment, Share, Theme
from survey.index import LEVELS
from survey.report_parts import Paragraph, Report, Section
from tests.bot.reports.satisfaction.word_reading import all_paragraphs
from tests.survey.editions import province, source_002_edition
from tests.survey.letterheads import DRAFT

pytestmark = pytest.mark.timeout(240)  # three files of 5,000 responses, on a machine at work

AGAIN = """
import hashlib
from bot.i18n import Catalogues
from bot.reports.satisfaction.pdf_file import pdf
from bot.reports.satisfaction.word_file import docx
from bot.reports.satisfaction.workbook import xlsx
from bot.reports.satisfaction.writing import written
from tests.survey.editions import province
from tests.survey.letterheads import ISSUED
texts, edition = Catalogues.load(strict=True), province()
report = written(edition, ISSUED, texts)
for make in (docx, pdf, xlsx):
    print(hashlib.sha256(make(edition, report, texts, internal=True)).hexdigest())
"""


def words(file: bytes) -> str:
    word = python_docx.Document(io.BytesIO(file))
    return " ".join(one.text for one in all_paragraphs(word))


def pdf_words(file: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    texts = (re.sub(r"^\d+\n", "", page.extract_text()) for page in pages)  # page numbers
    return " ".join(" ".join(text.split()) for text in texts)


def test_another_process_makes_the_same_bytes(
    word_file: bytes, pdf_file: bytes, workbook: bytes
) -> None:
    made = subprocess.run(
        [sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True, timeout=200
    )
    ours = [hashlib.sha256(one).hexdigest() for one in (word_file, pdf_file, workbook)]
    assert made.stdout.split() == ours


def test_office_files_tell_no_hour_of_their_making(word_file: bytes, workbook: bytes) -> None:
    for file in (word_file, workbook):
        with ZipFile(io.BytesIO(file)) as archive:
            assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_an_archive_copy_in_our_own_fonts(pdf_file: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_file))
    root = cast("Any", reader.trailer["/Root"])
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("vi")
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0]
        for page in reader.pages
        for font in cast("Any", page)["/Resources"]["/Font"].values()
    }
    assert fonts == {"LiberationSerif", "BeVietnamPro"}  # the text, and the charts


def test_annexes_of_the_pdf_begin_anew(pdf_file: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_file)).pages]
    assert not pages[0].startswith("1")
    assert pages[1].startswith("2")
    annexes = [page for page in pages if "(Kèm theo" in page]
    assert len(annexes) == 8
    assert all(page.startswith("Phụ lục") for page in annexes)  # no number on a first page


def test_all_files_say_the_same(report: Report, word_file: bytes, pdf_file: bytes) -> None:
    said, printed = words(word_file), re.sub(r"\s", "", pdf_words(pdf_file))
    for section in report.sections:
        for paragraph in section.paragraphs:
            assert printable(paragraph.text) in said
            assert re.sub(r"\s", "", paragraph.text) in printed, paragraph.id


def test_the_workbook_holds_native_numbers_under_frozen_headings(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    factors = book["Yếu tố"]
    codes = [cell.value for cell in factors["A"][1:]]
    assert codes == ["", *LEVELS[1:]] or codes == [None, *LEVELS[1:]]
    overall = province().levels[0].share.best
    assert overall is not None
    assert factors["C2"].value == pytest.approx(100 * overall, abs=1e-9)
    assert factors["C2"].number_format == "0.00"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
    assert {"Sổ mã", "Phương pháp", "Phiên bản", "Xếp hạng đơn vị"} <= {*book.sheetnames}
    assert len(book["Phiên bản"]["D2"].value) == 64  # on paper only its beginning is printed


def test_sorting_a_sheet_leaves_its_total_at_the_end(workbook: bytes, texts: Catalogues) -> None:
    total, left = texts.text("vi", "report.total"), []
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[1:]:
        *_, last = re.findall(r"\d+", sheet.auto_filter.ref)
        has_total = total in [cell.value for cell in sheet[sheet.max_row]]
        assert int(last) == sheet.max_row - has_total, sheet.title
        left += [sheet.title] if has_total else []
    assert left == ["Số phiếu", "Lý do không hợp lệ"]


def test_no_line_parts_a_number_from_its_sign(word_file: bytes) -> None:
    text = words(word_file)
    assert re.search(r"\d\u00a0%", text)
    assert not re.findall(r"\d%", text)


def test_rankings_are_left_out_unless_they_are_asked_for(
    report: Report, texts: Catalogues, word_file: bytes
) -> None:
    assert "XẾP HẠNG NỘI BỘ" in words(word_file)
    edition = province()
    assert "XẾP HẠNG" not in words(docx(edition, report, texts))
    assert "XẾP HẠNG" not in pdf_words(pdf(edition, report, texts))
    open_book = openpyxl.load_workbook(io.BytesIO(xlsx(edition, report, texts)))
    assert not [name for name in open_book.sheetnames if "Xếp hạng" in name]


def test_the_factor_that_source_002_left_out_is_printed(texts: Catalogues) -> None:
    edition = source_002_edition()
    file = docx(edition, written(edition, DRAFT, texts), texts)
    word = python_docx.Document(io.BytesIO(file))
    rows = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
    figures = {row[0]: row[2] for row in rows[2:]}
    assert rows[1][2] == "85,61"
    assert figures["A"] == "84,62"
    assert figures["B"] == "85,98"
    published = {"B1": "86,16", "B2": "85,97", "B3": "86,80", "B4": "86,33"}
    assert {name: figures[name] for name in published} == published
    assert figures["B5"] == "84,21"


def test_what_has_no_figure_keeps_its_line_and_says_why(texts: Catalogues) -> None:
    edition = source_002_edition()
    inferred = next(row.share for row in edition.levels if row.key == "B1")
    shares = {
        "B1": replace(inferred, answers=0),
        "B2": Share(),
        "B3": Share(withheld=True),
    }
    levels = tuple(replace(row, share=shares.get(row.key, row.share)) for row in edition.levels)
    edition = replace(edition, levels=levels)
    word = python_docx.Document(io.BytesIO(docx(edition, written(edition, DRAFT, texts), texts)))
    lines = {row.cells[0].text: [one.text for one in row.cells] for row in word.tables[1].rows}
    assert lines["B1"][2:] == ["86,16**", "85,67–86,63", "10.000", "suy ra"]
    assert lines["B2"][2:] == ["–", "–", "0", "không có câu trả lời"]
    assert lines["B3"][2:] == ["…", "…", "…", "số phiếu ít, không công bố"]


def test_words_of_people_are_printed_and_never_run(texts: Catalogues) -> None:
    edition = province()
    trick = '=HYPERLINK("http://x") #read("/etc/passwd") \x0b<b>'
    theme = replace(edition.themes[0], label=trick)
    edition = replace(edition, themes=(theme,))
    report = written(edition, DRAFT, texts)
    assert '#read("/etc/passwd")' in pdf_words(pdf(edition, report, texts))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(edition, report, texts)))["Ý kiến"]
    assert sheet["B2"].data_type == "s"
    assert docx(edition, report, texts)


def test_each_line_that_a_person_wrote_is_a_paragraph(texts: Catalogues) -> None:
    lines = Paragraph(id="own/limits", text="Một\r\n\r\nHai\nBa", by="person")
    sections = (
        Section(name="level", paragraphs=(replace(lines, id="own/level"),)),
        Section(name="limits", paragraphs=(lines,)),
    )
    report = Report(letterhead=DRAFT, sections=sections)
    body = document_of(province(), report, texts).body
    said = [one for one in body if isinstance(one, Passage | Item)]
    assert said == [
        Passage("Một"), Passage("Hai"), Passage("Ba"),
        Item("a)", "Một"), Passage("Hai"), Passage("Ba"),
    ]  # fmt: skip


def test_signs_that_no_font_has_cost_a_sign_and_not_the_report(texts: Catalogues) -> None:
    odd = Theme(
        key="x", label="Chờ lâu 😊👍🏽 汉 \ue000quá", kind="weakness", count=3,
        comments=(Comment(text="Rất tốt 😊", unit="BHXH cơ sở Đà Lạt"),),
    )  # fmt: skip
    edition = replace(source_002_edition(), themes=(odd,))
    report = written(edition, DRAFT, texts)
    for said in (words(docx(edition, report, texts)), pdf_words(pdf(edition, report, texts))):
        assert "Chờ lâu \ufffd quá" in " ".join(said.split())
        assert "“Rất tốt ”" in said


def test_hundreds_of_units_fill_the_table_and_not_the_sentence(texts: Catalogues) -> None:
    edition = province()
    units = tuple(
        replace(edition.units[number % 6], unit_id=f"u{number}", label=f"BHXH số {number}")
        for number in range(200)
    )
    edition = replace(edition, units=units)
    report = written(edition, DRAFT, texts)
    (said,) = [
        one.text
        for section in report.sections
        for one in section.paragraphs
        if one.id == "units.not_reached"
    ]
    assert said.endswith("và 120 mục khác.")
    document = document_of(edition, report, texts)
    (table,) = [one for one in document.body if isinstance(one, Table) and one.key == "units"]
    assert len(table.rows) == 200
    charts = {one.key for one in document.body if isinstance(one, Chart)}
    assert "units" not in charts
