"""Webhooks as Telegram's server works them: queues, retries, lives, repeats, answers."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Literal

import pytest
from aiohttp import web

from bot.simulator.telegram import (
    UNLIMITED,
    Duplication,
    HandClock,
    Person,
    Reordering,
    TelegramServer,
    WallClock,
)
from tests.simulator.telegram_bots import Caller, Update, calling, inline, listening
from tests.waiting import until

HOUR = 3600


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    async with TelegramServer(clock=HandClock(), limits=UNLIMITED) as sim, calling(sim) as caller:
        yield caller


def _started(sim: TelegramServer, number: int = 5021) -> Person:
    person = sim.person(number)
    person.chat.started = True
    return person


def _said(update: Update) -> str:
    message = update.get("message") or update.get("edited_message")
    return str(message["text"] if message else update["callback_query"]["data"])


class Moody:
    """Answers what it is told to answer to a text, and 200 to all others."""

    def __init__(self, **answers: int) -> None:
        self.answers = answers

    def __call__(self, update: Update) -> web.Response:
        status = self.answers.get(_said(update), 200)
        return web.Response(status=status)


# -- the request


async def test_an_update_comes_as_telegram_sends_it(bot: Caller) -> None:
    lan = _started(bot.sim)
    async with listening(bot, secret_token="bi-mat_1") as hook:
        lan.type("Tôi chờ 😀")
        await hook.wait(1)
    assert hook.headers[0]["x-telegram-bot-api-secret-token"] == "bi-mat_1"
    assert hook.headers[0]["content-type"] == "application/json"
    assert rb"T\u00f4i ch\u1edd \ud83d\ude00" in hook.bodies[0]
    assert _said(hook.heard[0]) == "Tôi chờ 😀"


async def test_without_a_secret_there_is_no_header(bot: Caller) -> None:
    async with listening(bot) as hook:
        _started(bot.sim).type("một")
        await hook.wait(1)
    assert "x-telegram-bot-api-secret-token" not in hook.headers[0]


async def test_only_the_kinds_that_were_asked_for_come(bot: Caller) -> None:
    lan = _started(bot.sim)
    async with listening(bot, allowed_updates=["message"]) as hook:
        said = lan.type("một")
        assert lan.edit(said, "hai") is None
        assert lan.block() is None
        lan.type("ba")
        await hook.wait(2)
    assert [_said(update) for update in hook.heard] == ["một", "ba"]


# -- queues


async def test_a_failing_head_blocks_its_chat_and_no_other(bot: Caller) -> None:
    lan, minh = _started(bot.sim), _started(bot.sim, 5022)
    moody = Moody(poison=500)
    async with listening(bot, moody) as hook:
        lan.type("poison")
        lan.type("sau")
        minh.type("khác")
        await bot.sim.advance(10)
        assert set(map(_said, hook.heard)) == {"poison", "khác"}
        moody.answers.clear()
        await bot.sim.advance(120)
    assert [_said(u) for u in hook.heard][-2:] == ["poison", "sau"]


async def test_buttons_overtake_the_messages_of_the_same_person(bot: Caller) -> None:
    lan = _started(bot.sim)
    await bot.say(lan.id, reply_markup=inline("Có", "Không"))
    async with listening(bot, Moody(poison=500)) as hook:
        lan.type("poison")
        lan.press("Có")
        lan.press("Không")
        await bot.sim.advance(1)
    assert [_said(u) for u in hook.heard if "callback_query" in u] == ["a:0", "a:1"]


async def test_no_more_connections_than_allowed(bot: Caller) -> None:
    most = now = 0

    async def slow(_update: Update) -> web.Response:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        return web.Response()

    async with listening(bot, slow, max_connections=3) as hook:
        for number in range(1, 13):
            _started(bot.sim, number).type("một")
        await hook.wait(12)
    assert most == 3


async def test_one_chat_is_served_in_order_whatever_fails(bot: Caller) -> None:
    fails: defaultdict[int, int] = defaultdict(int)

    def flaky(update: Update) -> web.Response:
        fails[update["update_id"]] += 1
        return web.Response(status=503 if fails[update["update_id"]] < 3 else 200)

    lan = _started(bot.sim)
    async with listening(bot, flaky) as hook:
        for number in range(5):
            lan.type(str(number))
        await bot.sim.advance(60)
    assert [_said(u) for u in hook.heard] == [str(n) for n in range(5) for _ in range(3)]
    assert {d.state for d in bot.sim.ledger.deliveries.values()} == {"delivered"}


# -- retries and lives


async def test_retries_double_up_to_a_minute_or_two(bot: Caller) -> None:
    async with listening(bot, Moody(poison=500)):
        _started(bot.sim).type("poison")
        await bot.sim.advance(2 * HOUR)
    (delivery,) = bot.sim.ledger.deliveries.values()
    gaps = [b.at - a.at for a, b in pairwise(delivery.attempts)]
    assert 0 <= gaps[0] <= 1
    assert [round(gap) for gap in gaps[1:6]] == [2, 4, 8, 16, 32]
    assert all(60 <= gap <= 120 for gap in gaps[6:])
    assert len({round(gap) for gap in gaps[6:]}) > 5, "the cap is drawn anew each time"


async def test_a_message_lives_a_day_and_a_button_two_and_a_half_minutes(bot: Caller) -> None:
    lan = _started(bot.sim)
    await bot.say(lan.id, reply_markup=inline("Có"))
    async with listening(bot, lambda _: web.Response(status=500)):
        said = lan.type("poison")
        lan.edit(said, "poison, sửa")
        lan.press("Có")
        await bot.sim.advance(60)
        assert bot.sim.ledger.expired == {}
        await bot.sim.advance(91)
        assert bot.sim.ledger.expired == {"callback_query": 1}
        await bot.sim.advance(23.9 * HOUR)
        assert bot.sim.ledger.expired == {"callback_query": 1}
        await bot.sim.advance(0.1 * HOUR)
    assert bot.sim.ledger.expired == {"callback_query": 1, "message": 1, "edited_message": 1}
    assert [d.state for d in bot.sim.ledger.deliveries.values()] == ["expired"] * 3
    assert not list(bot.sim.ledger.undelivered())


async def test_retry_after_is_heeded_up_to_an_hour(bot: Caller) -> None:
    asked = iter(["35", "99999"])

    def busy(_update: Update) -> web.Response:
        header = next(asked, None)
        if header is None:
            return web.Response()
        return web.Response(status=503, headers={"Retry-After": header})

    async with listening(bot, busy):
        _started(bot.sim).type("một")
        await bot.sim.advance(2 * HOUR)
    (delivery,) = bot.sim.ledger.deliveries.values()
    assert [round(b.at - a.at) for a, b in pairwise(delivery.attempts)] == [35, 3600]


@pytest.mark.parametrize(("gone_for", "is_removed"), [(22.5, False), (23.5, True)])
async def test_gone_for_a_day_less_an_hour_removes_the_webhook(
    bot: Caller, gone_for: float, is_removed: bool
) -> None:
    moody = Moody(một=410)
    async with listening(bot, moody):
        _started(bot.sim).type("một")
        await bot.sim.advance(gone_for * HOUR)
        _, info = await bot.call("getWebhookInfo")
    assert (info["result"]["url"] == "") is is_removed
    assert bot.sim.ledger.broken()["webhook_gone"] > 10


async def test_a_closed_connection_and_a_refused_one_are_failures(bot: Caller) -> None:
    async def cut(update: Update) -> web.Response:
        raise web.HTTPBadGateway if _said(update) != "cắt" else ConnectionError

    async with listening(bot, cut) as hook:
        hook_url = hook.url
        _started(bot.sim).type("một")
        await hook.wait(1)
    await bot.sim.advance(2)
    await bot.call("setWebhook", url=hook_url)  # nobody listens there any more
    await bot.sim.advance(2)
    (delivery,) = bot.sim.ledger.deliveries.values()
    assert delivery.state == "pending"
    assert {attempt.status for attempt in delivery.attempts} >= {0, 502}
    _, info = await bot.call("getWebhookInfo")
    assert info["result"]["pending_update_count"] == 1
    assert info["result"]["last_error_message"]


async def test_any_2xx_is_success(bot: Caller) -> None:
    async with listening(bot, Moody(một=204)) as hook:
        _started(bot.sim).type("một")
        await hook.wait(1)
        await bot.sim.advance(100)
    assert len(hook.heard) == 1


async def test_what_waits_comes_when_the_webhook_is_set_and_dropped_is_gone(bot: Caller) -> None:
    lan = _started(bot.sim)
    lan.type("một")
    await bot.call("deleteWebhook", drop_pending_updates=True)
    lan.type("hai")
    async with listening(bot) as hook:
        await hook.wait(1)
        await bot.sim.advance(1)
    assert [_said(u) for u in hook.heard] == ["hai"]


async def test_a_scaled_clock_retries_sooner() -> None:
    async with (
        TelegramServer(clock=WallClock(scale=100)) as sim,
        calling(sim) as caller,
        listening(caller, Moody(poison=500)) as hook,
    ):
        _started(sim).type("poison")
        await hook.wait(6)  # 1 + 2 + 4 + 8 + 16 s
        (delivery,) = sim.ledger.deliveries.values()
        await until(lambda: len(delivery.attempts) == 6)  # it is noted when its answer came
        assert delivery.attempts[-1].at - delivery.attempts[0].at > 29


# -- repeats


@pytest.mark.parametrize("how", ["after", "together"])
async def test_duplicates_come_with_the_same_id_before_the_next(
    bot: Caller, how: Literal["after", "together"]
) -> None:
    bot.sim.delivery.duplication = Duplication(probability=1, copies=4, how=how)
    lan = _started(bot.sim)
    async with listening(bot) as hook:
        lan.type("một")
        lan.type("hai")
        await hook.wait(10)
    assert [_said(u) for u in hook.heard] == ["một"] * 5 + ["hai"] * 5
    assert len(set(hook.ids)) == 2


async def test_a_duplicate_may_come_a_day_later(bot: Caller) -> None:
    bot.sim.delivery.duplication = Duplication(probability=1, how="late", delay=24 * HOUR)
    lan = _started(bot.sim)
    async with listening(bot) as hook:
        lan.type("một")
        await hook.wait(1)
        lan.type("hai")
        await bot.sim.advance(23 * HOUR)
        assert [_said(u) for u in hook.heard] == ["một", "hai"]
        await bot.sim.advance(2 * HOUR)
    assert sorted(_said(u) for u in hook.heard) == ["hai", "hai", "một", "một"]


async def test_a_captured_update_can_be_sent_again_a_month_later(bot: Caller) -> None:
    async with listening(bot, secret_token="bi-mat") as hook:
        _started(bot.sim).type("một")
        await hook.wait(1)
        await bot.sim.advance(30 * 24 * HOUR)
        (delivery,) = bot.sim.ledger.deliveries.values()
        bot.sim.delivery.send_again(delivery)
        await hook.wait(2)
        await bot.sim.settle()
    assert hook.bodies[0] == hook.bodies[1]
    assert [attempt.how for attempt in delivery.attempts] == ["webhook", "duplicate"]
    assert bot.sim.ledger.expired == {}


async def test_one_in_ten_is_one_in_ten(bot: Caller) -> None:
    bot.sim.delivery.duplication = Duplication(probability=0.1)
    async with listening(bot) as hook:
        for number in range(1, 501):
            _started(bot.sim, number).type("một")
        await bot.sim.advance(5)
    assert len(set(hook.ids)) == 500
    assert 530 <= len(hook.ids) <= 570


async def test_reordering_keeps_the_order_within_a_queue(bot: Caller) -> None:
    bot.sim.delivery.reordering = Reordering(probability=0.5, upto=5)
    people = [_started(bot.sim, number) for number in range(1, 21)]
    async with listening(bot) as hook:
        for word in ("một", "hai", "ba"):
            for person in people:
                person.type(word)
        await bot.sim.advance(20)
    assert hook.ids != sorted(hook.ids)
    for person in people:
        own = [_said(u) for u in hook.heard if u["message"]["from"]["id"] == person.id]
        assert own == ["một", "hai", "ba"]


# -- methods in answers


async def test_a_method_in_the_answer_is_done(bot: Caller) -> None:
    lan = _started(bot.sim)
    await bot.say(lan.id, reply_markup=inline("Có"))

    def answering(update: Update) -> web.Response:
        query_id = update["callback_query"]["id"]
        return web.json_response(
            {"method": "answerCallbackQuery", "callback_query_id": query_id, "text": "Đã ghi"}
        )

    async with listening(bot, answering) as hook:
        lan.press("Có")
        await hook.wait(1)
        await bot.sim.settle()
    (press,) = bot.sim.ledger.presses.values()
    assert press.text == "Đã ghi"
    assert [r.via for r in bot.sim.ledger.calls("answerCallbackQuery")] == ["webhook"]
    assert bot.sim.ledger.broken() == {}


async def test_a_wrong_method_in_the_answer_is_noted_though_nobody_is_told(bot: Caller) -> None:
    def answering(_update: Update) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": 1, "text": "Xin chào"})

    async with listening(bot, answering) as hook:
        _started(bot.sim).type("một")
        await hook.wait(1)
        await bot.sim.settle()
    assert bot.sim.ledger.broken() == {"chat_unknown": 1}
    assert len(hook.heard) == 1
