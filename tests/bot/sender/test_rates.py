"""What the limiter and the breaker promise: invariants I12 and I13, rows 41 and 42."""

import asyncio
import time

import pytest
from sqlalchemy import update

from bot.channels.base import Call, Outcome, Permanent, Retry, Sent
from bot.sender import Limit, LocalRates, Sender
from bot.sender.patience import BACKOFF_CAP_S, Breaker, backoff
from bot.sender.rates import Lane
from storage.base import Storage, UnitOfWork
from storage.tables import outbox
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    new_sender,
    once,
    running,
    sending,
    settled,
    states_of,
    until,
)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Shifted:
    """The real clock, put forward by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def hands() -> Hands:
    return Hands()


def limiter(hands: Hands, **limits: float) -> LocalRates:
    return LocalRates({"telegram": Limit(**limits)}, hands)  # type: ignore[arg-type]


async def leaving(
    rates: LocalRates, hands: Hands, lane: Lane, askers: int, until_: float
) -> list[float]:
    """When calls leave, if so many are always waiting to be let through."""
    left: list[float] = []
    asks = [(hands.now, number) for number in range(askers)]
    while asks:
        asks.sort()
        at, number = asks.pop(0)
        if at > until_:
            continue
        hands.now = max(hands.now, at)
        wait = await rates.slot("telegram", "", lane)
        if not wait:
            left.append(hands.now)
        asks.append((hands.now + wait, number))
    return left


def busiest(times: list[float], window: float) -> int:
    """The most calls that any window of this length saw."""
    return max(sum(1 for t in times if start <= t < start + window) for start in times)


class TestLocalRates:
    async def test_without_limits_nobody_waits(self, hands: Hands) -> None:
        rates = limiter(hands)
        assert {await rates.slot("telegram", "c", "live") for _ in range(100)} == {0.0}
        assert await rates.slot("unheard of", "c", "bulk") == 0.0

    async def test_bulk_takes_four_fifths_evenly(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=30)
        left = await leaving(rates, hands, "bulk", askers=5, until_=110.0)
        assert len(left) == pytest.approx(240, abs=2)
        assert busiest(left, 1.0) <= 25
        assert busiest(left, 0.1) <= 3

    async def test_replies_do_not_wait_for_the_accounts_rate(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=30)
        assert {await rates.slot("telegram", "", "live") for _ in range(500)} == {0.0}

    async def test_bulk_waits_while_replies_need_the_rate(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=10)
        for _ in range(5):
            await rates.slot("telegram", "", "live")
        wait = await rates.slot("telegram", "", "bulk")
        assert wait >= 0.5 - 1e-9
        hands.now += wait
        assert await rates.slot("telegram", "", "bulk") == 0.0

    async def test_what_replies_took_too_much_is_forgiven_after_a_second(
        self, hands: Hands
    ) -> None:
        rates = limiter(hands, per_second=10)
        for _ in range(500):
            await rates.slot("telegram", "", "live")
        assert await rates.slot("telegram", "", "bulk") <= 1.0 + 1e-9

    async def test_a_chat_takes_three_at_once_and_then_its_rate(self, hands: Hands) -> None:
        rates = limiter(hands, per_chat_second=1)
        waits = [await rates.slot("telegram", "c", "live") for _ in range(4)]
        assert waits == [0.0, 0.0, 0.0, pytest.approx(1.0)]
        assert await rates.slot("telegram", "other", "live") == 0.0
        hands.now += 1.0
        assert await rates.slot("telegram", "c", "live") == 0.0
        assert await rates.slot("telegram", "c", "live") > 0.9

    async def test_slots_taken_ahead_leave_as_evenly_as_those_asked_for_one_by_one(
        self, hands: Hands
    ) -> None:
        rates = limiter(hands, per_second=1000)
        left: list[float] = []
        while hands.now < 102.0:
            leave, again = await rates.reserve("telegram", ["c"] * 16, 0.025)
            assert all(after <= 0.025 for after in leave)
            left += [hands.now + after for after in leave]
            hands.now += max(again, 0.001)
        assert left == sorted(left)
        assert len(left) == pytest.approx(1660, abs=20)  # what is caught up, and ahead: 75 ms
        assert busiest(left, 1.0) <= 841
        assert busiest(left, 0.1) <= 101

    async def test_who_is_not_served_ahead_is_told_when_to_ask(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=10, per_chat_second=1)
        leave, again = await rates.reserve("telegram", ["a", "b"], 0.025)
        assert leave == [0.0]
        assert 0.08 <= again <= 0.15
        hands.now += 1.0
        assert await rates.reserve("telegram", [], 0.025) == ([], 0.0)
        await rates.hold("telegram", 3.0)
        assert await rates.reserve("telegram", ["a"], 0.025) == ([], 3.0)

    async def test_a_hold_stops_all_and_nothing_leaves_before_its_end(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=30)
        await rates.hold("telegram", 35.0)
        await rates.hold("telegram", 1.0)  # a shorter one does not shorten it
        for lane in ("live", "bulk"):
            assert await rates.slot("telegram", "", lane) == 35.0
        hands.now += 34.9
        assert await rates.slot("telegram", "", "live") > 0
        hands.now += 0.2
        assert await rates.slot("telegram", "", "live") == 0.0

    async def test_after_a_429_replies_keep_to_the_rate_for_a_minute(self, hands: Hands) -> None:
        rates = limiter(hands, per_second=30)
        await rates.hold("telegram", 1.0)
        hands.now += 1.0
        left = await leaving(rates, hands, "live", askers=50, until_=hands.now + 10)
        assert busiest(left, 1.0) <= 31
        assert len(left) >= 290
        hands.now += 61.0
        assert {await rates.slot("telegram", "", "live") for _ in range(100)} == {0.0}

    async def test_without_redis_each_process_takes_its_part(self, hands: Hands) -> None:
        both: list[float] = []
        for _ in range(3):
            hands.now = 100.0
            rates = limiter(hands, per_second=30)
            rates.share(3)
            both += await leaving(rates, hands, "bulk", askers=2, until_=105.0)
        assert busiest(both, 1.0) <= 30

    async def test_chats_at_rest_are_forgotten(self, hands: Hands) -> None:
        rates = limiter(hands, per_chat_second=1)
        for number in range(10_000):
            await rates.slot("telegram", f"c{number}", "live")
        hands.now += 10
        await rates.slot("telegram", "one more", "live")
        assert len(rates._accounts["telegram"].chats) == 1


class TestBackoff:
    def test_it_grows_with_full_jitter_up_to_its_cap(self) -> None:
        for attempt in (1, 2, 5, 10, 1_000):
            waits = [backoff(attempt) for _ in range(500)]
            bound = min(BACKOFF_CAP_S, 0.5 * 2 ** min(attempt, 16))
            assert max(waits) <= bound
            assert min(waits) < 0.1 * bound
            assert max(waits) > 0.9 * bound


class TestBreaker:
    def test_some_failures_open_it_and_a_probe_closes_it(self) -> None:
        breaker = Breaker()
        assert [breaker.failed(10.0) for _ in range(5)] == [False] * 4 + [True]
        assert breaker.rests(11.0)
        assert breaker.wait(11.0) == pytest.approx(1.0)
        assert not breaker.rests(12.0)
        assert breaker.wait(12.0) == 0.0
        assert breaker.rests(12.0), "one probe, not two"
        assert breaker.wait(12.0) > 0
        assert breaker.succeeded()
        assert breaker.is_closed
        assert breaker.wait(12.0) == 0.0

    def test_a_success_in_between_starts_anew(self) -> None:
        breaker = Breaker()
        for _ in range(20):
            for _ in range(4):
                assert not breaker.failed(1.0)
            breaker.succeeded()
        assert breaker.is_closed

    def test_each_failed_probe_doubles_the_rest(self) -> None:
        breaker = Breaker()
        now = 0.0
        for _ in range(5):
            breaker.failed(now)
        rests = []
        for _ in range(7):
            rests.append(breaker.wait(now))
            now += rests[-1]
            assert breaker.wait(now) == 0.0
            breaker.failed(now)
        assert rests == [2, 4, 8, 16, 32, 60, 60]

    def test_stragglers_do_not_prolong_it(self) -> None:
        breaker = Breaker()
        for _ in range(50):
            breaker.failed(0.0)
        assert breaker.wait(0.0) == 2.0

    def test_a_probe_that_told_nothing_frees_the_way_for_another(self) -> None:
        breaker = Breaker()
        for _ in range(5):
            breaker.failed(0.0)
        assert breaker.wait(2.0) == 0.0
        breaker.abandoned()
        assert breaker.wait(2.0) == 0.0

    def test_what_has_to_be_mended_rests_for_minutes(self) -> None:
        breaker = Breaker()
        assert breaker.refuse(0.0, "Unauthorized")
        assert not breaker.refuse(0.0, "Unauthorized")
        assert breaker.wait(0.0) == 300.0
        assert breaker.refused == "Unauthorized"
        assert breaker.wait(300.0) == 0.0
        assert breaker.succeeded()
        assert breaker.refused is None


class TestSending:
    async def test_a_429_stops_everybody_and_no_call_comes_too_early(
        self, storage: Storage
    ) -> None:
        told: list[float] = []

        def fate(_: Call) -> Outcome:
            if len(channel.delivered) < 20 or told:
                return Sent()
            told.append(time.monotonic())
            return Retry(0.6, everybody=True, reason="Too Many Requests")

        channel = Scripted(script=fate, latency=lambda: 0.001)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            names = [f"s{n}" for n in range(30)]
            await talk.meet(*names)
            for turn in range(3):
                await asyncio.gather(*(talk.say(name, f"{turn}", "more") for name in names))
            await settled(storage)
        early = [t for _, _, t in channel.asked if told[0] < t < told[0] + 0.6]
        assert early == []
        assert len(channel.delivered) == 180
        assert sender.figures.held == 1

    async def test_a_long_429_gives_rows_back_and_they_leave_in_order(
        self, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Far below what is left of the hold when the second chat's row is looked at.
        monkeypatch.setattr("bot.sender.lanes._PATIENCE_S", 0.5)
        channel = Scripted(script=once(Retry(2.3, everybody=True)))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s", "other")
            await talk.say("s", "one", "two")
            await until(lambda: sender.lanes == 0)
            await talk.say("other", "hello")
            await until(lambda: sender.lanes == 0)
            assert sender.waiting == 2
            assert set(await states_of(storage, "s")) == {"queued"}
            await asyncio.sleep(2.4)
            await sender.sweep()
            await settled(storage)
        assert channel.texts("at-s") == ["one", "two"]
        assert channel.texts("at-other") == ["hello"]

    async def test_a_platform_that_is_down_is_left_alone_and_nothing_is_lost(
        self, storage: Storage
    ) -> None:
        clock = Shifted()
        down = True
        channel = Scripted(script=lambda _: Retry(reason="502") if down else Sent())
        names = [f"s{n}" for n in range(60)]
        sender = new_sender(storage, channel, monotonic=clock)
        async with running(sender):
            talk = Talk(storage, sender)
            await talk.meet(*names)
            await asyncio.gather(*(talk.say(name, "one", "two") for name in names))
            await until(lambda: sender.lanes == 0)
            calls = len(channel.asked)
            assert calls <= 62, "each tried once at most, and a probe or two"
            assert sender.troubles() == {"telegram": "resting"}
            for name in names[:10]:
                await talk.say(name, "three")
            await sender.sweep()
            assert len(channel.asked) == calls
            down = False
            await put_forward(storage, sender)
            clock.ahead += 60
            for _ in range(200):
                await sender.sweep()
                if not (await storage.outbox.backlog()).messages:
                    break
                await asyncio.sleep(0.05)
            await settled(storage)
            assert sender.troubles() == {}
        for name in names[:10]:
            assert channel.texts(f"at-{name}") == ["one", "two", "three"]
        assert len(channel.delivered) == 130

    async def test_a_revoked_token_stops_the_account_and_keeps_the_rows(
        self, storage: Storage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        clock = Shifted()
        channel = Scripted(script=lambda _: Permanent("Unauthorized", account=True))
        sender = new_sender(storage, channel, monotonic=clock)
        async with running(sender):
            talk = Talk(storage, sender)
            await talk.meet("s", "t")
            await talk.say("s", "one")
            await talk.say("t", "two")
            await until(lambda: sender.lanes == 0)
            assert sender.troubles() == {"telegram": "Unauthorized"}
            assert len(channel.asked) == 1
            assert capsys.readouterr().out.count("account_refused") == 1
            channel.script = lambda _: Sent()
            clock.ahead += 301
            await put_forward(storage, sender)
            for _ in range(20):
                await sender.sweep()
                await asyncio.sleep(0.01)
            await settled(storage)
        assert channel.texts("at-s") + channel.texts("at-t") == ["one", "two"]

    async def test_one_account_in_trouble_leaves_the_others_alone(self, storage: Storage) -> None:
        sick = Scripted(script=lambda _: Retry(60.0, everybody=True))
        well = Scripted(name="other")
        sender = new_sender(storage, sick)
        extra = new_sender(storage, well)
        sender.accounts["other"] = extra.accounts["other"]
        async with running(sender):
            for name, channel in (("s", "telegram"), ("w", "other")):
                talk = Talk(storage, sender, channel)
                await talk.meet(name)
                await talk.say(name, "hello")
            await until(lambda: well.delivered == [("at-w", "hello")])
        assert sick.delivered == []


async def put_forward(storage: Storage, sender: Sender) -> None:
    """Let what waits for a time be due now."""
    await sender._marks.flush()
    unit = UnitOfWork()
    unit.add(update(outbox).values(next_at=0), {})
    await storage.commit(unit)


async def test_bulk_that_asks_late_catches_up() -> None:
    hands = Hands()
    rates = limiter(hands, per_second=10.0)
    began, left = hands(), 0
    while hands() < began + 100.0:
        wait = await rates.slot("telegram", "", "bulk")
        left += not wait
        hands.now += wait + 0.03  # woken late, each time
    assert 760 <= left <= 801, "of 800; 645 if what comes late were lost"
