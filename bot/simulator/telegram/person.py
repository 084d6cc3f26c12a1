"""A citizen with Telegram on the phone: what one can do there, and what one sees."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.simulator.telegram import updates
from bot.simulator.telegram.chats import Button, Chat, JsonObject, Message
from bot.simulator.telegram.ledger import Delivery, Press
from bot.simulator.telegram.state import State

__all__ = ["NotOnScreenError", "Person"]

_PATIENCE = 5.0  # s of real time


class NotOnScreenError(Exception):
    """A person cannot press what is not there."""


class Person:
    """One person. Everything done returns at once; the update is on its way. What returns an
    update returns None where the bot did not ask for its kind.
    """

    def __init__(self, state: State, user: JsonObject, chat: Chat) -> None:
        self._state = state
        self.user = user
        self.chat = chat
        self.heard = 0
        """Id of the newest message that `wait_for` returned."""
        self.newest: Delivery | None = None
        """The update of the newest message that this person sent."""

    @property
    def id(self) -> int:
        """The id of the user, and of the private chat."""
        return self.chat.id

    # -- writing

    def start(self, payload: str = "") -> Message:
        """Press Start, perhaps by a link's parameter; who had blocked the bot unblocks it."""
        if self.chat.blocked:
            self.unblock()
        self.chat.started = True
        return self.type(f"/start {payload}".rstrip())

    def type(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a text, here or into a group."""
        message = self._new(chat, text)
        if reply_to is not None:
            message.extra["reply_to_message"] = reply_to
        return self._send(message)

    def edit(self, message: Message, text: str) -> Delivery | None:
        """Change one of one's own messages."""
        message.edit(self._state.clock.now(), text, None)
        return self._state.push("edited_message", updates.message_json(message), message.chat.id)

    # -- pressing

    def press(
        self,
        what: str | Button,
        *,
        on: Message | None = None,
        force: bool = False,
        chat: Chat | None = None,
    ) -> Delivery | Message | None:
        """Press a button by its label: an inline one on the newest message that has it, or on
        the message given, else a key of the reply keyboard. With `force`, `what` is sent as
        callback data even if no such button exists, as a forged client can.

        Raises:
            NotOnScreenError: there is no such button.

        """
        room = chat or self.chat
        label = what if isinstance(what, str) else what.label
        message, button = self._find(label, room, on)
        if force:
            target = on or message or (room.from_bot or list(room.messages.values()))[-1]
            return self.press_data(label, target)
        if message is not None and button is not None:
            return None if button.data is None else self.press_data(button.data, message)
        key = next((key for key in room.keys if key.label == label), None)
        if on is not None or key is None:
            raise NotOnScreenError(f"{label!r}; there are {self.labels}")
        return self._press_key(key, room)

    def press_data(self, data: str, on: Message) -> Delivery | None:
        """Send callback data as a press on a message, whether or not it has such a button."""
        press = Press(str(self._state.rng.getrandbits(62)), self.id, data, self._state.clock.now())
        shown = updates.message_json(on) if on.deleted_at is None else updates.inaccessible(on)
        instance = self._state.chat_instance(on.chat.id)
        body = updates.callback_query(press.id, self.user, shown, instance, data)
        return self._state.push_press(press, body)

    def _find(
        self, label: str, room: Chat, on: Message | None
    ) -> tuple[Message | None, Button | None]:
        for message in [on] if on is not None else reversed(room.messages.values()):
            if message.deleted_at is None and (button := message.button(label)):
                return message, button
        return None, None

    def _press_key(self, key: Button, room: Chat) -> Message:
        if key.asks_contact:
            return self.share_contact(f"84{self.id % 10**9:09}")
        if key.asks_location:
            return self.location(21.0285, 105.8542)
        return self.type(key.label, chat=room)

    # -- contacts

    def share_contact(self, phone: str, *, reply_to: Message | None = None) -> Message:
        """Share one's own number by the button of the keyboard: a reply to its message."""
        return self._card(phone, self.user, reply_to or self.chat.keyboard)

    def forward_contact(self, phone: str, *, reply_to: Message | None = None) -> Message:
        """Forward an older card of one's own."""
        origin = updates.forward_origin(self.user, int(self._state.clock.now()) - 3600)
        return self._card(phone, self.user, reply_to, {"forward_origin": origin})

    def contact_of(
        self, phone: str, user_id: int, name: str = "Minh", *, reply_to: Message | None = None
    ) -> Message:
        """Attach the card of somebody else, as a reply where one is given."""
        return self._card(phone, {"id": user_id, "first_name": name}, reply_to)

    def contact_without_user_id(self, phone: str, *, reply_to: Message | None = None) -> Message:
        """Attach a card out of the phone's address book, of nobody that Telegram knows."""
        return self._card(phone, {"first_name": self.user["first_name"]}, reply_to)

    def _card(
        self,
        phone: str,
        whose: JsonObject,
        reply_to: Message | None,
        origin: JsonObject | None = None,
    ) -> Message:
        message = self._new(None)
        if reply_to is not None:
            message.extra["reply_to_message"] = reply_to
        message.extra |= {**(origin or {}), "contact": updates.contact(phone, whose)}
        return self._send(message)

    # -- media

    def photo(
        self,
        content: bytes = b"\xff\xd8\xff",
        *,
        caption: str | None = None,
        size: int | None = None,
        album: str | None = None,
    ) -> Message:
        """Send a photo; it comes in two sizes, the larger is `content`. Photos of one `album`
        belong together.
        """
        add = self._state.files.add
        sizes = updates.photo_sizes(
            add("photos", "jpg", content[:64], 1253).json, add("photos", "jpg", content, size).json
        )
        return self._media({"media_group_id": album, "photo": sizes, "caption": caption})

    def voice(
        self, content: bytes = b"OggS", *, seconds: int = 7, size: int | None = None
    ) -> Message:
        """Send a voice message."""
        stored = self._state.files.add("voice", "oga", content, size)
        body = {**stored.json, "duration": seconds, "mime_type": "audio/ogg"}
        return self._media({"voice": body})

    def document(
        self,
        content: bytes = b"%PDF-1.4",
        *,
        name: str = "don.pdf",
        mime: str = "application/pdf",
        caption: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a file."""
        stored = self._state.files.add("documents", name.rpartition(".")[2], content, size)
        body = {**stored.json, "file_name": name, "mime_type": mime}
        return self._media({"document": body, "caption": caption})

    def location(self, latitude: float, longitude: float) -> Message:
        """Send a place."""
        return self._media({"location": {"latitude": latitude, "longitude": longitude}})

    def _media(self, parts: JsonObject) -> Message:
        message = self._new(None)
        message.extra = {name: part for name, part in parts.items() if part is not None}
        return self._send(message)

    # -- coming and going

    def block(self) -> Delivery | None:
        """Block the bot."""
        return self._switch(blocked=True)

    def unblock(self) -> Delivery | None:
        """Let the bot write again."""
        self.chat.told_at = None
        return self._switch(blocked=False)

    def deactivate(self) -> None:
        """Delete the account; Telegram tells no bot."""
        self.chat.deactivated = True

    def _switch(self, *, blocked: bool) -> Delivery | None:
        self.chat.blocked = blocked
        now = int(self._state.clock.now())
        body = updates.chat_member(
            self.chat.json, self.user, self._state.bot, now, blocked=blocked
        )
        return self._state.push("my_chat_member", body, self.chat.id)

    # -- seeing

    @property
    def last(self) -> Message | None:
        """The newest message of the bot."""
        return self.chat.from_bot[-1] if self.chat.from_bot else None

    @property
    def texts(self) -> list[str]:
        """All that the bot said and that is still there, as it reads now."""
        return [message.text or "" for message in self.chat.from_bot]

    @property
    def labels(self) -> list[str]:
        """All labels that can be pressed now, inline ones first."""
        inline = [b.label for message in self.chat.visible for b in message.buttons]
        return inline + [key.label for key in self.chat.keys]

    async def wait_for(
        self, what: str | Callable[[Message], bool] = "", patience: float = _PATIENCE
    ) -> Message:
        """Return the bot's next message that contains `what`, or fits it; those before it count
        as heard.

        Raises:
            TimeoutError: none came within `patience` seconds of real time.

        """
        fits = what if callable(what) else lambda message: what in (message.text or "")
        async with asyncio.timeout(patience):
            while True:
                for message in self.chat.from_bot:
                    if message.id > self.heard and fits(message):
                        self.heard = message.id
                        return message
                await self._stirred()

    async def wait_until(self, condition: Callable[[], bool], patience: float = _PATIENCE) -> None:
        """Wait for something about the chat to come true, such as an edit.

        Raises:
            TimeoutError: it did not within `patience` seconds of real time.

        """
        async with asyncio.timeout(patience):
            while not condition():
                await self._stirred()

    async def _stirred(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.chat.waiting.append(future)
        await future

    # -- within

    def _new(self, chat: Chat | None, text: str | None = None) -> Message:
        return self._state.post(chat or self.chat, by_bot=False, sender=self.user, text=text)

    def _send(self, message: Message) -> Message:
        message.chat.add(message)
        self.newest = self._state.push("message", updates.message_json(message), message.chat.id)
        return message
