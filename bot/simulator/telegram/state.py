"""What Telegram knows of one bot: its chats, messages, pressed buttons, files and updates."""

from __future__ import annotations

import random

from bot.simulator.telegram.backlog import Backlog
from bot.simulator.telegram.chats import Chat, JsonObject, Message
from bot.simulator.telegram.clock import Clock
from bot.simulator.telegram.files import Files
from bot.simulator.telegram.lateness import Lateness
from bot.simulator.telegram.ledger import Delivery, Ledger, Press
from bot.simulator.telegram.limits import FloodControl, Limits
from bot.simulator.telegram.rules import RefusedError
from bot.simulator.telegram.updates import bot_user

__all__ = ["State"]


class State:
    """One bot's world. The same seed gives the same ids."""

    def __init__(
        self, token: str, clock: Clock, limits: Limits, ledger: Ledger, seed: str
    ) -> None:
        self.token = token
        self.clock = clock
        self.limits = limits
        self.ledger = ledger
        self.rng = random.Random(f"{seed}/ids")
        bot_id = token.partition(":")[0]
        self.bot = bot_user(
            int(bot_id) if bot_id.isdecimal() else 777, "Simulated bot", "SimulatedBot"
        )
        self.chats: dict[int, Chat] = {}
        self.flood = FloodControl(limits, clock.now())
        self.lateness = Lateness()
        self.files = Files(self.rng, limit=limits.file_size, life=limits.file_life)
        first = self.rng.randrange(100_000_000, 900_000_000)
        self.backlog = Backlog(clock, ledger, first, self._on_offered, self._on_taken)
        self._last_message = self.rng.randrange(10, 1000)
        self._instances: dict[int, str] = {}

    # -- messages

    def post(
        self, chat: Chat, *, by_bot: bool, sender: JsonObject, text: str | None = None
    ) -> Message:
        """Return a new message, numbered over all chats as Telegram does for bots. It is not
        shown before it is added to its chat.
        """
        self._last_message += 1
        return Message(self._last_message, chat, self.clock.now(), by_bot, sender, text)

    def reachable(self, chat_id: int | str) -> Chat:
        """Return the chat that the bot may write to now.

        Raises:
            RefusedError: there is none, or the person does not want it.

        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise RefusedError("chat_unknown", "Bad Request: chat not found")
        if chat.deactivated:
            raise self._unwanted(chat, "chat_deactivated", "user is deactivated")
        if chat.blocked:
            raise self._unwanted(chat, "chat_blocked", "bot was blocked by the user")
        if not chat.started:
            what = "Forbidden: bot can't initiate conversation with a user"
            raise RefusedError("chat_not_started", what, 403)
        return chat

    def _unwanted(self, chat: Chat, rule: str, description: str) -> RefusedError:
        """Return the refusal; a bot that was not told yet, or only just, is not to blame."""
        now = self.clock.now()
        is_told = chat.told_at is not None and now > chat.told_at + self.limits.grace
        if chat.told_at is None:
            chat.told_at = now
        return RefusedError(rule if is_told else None, f"Forbidden: {description}", 403)

    def silence(self) -> float:
        """Return the seconds for which the last 429 still silences the whole bot."""
        return self.flood.closed_for(self.clock.now())

    # -- updates

    def push(self, kind: str, body: JsonObject, chat_id: int) -> Delivery | None:
        """Make an update of a chat. Return None where the bot does not want such."""
        return self.backlog.add(kind, body, ("chat", chat_id), self.limits.message_life)

    def push_press(self, press: Press, body: JsonObject) -> Delivery | None:
        """Make the update of a pressed button; it goes into the person's own queue."""
        self.ledger.enter_press(press)
        queue = ("buttons", press.user_id)
        return self.backlog.add("callback_query", body, queue, self.limits.callback_life)

    def chat_instance(self, chat_id: int) -> str:
        """Return the constant that Telegram gives a chat in callbacks."""
        if chat_id not in self._instances:
            self._instances[chat_id] = str(self.rng.randrange(-(2**63), 2**63))
        return self._instances[chat_id]

    def _on_offered(self, delivery: Delivery) -> None:
        if press := self._press_of(delivery):
            press.offered_at = self.clock.now()
            press.tries = delivery.attempts

    def _on_taken(self, delivery: Delivery) -> None:
        now = self.clock.now()
        if press := self._press_of(delivery):
            press.delivered_at = now
        elif delivery.kind == "my_chat_member":
            chat = self.chats[delivery.queue[1]]
            if chat.blocked and chat.told_at is None:
                chat.told_at = now

    def _press_of(self, delivery: Delivery) -> Press | None:
        if delivery.kind != "callback_query":
            return None
        return self.ledger.presses.get(delivery.update["callback_query"]["id"])
