"""LibreOffice opens the files, and every page of them is whole: no blank one, nothing cut off."""

import re
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from msgspec.structs import replace
from PIL import Image, ImageOps

from bot.i18n import Catalogues
from bot.reports.satisfaction.pdf_file import pdf
from bot.reports.satisfaction.word_file import docx
from bot.reports.satisfaction.writing import written
from tests.bot.reports.satisfaction.test_documents import words
from tests.libre_office import opened, poppler
from tests.survey.editions import source_002_edition
from tests.survey.letterheads import ISSUED

pytestmark = pytest.mark.timeout(240)
DOTS = 50 / 25.4  # in a millimetre


def pictures(file: Path) -> list[Image.Image]:
    """Return the pages as grey pictures."""
    poppler("pdftoppm", "-r", "50", "-gray", file, file.with_suffix(""))
    return [Image.open(page) for page in sorted(file.parent.glob(f"{file.stem}-*.pgm"))]


@pytest.fixture(scope="session")
def printed(office: str, word_file: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The .docx as LibreOffice prints it."""
    return opened(office, word_file, "report.docx", tmp_path_factory.mktemp("office"))


def is_filled_within_margins(page: Image.Image) -> bool:
    """Whether a page is not blank, and nothing on it stands in its margins but its number."""
    box = ImageOps.invert(page).point(lambda ink: 255 if ink > 40 else 0).getbbox()
    if box is None:
        return False
    left, top, right, bottom = (side / DOTS for side in box)
    width, height = page.width / DOTS, page.height / DOTS
    return left >= 29 and right <= width - 15 and top >= 8 and bottom <= height - 19


def test_every_page_of_the_report_is_filled_within_its_margins(printed: Path) -> None:
    pages = pictures(printed)
    assert 14 <= len(pages) <= 24
    for number, page in enumerate(pages, start=1):
        assert is_filled_within_margins(page), number


def test_every_page_of_the_pdf_is_filled_within_its_margins(
    office: str, pdf_file: bytes, tmp_path: Path
) -> None:
    del office  # without its poppler there are no pictures
    (tmp_path / "own.pdf").write_bytes(pdf_file)
    pages = pictures(tmp_path / "own.pdf")
    assert 14 <= len(pages) <= 24
    for number, page in enumerate(pages, start=1):
        assert is_filled_within_margins(page), number


@pytest.mark.parametrize("addressed", [("BHXH Việt Nam",), ("BHXH Việt Nam", "UBND tỉnh")])
def test_whom_it_is_for_stands_at_the_same_place_in_both_files(
    office: str, texts: Catalogues, tmp_path: Path, addressed: tuple[str, ...]
) -> None:
    head = replace(ISSUED, addressed_to=addressed)
    edition = source_002_edition()
    report = written(edition, head, texts)
    (tmp_path / "own.pdf").write_bytes(pdf(edition, report, texts))
    files = (opened(office, docx(edition, report, texts), "word.docx", tmp_path),
             tmp_path / "own.pdf")  # fmt: skip
    word, own = (place_of(file, "Kính", tmp_path) for file in files)
    assert word == pytest.approx(
        own, abs=2 * 72 / 25.4
    )  # 2 mm: the fonts are as wide, not the same


def place_of(file: Path, said: str, folder: Path) -> float:
    """Where a word of the first page begins, in points from the left."""
    boxes = folder / "boxes.html"
    poppler("pdftotext", "-bbox", "-l", "1", file, boxes)
    found = re.search(rf'xMin="([\d.]+)"[^>]*>{normalize("NFC", said)}<',
                      normalize("NFC", boxes.read_text("utf-8")))  # fmt: skip
    assert found, said
    return float(found[1])


def test_no_word_of_the_report_is_lost_when_it_is_opened(printed: Path, word_file: bytes) -> None:
    have = re.sub(r"\s", "", normalize("NFC", poppler("pdftotext", printed, "-")))
    lost = {word for word in words(word_file).split() if normalize("NFC", word) not in have}
    assert not lost


def test_every_sheet_of_the_workbook_is_as_wide_as_a_page(
    office: str, workbook: bytes, tmp_path: Path
) -> None:
    printed = opened(office, workbook, "report.xlsx", tmp_path)
    texts = [page.extract_text() for page in pypdf.PdfReader(printed).pages]
    assert len(texts) >= 20
    assert all(text.strip() for text in texts)
    assert not [text for text in texts if "###" in text]  # a number that has no room
    assert not [text for text in texts if "Err:" in text]
