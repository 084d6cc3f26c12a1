"""Telegram for one bot, put together: the server, the people, and the time."""

from __future__ import annotations

import asyncio
import random
from typing import Self

from aiohttp import web

from bot.simulator.telegram.api import BotApi
from bot.simulator.telegram.chats import Chat
from bot.simulator.telegram.clock import Clock, HandClock, WallClock
from bot.simulator.telegram.delivery import Deliverer
from bot.simulator.telegram.faults import Faults
from bot.simulator.telegram.ledger import Ledger, Press
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.person import Person
from bot.simulator.telegram.serving import Serving
from bot.simulator.telegram.setting_up import SettingUp
from bot.simulator.telegram.state import State
from bot.simulator.telegram.updates import group_chat, private_chat, user_json

__all__ = ["TOKEN", "TelegramServer"]

TOKEN = "7770001234:SIMULATED-bot-token-of-35-characters"  # noqa: S105 - of the simulator's bot
_LOOKS = 500
"""So often, a thousandth of a second apart, it is looked whether the network has come to rest.
Looks and not seconds: a machine that is late with them is late with the deliveries too.
"""


class TelegramServer:
    """Telegram for one bot, on this machine. Use it as an async context manager.

    `clock` is real time unless given; `limits` are Telegram's unless given; `seed` decides ids
    and every chance; `capacity` bounds the ledger of long runs.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        clock: Clock | None = None,
        limits: Limits | None = None,
        seed: str = "telegram",
        capacity: int | None = None,
        port: int = 0,
    ) -> None:
        self.token = token
        self.clock: Clock = clock or WallClock()
        self.ledger = Ledger(capacity)
        self.faults = Faults(seed)
        self.people: dict[int, Person] = {}
        self.state = State(token, self.clock, limits or Limits(), self.ledger, seed)
        self.delivery = Deliverer(self.state, random.Random(f"{seed}/delivery"))
        setting_up = SettingUp(self.state, self.delivery)
        api = BotApi(self.state, setting_up.acts)
        self._serving = Serving(self.state, api, setting_up, self.faults)
        self.delivery.obey = self._serving.execute
        self._port = port
        self._runner: web.ServerRunner | None = None

    # -- running

    async def __aenter__(self) -> Self:
        server = web.Server(self._serving.handle, access_log=None, handler_cancellation=True)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        if not isinstance(self.clock, HandClock):
            self.state.lateness.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.state.lateness.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.delivery.close()

    @property
    def base_url(self) -> str:
        """The value for TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._port}"

    # -- people

    def person(
        self,
        user_id: int,
        first_name: str = "Lan",
        last_name: str | None = None,
        username: str | None = None,
        language: str = "vi",
    ) -> Person:
        """Return the person of that id; made at the first time, with a chat not yet started."""
        if user_id not in self.people:
            user = user_json(user_id, first_name, last_name, username, language)
            chat = Chat(user_id, private_chat(user))
            self.state.chats[user_id] = chat
            self.people[user_id] = Person(self.state, user, chat)
        return self.people[user_id]

    def group(self, chat_id: int, title: str) -> Chat:
        """Return a group that the bot is in; its id is negative."""
        if chat_id not in self.state.chats:
            chat = Chat(chat_id, group_chat(chat_id, title), started=True)
            self.state.chats[chat_id] = chat
        return self.state.chats[chat_id]

    # -- time

    async def settle(self) -> None:
        """Wait until no delivery is on its way; if one hangs, half a second of a machine that
        has time.
        """
        await asyncio.sleep(0)
        for _ in range(_LOOKS):
            if not self.delivery.is_busy:
                return
            await asyncio.sleep(0.001)  # many things can end it, and none of them often

    async def advance(self, seconds: float) -> None:
        """Move a HandClock; all that falls due on the way is done, in order."""
        clock = self.clock
        if not isinstance(clock, HandClock):
            raise TypeError("only a HandClock can be moved")
        target = clock.now() + seconds
        await self.settle()
        while (due := clock.next_due()) is not None and due <= target:
            clock.move_to(due)
            await self.settle()
        clock.move_to(target)
        await self.settle()

    def close_books(self, patience: float | None = None) -> None:
        """Look for what was left undone: buttons that the bot took more than `patience` seconds
        ago, as long as it may take to answer unless given, and never answered.
        """
        now = self.clock.now()
        allowed = self.state.limits.callback_answer if patience is None else patience
        for press in self.ledger.unanswered(now, allowed):
            if not self._had_a_chance(press):
                continue
            self.ledger.breach("callback_unanswered", now, f"press {press.id} of {press.user_id}")

    def _had_a_chance(self, press: Press) -> bool:
        """Tell whether the bot might have answered a press between the 429s of its time."""
        limits, since = self.state.limits, press.delivered_at or press.at
        left = self.state.flood.open_between(since, since + limits.callback_answer)
        return left >= limits.callback_chance
