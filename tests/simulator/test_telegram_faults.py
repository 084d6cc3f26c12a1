"""Failures on demand: what the bot sees, what took effect, and what the ledger says of both."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import msgspec
import pytest

from bot.simulator.telegram import UNLIMITED, Fault, HandClock, Limits, TelegramServer
from bot.simulator.telegram.lateness import Lateness
from bot.simulator.telegram.limits import FloodControl
from bot.simulator.telegram.rules import RefusedError
from tests.simulator.telegram_bots import Caller, calling, inline
from tests.waiting import until

LAN, MINH = 5021, 5022


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    async with TelegramServer(clock=HandClock(), limits=UNLIMITED) as sim, calling(sim) as caller:
        for number in (LAN, MINH):
            sim.person(number).chat.started = True
        yield caller


async def _raw(bot: Caller, **parameters: object) -> tuple[int, bytes]:
    url = bot.url("sendMessage")
    async with bot.session.post(url, json={"chat_id": LAN, **parameters}) as response:
        return response.status, await response.read()


async def test_a_server_error_has_no_effect(bot: Caller) -> None:
    bot.sim.faults.server_error(502, times=1)
    status, answer = await bot.call("sendMessage", chat_id=LAN, text="một")
    assert (status, answer) == (
        502,
        {"ok": False, "error_code": 502, "description": "Bad Gateway"},
    )
    await bot.say(LAN, "hai")
    assert bot.sim.person(LAN).texts == ["hai"]
    assert [r.accepted for r in bot.sim.ledger.calls("sendMessage")] == [False, True]


async def test_a_cut_connection_has_no_effect(bot: Caller) -> None:
    bot.sim.faults.reset(times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await _raw(bot, text="một")
    assert bot.sim.person(LAN).texts == []
    (request,) = bot.sim.ledger.requests
    assert (request.fault, request.accepted, request.withheld) == ("reset", False, False)


async def test_who_cannot_have_heard_that_nobody_may_write_is_not_to_blame(bot: Caller) -> None:
    bot.sim.person(LAN).deactivate()
    bot.sim.faults.malform(times=1)
    status, half = await _raw(bot, text="một")
    assert (status, half[-1:] == b"}") == (403, False)
    await bot.sim.advance(60)
    assert (await bot.call("sendMessage", chat_id=LAN, text="một"))[0] == 403
    assert bot.sim.ledger.broken() == {}


async def test_a_withheld_answer_leaves_a_message_that_the_bot_does_not_know_of(
    bot: Caller,
) -> None:
    bot.sim.faults.withhold(times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await _raw(bot, text="một")
    assert bot.sim.person(LAN).texts == ["một"]
    await bot.say(LAN, "một")  # the bot that retries blindly
    assert bot.sim.ledger.repeated() == {(LAN, "một"): 2}
    (request,) = bot.sim.ledger.withheld()
    assert request.payload["text"] == "một"
    assert request.message_id == bot.sim.person(LAN).chat.from_bot[0].id


async def test_a_refusal_that_never_arrived_is_no_withheld_answer(bot: Caller) -> None:
    bot.sim.faults.withhold(times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await _raw(bot, text=" ")
    assert bot.sim.ledger.withheld() == []


async def test_a_withheld_answer_can_be_silence(bot: Caller) -> None:
    bot.sim.faults.withhold(seconds=30)
    asking = asyncio.create_task(_raw(bot, text="một"))
    await until(lambda: bot.sim.person(LAN).texts == ["một"])
    await asyncio.sleep(0.1)
    assert not asking.done()
    asking.cancel()
    await asyncio.wait([asking])


async def test_half_an_answer_is_no_json(bot: Caller) -> None:
    bot.sim.faults.malform(times=1)
    status, body = await _raw(bot, text="một")
    assert status == 200
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(body)
    assert len(bot.sim.ledger.withheld()) == 1


async def test_slow_answers_are_slow_and_otherwise_right(bot: Caller) -> None:
    bot.sim.faults.slow(0.05)
    begun = time.monotonic()
    await bot.say(LAN)
    assert time.monotonic() - begun >= 0.05


async def test_a_flood_stops_the_whole_bot_until_its_time(bot: Caller) -> None:
    flood = bot.sim.faults.flood(35, times=1)
    status, answer = await bot.call("sendMessage", chat_id=LAN, text="một")
    assert status == 429
    assert answer["description"] == "Too Many Requests: retry after 35"
    assert answer["parameters"] == {"retry_after": 35}
    await bot.sim.advance(10)
    status, answer = await bot.call("sendMessage", chat_id=MINH, text="một")
    assert (status, answer["parameters"]) == (429, {"retry_after": 25})
    assert bot.sim.ledger.broken() == {"call_before_retry_after": 1}
    await bot.sim.advance(25)
    await bot.say(MINH)
    assert flood.hits == 1


async def test_calls_under_way_when_a_flood_begins_are_no_breach(bot: Caller) -> None:
    bot.sim.faults.flood(35, times=1)
    statuses = [
        (await bot.call("sendMessage", chat_id=LAN, text=str(number)))[0] for number in range(3)
    ]
    assert statuses == [429] * 3
    assert bot.sim.ledger.broken() == {}


@pytest.mark.parametrize(("flood", "broken"), [(14, {}), (5, {"callback_unanswered": 1})])
async def test_a_press_that_no_call_could_answer_in_its_time_is_no_breach(
    bot: Caller, flood: int, broken: dict[str, int]
) -> None:
    await bot.say(LAN, reply_markup=inline("Có"))
    bot.sim.faults.flood(flood, times=1)
    await bot.call("sendMessage", chat_id=LAN, text="một")
    bot.sim.person(LAN).press("Có")
    update = (await bot.call("getUpdates"))[1]["result"][-1]["update_id"]
    await bot.call("getUpdates", offset=update + 1)
    await bot.sim.advance(20)
    bot.sim.close_books()
    assert bot.sim.ledger.broken() == broken


async def test_what_lay_in_a_late_simulators_queue_came_in_time() -> None:
    control = FloodControl(Limits(), 0.0)
    control.close(30, 10.0)
    with pytest.raises(RefusedError) as under_way:
        control.check_patience(12.0, lateness=2.0)
    assert under_way.value.rule is None
    with pytest.raises(RefusedError) as too_soon:
        control.check_patience(12.6, lateness=2.0)
    assert too_soon.value.rule == "call_before_retry_after"


async def test_a_loop_that_was_blocked_knows_how_late_it_is() -> None:
    lateness = Lateness()
    assert lateness.recent() == 0.0
    lateness.start()
    try:
        time.sleep(0.3)  # noqa: ASYNC251 - a busy loop, as with thousands of citizens
        assert lateness.recent() >= 0.2
        await asyncio.sleep(0.06)
        assert lateness.recent() >= 0.2, "the beat that came late is remembered"
    finally:
        lateness.stop()
    assert lateness.recent() == 0.0


async def test_polling_goes_on_during_a_flood(bot: Caller) -> None:
    bot.sim.faults.flood(35, methods={"sendMessage"})
    await bot.call("sendMessage", chat_id=LAN, text="một")
    await bot.sim.advance(10)
    assert (await bot.call("getUpdates"))[0] == 200


async def test_one_chat_one_method_one_text(bot: Caller) -> None:
    faults = bot.sim.faults
    faults.blocked(MINH)
    faults.refuse("*", "can't parse entities: Can't find end of the entity")
    faults.add(Fault(kind="refused", methods={"editMessageText"}, status=500))
    message_id = await bot.say(LAN, reply_markup=inline("Có"))
    assert (await bot.call("sendMessage", chat_id=MINH, text="một"))[0] == 403
    status, answer = await bot.call("sendMessage", chat_id=LAN, text="2 * 3")
    assert status == 400
    assert answer["description"].startswith("Bad Request: can't parse entities")
    edit = {"chat_id": LAN, "message_id": message_id, "text": "hai"}
    assert (await bot.call("editMessageText", **edit))[0] == 500
    faults.clear()
    assert (await bot.call("editMessageText", **edit))[0] == 200
    assert bot.sim.ledger.broken() == {}


async def test_chance_is_seeded() -> None:
    drawn = []
    for _ in range(2):
        async with TelegramServer(limits=UNLIMITED, seed="một") as sim, calling(sim) as bot:
            sim.person(LAN).chat.started = True
            sim.faults.server_error(500, probability=0.3)
            drawn.append(
                [(await bot.call("sendMessage", chat_id=LAN, text="a"))[0] for _ in range(50)]
            )
    assert drawn[0] == drawn[1]
    assert 5 <= drawn[0].count(500) <= 25


# -- the ledger


async def test_the_ledger_knows_what_each_person_saw(bot: Caller) -> None:
    lan = bot.sim.person(LAN)
    message_id = await bot.say(LAN, "Hài lòng không?", reply_markup=inline("Có", "Không"))
    message = lan.chat.messages[message_id]
    assert [button.label for button in message.buttons] == ["Có", "Không"]
    await bot.sim.advance(5)
    await bot.call("editMessageText", chat_id=LAN, message_id=message_id, text="Đã chọn: Có")
    assert (message.text, message.buttons) == ("Đã chọn: Có", ())
    assert [edit.text for edit in message.edits] == ["Hài lòng không?"]
    assert message.edits[0].at - message.at == 5
    await bot.call("deleteMessage", chat_id=LAN, message_id=message_id)
    assert lan.texts == []


async def test_a_bounded_ledger_counts_on() -> None:
    async with TelegramServer(limits=UNLIMITED, capacity=10) as sim, calling(sim) as caller:
        lan = sim.person(LAN)
        for _ in range(25):
            lan.start()
            await caller.call("getUpdates", offset=10**9)
            await caller.say(LAN)
        assert len(sim.ledger.requests) == 10
        assert len(sim.ledger.deliveries) <= 11
        assert sim.ledger.answers["sendMessage", 200] == 25


async def test_violations_are_told_with_their_rule(bot: Caller) -> None:
    await bot.call("sendMessage", chat_id=LAN, text="")
    (violation,) = bot.sim.ledger.violations
    assert "text_empty" in str(violation)
    assert violation.request == bot.sim.ledger.requests[-1].number
    assert bot.sim.ledger.broken(besides=["text_empty"]) == {}


def test_the_strict_rates_are_the_default() -> None:
    limits = Limits()
    assert (limits.chat_rate, limits.overall_rate) == (1.0, 30.0)


def test_what_lay_in_the_simulators_own_queue_does_not_come_too_fast() -> None:
    limits = Limits(chat_rate=None, overall_rate=10.0, overall_burst=5)
    late, prompt = FloodControl(limits, 0.0), FloodControl(limits, 0.0)
    for person in range(1, 8):
        late.check_message(person, 0.0, lateness=0.2)  # five, and what comes in 0.2 s
    with pytest.raises(RefusedError):
        late.check_message(8, 0.0, lateness=0.2)
    for person in range(1, 6):
        prompt.check_message(person, 0.0)
    with pytest.raises(RefusedError):
        prompt.check_message(6, 0.0)
