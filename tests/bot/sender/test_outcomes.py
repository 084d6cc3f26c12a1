"""What each outcome of a call means for a row, and for what may follow it: I9, I11, row 44."""

import asyncio
import time
from dataclasses import dataclass, field

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


@dataclass
class SlowEdits(Scripted):
    """A platform whose answers to edits wait until they are `allowed`."""

    allowed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, call: Call) -> Outcome:
        if call.fields["text"].startswith("edit"):
            await self.allowed.wait()
        return await super().send(call)


def edit(text: str) -> list[Call]:
    return [Call("edit", {"to": "at-s", "text": text})]


class TestAsides:
    async def test_no_question_waits_for_them(self, storage: Storage) -> None:
        channel = SlowEdits()
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one")
            sender.aside("telegram", "at-s", edit("edit of one"))
            await talk.say("s", "two")
            await until(lambda: channel.texts("at-s") == ["one", "two"])
            channel.allowed.set()
            await until(lambda: len(channel.delivered) == 3)
        assert channel.texts("at-s") == ["one", "two", "edit of one"]

    async def test_they_keep_their_own_order(self, storage: Storage) -> None:
        channel = SlowEdits()
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            for number in range(3):
                await talk.say("s", f"question {number}")
                sender.aside("telegram", "at-s", edit(f"edit {number}"))
            await until(lambda: len(channel.delivered) == 3)
            channel.allowed.set()
            await until(lambda: sender.figures.asides_sent == 3)
        assert channel.texts("at-s")[3:] == ["edit 0", "edit 1", "edit 2"]

    async def test_they_wait_for_rows_that_have_not_left(self, storage: Storage) -> None:
        channel = Scripted(script=once(Retry(after=0.1)))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two")
            sender.aside("telegram", "at-s", edit("edit"))
            await until(lambda: sender.figures.asides_sent == 1)
            await settled(storage)
        assert [text for _, text, _ in channel.asked] == ["one", "one", "two", "edit"]

    async def test_one_chat_cannot_pile_them_up(self, storage: Storage) -> None:
        channel = SlowEdits()
        async with sending(storage, channel) as sender:
            sender.aside("telegram", "at-s", edit("edit"))
            await until(lambda: bool(sender._lanes._asides._tasks))
            await asyncio.sleep(0.01)  # the first is on its way, and does not wait any more
            for _ in range(20):
                sender.aside("telegram", "at-s", edit("edit"))
            assert sender.figures.asides_dropped == 12
        assert sender.figures.asides_dropped == 20, "what waits at the end is dropped"
        assert sender._lanes._asides._queues == {}

    async def test_they_are_dropped_where_rows_come_to_wait_long(self, storage: Storage) -> None:
        channel = Scripted(script=once(Retry(after=60.0)))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one")
            sender.aside("telegram", "at-s", edit("edit"))
            await until(lambda: sender.lanes == 0)
            await until(lambda: sender.figures.asides_dropped + sender.figures.asides_sent == 1)
        assert len(channel.asked) + sender.figures.asides_dropped == 2

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

    async def test_while_a_429_lasts_answers_to_presses_wait_and_edits_do_not(
        self, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.sender.delivery._ASIDE_PATIENCE_S", 0.2)  # far below the hold
        channel = Scripted()
        answer = Call("answer", {"to": "at-x", "text": "answer"}, counted=False)
        async with sending(storage, channel) as sender:
            await sender.accounts["telegram"]._rates.hold("telegram", 1.2)
            assert sender.is_held("telegram")
            sender.aside("telegram", "at-x", [answer])
            sender.aside("telegram", "at-y", edit("edit"))
            await until(lambda: sender.figures.asides_dropped == 1)
            assert channel.asked == [], "nothing leaves before the time that the 429 named"
            await until(lambda: sender.figures.asides_sent == 1)
            assert not sender.is_held("telegram")
        assert [text for _, text, _ in channel.asked] == ["answer"]

    async def test_an_answer_that_comes_too_late_is_let_go_and_the_edit_is_not(
        self, storage: Storage
    ) -> None:
        channel = Scripted()
        answer = Call("answer", {"to": "at-s", "text": "answer"}, counted=False)
        async with sending(storage, channel) as sender:
            sender._delivery._monotonic = lambda: time.monotonic() + 20.0
            sender.aside("telegram", "at-s", [answer, *edit("edit")])
            await until(lambda: sender.figures.asides_sent == 1)
        assert [text for _, text, _ in channel.asked] == ["edit"]
        assert sender.figures.asides_dropped == 1

    async def test_an_unknown_channel_is_let_go(self, storage: Storage) -> None:
        async with sending(storage, Scripted()) as sender:
            sender.aside("smoke", "at-x", [Call("say", {})])
            await until(lambda: sender.lanes == 0)
