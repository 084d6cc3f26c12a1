"""What every database promises about who was asked: nobody twice, a family by one number."""

import asyncio
from functools import partial

import pytest

from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.inviting_base import AskedLatelyError
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.storage.records import put

NUMBER = b"a number that a family shares"
SINCE = Instant(100)


async def asked(storage: Storage, invitation: str, *, person: str = "", at: int = 200) -> bool:
    """Ask somebody by the number, and by who they are if that is told; tell whether that went."""
    ask = partial(storage.asked.ask, at=Instant(at), invitation_id=invitation, not_since=SINCE)
    unit = UnitOfWork()
    if person:
        ask(unit, person.encode())
    ask(unit, NUMBER, shared=bool(person))
    try:
        await storage.commit(unit)
    except AskedLatelyError:
        return False
    return True


async def test_a_family_shares_its_number(storage: Storage) -> None:
    assert [await asked(storage, name, person=name) for name in ("an", "ba", "bo")] == [True] * 3
    assert not await asked(storage, "anybody of them")
    assert not await asked(storage, "again", person="ba")
    assert await storage.asked.when(NUMBER) == 200
    assert await storage.asked.when(NUMBER, alone=True) is None


async def test_who_was_asked_by_the_number_alone_may_be_any_of_them(storage: Storage) -> None:
    assert await asked(storage, "anybody")
    assert not await asked(storage, "an", person="an")
    assert await storage.asked.when(b"an") is None, "all of it, or nothing"
    assert await storage.asked.when(NUMBER, alone=True) == 200


async def test_the_same_invitation_is_tried_again(storage: Storage) -> None:
    assert [await asked(storage, "anybody", at=at) for at in (200, 300)] == [True, True]
    assert await storage.asked.when(NUMBER) == 300


async def test_days_later_the_number_is_whoevers_it_was_told_of_last(storage: Storage) -> None:
    assert await asked(storage, "anybody", at=50)
    assert await asked(storage, "an", person="an")
    assert await asked(storage, "ba", person="ba")
    assert await storage.asked.when(NUMBER, alone=True) is None


async def both_at_once(one: Storage, other: Storage) -> list[bool]:
    """Somebody is asked by the number alone at the moment at which a person with it is."""
    return list(await asyncio.gather(asked(one, "anybody"), asked(other, "an", person="an")))


async def test_of_two_at_one_moment_one_is_refused(storage: Storage) -> None:
    assert sorted(await both_at_once(storage, storage)) == [False, True]


@pytest.mark.parametrize("order", [1, -1])
async def test_of_two_processes_at_one_moment_one_is_refused(
    postgres_url: str, ring: KeyRing, order: int
) -> None:
    """Neither sees the other's rows when it begins: the row itself must say whose number it is."""
    processes = [await open_storage(postgres_url, ring) for _ in range(2)]
    for _ in range(25):
        assert sorted(await both_at_once(*processes[::order])) == [False, True]
        await put(processes[0], lambda u: processes[0].asked.forget(u, Instant(1_000)))
    for one in processes:
        await one.close()
