"""The XLSForms of tests/data/xlsforms as workbooks: tables of text in, .xlsx out.

Each file holds the sheets of one form, `== survey` and so on, cells parted by `|`; `== refused`
lists what a broken one is refused for. `python -m tests.bot.xlsform.workbooks FOLDER` writes them
out, to be opened in a spreadsheet.
"""

import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import xlsxwriter

__all__ = ["BROKEN", "GOOD", "SAID", "tables", "workbook", "xlsform"]

from bot.i18n import Catalogues
from bot.xlsform.own_words import said_in

FOLDER = Path(__file__).parents[2] / "data" / "xlsforms"
GOOD = sorted(path.stem for path in FOLDER.glob("good_*.txt"))
BROKEN = sorted(path.stem for path in FOLDER.glob("broken_*.txt"))
SAID = said_in(Catalogues.load())

Table = list[list[str]]


def tables(name: str) -> dict[str, Table]:
    """Return the rows of each sheet, the header first."""
    found: dict[str, Table] = {}
    rows: Table = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            rows = found[line.removeprefix("== ")] = []
        elif line:
            rows.append([cell.strip() for cell in line.split("|")])
    return found


def workbook(sheets: Mapping[str, Iterable[Iterable[str]]]) -> bytes:
    """Return an .xlsx file."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, place, cell)
    return buffer.getvalue()


def xlsform(name: str) -> bytes:
    """Return one of the forms as an .xlsx file."""
    return workbook({sheet: rows for sheet, rows in tables(name).items() if sheet != "refused"})


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for each in (*GOOD, *BROKEN):
        (target / f"{each}.xlsx").write_bytes(xlsform(each))
