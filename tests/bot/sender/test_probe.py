"""The probe of an account that rests: whoever gets it makes it, or gives it back."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.channels.base import Call, Sent
from bot.sender.account import Account, Figures
from bot.sender.delivery import Delivery
from bot.sender.lane import Lane, Parcel
from bot.sender.patience import Breaker
from bot.sender.rates import Rates, Reserved
from tests.bot.sender.platform import Scripted

_HALF_OPEN = 3.0


class _Rates(Rates):
    """Lets all through; tells when it is asked, which may take a while."""

    def __init__(self, meanwhile: Any = lambda: None) -> None:  # noqa: ANN401
        self.meanwhile = meanwhile

    async def slot(self, *_: object) -> float:
        self.meanwhile()
        return 0.0

    async def reserve(self, _: str, chats: Sequence[str], ahead: float) -> Reserved:
        return Reserved([ahead] * len(chats), 0.0)

    def held(self, _: str) -> float:
        return 0.0

    async def hold(self, *_: object) -> None: ...

    def share(self, _: int) -> None: ...


class _Life:
    """Taken for dead while it waited: what it held is another's, and it has another name."""

    id = "old"
    sure = True

    def holds(self) -> bool:
        return self.sure

    async def renewed(self) -> None:
        self.id, self.sure = "new", True

    def lose(self) -> None:
        self.id = "new"

    def doubt(self) -> None:
        self.sure = False


def _half_open(rates: Rates) -> Account:
    clock = iter([_HALF_OPEN] * 100)
    account = Account(Scripted(), rates, Figures(), lambda: next(clock))
    for _ in range(5):
        account.breaker.failed(0.0)
    return account


def _delivery(account: Account, life: _Life) -> Delivery:
    return Delivery(
        accounts={"telegram": account},
        addresses=cast("Any", None),
        marks=cast("Any", None),
        life=cast("Any", life),
        figures=Figures(),
        clock=cast("Any", lambda: 0),
    )


async def _leave(account: Account, life: _Life) -> object:
    lane = Lane("s", lambda _: None)
    row = cast("Any", SimpleNamespace(user_key="u", channel="telegram"))
    call = Call("say", {"to": "at-s", "text": "x"})
    return await _delivery(account, life)._leave(lane, Parcel(row, "old"), account, call)


async def test_a_row_that_others_took_over_does_not_use_up_the_probe() -> None:
    life = _Life()
    life.sure = False
    account = _half_open(_Rates())
    assert await _leave(account, life) == 0.0
    assert not account.breaker.rests(_HALF_OPEN)
    assert account.breaker.wait(_HALF_OPEN) == 0.0


@pytest.mark.parametrize("deed", ["lose", "doubt"])
async def test_a_row_that_is_lost_while_it_asks_gives_the_probe_back(deed: str) -> None:
    life = _Life()
    account = _half_open(_Rates(getattr(life, deed)))
    assert type(await _leave(account, life)) is float
    assert not cast("Scripted", account.channel).asked
    assert account.breaker.wait(_HALF_OPEN) == 0.0


async def test_of_many_that_ask_at_once_one_alone_is_the_probe() -> None:
    account = _half_open(_Rates())
    assert await account.reserve(["a", "b", "c"], 0.0) == ([0.0], 0.0)
    assert (await account.reserve(["b", "c"], 0.0)).leave == []


async def test_who_keeps_its_row_makes_the_probe() -> None:
    account = _half_open(_Rates())
    assert type(await _leave(account, _Life())) is Sent
    assert account.breaker.is_closed


async def test_a_cancelled_probe_is_given_back() -> None:
    account = _half_open(_Rates())
    cast("Scripted", account.channel).answer = asyncio.Event()
    asking = asyncio.create_task(account.call(Call("say", {"to": "a", "text": "x"})))
    assert account.breaker.wait(_HALF_OPEN) == 0.0
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert account.breaker.wait(_HALF_OPEN) == 0.0


def test_a_probe_of_which_nothing_is_heard_ends_by_itself() -> None:
    breaker = Breaker()
    for _ in range(5):
        breaker.failed(0.0)
    assert breaker.wait(10.0) == 0.0
    assert breaker.wait(11.0) > 0
    assert breaker.rests(39.9)
    assert not breaker.rests(40.1)
    assert breaker.wait(40.1) == 0.0
