"""A list from its upload to its end: read, counted, known again, taken back."""

import msgspec
import pytest

from bot.imports.deciding import LeanedOnError, NotReadyError
from bot.imports.emptying import forget_numbers
from bot.imports.mapping import as_kept, looked_of
from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.base import StaleSessionError, UnitOfWork
from storage.transaction_records import NewTransaction
from tests.bot.imports.office import Office, a_list, row

WHOLE = Scope(account_id="a", units=None)


async def test_a_list_counts_only_once_somebody_lets_it(office: Office) -> None:
    record = await office.checked(a_list(row(n) for n in range(1, 301)))

    assert (record.state, record.rows, record.good, record.faulty) == ("checked", 300, 300, 0)
    first = (await office.rows(record))[0]
    assert await office.storage.transactions.by_id(first.id) is None
    applied = await office.importer.apply(record)

    counting = await office.storage.transactions.by_id(first.id)
    assert counting is not None
    assert (counting.unit_id, counting.place_id, counting.counter_id) == (
        "bhxh-dalat", "mot-cua", "q1",
    )  # fmt: skip
    assert (counting.phone, counting.done_on, counting.mode) == (
        "+84912000001", "2026-10-05", "direct",
    )  # fmt: skip
    assert applied.applied_at is not None


async def test_the_same_file_again_changes_nothing(office: Office) -> None:
    content = a_list(row(n) for n in range(1, 4))
    record = await office.applied(content)
    await office.swept()
    before = await office.now_is(record)

    again = await office.hand_in(content, name="another-name.csv")

    assert again == before
    await office.swept()
    assert [one.id for one in await office.storage.imports.listed(WHOLE)] == [record.id]
    assert await office.storage.imports.version() == 1


async def test_rows_that_count_already_are_left_out(office: Office) -> None:
    """Lists overlap: each month's starts at the beginning of the year (domain R9)."""
    earlier = await office.applied(a_list(row(n) for n in range(1, 4)))
    later = await office.checked(a_list(row(n) for n in (2, 3, 4, 4)))

    assert (later.rows, later.good, later.duplicates) == (4, 1, 3)
    assert later.leans_on == (earlier.id,)
    assert await office.faults(later) == [(2, "", "known"), (3, "", "known"), (5, "", "repeated")]
    await office.importer.apply(later)
    assert [one.row for one in await office.rows(later)] == [4]


async def test_a_list_is_not_undone_under_one_that_leans_on_it(office: Office) -> None:
    earlier = await office.applied(a_list(row(n) for n in (1, 2)))
    later = await office.applied(a_list(row(n) for n in (2, 3)))

    with pytest.raises(LeanedOnError) as refused:
        await office.importer.undo(earlier.id)
    assert [one.id for one in refused.value.later] == [later.id]

    await office.importer.undo(later.id)
    assert (await office.importer.undo(earlier.id)).state == "undone"


async def test_of_two_lists_with_the_same_row_one_counts_it(office: Office) -> None:
    one = await office.checked(a_list(row(n) for n in (1, 2)))
    other = await office.checked(a_list(row(n) for n in (2, 3)))
    await office.importer.apply(one)

    again = await office.importer.apply(other)
    assert again.state == "reading"
    compared = await office.read(again)
    assert (compared.good, compared.duplicates) == (1, 1)
    assert (await office.importer.apply(compared)).state == "applied"


async def test_what_came_by_the_api_meanwhile_is_left_out(office: Office) -> None:
    record = await office.checked(a_list(row(n) for n in (1, 2)))
    unit, key = UnitOfWork(), "bhxh-dalat|hs00002"
    handed_in = NewTransaction(
        id="t1", key=key, source="api", frame="person", unit_id="bhxh-dalat", done_on="2026-10-05"
    )
    office.storage.transactions.add(unit, handed_in)
    await office.storage.commit(unit)

    again = await office.importer.apply(record)
    assert again.state == "reading"
    compared = await office.read(again)
    assert (compared.good, compared.duplicates, compared.leans_on) == (1, 1, ())
    assert (await office.importer.apply(compared)).state == "applied"


async def test_undoing_leaves_the_audit_row_and_an_empty_import(office: Office) -> None:
    record = await office.applied(a_list(row(n) for n in range(1, 1_201)))
    first = (await office.rows(record))[0]

    await office.importer.undo(record.id)
    assert await office.storage.transactions.by_id(first.id) is None
    assert await office.swept() == 1

    left = await office.now_is(record)
    assert await office.storage.transactions.count(record.id) == 0
    assert await office.storage.imports.last_piece(record.id) is None
    assert msgspec.structs.replace(left, at=Instant(0), undone_at=None, applied_at=None) == (
        type(left)(
            id=record.id, state="undone", frame="person", unit_id=record.unit_id, name="",
            sha256="", size=0, checked_version=0, by="account:1", at=Instant(0),
        )
    )  # fmt: skip
    actions = [line["action"] for line in await office.storage.audit.listed()]
    assert actions[0] == "transaction.undone"


async def test_a_list_with_one_fault_counts_not_at_all(office: Office) -> None:
    rows = [row(n) for n in range(1, 400)]
    rows[250] = row(251, day="32/10/2026", phone="0912", unit="BHXH cơ sở Cà Mau")
    record = await office.checked(a_list(rows))

    assert (record.state, record.rows, record.faulty, record.good) == ("checked", 399, 1, 398)
    assert await office.faults(record) == [
        (252, "Ngày trả kết quả", "day_unreadable"),
        (252, "Số điện thoại", "phone_unreadable"),
    ]
    assert await office.storage.transactions.count(record.id) == 0
    with pytest.raises(NotReadyError):
        await office.importer.apply(record)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"unit": "BHXH cơ sở Cà Mau"}, "Cơ quan BHXH", "unit_unknown"),
        ({"place": "Điểm thu số 9"}, "Nơi giao dịch", "place_unknown"),
        ({"counter": "Quầy số 7"}, "Quầy", "counter_unknown"),
        ({"day": ""}, "Ngày trả kết quả", "missing"),
        ({"day": "04/11/2026"}, "Ngày trả kết quả", "day_ahead"),
        ({"mode": "qua chim"}, "Hình thức", "mode_unknown"),
        ({"phone": "01234567890"}, "Số điện thoại", "phone_old"),
        ({"phone": "0912345678; 0987654321"}, "Số điện thoại", "phone_several"),
        ({"phone": "19009068"}, "Số điện thoại", "phone_no_person"),
        ({"phone": "068012345678"}, "Số điện thoại", "phone_is_id"),
    ],
)
async def test_each_fault_is_said_with_its_row_and_column(
    office: Office, changes: dict[str, str], column: str, code: str
) -> None:
    quoted = {name: f'"{value}"' for name, value in changes.items()}
    record = await office.checked(a_list([row(1), row(2, **quoted)]))

    assert await office.faults(record) == [(3, column, code)]


async def test_what_is_quoted_of_a_fault_names_nobody(office: Office) -> None:
    record = await office.checked(a_list([row(1, phone="09123456781")]))

    [fault] = await office.storage.imports.faults(record.id, at_most=9)
    assert fault.params["value"] == "091•••781"


async def test_units_above_and_beside_are_not_for_this_list(office: Office) -> None:
    office.unit_id = "bhxh-baoloc"
    record = await office.checked(a_list([row(1, place="", counter="")]))

    assert await office.faults(record) == [(2, "Cơ quan BHXH", "unit_outside")]


async def test_without_a_unit_rows_are_of_the_list_itself(office: Office) -> None:
    record = await office.checked(a_list(["HS1;05/10/2026"], "Mã hồ sơ;Ngày giao dịch"))

    assert [one.unit_id for one in await office.rows(record)] == [office.unit_id]


async def test_a_mapping_is_proposed_again_for_the_same_headers(office: Office) -> None:
    headers = "Mã;Ngày giao dịch;Liên hệ"
    corrected = {"code": 0, "done_on": 1, "phone": 2}
    await office.checked(a_list(["1;5/10/2026;0912345678"], headers), corrected)

    record = await office.hand_in(a_list(["2;6/10/2026;0912345679"], headers))

    assert as_kept(record.mapping).columns == corrected


async def test_employers_are_a_list_of_their_own(office: Office) -> None:
    headers = "Mã đơn vị;Tên đơn vị;Số lao động;Email;Ngày giao dịch"
    content = a_list(["TX0001;Công ty Hoa Đà Lạt;1.200;Ke.Toan@hoa.vn;46300"], headers)
    record = await office.checked(content, frame="employer")

    [found] = await office.rows(record)
    assert (found.frame, found.employer_code, found.employer_name, found.size, found.email) == (
        "employer", "TX0001", "Công ty Hoa Đà Lạt", 1200, "ke.toan@hoa.vn",
    )  # fmt: skip
    assert found.done_on == "2026-10-05"


async def test_whoever_takes_over_goes_on_behind_the_last_portion(office: Office) -> None:
    """A restart in the middle: the rows that are durable are not read again (fault 11)."""
    content = a_list(row(n) for n in range(1, 1_001))
    record = await office.hand_in(content)
    begun = await office.importer.read(record, as_kept(record.mapping))
    commit, commits = office.storage.commit, 0

    async def dying(unit: object) -> None:
        nonlocal commits
        commits += 1
        if commits > 2:
            raise RuntimeError("power cut")
        await commit(unit)  # type: ignore[arg-type] # a unit of work

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(office.storage), "commit", lambda _, unit: dying(unit))
        with pytest.raises(RuntimeError):
            await office.read(begun)
    half = await office.now_is(record)
    assert half.state == "reading"
    assert 1 < half.progress == half.rows + 1 < 900  # the header is a row of the file, too

    done = await office.read(half)
    assert (done.state, done.rows, done.good) == ("checked", 1_000, 1_000)
    assert [one.row for one in await office.rows(done)][:3] == [2, 3, 4]
    assert await office.storage.transactions.count(record.id) == 1_000


async def test_what_is_taken_back_while_it_is_read_is_read_no_further(office: Office) -> None:
    record = await office.hand_in(a_list(row(n) for n in range(1, 1_001)))
    begun = await office.importer.read(record, as_kept(record.mapping))
    await office.importer.undo(record.id)

    with pytest.raises(StaleSessionError):
        await office.read(begun)
    await office.swept()
    assert await office.storage.transactions.count(record.id) == 0


async def test_numbers_go_when_their_day_has_come(office: Office) -> None:
    record = await office.hand_in(a_list([row(1), row(2)]), purge_on="2026-12-31")
    begun = await office.importer.read(record, as_kept(record.mapping))
    applied = await office.importer.apply(await office.read(begun))

    assert await office.storage.imports.to_purge("2026-12-30") is None
    due = await office.storage.imports.to_purge("2026-12-31")
    assert due == applied
    await forget_numbers(office.storage, due, office.clock)

    kept = await office.rows(record)
    assert [(one.phone, one.phone_index, one.person_index) for one in kept] == [(None,) * 3] * 2
    assert await office.storage.imports.to_purge("2027-12-31") is None
    again = await office.checked(a_list([row(2), row(3)]))
    assert (again.good, again.duplicates) == (1, 1)


async def test_the_file_goes_as_soon_as_it_counts(office: Office) -> None:
    record = await office.applied(a_list([row(1)]))
    assert looked_of(record) is not None

    await office.swept()

    assert looked_of(await office.now_is(record)) is None
    assert await office.storage.imports.last_piece(record.id) is None
    assert await office.storage.transactions.count(record.id) == 1


async def test_an_upload_that_breaks_off_leaves_nothing(office: Office) -> None:
    async def torn() -> object:
        yield b"x" * 300_000
        raise ConnectionResetError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.bot.imports.office.pieces", lambda _: torn())
        with pytest.raises(ConnectionResetError):
            await office.hand_in(b"")
    [begun] = await office.storage.imports.listed(WHOLE)
    assert (begun.state, begun.reason) == ("failed", "broken_off")
    assert await office.swept() == 0
    office.now = Instant(office.now + 3_600_000)
    assert await office.swept() == 1
    assert await office.storage.imports.last_piece(begun.id) is None


async def test_what_nobody_decides_about_is_found_after_its_time(office: Office) -> None:
    record = await office.checked(a_list([row(1)]))

    assert await office.storage.imports.abandoned(record.at) is None
    assert await office.storage.imports.abandoned(Instant(record.at + 1)) == record
    await office.importer.apply(record)
    assert await office.storage.imports.abandoned(Instant(record.at + 1)) is None
