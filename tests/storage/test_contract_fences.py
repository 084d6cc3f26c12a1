"""A turn is written only while nothing that it was decided by has changed: one write finds out."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant, SessionId
from storage.base import (
    ConversationRecord,
    DuplicateMessageError,
    InboxRecord,
    StaleSessionError,
    Storage,
    StoredSession,
    UnitOfWork,
)
from tests.storage.records import S1, inbox, put, unit_of
from tests.storage.records import stored as a_session

SPEAKER = ("web", "somebody")
Fenced = Callable[[Storage, UnitOfWork, StoredSession], None]


def saved(storage: Storage, unit: UnitOfWork, stored: StoredSession) -> None:
    after = replace(stored, version=stored.version + 1, last_seq=stored.last_seq + 1)
    storage.sessions.save(unit, after, SPEAKER)


def checked(storage: Storage, unit: UnitOfWork, stored: StoredSession) -> None:
    storage.sessions.check(unit, stored, SPEAKER)


@pytest.fixture(params=[saved, checked], ids=["save", "check"])
def fenced(request: pytest.FixtureRequest) -> Fenced:
    found: Fenced = request.param
    return found


@pytest.fixture
async def stored(storage: Storage) -> StoredSession:
    """A session that `SPEAKER` talks in."""
    first = a_session()
    conversation = ConversationRecord(
        channel=SPEAKER[0], user_key=SPEAKER[1], session_id=S1, created_at=Instant(1)
    )
    await put(
        storage,
        lambda u: storage.sessions.add(u, first),
        lambda u: storage.conversations.point(u, conversation),
    )
    return first


async def test_it_is_written_when_nothing_changed(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    await put(storage, lambda u: fenced(storage, u, stored))
    after = await storage.sessions.load(S1)
    assert after is not None
    assert after.version == stored.version + (fenced is saved)
    assert after.session == stored.session


async def test_not_after_another_writer(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    await put(
        storage, lambda u: storage.sessions.save(u, replace(stored, version=stored.version + 1))
    )
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: fenced(storage, u, stored))


async def test_not_when_the_speaker_went_on_to_another_session(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    elsewhere = ConversationRecord(
        channel=SPEAKER[0],
        user_key=SPEAKER[1],
        session_id=SessionId("another"),
        created_at=Instant(2),
    )
    await put(storage, lambda u: storage.conversations.point(u, elsewhere))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: fenced(storage, u, stored))


async def test_not_when_another_took_the_session_over(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    await put(
        storage, lambda u: storage.conversations.release_others(u, S1, keep=("web", "winner"))
    )
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: fenced(storage, u, stored))


async def test_not_while_something_older_waits(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    waiting = inbox(1, state="pending")
    assert waiting.session_id == S1
    await put(storage, lambda u: storage.inbox.add(u, waiting))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: fenced(storage, u, stored))
    await put(storage, lambda u: storage.inbox.mark(u, waiting.id, "applied"))
    await put(storage, lambda u: fenced(storage, u, stored))


async def test_a_message_of_another_session_holds_up_nothing(
    storage: Storage, stored: StoredSession, fenced: Fenced
) -> None:
    others = replace(inbox(2, state="pending"), session_id=SessionId("another"))
    await put(storage, lambda u: storage.inbox.add(u, others))
    await put(storage, lambda u: fenced(storage, u, stored))


async def test_nothing_of_a_unit_stays_behind_a_fence(
    storage: Storage, stored: StoredSession
) -> None:
    record: InboxRecord = inbox(3, state="applied")
    later = replace(stored, version=stored.version + 7)
    unit = unit_of(lambda u: storage.inbox.add(u, record), lambda u: saved(storage, u, later))
    with pytest.raises(StaleSessionError):
        await storage.commit(unit)
    assert not await storage.inbox.seen(record.channel, record.dedupe_key)


async def test_a_copy_among_others_is_refused_alone(storage: Storage) -> None:
    """Its first write fails, so that the units of its group need no second try."""
    copies = [unit_of(lambda u: storage.inbox.add(u, inbox(4))) for _ in range(3)]
    others = [unit_of(partial(storage.inbox.add, record=inbox(5 + n))) for n in range(3)]
    units = [*copies, *others]
    results = await asyncio.gather(*map(storage.commit, units), return_exceptions=True)
    assert [type(one) for one in results[3:]] == [type(None)] * 3
    assert sorted(type(one).__name__ for one in results[:3]) == [
        DuplicateMessageError.__name__,
        DuplicateMessageError.__name__,
        "NoneType",
    ]
