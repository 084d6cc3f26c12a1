"""Chats as both sides see them: messages with their buttons and edits, and who may write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Button", "Chat", "Edit", "Message"]

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button on screen. `data` is None for one that sends its label, opens a page, or asks
    for the phone number.
    """

    label: str
    data: str | None = None
    url: str | None = None
    asks_contact: bool = False
    asks_location: bool = False


def _button(raw: Mapping[str, Any]) -> Button:
    return Button(
        raw["text"],
        raw.get("callback_data"),
        raw.get("url"),
        bool(raw.get("request_contact")),
        bool(raw.get("request_location")),
    )


def buttons_of(rows: object) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of a keyboard that was checked."""
    if not isinstance(rows, list):
        return ()
    return tuple(
        tuple(_button({"text": b} if isinstance(b, str) else b) for b in row) for row in rows
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message was before an edit."""

    at: float
    text: str | None
    markup: JsonObject | None


@dataclass(slots=True, eq=False)
class Message:
    """One message in a chat. `markup` is the reply markup as sent; `extra` holds what is more
    than text: a contact, a photo and so on.
    """

    id: int
    chat: Chat
    at: float
    by_bot: bool
    sender: JsonObject
    text: str | None = None
    markup: JsonObject | None = None
    extra: JsonObject = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    deleted_at: float | None = None

    @property
    def inline(self) -> JsonObject | None:
        """The inline keyboard, the only markup that stays with a message."""
        return self.markup if self.markup and self.markup.get("inline_keyboard") else None

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline buttons under the message, row by row."""
        return buttons_of(self.markup.get("inline_keyboard")) if self.markup else ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The inline buttons under the message."""
        return tuple(button for row in self.rows for button in row)

    def button(self, label: str) -> Button | None:
        """Return the inline button of that label."""
        return next((button for button in self.buttons if button.label == label), None)

    def edit(self, at: float, text: str | None, markup: JsonObject | None) -> None:
        """Put new content in place of the old."""
        self.edits.append(Edit(at, self.text, self.markup))
        self.text, self.markup = text, markup


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat with a person, or a group. `keyboard` is the message whose reply keyboard
    is on screen.
    """

    id: int
    json: JsonObject
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    told_at: float | None = None
    """When the bot was told that it must not write here any more."""
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Message | None = None
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    hear: Callable[[Message], None] | None = None
    """Called with each new or edited message of the bot, at once: for drivers of thousands."""

    @property
    def is_private(self) -> bool:
        """Whether it is a chat of one person with the bot."""
        return self.id > 0

    @property
    def visible(self) -> list[Message]:
        """All messages that are not deleted, in order."""
        return [message for message in self.messages.values() if message.deleted_at is None]

    @property
    def from_bot(self) -> list[Message]:
        """The bot's messages that are not deleted, in order."""
        return [message for message in self.visible if message.by_bot]

    def add(self, message: Message) -> None:
        """Show a message; a reply keyboard comes or goes with it."""
        self.messages[message.id] = message
        markup = message.markup
        if message.by_bot:
            if markup and markup.get("keyboard"):
                self.keyboard = message
            elif markup and markup.get("remove_keyboard"):
                self.keyboard = None
            self.stir(message)

    def stir(self, message: Message) -> None:
        """Wake who waits for something to happen on screen."""
        if self.hear is not None and message.deleted_at is None:
            self.hear(message)
        waiting, self.waiting = self.waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    @property
    def keys(self) -> tuple[Button, ...]:
        """The buttons of the reply keyboard that is on screen."""
        if self.keyboard is None or self.keyboard.markup is None:
            return ()
        rows = buttons_of(self.keyboard.markup.get("keyboard"))
        return tuple(button for row in rows for button in row)
