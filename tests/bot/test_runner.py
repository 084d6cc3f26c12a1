"""The corridor remembers, so that a step reads nothing; and is right all the same."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Outgoing
from bot.runner import OverloadedError, Runner, UnknownConversationError
from bot.turns import Turns
from flows.identifiers import SessionId
from flows.messages import Chosen, Message, Opened, Typed
from storage.base import InvitationRecord, OutboxRecord, Storage, UnitOfWork
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.storage.records import inbox, put
from tests.web.installation import Installation, installed

CHANNEL = "telegram"
STEPS = ("G1:start", "G2:understood", "C1:yes", "H1:self")


class Sender:
    """Claims everything, and keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[OutboxRecord] = []

    def claim(self, _session_id: str) -> str:
        return "this-process"

    def take(self, rows: Sequence[OutboxRecord], _said: Sequence[Outgoing]) -> None:
        self.taken += rows

    def doubt(self, session_id: str, seq: int) -> None:
        """A commit failed: nothing was handed over."""


class Person:
    """Somebody on one process: opens a chat, and says things."""

    def __init__(self, runner: Runner, name: str = "somebody") -> None:
        self.runner = runner
        self.name = name
        self.said = 0

    async def open(self, invitation: InvitationRecord, *, address: str | None = None) -> SessionId:
        return await self.runner.open(
            channel=CHANNEL,
            user_key=self.name,
            invitation=invitation,
            language="vi",
            address=address,
        )

    async def say(self, message: Message, key: str | None = None) -> str:
        self.said += 1
        done = await self.runner.accept(
            channel=CHANNEL,
            user_key=self.name,
            dedupe_key=key or f"{id(self)}/{self.said}",
            message=message,
        )
        return done.status


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(tmp_path) as one:
        yield one


@pytest.fixture
async def beside(place: Installation) -> AsyncIterator[SqlStorage]:
    """The same database, as another process has it."""
    folder = place.services.settings.data_dir
    storage = await open_storage(f"sqlite:///{folder}/test.db", KeyRing.open(folder / "keys.json"))
    yield storage
    await storage.close()


def a_runner(place: Installation, storage: Storage, outlet: Sender | None = None) -> Runner:
    given = place.services.runner.turns
    return Runner(Turns(storage, given.renderer, given.live, trial=True, outlet=outlet))


@pytest.fixture
def here(place: Installation) -> Runner:
    return a_runner(place, place.storage)


@pytest.fixture
def there(place: Installation, beside: SqlStorage) -> Runner:
    return a_runner(place, beside)


async def steps_of(storage: Storage, session_id: SessionId) -> list[Chosen]:
    """The first presses of a survey."""
    stored = await storage.sessions.load(session_id)
    assert stored is not None
    tag = stored.session.frames[-1].response_id[-8:]
    return [Chosen(f"{tag}:{step}") for step in STEPS]


async def answered(storage: Storage, session_id: SessionId) -> list[str]:
    stored = await storage.sessions.load(session_id)
    assert stored is not None
    return list(stored.session.frames[-1].answers)


# -- what is remembered


async def test_a_step_reads_nothing(
    place: Installation, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    first, *others = await steps_of(place.storage, session_id)
    assert await person.say(first) == "applied"
    reads: list[object] = []

    async def rows(statement: object, *_: object, **__: object) -> list[Any]:
        reads.append(statement)
        return []

    with monkeypatch.context() as counting:
        counting.setattr(place.storage.database, "rows", rows)
        for step in others:
            assert await person.say(step) == "applied"
    assert reads == []
    assert await answered(place.storage, session_id) == ["G1", "G2", "C1", "H1"]


async def test_what_another_process_wrote_is_not_lost(
    place: Installation, here: Runner, there: Runner
) -> None:
    person, same = Person(here), Person(there)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    for number, step in enumerate(steps):
        assert await (person, same)[number % 2].say(step) == "applied"
    assert await answered(place.storage, session_id) == ["G1", "G2", "C1", "H1"]
    stored = await place.storage.sessions.load(session_id)
    assert stored is not None
    assert stored.version == 1 + len(steps)


async def test_who_went_on_to_another_chat_elsewhere_is_heard_there(
    place: Installation, here: Runner, there: Runner
) -> None:
    person, same = Person(here), Person(there)
    first = await person.open((await place.invite()).record)
    assert await person.say((await steps_of(place.storage, first))[0]) == "applied"
    second = await same.open((await place.invite()).record)
    assert second != first
    assert await person.say((await steps_of(place.storage, second))[0]) == "applied"
    assert await answered(place.storage, first) == ["G1"]
    assert await answered(place.storage, second) == ["G1"]


async def test_who_lost_the_chat_to_another_process_is_not_heard(
    place: Installation, here: Runner, there: Runner
) -> None:
    letter = (await place.invite(kind="personal")).record
    loser, winner = Person(here, "loser"), Person(there, "winner")
    session_id = await loser.open(letter)
    assert await loser.say(Opened()) in {"applied", "ignored"}
    assert await winner.open(letter) == session_id
    messages: list[Message] = [*(await steps_of(place.storage, session_id)), Opened()]
    for message in messages:
        with pytest.raises(UnknownConversationError):
            await loser.say(message)
    assert await answered(place.storage, session_id) == []


async def test_a_turn_decided_before_a_take_over_is_not_written_after_it(
    place: Installation, here: Runner, there: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process takes over between this one's decision and its commit."""
    letter = (await place.invite(kind="personal")).record
    loser, winner = Person(here, "loser"), Person(there, "winner")
    session_id = await loser.open(letter)
    steps = await steps_of(place.storage, session_id)
    really = place.storage.database.commit

    async def late(unit: UnitOfWork) -> None:
        monkeypatch.setattr(place.storage.database, "commit", really)
        assert await winner.open(letter) == session_id
        await really(unit)

    monkeypatch.setattr(place.storage.database, "commit", late)
    with pytest.raises(UnknownConversationError):
        await loser.say(steps[0])
    assert await answered(place.storage, session_id) == []
    assert await winner.say(steps[0]) == "applied"


# -- the same message again


async def test_a_copy_has_no_second_effect(place: Installation, here: Runner) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    at_once = await asyncio.gather(*[person.say(steps[0], "same") for _ in range(8)])
    assert sorted(at_once) == ["applied", *["duplicate"] * 7]
    assert await person.say(steps[1], "same") == "duplicate"
    assert await answered(place.storage, session_id) == ["G1"]


async def test_a_copy_is_known_by_its_row_after_a_restart(
    place: Installation, here: Runner
) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    assert await person.say(steps[0], "same") == "applied"
    restarted = Person(a_runner(place, place.storage))
    assert await restarted.say(steps[1], "same") == "duplicate"
    assert await answered(place.storage, session_id) == ["G1"]
    assert await restarted.say(steps[1], "other") == "applied"


async def test_who_lost_the_chat_does_not_hear_of_their_copy(
    place: Installation, here: Runner, there: Runner
) -> None:
    """What a copy is answered with names the session, and a page reads it then."""
    letter = (await place.invite(kind="personal")).record
    loser, winner = Person(here, "loser"), Person(there, "winner")
    await loser.open(letter)
    await loser.say(Opened(), "same")
    await winner.open(letter)
    with pytest.raises(UnknownConversationError):
        await loser.say(Opened(), "same")


# -- what waits


async def test_nothing_overtakes_what_was_put_off(place: Installation, here: Runner) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    assert await person.say(steps[0]) == "applied"
    body = b'{"type":"chosen","payload":"%s"}' % steps[1].payload.encode()
    older = inbox(1, session_id=session_id, channel=CHANNEL, body=body, state="pending")
    await put(place.storage, lambda u: place.storage.inbox.add(u, older))
    assert [await person.say(step) for step in steps[2:]] == ["deferred", "deferred"]
    assert await answered(place.storage, session_id) == ["G1"]
    assert await here.drain(session_id) == 3
    assert await answered(place.storage, session_id) == ["G1", "G2", "C1", "H1"]


async def test_a_message_that_breaks_us_is_kept(
    place: Installation, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)

    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as breaking:
        breaking.setattr("bot.turns.resume", broken)
        assert await person.say(steps[0]) == "deferred"
        assert await person.say(steps[1]) == "deferred"
    assert await here.drain(session_id) == 2
    assert await answered(place.storage, session_id) == ["G1", "G2"]


async def test_eight_processes_at_one_conversation_lose_nothing(
    place: Installation, tmp_path: Path
) -> None:
    ring = KeyRing.open(tmp_path / "keys.json")
    storages = [await open_storage(f"sqlite:///{tmp_path}/test.db", ring) for _ in range(8)]
    people = [Person(a_runner(place, storage)) for storage in storages]
    session_id = await people[0].open((await place.invite()).record)
    words = [Typed("bắt đầu"), *[Typed(f"xin chào {number}") for number in range(7)]]
    done = await asyncio.gather(*map(Person.say, people, words))
    assert set(done) <= {"applied", "deferred"}
    await people[0].runner.drain(session_id)
    stored = await place.storage.sessions.load(session_id)
    assert stored is not None
    assert stored.version == 1 + 8
    for storage in storages:
        await storage.close()


# -- who sends


async def test_rows_are_born_claimed_where_nobody_else_may_be_sending(
    place: Installation,
) -> None:
    sender = Sender()
    person = Person(a_runner(place, place.storage, sender))
    session_id = await person.open((await place.invite()).record, address="7")
    for step in (await steps_of(place.storage, session_id))[:2]:
        await person.say(step)
    assert len(sender.taken) >= 3
    assert {(row.state, row.claimed_by) for row in sender.taken} == {("claimed", "this-process")}


async def test_rows_are_born_queued_while_another_process_has_older_ones(
    place: Installation, beside: SqlStorage
) -> None:
    sender = Sender()
    person = Person(a_runner(place, place.storage, sender))
    session_id = await person.open((await place.invite()).record, address="7")
    steps = await steps_of(place.storage, session_id)
    # The other process takes a turn, and still sends what it said.
    elsewhere = Person(a_runner(place, beside))
    await elsewhere.say(steps[0])
    sender.taken.clear()
    for step in steps[1:3]:
        await person.say(step)
    assert [row.state for row in sender.taken] == ["queued"] * len(sender.taken)
    assert len(sender.taken) >= 2


# -- one at a time


async def test_messages_of_one_session_are_taken_in_the_order_they_came(
    place: Installation, here: Runner
) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    assert await asyncio.gather(*map(person.say, steps)) == ["applied"] * len(steps)
    assert await answered(place.storage, session_id) == ["G1", "G2", "C1", "H1"]


async def test_who_gives_up_waiting_holds_up_nobody(place: Installation, here: Runner) -> None:
    person = Person(here)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    async with here._locks.holding(session_id):
        waiting = [asyncio.create_task(person.say(step)) for step in steps[:3]]
        await asyncio.sleep(0)
        waiting[1].cancel()
        await asyncio.sleep(0)
    assert await waiting[0] == "applied"
    assert await waiting[2] == "applied"
    assert not here._locks.held
    assert waiting[1].cancelled()


async def test_too_much_at_once_is_refused_and_counts_no_longer_when_done(
    place: Installation,
) -> None:
    runner = Runner(place.services.runner.turns, max_in_flight=2)
    person = Person(runner)
    session_id = await person.open((await place.invite()).record)
    steps = await steps_of(place.storage, session_id)
    async with runner._locks.holding(session_id):
        waiting = [asyncio.create_task(person.say(step)) for step in steps[:2]]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await person.say(steps[2])
    assert await asyncio.gather(*waiting) == ["applied", "applied"]
    assert await person.say(steps[2]) == "applied"
