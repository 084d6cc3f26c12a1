"""Slips for the rows of a list: who gets one, what stands on it, what a second print does."""

import io
import re
from dataclasses import replace
from datetime import date

import msgspec
import pypdf
import pytest

from bot.calendars import vietnam_calendar
from bot.forms import publish_forms
from bot.i18n import Catalogues, start_of
from bot.invitations import code_hash
from bot.settings import Settings
from bot.slips import MOST_SLIPS, Printed, Printer
from flows.identifiers import Instant, SessionId
from flows.rulebook import Rulebook
from storage.base import Storage, UnitOfWork
from storage.transaction_records import ImportRecord, NewTransaction, row_id
from survey.procedures import Procedure

NOW = start_of(date(2026, 11, 22))
OFFICE = Settings(
    public_url="https://khaosat.bhxh-lamdong.gov.vn",
    office_name="Bảo hiểm xã hội tỉnh Lâm Đồng",
    office_hotline="1900 9068",
)
LIST = ImportRecord(
    id="i1", state="applied", frame="person", unit_id="a", name="thang-11.csv", sha256="00",
    size=1, by="account:1", at=NOW, applied_at=NOW,
)  # fmt: skip
RENEWAL = Procedure(code="1.002759", name="Cấp lại thẻ BHYT", from_day=date(2020, 1, 1), form="mc")


def transaction(row: int, **changes: object) -> NewTransaction:
    values = {
        "id": row_id("i1", row), "key": f"k{row}", "source": "import", "frame": "person",
        "unit_id": "a", "done_on": "2026-11-20", "import_id": "i1", "row": row,
        "procedure": RENEWAL.code, "person": f"p{row}",
    }  # fmt: skip
    return NewTransaction(**{**values, **changes})  # type: ignore[arg-type] # by name


@pytest.fixture
async def printer(storage: Storage, texts: Catalogues) -> Printer:
    """An office with a list of ten transactions that counts."""
    unit = UnitOfWork()
    storage.imports.add(unit, LIST)
    storage.procedures.keep(unit, RENEWAL)
    for row in range(2, 12):
        storage.transactions.add(unit, transaction(row))
    await storage.commit(unit)
    forms = await publish_forms(storage, NOW)
    rules = Rulebook(forms=forms.forms, latest=forms.latest, calendar=vietnam_calendar(2026, 2027))
    return Printer(storage, rules, OFFICE, texts, "account:1")


def words(printed: Printed) -> str:
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def codes(printed: Printed) -> list[str]:
    return re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b", words(printed))


async def test_eight_slips_a_page_each_with_its_row_and_code(printer: Printer) -> None:
    printed = await printer.print(LIST, 0, 100, NOW)
    assert len(pypdf.PdfReader(io.BytesIO(printed.pdf)).pages) == 2
    said = words(printed)
    assert [int(row) for row in re.findall(r"Dòng (\d+)", said)] == list(range(2, 12))
    assert len(set(codes(printed))) == 10
    assert "Cấp lại thẻ BHYT – 20/11/2026" in said
    assert "1900 9068" in said
    assert "THỬ" not in said


async def test_the_code_on_the_paper_opens_the_invitation(printer: Printer) -> None:
    printed = await printer.print(LIST, 0, 1, NOW)
    found = await printer.storage.invitations.by_code_hash(code_hash(codes(printed)[0]))
    assert found is not None
    assert (found.kind, found.form, found.unit_id, found.transaction_id) == (
        "personal", "mc", "a", row_id("i1", 2),
    )  # fmt: skip


async def test_a_list_is_printed_part_by_part(printer: Printer) -> None:
    first = await printer.print(LIST, 0, 4, NOW)
    rest = await printer.print(LIST, first.last_row, 100, NOW)
    assert (len(codes(first)), len(codes(rest)), rest.last_row) == (4, 6, 11)
    none = await printer.print(LIST, rest.last_row, 100, NOW)
    assert (none.pdf, none.last_row) == (b"", 0)


async def test_a_second_print_has_new_codes_but_for_what_was_opened(printer: Printer) -> None:
    first = await printer.print(LIST, 0, 3, NOW)
    storage = printer.storage
    known = await storage.invitations.of_transactions([row_id("i1", 2)])
    unit = UnitOfWork()
    storage.invitations.claim(unit, known[row_id("i1", 2)].id, SessionId("s1"))
    await storage.commit(unit)
    second = await printer.print(LIST, 0, 3, Instant(NOW + 1))
    assert dict(second.outcomes) == {"opened": 1, "renewed": 2}
    assert not set(codes(first)) & set(codes(second))


async def test_a_slip_for_who_has_a_letter_leads_to_the_same_survey(printer: Printer) -> None:
    storage, name = printer.storage, row_id("i1", 2)
    await printer.print(LIST, 0, 1, NOW)
    [before] = (await storage.invitations.of_transactions([name])).values()
    unit = UnitOfWork()
    letter = {"campaign_id": "c", "token_hash": "letter", "code_hash": "letter"}
    storage.recipients.invite(unit, msgspec.structs.replace(before, **letter))
    await storage.commit(unit)
    slip = await printer.print(LIST, 0, 1, Instant(NOW + 1))
    assert dict(slip.outcomes) == {"renewed": 1}
    by_slip = await storage.invitations.by_code_hash(code_hash(codes(slip)[0]))
    by_letter = await storage.invitations.by_token_hash("letter")
    assert by_slip is not None
    assert by_letter is not None
    assert by_slip.id == by_letter.id == before.id


async def test_nobody_is_asked_twice_in_a_list(printer: Printer) -> None:
    unit = UnitOfWork()
    for row in (12, 13):
        printer.storage.transactions.add(unit, transaction(row, person="the same"))
    await printer.storage.commit(unit)
    printed = await printer.print(LIST, 11, 100, NOW)
    assert dict(printed.outcomes) == {"invited": 1, "asked_lately": 1}


async def test_employers_and_online_dealings_get_their_own_survey(printer: Printer) -> None:
    unit = UnitOfWork()
    for row, changes in (
        (12, {"procedure": None, "mode": "online"}),
        (13, {"procedure": None, "frame": "employer", "employer_code": "YN0001"}),
    ):
        printer.storage.transactions.add(unit, transaction(row, **changes))
    await printer.storage.commit(unit)
    await printer.print(LIST, 11, 100, NOW)
    made = await printer.storage.invitations.listed()
    assert sorted(one.form for one in made) == ["dn", "el"]


async def test_a_retired_survey_is_offered_to_nobody(printer: Printer) -> None:
    latest = {name: v for name, v in printer.rules.latest.items() if name != "mc"}
    without = replace(printer, rules=msgspec.structs.replace(printer.rules, latest=latest))
    printed = await without.print(LIST, 0, 100, NOW)
    assert (printed.pdf, dict(printed.outcomes)) == (b"", {"no_survey": 10})


async def test_a_list_that_does_not_count_is_not_printed(printer: Printer) -> None:
    with pytest.raises(ValueError, match="checked"):
        await printer.print(msgspec.structs.replace(LIST, state="checked"), 0, 1, NOW)
    with pytest.raises(ValueError, match="applied"):
        await printer.print(LIST, 0, MOST_SLIPS + 1, NOW)


async def test_a_trial_is_marked_on_each_slip(printer: Printer) -> None:
    printed = await replace(printer, settings=Settings()).print(LIST, 0, 2, NOW)
    assert words(printed).count("BẢN DÙNG THỬ") == 2
