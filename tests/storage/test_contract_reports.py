"""What every database promises about reports: nothing lost, no number twice, parts as put in."""

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError, UnitOfWork
from storage.report_records import DocumentRecord, DutyRecord, ReminderRecord, ReportRecord
from survey.editions import Period, Scope
from survey.report_edits import Edit, Reply
from survey.report_life import STATES, ReportLife
from survey.report_parts import Letterhead
from tests.storage.records import put

AT = Instant(1_790_000_000_000)
QUARTER = Period(span="quarter", from_day="2026-07-01", to_day="2026-09-30")
LIFE = ReportLife(made_at=AT, made_by="account:1", changed_at=AT, changed_by="account:1",
                  makers=("account:1", "account:3"))  # fmt: skip
HEAD = Letterhead(agency="BHXH TỈNH", recipients=("BHXH Việt Nam", "Sở Nội vụ"))


def report(name: str = "r1", unit_id: str | None = "u1", **changes: object) -> ReportRecord:
    record = ReportRecord(
        id=name, scope=Scope(unit_id=unit_id, unit_name="Cơ sở 1"), period=QUARTER,
        letterhead=HEAD, life=LIFE,
    )  # fmt: skip
    return replace(record, **changes)


async def stored(storage: Storage, record: ReportRecord) -> ReportRecord:
    await put(storage, lambda u: storage.reports.add(u, record))
    return record


async def test_a_report_comes_back_as_it_went_in(storage: Storage) -> None:
    record = await stored(storage, report())
    assert await storage.reports.by_id(None, "r1") == record
    changed = replace(record, number=4, year=2026, shows_ranking=True,
                      life=replace(LIFE, state="issued", issued_at=AT))  # fmt: skip
    await put(storage, lambda u: storage.reports.save(u, changed))
    assert await storage.reports.by_id(None, "r1") == replace(changed, version=2)
    assert [one.id for one in await storage.reports.numbered({"u1", "*"})] == ["r1"]
    assert await storage.reports.numbered({"u2"}) == []


async def test_only_reports_of_the_units_are_found(storage: Storage) -> None:
    await stored(storage, report())
    await stored(storage, report("r2", None))
    assert [one.id for one in await storage.reports.listed({"u1"})] == ["r1"]
    assert len(await storage.reports.listed(None)) == 2
    assert await storage.reports.by_id({"u2"}, "r1") is None
    assert len(await storage.reports.listed(None, 2026)) == 2
    assert await storage.reports.listed(None, 2025) == []


async def test_places_can_be_replied_to_until_approval(storage: Storage) -> None:
    for name in STATES:
        await stored(storage, report(name, life=replace(LIFE, state=name)))
    assert {one.id for one in await storage.reports.open_replies()} == {"draft", "awaiting"}


async def test_whoever_read_an_older_version_changes_nothing(storage: Storage) -> None:
    record = await stored(storage, report())
    await put(storage, lambda u: storage.reports.save(u, record))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.reports.save(u, record))


async def test_parts_edits_and_replies_are_kept(storage: Storage) -> None:
    record = await stored(storage, report())
    edits = [Edit(paragraph="level.index", revision=n, text=text, by="account:1", at=AT)
             for n, text in ((1, "Sửa"), (2, None))]  # fmt: skip
    said = Reply(subject="unit", key="u1", revision=2, place="00", text="Đã tăng người",
                 by="account:2", at=AT)  # fmt: skip
    draft = replace(said, revision=1, text="Nháp")

    def everything(unit: UnitOfWork) -> None:
        storage.reports.put_part(unit, record.id, "edition", b"first")
        storage.reports.put_part(unit, record.id, "edition", b"second")
        for edit in edits:
            storage.reports.edit(unit, record.id, edit)
        storage.reports.reply(unit, record.id, draft)
        storage.reports.reply(unit, record.id, said)

    await put(storage, everything)
    assert await storage.reports.part(record.id, "edition") == b"second"
    assert await storage.reports.part(record.id, "issued") is None
    assert await storage.reports.edits(record.id) == edits
    assert await storage.reports.replies(record.id) == [draft, said]


async def take(storage: Storage, number: int) -> None:
    await put(storage, lambda u: storage.reports.take_number(u, "u1", 2026, number))


async def test_numbers_follow_one_another_and_none_is_given_twice(storage: Storage) -> None:
    for number in (1, 2):
        assert await storage.reports.last_number("u1", 2026) == number - 1
        await take(storage, number)
    for number in (1, 2, 4):
        with pytest.raises(StaleSessionError):
            await take(storage, number)
    assert await storage.reports.last_number("u1", 2026) == 2
    assert await storage.reports.last_number("u1", 2027) == 0


async def test_the_tables_themselves_refuse_a_number_twice(storage: Storage) -> None:
    await stored(storage, report(number=1, year=2026))
    with pytest.raises(StorageRefusedError):
        await stored(storage, report("r2", number=1, year=2026))


async def test_a_document_is_archived_once(storage: Storage) -> None:
    record = await stored(storage, report())
    document = DocumentRecord(kind="pdf", data=b"%PDF", sha256="")

    def archive(unit: UnitOfWork) -> None:
        storage.reports.archive(unit, record.id, document)

    await put(storage, archive)
    kept = await storage.reports.document(record.id, "pdf")
    assert kept is not None
    assert kept.data == b"%PDF"
    assert len(kept.sha256) == 64
    with pytest.raises(StorageRefusedError):
        await put(storage, archive)


async def test_a_letterhead_is_kept_for_the_next_report(storage: Storage) -> None:
    for place in ("Đà Lạt", "Bảo Lộc"):
        unit = UnitOfWork()
        storage.reports.keep_letterhead(unit, "*", replace(HEAD, place=place), "account:1", AT)
        await storage.commit(unit)
    assert await storage.reports.letterhead("*") == replace(HEAD, place="Bảo Lộc")
    assert await storage.reports.letterhead("u1") is None


@pytest.fixture
async def duty(storage: Storage) -> DutyRecord:
    record = DutyRecord(id="d1", unit_id="u1", span="quarter", days=10, since="2026-01-01",
                        made_at=AT, made_by="account:1")  # fmt: skip
    await put(storage, lambda u: storage.report_duties.add(u, record))
    return record


async def test_a_reminder_goes_out_once(storage: Storage, duty: DutyRecord) -> None:
    reminder = ReminderRecord(duty_id=duty.id, from_day="2026-07-01", step="soon", at=AT)
    await put(storage, lambda u: storage.report_duties.remind(u, reminder))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.report_duties.remind(u, reminder))
    again = replace(reminder, withdrawn="r1")
    await put(storage, lambda u: storage.report_duties.remind(u, again))
    steps = {("d1", "2026-07-01", "soon", ""), ("d1", "2026-07-01", "soon", "r1")}
    assert await storage.report_duties.reminded() == steps


async def test_a_duty_ends_once(storage: Storage, duty: DutyRecord) -> None:
    assert await storage.report_duties.listed() == [duty]
    await put(storage, lambda u: storage.report_duties.end(u, duty.id, "account:2", AT))
    assert await storage.report_duties.listed() == []
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.report_duties.end(u, duty.id, "account:2", AT))
