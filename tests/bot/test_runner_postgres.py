"""Several processes on one PostgreSQL at one conversation: each gets on, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.runner import Runner, UnknownConversationError
from bot.turns import Turns
from flows.messages import Typed
from storage.base import InvitationRecord
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.bot.test_runner import Person, answered, steps_of
from tests.postgres_server import PostgresServer
from tests.storage.records import put
from tests.web.installation import Installation, installed

PROCESSES = 8


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    """An installation on a file, for its texts and rules."""
    async with installed(tmp_path) as one:
        yield one


@pytest.fixture
async def storages(
    postgres_server: PostgresServer, place: Installation
) -> AsyncIterator[list[SqlStorage]]:
    """One database, as many processes have it."""
    name = await postgres_server.create()
    ring = KeyRing.open(place.services.settings.data_dir / "keys.json")
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(PROCESSES):
            storage = await open_storage(postgres_server.url(name), ring)
            stack.push_async_callback(storage.close)
            opened.append(storage)
        yield opened
    await postgres_server.drop(name)


@pytest.fixture
def runners(place: Installation, storages: list[SqlStorage]) -> list[Runner]:
    given = place.services.runner.turns
    return [Runner(Turns(storage, given.renderer, given.live, trial=True)) for storage in storages]


@pytest.fixture
async def letter(place: Installation) -> InvitationRecord:
    return (await place.invite(kind="personal", place_id=None, counter_id=None)).record


async def test_an_eightfold_race_changes_speed_and_no_answer(
    runners: list[Runner], storages: list[SqlStorage], place: Installation
) -> None:
    people = [Person(runner) for runner in runners]
    poster = (await place.invite(place_id=None, counter_id=None)).record
    session_id = await people[0].open(poster)
    for turn in range(5):
        words = [Typed(f"xin chào {turn} {number}") for number in range(PROCESSES)]
        done = await asyncio.gather(*map(Person.say, people, words))
        assert done == ["applied"] * PROCESSES
    stored = await storages[0].sessions.load(session_id)
    assert stored is not None
    assert stored.version == 1 + 5 * PROCESSES


async def test_one_copy_of_eight_is_taken(
    runners: list[Runner], storages: list[SqlStorage], place: Installation
) -> None:
    people = [Person(runner) for runner in runners]
    poster = (await place.invite(place_id=None, counter_id=None)).record
    session_id = await people[0].open(poster)
    for number, step in enumerate(await steps_of(storages[0], session_id)):
        done = await asyncio.gather(*[one.say(step, f"key {number}") for one in people])
        assert sorted(done) == ["applied", *["duplicate"] * (PROCESSES - 1)]
    assert await answered(storages[0], session_id) == ["G1", "G2", "C1", "H1"]


async def test_an_answer_and_a_take_over_at_once_never_both_happen(
    runners: list[Runner], storages: list[SqlStorage], letter: InvitationRecord
) -> None:
    await put(storages[0], lambda u: storages[0].invitations.add(u, letter))
    loser, winner = Person(runners[0], "loser"), Person(runners[1], "winner")
    session_id = await loser.open(letter)
    steps = await steps_of(storages[0], session_id)
    said, taken = await asyncio.gather(
        loser.say(steps[0]), winner.open(letter), return_exceptions=True
    )
    if isinstance(said, UnknownConversationError):
        assert taken == session_id
        assert await answered(storages[0], session_id) == []
    else:  # a control answer (G1) is no answer of a person: who comes later may still take over
        assert said == "applied"
    with pytest.raises(UnknownConversationError):
        await loser.say(steps[1])
