"""Every rule of Decree 30/2020, appendix I (domain §6.2), on the document's own XML."""

import io
import re
import unicodedata
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.table import _Cell
from msgspec.structs import replace

from bot.i18n import Catalogues
from bot.reports.satisfaction.letter import lettered
from bot.reports.satisfaction.measuring import width
from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.word_file import docx
from survey.report_parts import Report
from tests.bot.reports.satisfaction.word_reading import (
    all_paragraphs,
    body,
    bold,
    found,
    italic,
    millimetres,
    rule_of,
    size,
)
from tests.survey.editions import province
from tests.survey.letterheads import ISSUED

POINTS = 72 / 25.4


def head(word: Word) -> tuple[_Cell, _Cell, _Cell, _Cell]:
    """Agencies, state, number, place and day."""
    left, right = word.tables[0].rows[0].cells
    number, day = word.tables[0].rows[1].cells
    return left, right, number, day


def widest(text: str, points: float) -> float:
    return max(width(line, "serif_bold", points) for line in text.split("\n")) / POINTS


def test_paper_is_a4_with_margins_within_the_limits(word: Word) -> None:
    for section in word.sections:
        sides = (section.page_width, section.page_height)
        assert sorted(round(millimetres(one)) for one in sides) == [210, 297]
        assert 20 <= millimetres(section.top_margin) <= 25
        assert 20 <= millimetres(section.bottom_margin) <= 25
        assert 30 <= millimetres(section.left_margin) <= 35
        assert 15 <= millimetres(section.right_margin) <= 20


def test_every_letter_is_times_new_roman_in_black(word: Word) -> None:
    used = {one.style.name for one in all_paragraphs(word) if one.style}
    assert "Body Text" in used
    for name in used | {"Header"}:  # of the page number
        style = word.styles[name]
        fonts = style.element.rPr.rFonts
        slots = {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert slots == {"Times New Roman"}, name
        assert not [key for key in fonts.attrib if "Theme" in str(key)], name
        assert str(style.font.color.rgb) == "000000"
    runs = [run for one in all_paragraphs(word) for run in one.runs]
    assert not [run.text for run in runs if run.font.name or run.font.color.rgb]


def test_all_is_written_in_composed_unicode_and_nothing_in_another_colour(
    word_file: bytes,
) -> None:
    with ZipFile(io.BytesIO(word_file)) as archive:
        text = archive.read("word/document.xml").decode()
    assert unicodedata.is_normalized("NFC", text)
    assert {*re.findall(r'w:color(?: w:val)?="([^"]*)"', text)} == {"000000"}  # of the rules
    assert "w:shd" not in text
    assert "w:highlight" not in text


def test_page_numbers_stand_top_centre_and_not_on_the_first_page(word: Word) -> None:
    header = word.sections[0].header.paragraphs[0]
    assert header.alignment == ALIGN.CENTER
    (field,) = header.paragraph_format.element.iter(qn("w:instrText"))
    assert field.text == "PAGE"
    assert 13 <= size(header.runs[0], header) <= 14
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert not "".join(one.text for one in section.first_page_header.paragraphs)
        assert not "".join(one.text for one in section.footer.paragraphs)
        (own,) = section.header.paragraphs  # an annex's too, wherever it is kept
        assert (own.alignment, own.paragraph_format.left_indent) == (ALIGN.CENTER, None)
        assert [one.text for one in own.paragraph_format.element.iter(qn("w:instrText"))] == [
            "PAGE"
        ]
        assert not [*section._sectPr.iterfind(f"{qn('w:pgNumType')}[@{qn('w:fmt')}]")]


def test_the_left_block_names_the_agencies_above_a_short_rule(word: Word) -> None:
    left = head(word)[0]
    parent, agency, rule = left.paragraphs
    for paragraph, is_bold in ((parent, False), (agency, True)):
        run = paragraph.runs[0]
        assert paragraph.text == paragraph.text.upper()
        assert 12 <= size(run, paragraph) <= 13
        assert bold(run, paragraph) is is_bold
        assert paragraph.alignment == ALIGN.CENTER
    assert rule.paragraph_format.left_indent == rule.paragraph_format.right_indent
    assert agency.text.replace("\n", " ") == "BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG"
    part = rule_of(rule, millimetres(left.width)) / widest(agency.text, 12)
    assert 1 / 3 <= part <= 1 / 2


def test_the_right_block_has_state_and_motto_above_a_rule_as_long_as_it(word: Word) -> None:
    right = head(word)[1]
    nation, motto, rule = right.paragraphs
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert 12 <= size(nation.runs[0], nation) <= 13 <= size(motto.runs[0], motto) <= 14
    assert bold(nation.runs[0], nation)
    assert bold(motto.runs[0], motto)
    assert not italic(motto.runs[0], motto)
    assert {nation.alignment, motto.alignment} == {ALIGN.CENTER}
    assert rule_of(rule, millimetres(right.width)) == pytest.approx(
        widest(motto.text, 13), abs=0.5
    )
    assert widest(nation.text, 12) < millimetres(right.width)  # it stays on one line


def test_number_place_and_day_have_their_zeros(word: Word) -> None:
    number, day = (cell.paragraphs[0] for cell in head(word)[2:])
    assert number.text == "Số: 07/BC-BHXH"
    assert size(number.runs[0], number) == 13
    assert day.text == "Lâm Đồng, ngày 05 tháng 02 năm 2027"
    assert italic(day.runs[0], day)
    assert 13 <= size(day.runs[0], day) <= 14
    assert not bold(number.runs[0], number)
    assert not italic(number.runs[0], number)
    assert {number.alignment, day.alignment} == {ALIGN.CENTER}


@pytest.mark.parametrize(
    ("number", "day", "lines"),
    [
        (9, "2027-01-09", ("Số: 09/BC-BHXH", "Lâm Đồng, ngày 09 tháng 01 năm 2027")),
        (10, "2027-02-10", ("Số: 10/BC-BHXH", "Lâm Đồng, ngày 10 tháng 02 năm 2027")),
        (107, "2027-03-31", ("Số: 107/BC-BHXH", "Lâm Đồng, ngày 31 tháng 3 năm 2027")),
        (1, "2027-12-01", ("Số: 01/BC-BHXH", "Lâm Đồng, ngày 01 tháng 12 năm 2027")),
    ],
)
def test_only_numbers_and_days_below_ten_and_two_months_have_a_zero(
    texts: Catalogues, number: int, day: str, lines: tuple[str, str]
) -> None:
    letterhead = replace(ISSUED, number=number, day=day)
    file = docx(province(), Report(letterhead=letterhead, sections=()), texts)
    said = head(python_docx.Document(io.BytesIO(file)))[2:]
    assert tuple(cell.text for cell in said) == lines


def test_title_and_subject_are_bold_above_a_rule(word: Word) -> None:
    at = [one.text for one in word.paragraphs].index("BÁO CÁO")
    title, subject, rule = word.paragraphs[at : at + 3]
    assert subject.text.startswith("Kết quả khảo sát, đo lường sự hài lòng")
    for paragraph in (title, subject):
        assert bold(paragraph.runs[0], paragraph)
        assert 13 <= size(paragraph.runs[0], paragraph) <= 14
        assert paragraph.style
        assert paragraph.style.paragraph_format.alignment == ALIGN.CENTER
        assert (paragraph.alignment, paragraph.paragraph_format.left_indent) == (None, None)
    assert rule.paragraph_format.left_indent == rule.paragraph_format.right_indent
    assert 1 / 3 <= rule_of(rule, 164) / widest(subject.text, 14) <= 1 / 2


def test_the_grounds_are_in_italics_and_end_with_semicolons_and_a_full_stop(word: Word) -> None:
    grounds = [one for one in body(word) if one.text.startswith("Căn cứ")]
    assert [one.text[-1] for one in grounds] == [";", "."]
    assert all(italic(run, one) for one in grounds for run in one.runs)
    assert not re.search(r"[;.]{2}", " ".join(one.text for one in grounds))


@pytest.mark.parametrize(
    ("to", "lines"),
    [
        ((), []),
        (("BHXH Việt Nam;",), ["Kính gửi: BHXH Việt Nam"]),
        (("BHXH Việt Nam;", "UBND tỉnh."), ["Kính gửi:", "- BHXH Việt Nam;", "- UBND tỉnh."]),
    ],
)
def test_addressees_stand_below_one_another_and_end_as_a_list(
    texts: Catalogues, to: tuple[str, ...], lines: list[str]
) -> None:
    head = replace(ISSUED, addressed_to=to)
    file = docx(province(), Report(letterhead=head, sections=()), texts)
    found = python_docx.Document(io.BytesIO(file)).paragraphs
    gap = next(at for at, one in enumerate(found) if one.text == "BÁO CÁO")
    ends = next(at for at, one in enumerate(found) if one.text.startswith("Căn cứ"))
    said = [one for one in found[gap + 2 : ends] if one.text]
    assert [one.text for one in said] == lines
    wanted = {ALIGN.CENTER} if len(to) == 1 else {ALIGN.LEFT}
    assert {one.alignment for one in said} <= wanted
    assert len({one.paragraph_format.left_indent for one in said}) <= 1


def test_the_text_is_justified_indented_and_spaced(word: Word) -> None:
    style = word.styles["Body Text"]
    form = style.paragraph_format
    assert 13 <= style.font.size.pt <= 14
    assert form.alignment == ALIGN.JUSTIFY
    assert round(millimetres(form.first_line_indent), 1) in {10.0, 12.7}
    assert form.space_after.pt >= 6
    assert 1 <= form.line_spacing <= 1.5
    for paragraph in body(word):
        own = paragraph.paragraph_format
        assert paragraph.alignment is None  # nothing is set against the style
        assert (own.first_line_indent, own.left_indent, own.right_indent) == (None, None, None)
        assert (own.space_before, own.space_after, own.line_spacing) == (None, None, None)
        assert {size(run, paragraph) for run in paragraph.runs} == {14}


def test_headings_go_from_roman_to_arabic_numbers(word: Word) -> None:
    styles = [(one.style.name, one) for one in word.paragraphs if one.style]
    chapters = [one for name, one in styles if name == "Heading 1"]
    assert [one.text.split(" ")[0] for one in chapters] == ["I.", "II.", "III.", "IV."]
    assert all(one.text == one.text.upper() for one in chapters)
    sections = [one for name, one in styles if name == "Heading 2"]
    assert [one.text[:2] for one in sections] == [*(f"{n}." for n in range(1, 8)), "1.", "2."]
    for one in (*chapters, *sections):
        run = one.runs[0]
        assert (bold(run, one), italic(run, one)) == (True, False)
        assert 13 <= size(run, one) <= 14
        assert one.style
        assert one.style.paragraph_format.space_after.pt >= 6


def test_points_are_lettered_as_in_vietnamese(word: Word) -> None:
    texts = [one.text for one in body(word)]
    begin = texts.index(next(text for text in texts if text.startswith("a) ")))
    marks = [text.partition(" ")[0] for text in texts[begin : begin + 7]]
    assert marks == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]


def test_the_letters_go_on_as_in_vietnamese(texts: Catalogues) -> None:
    marks = [lettered(number, Voice(texts)) for number in range(1, 11)]
    assert marks == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)"]


def test_the_signature_has_the_office_in_capitals_and_a_bare_name(word: Word) -> None:
    block = found(word, "KT. GIÁM ĐỐC")
    office, name = found(word, "PHÓ GIÁM ĐỐC"), found(word, "Nguyễn Văn An")
    assert [block.text, office.text, name.text] == [
        "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An",
    ]  # fmt: skip
    for paragraph in (block, office, name):
        run = paragraph.runs[0]
        assert (bold(run, paragraph), italic(run, paragraph)) == (True, False)
        assert 13 <= size(run, paragraph) <= 14
        assert paragraph.alignment == ALIGN.CENTER
    foot = next(table for table in word.tables if "Nơi nhận:" in table.rows[0].cells[0].text)
    assert [one.text for one in foot.rows[0].cells[1].paragraphs] == [
        block.text, office.text, name.text,
    ]  # fmt: skip
    assert millimetres(name.paragraph_format.space_before) > 15  # room to sign and to seal


def test_the_recipients_end_with_the_archive(word: Word) -> None:
    title = found(word, "Nơi nhận:")
    run = title.runs[0]
    assert (size(run, title), bold(run, title), italic(run, title)) == (12, True, True)
    lines = [one for one in all_paragraphs(word) if one.text.startswith("- ")]
    assert {size(run, one) for one in lines for run in one.runs} == {11}
    assert not [one.text for one in lines for run in one.runs if bold(run, one)]
    assert not [one.text for one in lines for run in one.runs if italic(run, one)]
    assert all(one.text.endswith(";") for one in lines[:-1])
    assert lines[-1].text == "- Lưu: VT, TCCB."


def test_annexes_are_numbered_roman_with_pages_of_their_own(word: Word) -> None:
    titles = [one.text for one in word.paragraphs if one.text.startswith("Phụ lục ")]
    assert titles == [f"Phụ lục {n}" for n in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")]
    for at, one in enumerate(word.paragraphs):
        if one.text not in titles:
            continue
        for line in (one, word.paragraphs[at + 1]):
            assert line.style
            assert line.style.paragraph_format.alignment == ALIGN.CENTER
            assert (bold(line.runs[0], line), size(line.runs[0], line)) == (True, 14)
        assert word.paragraphs[at + 1].text == word.paragraphs[at + 1].text.upper()
    annexes = word.sections[1:]
    assert len(annexes) == len(titles)
    for section in word.sections[1:]:
        (numbering,) = section._sectPr.iter(qn("w:pgNumType"))
        assert numbering.get(qn("w:start")) == "1"
    assert WD_ORIENT.LANDSCAPE in {section.orientation for section in annexes}
    attached = found(word, "(Kèm theo Báo cáo số 07/BC-BHXH, ngày 05 tháng 02 năm 2027")
    assert italic(attached.runs[0], attached)
