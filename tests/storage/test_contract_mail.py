"""What every database promises about returned letters, and about where officers are written to."""

import pytest
from msgspec.structs import replace

from flows.desk.notices import QUIET
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage
from storage.mail_records import AccountMail, Bounce
from storage.trust import NoticeRecord
from tests.storage.desk_rows import ME, account
from tests.storage.records import put, put_each

BOUNCE = Bounce(address_index=b"a" * 32, at=Instant(5), status="4.2.2", hard=False)
MAIL = AccountMail(
    account_id=ME, address="lan@example.gov.vn", changed_at=Instant(5), next_at=Instant(5)
)
NOTICE = NoticeRecord(account_id=ME, kind="case.assigned", object="A", made_at=Instant(5))


async def test_returns_of_an_address_are_counted_and_the_last_word_counts(
    storage: Storage,
) -> None:
    later = replace(BOUNCE, at=Instant(9), status="5.1.1", hard=True)
    await put_each(storage, storage.bounces.add, BOUNCE, later)
    assert await storage.bounces.of(BOUNCE.address_index) == replace(later, times=2)
    await put(storage, lambda unit: storage.bounces.forget_before(unit, Instant(10)))
    assert await storage.bounces.of(BOUNCE.address_index) is None


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    """A storage with one officer who has an address."""
    await put(storage, lambda unit: storage.accounts.add(unit, account()))
    await put(storage, lambda unit: storage.account_mails.add(unit, MAIL))
    return storage


async def due(storage: Storage, now: int = 10) -> list[str]:
    found = await storage.account_mails.due(Instant(now), QUIET, 10)
    return [one.account_id for one in found]


async def save(storage: Storage, record: AccountMail) -> None:
    await put(storage, lambda unit: storage.account_mails.save(unit, record))


async def test_an_address_comes_back_and_goes(kept: Storage) -> None:
    assert await kept.account_mails.of(ME) == MAIL
    await put(kept, lambda unit: kept.account_mails.remove(unit, ME))
    assert await kept.account_mails.of(ME) is None


async def test_of_two_that_change_it_at_once_one_is_refused(kept: Storage) -> None:
    await save(kept, replace(MAIL, asked_at=Instant(6), version=2))
    with pytest.raises(StaleSessionError):
        await save(kept, replace(MAIL, address="khac@example.gov.vn", version=2))


async def test_who_was_not_asked_yet_is_due_when_it_is_time(kept: Storage) -> None:
    assert (await due(kept), await due(kept, now=4)) == ([ME], [])
    await save(kept, replace(MAIL, asked_at=Instant(6), version=2))
    assert await due(kept) == []


async def test_only_news_that_nobody_told_and_nobody_read_are_due(kept: Storage) -> None:
    await save(kept, replace(MAIL, asked_at=Instant(6), confirmed_at=Instant(7), version=2))
    await put(kept, lambda unit: kept.notices.add(unit, replace(NOTICE, kind="case.agreed")))
    assert await due(kept) == [], "it asks nothing of anybody"
    await put(kept, lambda unit: kept.notices.add(unit, NOTICE))
    assert await due(kept) == [ME]
    newest = (await kept.notices.page(ME)).rows[0].number
    told = replace(MAIL, confirmed_at=Instant(7), mailed_upto=newest, version=3)
    await save(kept, told)
    assert await due(kept) == []
    await put(kept, lambda unit: kept.notices.add(unit, NOTICE))
    assert await due(kept) == [ME]
    await put(kept, lambda unit: kept.notices.read(unit, ME, [newest + 1], Instant(8)))
    assert await due(kept) == []
