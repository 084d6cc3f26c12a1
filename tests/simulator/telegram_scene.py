"""The scene for the tests of Telegram's rules: a bot that may do wrong."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.simulator.telegram import Person, TelegramServer
from tests.simulator.telegram_bots import Answer, Caller, Reply, WebhookBot, inline, listening

LAN, MINH, GROUP = 5021, 5022, -100


@dataclass(slots=True)
class Scene:
    """A bot that may do wrong, a person who pressed Start, and time that stands still."""

    sim: TelegramServer
    bot: Caller
    lan: Person
    stack: AsyncExitStack
    answer: Reply = (200, {})

    async def call(self, method: str, **parameters: object) -> Reply:
        self.answer = await self.bot.call(method, **parameters)
        return self.answer

    async def send(self, text: str = "Xin chào", **more: object) -> Reply:
        return await self.call("sendMessage", **{"chat_id": LAN, "text": text, **more})

    async def keyboard(self, **markup: object) -> Reply:
        return await self.send(reply_markup=markup)

    async def webhook(self, answer: Answer) -> WebhookBot:
        return await self.stack.enter_async_context(listening(self.bot, answer))

    async def press(self) -> str:
        """Let Lan press a button; return the id of the callback query."""
        await self.bot.say(LAN, "Hài lòng không?", reply_markup=inline("Có"))
        self.lan.press("Có")
        return next(reversed(self.sim.ledger.presses))


Deed = Callable[[Scene], Awaitable[object]]
Wrong = tuple[str, int, Deed]
"""Rule, the status that Telegram answers (200 where it is silent), and the bad deed."""


class Wrongs(list[Wrong]):
    """Bad deeds, noted by a decorator."""

    def note(self, rule: str, status: int) -> Callable[[Deed], Deed]:
        def noted(deed: Deed) -> Deed:
            self.append((rule, status, deed))
            return deed

        return noted
