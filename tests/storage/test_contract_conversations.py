"""What every database promises about sessions, messages and timers."""

import msgspec
import pytest

from flows.identifiers import Instant, SessionId
from flows.session import State
from storage.base import (
    ConversationRecord,
    DuplicateMessageError,
    StaleSessionError,
    Storage,
    StorageRefusedError,
    UnitOfWork,
)
from storage.timers import TIMER_TRIES
from tests.storage.records import S1, inbox, outbox, put, put_each, session, stored, timer, unit_of


def pointer(session_id: str, at: int = 7) -> ConversationRecord:
    return ConversationRecord(
        channel="web",
        user_key="ab" * 32,
        session_id=SessionId(session_id),
        created_at=Instant(at),
    )


class TestSessions:
    async def test_an_unknown_session_is_none(self, storage: Storage) -> None:
        assert await storage.sessions.load(SessionId("nobody")) is None

    async def test_a_session_comes_back_as_it_was(self, storage: Storage) -> None:
        first = stored(version=1, last_seq=4, trial=False)
        await put(storage, lambda u: storage.sessions.add(u, first))
        assert await storage.sessions.load(S1) == first

    async def test_a_session_without_forms_is_kept_too(self, storage: Storage) -> None:
        bare = msgspec.structs.replace(session(), frames=(), state=State.COMPLETED)
        kept = stored(session=bare, trial=True)
        await put(storage, lambda u: storage.sessions.add(u, kept))
        assert await storage.sessions.load(S1) == kept

    async def test_saving_replaces_the_version_before(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        newer = stored(version=2, last_seq=9, session=session(words="đổi ý"))
        await put(storage, lambda u: storage.sessions.save(u, newer))
        assert await storage.sessions.load(S1) == newer

    @pytest.mark.parametrize("version", [1, 3, 9])
    async def test_a_stale_version_writes_nothing(self, storage: Storage, version: int) -> None:
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        with pytest.raises(StaleSessionError):
            await put(
                storage,
                lambda u: storage.outbox.add(u, outbox()),
                lambda u: storage.sessions.save(u, stored(version=version, last_seq=5)),
            )
        assert await storage.sessions.load(S1) == stored(version=1)
        assert await storage.outbox.after(S1, 0) == []

    async def test_a_session_begins_once(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.sessions.add(u, stored()))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.sessions.add(u, stored()))

    async def test_saving_what_is_not_there_is_stale(self, storage: Storage) -> None:
        with pytest.raises(StaleSessionError) as caught:
            await put(storage, lambda u: storage.sessions.save(u, stored(version=2)))
        assert caught.value.retryable


class TestConversations:
    async def test_a_conversation_points_at_one_session(self, storage: Storage) -> None:
        assert await storage.conversations.find("web", "ab" * 32) is None
        await put(storage, lambda u: storage.conversations.point(u, pointer("s1")))
        assert await storage.conversations.find("web", "ab" * 32) == pointer("s1")
        assert await storage.conversations.find("telegram", "ab" * 32) is None

    async def test_it_can_point_elsewhere_later(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.conversations.point(u, pointer("s1", at=7)))
        await put(storage, lambda u: storage.conversations.point(u, pointer("s2", at=8)))
        found = await storage.conversations.find("web", "ab" * 32)
        assert found == pointer("s2", at=7), "the conversation keeps its first moment"


class TestInbox:
    async def test_a_key_is_accepted_once(self, storage: Storage) -> None:
        assert not await storage.inbox.seen("web", "key-1")
        await put(storage, lambda u: storage.inbox.add(u, inbox(1)))
        assert await storage.inbox.seen("web", "key-1")
        assert not await storage.inbox.seen("telegram", "key-1")
        twin = inbox(2, dedupe_key="key-1")
        with pytest.raises(DuplicateMessageError) as caught:
            await put(storage, lambda u: storage.inbox.add(u, twin))
        assert not caught.value.retryable

    async def test_the_same_key_on_another_channel_is_another_message(
        self, storage: Storage
    ) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1)))
        other = inbox(2, dedupe_key="key-1", channel="telegram")
        await put(storage, lambda u: storage.inbox.add(u, other))
        assert len(await storage.inbox.pending(S1)) == 2

    async def test_pending_rows_come_in_order_of_arrival(self, storage: Storage) -> None:
        rows = [inbox(n, received_at=at) for n, at in ((3, 50), (1, 50), (2, 40))]
        await put_each(storage, storage.inbox.add, *rows, inbox(9, session_id="other"))
        assert [row.id for row in await storage.inbox.pending(S1)] == [
            "inbox-3",
            "inbox-1",
            "inbox-2",
        ]

    async def test_a_pending_row_comes_back_as_it_was(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1, attempts=2)))
        assert await storage.inbox.pending(S1) == [inbox(1, attempts=2)]

    @pytest.mark.parametrize("state", ["applied", "ignored", "dead"])
    async def test_a_row_finds_its_end_once(self, storage: Storage, state: str) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1)))
        await put(storage, lambda u: storage.inbox.mark(u, "inbox-1", state, "why"))
        assert await storage.inbox.pending(S1) == []
        assert await storage.inbox.seen("web", "key-1")
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.inbox.mark(u, "inbox-1", "applied"))

    async def test_attempts_are_counted(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1)))
        for _ in range(2):
            await put(storage, lambda u: storage.inbox.count_attempt(u, "inbox-1", Instant(2000)))
        assert [row.attempts for row in await storage.inbox.pending(S1)] == [2]

    async def test_each_attempt_puts_the_next_off_for_longer(self, storage: Storage) -> None:
        ripe = storage.inbox.ripe_sessions
        rows = [inbox(1), inbox(2), inbox(3, session_id="other")]
        await put_each(storage, storage.inbox.add, *rows)
        for start, pause in ((10_000, 2000), (20_000, 8000), (40_000, 18_000)):
            now = Instant(start)
            assert set(await ripe(now, 9)) == {S1, "other"}
            await put_each(
                storage, lambda u, at: storage.inbox.count_attempt(u, "inbox-1", at), now
            )
            assert await ripe(Instant(start + pause), 9) == ["other"], "a younger row waits too"
            assert set(await ripe(Instant(start + pause + 1), 9)) == {S1, "other"}

    async def test_what_cannot_be_read_is_set_back_and_then_aside(self, storage: Storage) -> None:
        await put_each(storage, storage.inbox.add, inbox(1), inbox(2))
        for left in ([inbox(1, attempts=1), inbox(2)], [inbox(2)]):
            await put(storage, lambda u: storage.inbox.set_back(u, S1, Instant(5), 2))
            assert await storage.inbox.pending(S1) == left

    async def test_who_waits_longest_is_first(self, storage: Storage) -> None:
        came = ((1, "b", 10), (2, "a", 20), (3, "b", 30), (4, "c", 99))
        rows = [inbox(n, session_id=name, received_at=at) for n, name, at in came]
        await put_each(storage, storage.inbox.add, *rows)
        assert await storage.inbox.waiting_sessions(Instant(50), 10) == ["b", "a"]
        assert await storage.inbox.waiting_sessions(Instant(50), 1) == ["b"]
        assert await storage.inbox.waiting_sessions(Instant(10), 9) == []

    async def test_a_row_may_arrive_applied(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1, state="applied", body=b"")))
        assert await storage.inbox.pending(S1) == []
        assert await storage.inbox.seen("web", "key-1")

    async def test_bodies_of_the_dead_can_be_erased(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1, state="dead")))
        await put(storage, lambda u: storage.inbox.erase(u, S1))
        assert await storage.inbox.seen("web", "key-1")


class TestOutbox:
    async def test_messages_come_in_their_order(self, storage: Storage) -> None:
        others = outbox(1, session_id="other")
        await put_each(storage, storage.outbox.add, outbox(2), others, outbox(1), outbox(3))
        assert await storage.outbox.after(S1, 0) == [outbox(1), outbox(2), outbox(3)]
        assert await storage.outbox.after(S1, 1, limit=1) == [outbox(2)]
        assert await storage.outbox.after(S1, 3) == []

    async def test_a_number_is_given_once(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.outbox.add(u, outbox(1)))
        with pytest.raises(StorageRefusedError) as caught:
            await put(storage, lambda u: storage.outbox.add(u, outbox(1)))
        assert not caught.value.retryable

    async def test_a_state_that_does_not_exist_is_refused(self, storage: Storage) -> None:
        wrong = outbox(1, state="lost")
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.outbox.add(u, wrong))

    async def test_erasing_takes_what_was_said_so_far(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.outbox.add(u, outbox(1)))
        await put(
            storage,
            lambda u: storage.outbox.erase(u, S1),
            lambda u: storage.outbox.add(u, outbox(2)),
        )
        assert await storage.outbox.after(S1, 0) == [outbox(2)]


class TestTimers:
    async def test_due_timers_come_oldest_first(self, storage: Storage) -> None:
        late = timer("t2", kind="expire", due_at=Instant(90))
        await put(
            storage,
            lambda u: storage.timers.set(u, timer("t1", due_at=Instant(100))),
            lambda u: storage.timers.set(u, late),
        )
        assert await storage.timers.due(Instant(89), 9) == []
        assert await storage.timers.due(Instant(90), 9) == [late]
        assert [t.id for t in await storage.timers.due(Instant(100), 9)] == ["t2", "t1"]
        assert await storage.timers.due(Instant(100), 1) == [late]

    async def test_a_timer_takes_the_place_of_its_kind(self, storage: Storage) -> None:
        newer = timer("t2", wait=4, due_at=Instant(200))
        await put(storage, lambda u: storage.timers.set(u, timer("t1")))
        await put(storage, lambda u: storage.timers.set(u, newer))
        assert await storage.timers.due(Instant(999), 9) == [newer]

    async def test_finishing_the_old_one_leaves_the_new_one(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.timers.set(u, timer("t1")))
        await put(
            storage,
            lambda u: storage.timers.set(u, timer("t2")),
            lambda u: storage.timers.finish(u, "t1"),
        )
        assert [t.id for t in await storage.timers.due(Instant(999), 9)] == ["t2"]
        await put(storage, lambda u: storage.timers.finish(u, "t2"))
        assert await storage.timers.due(Instant(999), 9) == []

    async def test_one_that_keeps_failing_is_set_aside(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.timers.set(u, timer("t1")))
        for attempt in range(TIMER_TRIES):
            assert await storage.timers.due(Instant(199), 9) == ([] if attempt else [timer("t1")])
            [due] = await storage.timers.due(Instant(200), 9)
            assert due.attempts == attempt
            await put(storage, lambda u: storage.timers.postpone(u, "t1", Instant(200)))
        assert await storage.timers.due(Instant(10**12), 9) == []
        await put(storage, lambda u: storage.timers.set(u, timer("t2")))
        assert await storage.timers.due(Instant(999), 9) == [timer("t2")], (
            "set anew, it counts anew"
        )


class TestOneTurn:
    async def test_a_turn_appears_whole_or_not_at_all(self, storage: Storage) -> None:
        """Invariant I4: the guard in the middle takes back what stood before it."""
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        turn = unit_of(
            lambda u: storage.inbox.add(u, inbox(1, state="applied")),
            lambda u: storage.timers.set(u, timer()),
            lambda u: storage.sessions.save(u, stored(version=7)),
            lambda u: storage.outbox.add(u, outbox()),
        )
        with pytest.raises(StaleSessionError):
            await storage.commit(turn)
        assert not await storage.inbox.seen("web", "key-1")
        assert await storage.timers.due(Instant(999), 9) == []
        assert await storage.outbox.after(S1, 0) == []

    async def test_a_turn_without_writes_is_no_transaction(self, storage: Storage) -> None:
        await storage.commit(UnitOfWork())
