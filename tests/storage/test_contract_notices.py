"""Notices to officers and resets that were asked for, on each kind of database."""

import asyncio
from functools import partial

import pytest
from msgspec.structs import replace

from flows.desk.notices import OF_TRUST
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError
from storage.desk_records import COUNTED
from storage.trust import NoticeRecord, ResetRecord
from tests.storage.desk_rows import ME
from tests.storage.records import complaint, put, put_each

NOTICE = NoticeRecord(
    account_id=ME, kind="case.assigned", object="A", made_at=Instant(5), params={"by": "account:x"}
)
TRUST = replace(NOTICE, kind="account.link_made", object=ME)
RESET = ResetRecord(
    id="r1",
    account_id=ME,
    device_lost=True,
    asked_by="x",
    asked_at=Instant(5),
    ready_at=None,
    expires_at=Instant(50),
)


async def numbers(storage: Storage, account_id: str = ME, *, unread: bool = False) -> list[int]:
    page = await storage.notices.page(account_id, unread=unread)
    return [row.number for row in page.rows]


class TestNotices:
    async def test_come_back_as_they_were_newest_first(self, storage: Storage) -> None:
        await put_each(storage, storage.notices.add, NOTICE, TRUST)
        await put_each(storage, storage.notices.add, replace(NOTICE, account_id="other"))
        page = await storage.notices.page(ME)
        assert [replace(row, number=0) for row in page.rows] == [TRUST, NOTICE]
        assert page.next is None

    async def test_are_read_page_by_page(self, storage: Storage) -> None:
        await put_each(storage, storage.notices.add, *[NOTICE] * 7)
        seen, after = [], "no mark"
        while after:
            page = await storage.notices.page(ME, after=after, size=3)
            seen += [row.number for row in page.rows]
            after = page.next or ""
        assert seen == sorted(seen, reverse=True)
        assert len(set(seen)) == 7

    async def test_are_marked_as_read_by_their_own_reader(self, storage: Storage) -> None:
        await put_each(storage, storage.notices.add, *[NOTICE] * 3)
        newest, middle, oldest = await numbers(storage)
        for whose, number in (("other", newest), (ME, middle)):
            mark = partial(storage.notices.read, account_id=whose, numbers=[number], at=Instant(9))
            await put(storage, mark)
        assert await numbers(storage, unread=True) == [newest, oldest]
        shown = partial(storage.notices.read, account_id=ME, numbers=[oldest, middle])
        await put(storage, partial(shown, at=Instant(10)))
        assert await numbers(storage, unread=True) == [newest]
        assert await storage.notices.unread(ME) == 1

    async def test_unread_ones_of_some_kinds_come_newest_first(self, storage: Storage) -> None:
        await put_each(storage, storage.notices.add, TRUST, NOTICE, TRUST, TRUST)
        newest, middle, _, _ = await numbers(storage)
        mark = partial(storage.notices.read, account_id=ME, numbers=[newest], at=Instant(9))
        await put(storage, mark)
        found = await storage.notices.unread_of(ME, OF_TRUST, 1)
        assert [row.number for row in found] == [middle]

    async def test_are_counted_so_far_and_no_further(self, storage: Storage) -> None:
        await put_each(storage, storage.notices.add, *[NOTICE] * (COUNTED + 5), TRUST)
        assert await storage.notices.unread(ME) == COUNTED + 1
        assert await storage.notices.unread(ME, OF_TRUST) == 1
        assert await storage.notices.unread("other") == 0

    async def test_of_a_case_in_which_one_is_a_party_are_not_there(self, storage: Storage) -> None:
        case = complaint()
        await put_each(storage, storage.complaints.add, case)
        await put_each(storage, storage.notices.add, replace(NOTICE, object=case.code), TRUST)
        away = partial(storage.complaints.add_party, complaint_id=case.id, account_id=ME)
        await put(storage, partial(away, kind="found"))
        page = await storage.notices.page(ME)
        assert [row.kind for row in page.rows] == ["account.link_made"]
        assert await storage.notices.unread(ME) == 1

    async def test_of_example_cases_go_with_them(self, storage: Storage) -> None:
        case = complaint(demo=True)
        await put_each(storage, storage.complaints.add, case)
        await put_each(storage, storage.notices.add, replace(NOTICE, object=case.code), NOTICE)
        await storage.remove_demo()
        page = await storage.notices.page(ME)
        assert [row.object for row in page.rows] == [NOTICE.object]

    async def test_old_ones_go_but_not_what_was_done_to_ones_account(
        self, storage: Storage
    ) -> None:
        young = replace(NOTICE, made_at=Instant(80))
        await put_each(storage, storage.notices.add, NOTICE, TRUST, TRUST, young)
        _, unread, read, _ = await numbers(storage)
        mark = partial(storage.notices.read, account_id=ME, numbers=[read], at=Instant(9))
        await put(storage, mark)
        await put(storage, partial(storage.notices.forget_before, before=Instant(50)))
        page = await storage.notices.page(ME)
        assert [row.number for row in page.rows[1:]] == [unread]
        assert page.rows[0].made_at == 80


class TestResets:
    async def test_come_back_while_they_are_open(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        assert await storage.account_resets.open_for(ME, Instant(49)) == RESET
        assert await storage.account_resets.open_for(ME, Instant(50)) is None
        assert await storage.account_resets.open_for("other", Instant(6)) is None

    async def test_one_is_open_for_an_account(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        second = replace(RESET, id="r2", asked_at=Instant(20), expires_at=Instant(99))
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.account_resets.ask(u, second))
        late = replace(second, asked_at=Instant(50))
        await put(storage, lambda u: storage.account_resets.ask(u, late))
        assert await storage.account_resets.open_for(ME, Instant(60)) == late

    async def test_of_two_who_end_one_the_second_is_refused(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        end = partial(storage.account_resets.end, record=RESET, outcome="made", at=Instant(9))
        ends = await asyncio.gather(put(storage, end), put(storage, end), return_exceptions=True)
        assert [type(one) for one in ends if one is not None] == [StaleSessionError]
        assert await storage.account_resets.open_for(ME, Instant(10)) is None

    async def test_what_is_too_old_is_not_done(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.account_resets.end(u, RESET, "made", Instant(50)))

    async def test_a_link_made_elsewhere_ends_them(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        await put(storage, lambda u: storage.account_resets.end_all(u, ME, Instant(9)))
        assert await storage.account_resets.open_for(ME, Instant(10)) is None

    async def test_old_ones_are_forgotten(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.account_resets.ask(u, RESET))
        await put(storage, lambda u: storage.account_resets.forget_before(u, Instant(51)))
        assert await storage.account_resets.open_for(ME, Instant(6)) is None
