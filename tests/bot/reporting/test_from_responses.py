"""A report all the way: from the answers that are stored to the figures on paper and in sheets."""

import io
import random
from collections.abc import Iterable

import docx as python_docx
import openpyxl
import pypdf
import pytest
from msgspec.structs import replace

from bot.accounts import By
from bot.figures import Figures
from bot.i18n import Catalogues, day_of
from bot.reporting import Press, ReportDesk
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from storage.report_records import DOCUMENTS, DocumentKind
from survey.editions import Period, Scope
from survey.validity import Rules
from tests.bot.figures.crowds import Form, answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST, values_for
from tests.bot.reporting.office import HEAD

NOW = Instant(BEGIN + 100 * DAY)
QUARTER = Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")
UNITS = ("u1", "u2")


def crowd() -> list[Form]:
    """Forms of two units, all answered in the quarter."""
    chance = random.Random("from responses to paper")
    return [
        answered(
            number, values_for(chance, "mc"), version=NEWEST["mc"], unit_id=UNITS[number % 2],
            started_at=Instant(BEGIN + number % 60 * DAY), channel="web", invitation_kind="place",
        )
        for number in range(80)
    ]  # fmt: skip


def by_hand(forms: list[Form]) -> float:
    """The index in per cent: how many of all ratings say 4 or 5."""
    asked = {one.id for one in FORMS["mc", NEWEST["mc"]].questions
             if one.kind == "satisfaction" and one.type == "scale5"}  # fmt: skip
    given = [value for _, told in forms for name, value in told.items()
             if name in asked and isinstance(value, int)]  # fmt: skip
    return 100 * sum(value >= 4 for value in given) / len(given)


async def issued(
    storage: SqlStorage, texts: Catalogues, units: Iterable[str] = UNITS
) -> dict[DocumentKind, bytes]:
    """What a report of the whole is printed as, by two people of whom one approves."""
    unit = UnitOfWork()
    for name in units:
        storage.places.add_unit(unit, name, f"BHXH cơ sở {name}", None)
    await storage.commit(unit)
    figures = Figures(storage, FORMS, Rules(), texts)
    while await figures.settle():
        pass
    writer, head = (ReportDesk(storage, figures, Press(texts), By(f"account:{name}", NOW))
                    for name in ("writer", "head"))  # fmt: skip
    record = await writer.make(Scope(unit_id=None, unit_name="BHXH tỉnh", tree="then"), QUARTER)
    day = day_of(NOW).isoformat()
    filled = replace(HEAD, subject=record.letterhead.subject, day=day)
    waiting = await writer.submit(await writer.put_letterhead(record, filled, keep=False))
    done = await writer.issue(await head.approve(waiting))
    found = {kind: await storage.reports.document(done.id, kind) for kind in DOCUMENTS}
    return {kind: one.data for kind, one in found.items() if one is not None}


@pytest.mark.timeout(120)
async def test_stored_answers_stand_on_paper_and_in_sheets_as_they_add_up_by_hand(
    storage: SqlStorage, texts: Catalogues
) -> None:
    forms = crowd()
    await put_crowd(storage, forms)
    files, index = await issued(storage, texts), by_hand(forms)
    assert 0 < index < 100
    written = f"{index:.2f}".replace(".", ",")

    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["Yếu tố"]
    assert sheet["C2"].value == pytest.approx(index, abs=1e-9)
    word = python_docx.Document(io.BytesIO(files["docx"]))
    assert any(f"đạt {written}\u00a0%" in one.text for one in word.paragraphs)
    counts, factors, *_ = ([[cell.text for cell in row.cells] for row in table.rows]
                           for table in word.tables[1:])  # fmt: skip
    assert counts[-1][4] == "80"
    assert factors[1][2] == written
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages]
    assert written in "".join(pages)
