"""What each outcome of a call means for a row, and for what may follow it: I9, I11, row 44."""

import asyncio
import time

import pytest

from bot.channels.base import Call, Outcome, Permanent, Retry, Unknown
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    new_sender,
    now_ms,
    once,
    rows_of,
    running,
    sending,
    settled,
    states_of,
    until,
)


class TestOutcomes:
    async def test_a_lost_answer_is_sent_once_more_and_counted(self, storage: Storage) -> None:
        channel = Scripted(script=once(Unknown("timeout")), lost={"hello"})
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "hello")
            await settled(storage)
        [row] = await rows_of(storage, "s")
        assert (row.state, row.unknowns, row.reason) == ("sent", 1, "resend")
        assert channel.texts("at-s") == ["hello", "hello"]
        assert sender.figures.resent == 1

    async def test_a_second_lost_answer_is_the_end(self, storage: Storage) -> None:
        channel = Scripted(script=once(Unknown("timeout"), Unknown("reset")))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "hello", "and more")
            await settled(storage)
        first, second = await rows_of(storage, "s")
        assert (first.state, first.unknowns, first.reason) == ("unknown", 2, "reset")
        assert second.state == "sent"
        assert sender.figures.unknown == 1

    async def test_a_lost_answer_is_written_down_before_the_second_call(
        self, storage: Storage
    ) -> None:
        seen: list[int] = []

        def look(_: Call) -> Outcome:
            if not seen:
                seen.append(-1)
                return Unknown("timeout")
            task = asyncio.ensure_future(rows_of(storage, "s"))
            task.add_done_callback(lambda done: seen.append(done.result()[0].unknowns))
            return Retry(after=0.05)

        channel = Scripted(script=look)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "hello")
            await until(lambda: len(seen) > 1)
        assert seen[1] == 1

    async def test_what_can_never_arrive_does_not_hold_up_the_rest(self, storage: Storage) -> None:
        channel = Scripted(script=once(Permanent("text is empty")))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "bad", "good")
            await settled(storage)
        first, second = await rows_of(storage, "s")
        assert (first.state, first.reason) == ("dead", "text is empty")
        assert second.state == "sent"

    async def test_who_blocked_us_is_written_to_no_more(self, storage: Storage) -> None:
        channel = Scripted(script=once(Permanent("bot was blocked by the user", stop=True)))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two", "three")
            await settled(storage)
            found = await storage.conversations.find("telegram", "key-s")
            assert found is not None
            assert found.blocked_at is not None
            await talk.say("s", "four")
            await settled(storage)
            assert await states_of(storage, "s") == ["dead", "cancelled", "cancelled", "cancelled"]
            assert len(channel.asked) == 1

            unit = UnitOfWork()
            storage.conversations.block(unit, "telegram", "key-s", None)
            await storage.commit(unit)
            await talk.say("s", "five")
            await settled(storage)
        assert channel.texts("at-s") == ["five"]

    async def test_what_cannot_be_shown_is_laid_down(self, storage: Storage) -> None:
        channel = Scripted(unrenderable=frozenset({"poison"}))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "poison", "good")
            await settled(storage)
        first, second = await rows_of(storage, "s")
        assert (first.state, first.reason) == ("dead", "unrenderable")
        assert second.state == "sent"

    async def test_nobody_without_an_address_is_written_to(self, storage: Storage) -> None:
        channel = Scripted()
        async with sending(storage, channel) as sender:
            await Talk(storage, sender).say("nobody", "hello")
            await settled(storage)
        [row] = await rows_of(storage, "nobody")
        assert (row.state, row.reason) == ("dead", "no_address")

    async def test_a_fault_of_the_channel_counts_as_a_lost_answer(self, storage: Storage) -> None:
        def broken(call: Call) -> Outcome:
            raise KeyError(call.method)

        channel = Scripted(script=broken)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "hello")
            await settled(storage)
        [row] = await rows_of(storage, "s")
        assert (row.state, row.unknowns) == ("unknown", 2)

    async def test_after_a_day_a_reply_is_not_worth_it_any_more(self, storage: Storage) -> None:
        channel = Scripted()
        later = 0

        def clock() -> Instant:
            return Instant(now_ms() + later)

        async with running(new_sender(storage, channel, clock=clock)) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            sender.accounts["telegram"].breaker.refuse(time.monotonic(), "token")
            await talk.say("s", "hello")
            await until(lambda: sender.lanes == 0)
            later = 25 * 3_600_000
            sender.accounts["telegram"].breaker.succeeded()
            await sender.sweep()
            await settled(storage)
        [row] = await rows_of(storage, "s")
        assert (row.state, row.reason) == ("dead", "expired")
        assert channel.asked == []


class TestAsides:
    async def test_they_follow_what_the_turn_said(self, storage: Storage) -> None:
        channel = Scripted(latency=lambda: 0.01)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "question", "more")
            sender.aside("telegram", "at-s", [Call("edit", {"to": "at-s", "text": "edited"})])
            await until(lambda: len(channel.delivered) == 3)
        assert channel.texts("at-s") == ["question", "more", "edited"]

    async def test_strangers_are_answered_too(self, storage: Storage) -> None:
        channel = Scripted()
        async with sending(storage, channel) as sender:
            sender.aside("telegram", "at-x", [Call("say", {"to": "at-x", "text": "hello"})])
            await until(lambda: sender.figures.asides_sent == 1)
        assert channel.texts("at-x") == ["hello"]

    @pytest.mark.parametrize(
        "outcome", [Retry(), Permanent("too old"), Unknown("timeout"), Retry(60.0, everybody=True)]
    )
    async def test_what_fails_is_let_go(self, storage: Storage, outcome: Outcome) -> None:
        channel = Scripted(script=once(outcome))
        calls = [Call("edit", {"to": "at-x", "text": text}) for text in ("one", "two")]
        async with sending(storage, channel) as sender:
            sender.aside("telegram", "at-x", calls)
            await until(lambda: sender.figures.asides_dropped == 2)
            await until(lambda: sender.lanes == 0)
        assert len(channel.asked) == 1

    async def test_an_unknown_channel_is_let_go(self, storage: Storage) -> None:
        async with sending(storage, Scripted()) as sender:
            sender.aside("smoke", "at-x", [Call("say", {})])
            await until(lambda: sender.lanes == 0)
