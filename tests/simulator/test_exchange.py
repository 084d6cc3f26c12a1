"""What a synthetic citizen waits for, before going on."""

import random

import pytest

from bot.simulator.browser import Browser, Envelope, Told
from bot.simulator.choosing import Act
from bot.simulator.exchange import Exchange
from bot.simulator.meter import Meter
from bot.simulator.personas import persona_of
from bot.simulator.wire import Endpoint

NEXT = Told(seq=1, kind="question", text="Ông/Bà muốn gửi loại ý kiến nào?")


@pytest.mark.parametrize("status", ["deferred", "duplicate"])
async def test_what_is_still_to_be_decided_is_waited_for(
    status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that dies with a message put off calls it a duplicate when it comes again."""

    async def send(_browser: Browser, _body: bytes, *, aside: bool = False) -> Envelope:
        assert not aside
        return Envelope(last=0, status=status)

    async def fetch(_browser: Browser, after: int, *, wait: int = 0) -> Envelope:
        assert (after, wait) == (0, 10)
        return Envelope(last=1, messages=[NEXT])

    monkeypatch.setattr(Browser, "send", send)
    monkeypatch.setattr(Browser, "fetch", fetch)
    rng = random.Random("waits")
    exchange = Exchange(persona_of(rng), rng, Endpoint("127.0.0.1", 1), "token", Meter())
    await exchange.say(Act("choice", "r1:KIND:suggestion"))
    assert exchange.prompt == NEXT
    assert (exchange.unheard, exchange.ledger.troubles) == (0, [])
