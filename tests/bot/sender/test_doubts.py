"""Commits of unknown outcome, parts that had arrived: nothing overtakes, nothing comes twice."""

import asyncio
from contextlib import suppress

import msgspec
import pytest

from bot.channels.base import Retry, Sent
from flows.identifiers import Instant, SessionId
from storage.base import Storage, StorageUnavailableError, UnitOfWork
from storage.coordination import LocalCoordination
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    new_sender,
    once,
    rows_of,
    running,
    settled,
    until,
)


class _CutError(StorageUnavailableError):
    """The answer to a commit was lost."""


async def _say_into_the_dark(talk: Talk, session: str, *texts: str, written: bool = True) -> None:
    """Say something, of which the corridor never hears whether it was committed."""
    storage, real = talk.storage, talk.storage.commit
    first = talk.said[session] + 1

    async def cut(unit: UnitOfWork) -> None:
        if written:
            await real(unit)
        raise _CutError

    storage.commit = cut  # type: ignore[method-assign]
    try:
        with suppress(_CutError):
            await talk.say(session, *texts)
    finally:
        storage.commit = real  # type: ignore[method-assign]
    if not written:
        talk.said[session] = first - 1
    talk.sender.doubt(SessionId(session), first)


async def test_what_a_cut_commit_said_leaves_first_and_is_not_counted(storage: Storage) -> None:
    channel = Scripted()
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "hello")
        await _say_into_the_dark(talk, "s", "question 1", "question 2")
        await talk.say("s", "question 3", check=True)
        await settled(storage)
    assert channel.texts("at-s") == ["hello", "question 1", "question 2", "question 3"]
    assert not sender.figures.unknown_calls
    assert {(row.state, row.unknowns) for row in await rows_of(storage, "s")} == {("sent", 0)}


async def test_it_leaves_without_anything_newer(storage: Storage) -> None:
    channel = Scripted()
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await _say_into_the_dark(talk, "s", "question")
        await until(lambda: channel.texts("at-s") == ["question"])
        await settled(storage)


async def test_it_waits_behind_what_is_under_way(storage: Storage) -> None:
    channel = Scripted(answer=asyncio.Event())
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "slow")
        await until(lambda: bool(channel.asked))
        await _say_into_the_dark(talk, "s", "question 1")
        await talk.say("s", "question 2")
        await sender.sweep()
        assert channel.answer is not None
        channel.answer.set()
        await settled(storage)
    assert channel.texts("at-s") == ["slow", "question 1", "question 2"]


async def test_a_commit_that_never_was_leaves_nothing_behind(storage: Storage) -> None:
    channel = Scripted()
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await _say_into_the_dark(talk, "s", "never", written=False)
        await talk.say("s", "question")
        await settled(storage)
        await sender.beat()
        assert not sender.waiting
        assert sender.claim("s") is not None
    assert channel.texts("at-s") == ["question"]


async def test_while_nobody_can_look_nothing_of_the_session_leaves(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Scripted()
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await sender.sweep()
        with monkeypatch.context() as away:

            def hold(_: SessionId) -> None:
                raise StorageUnavailableError("away")

            away.setattr(storage, "hold", hold)
            await _say_into_the_dark(talk, "s", "question 1")
            await talk.say("s", "question 2")
            with pytest.raises(StorageUnavailableError):
                await sender.sweep()
            await sender.beat()
            assert sender.claim("s") is None
        await sender.sweep()
        await settled(storage)
    assert channel.texts("at-s") == ["question 1", "question 2"]


async def test_who_takes_up_a_parked_row_goes_on_behind_its_confirmed_parts(
    storage: Storage,
) -> None:
    channel = Scripted(script=once(Sent(), Retry(after=2.2, everybody=True)))
    shared = LocalCoordination()
    web = new_sender(storage, channel, alone=False, kind="web", coordination=shared)
    worker = new_sender(storage, channel, alone=False, kind="worker", coordination=shared.twin())
    async with running(web), running(worker):
        talk = Talk(storage, web)
        await talk.meet("s")
        await talk.say("s", "keyboard away|question")
        end = asyncio.get_running_loop().time() + 8.0
        while (await storage.outbox.backlog()).messages:
            assert asyncio.get_running_loop().time() < end
            await asyncio.sleep(0.2)
            await worker.sweep()
    assert channel.texts("at-s") == ["keyboard away", "question"]
    [row] = await rows_of(storage, "s")
    assert (row.state, row.unknowns, row.parts_done) == ("sent", 0, 2)


async def test_a_row_remembers_how_many_of_its_parts_arrived(storage: Storage) -> None:
    channel = Scripted(script=once(Sent(), Retry(after=30.0)))
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "a|b|c")
        await until(lambda: len(channel.asked) == 2 and not sender.lanes)
        await sender.written()
        [row] = await rows_of(storage, "s")
        assert (row.state, row.parts_done) == ("queued", 1)
    again = new_sender(storage, channel, clock=lambda: Instant(row.next_at + 1))
    async with running(again):
        await settled(storage)
    assert channel.texts("at-s") == ["a", "b", "c"]
    assert msgspec.structs.asdict((await rows_of(storage, "s"))[0])["parts_done"] == 3
