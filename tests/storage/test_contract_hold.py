"""What every database promises to whoever holds a session: load, decide and write as one."""

import asyncio

import pytest

from storage.base import StaleSessionError
from storage.opening import SqlStorage
from tests.storage.records import S1, inbox, outbox, put, session, stored, unit_of

RACERS = 8
TURNS = 5


async def turn(storage: SqlStorage, number: int) -> int:
    """Load, decide, write, as the corridor does; return the version that it made."""
    before = await storage.sessions.load(S1)
    assert before is not None
    await asyncio.sleep(0.001)  # whoever can get in between does it now
    seq = before.last_seq + 1
    unit = unit_of(
        lambda u: storage.inbox.add(u, inbox(number, state="applied")),
        lambda u: storage.sessions.save(u, stored(version=before.version + 1, last_seq=seq)),
        lambda u: storage.outbox.add(u, outbox(seq)),
    )
    await storage.commit(unit)
    return before.version + 1


async def stubborn_turn(storage: SqlStorage, number: int) -> tuple[int, int]:
    """Try once without a lock, then hold the session; return the version, and how often even
    that came too late.
    """
    try:
        return await turn(storage, number), 0
    except StaleSessionError:
        for late in range(RACERS * TURNS):
            try:
                async with storage.hold(S1) as held:
                    return await turn(held, number), late
            except StaleSessionError:
                continue
    raise AssertionError("never got a turn")


@pytest.fixture
async def begun(storage: SqlStorage) -> SqlStorage:
    await put(storage, lambda u: storage.sessions.add(u, stored(version=1, last_seq=0)))
    return storage


class TestHolding:
    async def test_eight_that_race_all_succeed_and_versions_have_no_gaps(
        self, begun: SqlStorage, database_url: str
    ) -> None:
        """Failure model 54, invariants I3 and I5."""

        async def racer(number: int) -> list[tuple[int, int]]:
            first = 1 + number * TURNS
            return [await stubborn_turn(begun, each) for each in range(first, first + TURNS)]

        ends = [end for each in await asyncio.gather(*map(racer, range(RACERS))) for end in each]
        assert sorted(version for version, _ in ends) == list(range(2, 2 + RACERS * TURNS))
        said = await begun.outbox.after(S1, 0)
        assert [row.seq for row in said] == list(range(1, 1 + RACERS * TURNS))
        if database_url.startswith("postgresql"):
            # With the row's lock nobody comes too late; SQLite leaves that to the corridor.
            assert {late for _, late in ends} == {0}

    async def test_nothing_stays_of_what_was_not_committed(self, begun: SqlStorage) -> None:
        async with begun.hold(S1) as held:
            broken = unit_of(
                lambda u: held.outbox.add(u, outbox(1)),
                lambda u: held.sessions.save(u, stored(version=9)),
            )
            with pytest.raises(StaleSessionError):
                await held.commit(broken)
        assert await begun.outbox.after(S1, 0) == []
        assert await turn(begun, 1) == 2

    async def test_a_session_that_is_not_there_can_be_held_and_made(
        self, storage: SqlStorage
    ) -> None:
        async def first(number: int) -> bool:
            async with storage.hold(S1) as held:
                if await held.sessions.load(S1) is not None:
                    return False
                made = stored(session=session(words=str(number)))
                await held.commit(unit_of(lambda u: held.sessions.add(u, made)))
                return True

        ends = await asyncio.gather(*map(first, range(3)), return_exceptions=True)
        assert ends.count(True) == 1
        others = [end for end in ends if end is not True]
        assert all(end is False or isinstance(end, StaleSessionError) for end in others)

    async def test_who_holds_may_commit_more_than_once(self, begun: SqlStorage) -> None:
        async with begun.hold(S1) as held:
            assert [await turn(held, 1), await turn(held, 2)] == [2, 3]
        assert await turn(begun, 3) == 4

    async def test_a_fault_of_the_holder_lets_go_of_the_session(self, begun: SqlStorage) -> None:
        async def stumble() -> None:
            async with begun.hold(S1) as held:
                await held.sessions.load(S1)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await stumble()
        assert await turn(begun, 1) == 2
