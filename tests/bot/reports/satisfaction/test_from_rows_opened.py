"""5,000 responses of 8 units, stored as rows, on the paper that LibreOffice prints: what source
002 published, the factor that it left out, and each unit as its ratings add up.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from unicodedata import normalize

import pytest

from bot.i18n import Catalogues
from storage.opening import SqlStorage
from storage.report_records import DocumentKind
from tests.bot.figures.crowds import Form, put_crowd
from tests.bot.figures.test_source_002 import LEFT_OUT, PEOPLE, PUBLISHED, crowd
from tests.bot.reporting.test_from_responses import by_hand, issued
from tests.libre_office import opened, poppler

pytestmark = pytest.mark.timeout(300)
UNITS = tuple(f"u{number}" for number in range(8))
SAID = r"(\d\d[.,]\d\d)"
WHOLE = "Chỉ số hài lòng chung"


async def test_5_000_stored_responses_are_printed_as_the_source_published_them(
    office: str, storage: SqlStorage, texts: Catalogues, tmp_path: Path
) -> None:
    forms = [*crowd()]
    await put_crowd(storage, forms)
    files = await issued(storage, texts, UNITS)
    by_unit = units_by_hand(forms)
    assert len(forms) == PEOPLE
    assert len(set(by_unit.values())) > 1
    for name, paper in papers(office, files, tmp_path).items():
        assert levels_on(paper) == PUBLISHED | {"B5": LEFT_OUT}, name
        assert {unit: index_of(unit, paper) for unit in UNITS} == by_unit, name


def units_by_hand(forms: list[Form]) -> dict[str, float]:
    """The index of each unit, in per cent as papers say it."""
    found: dict[str, list[Form]] = defaultdict(list)
    for one in forms:
        found[one[0].unit_id or ""].append(one)
    return {unit: round(by_hand(told), 2) for unit, told in found.items()}


def papers(office: str, files: Mapping[DocumentKind, bytes], folder: Path) -> dict[str, str]:
    """The lines of each file as they stand on paper."""
    (folder / "own.pdf").write_bytes(files["pdf"])
    printed = {
        "docx": opened(office, files["docx"], "word.docx", folder),
        "xlsx": opened(office, files["xlsx"], "sheets.xlsx", folder),
        "pdf": folder / "own.pdf",
    }
    return {
        kind: normalize("NFC", poppler("pdftotext", "-layout", file, "-"))
        for kind, file in printed.items()
    }


def levels_on(paper: str) -> dict[str, float]:
    """What stands in the line of each level, the first one that has figures."""
    begins = {name: WHOLE if name == "overall" else name for name in (*PUBLISHED, "B5")}
    return {name: said(rf"{words} .*?{SAID}\s+{SAID}", paper) for name, words in begins.items()}


def index_of(unit: str, paper: str) -> float:
    """What stands behind a unit's valid forms in the table of units."""
    return said(rf"(?:\d+ +)?BHXH cơ sở {unit} +625 +{SAID}", paper)


def said(line: str, paper: str) -> float:
    """The first figure of the first such line."""
    found = re.search(rf"^[ \f]*{line}", paper, re.MULTILINE)
    assert found, line
    return float(found[1].replace(",", "."))
