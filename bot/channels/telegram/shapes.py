"""The fields of Telegram's updates that we read; all others are skipped where they stand."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

__all__ = [
    "NOT_THERE",
    "Button",
    "Callback",
    "Chat",
    "Contact",
    "File",
    "Markup",
    "Member",
    "Membership",
    "Message",
    "Prompt",
    "Update",
    "User",
]

Anything: TypeAlias = msgspec.Raw
"""A field of which only the presence counts: it is skipped, not decoded."""

_ABSENT = msgspec.Raw()
NOT_THERE = (_ABSENT, msgspec.Raw(b"null"))


class User(msgspec.Struct, frozen=True):
    """Who did something."""

    id: int
    is_bot: bool = False
    language_code: str | None = None


class Chat(msgspec.Struct, frozen=True):
    """Where it happened."""

    id: int
    type: str


class File(msgspec.Struct, frozen=True):
    """What a file is fetched by."""

    file_id: str
    file_size: int | None = None


class Contact(msgspec.Struct, frozen=True):
    """A contact card; `user_id` is there if Telegram knows whose it is."""

    phone_number: str
    user_id: int | None = None


class Prompt(msgspec.Struct, frozen=True):
    """The message that another one replies to."""

    message_id: int
    sender: User | None = msgspec.field(default=None, name="from")


class Button(msgspec.Struct, frozen=True):
    """A button below a message."""

    text: str
    callback_data: str | None = None


class Markup(msgspec.Struct, frozen=True):
    """The buttons below a message."""

    inline_keyboard: list[list[Button]] = []


class Message(msgspec.Struct, frozen=True):
    """A message of a person, or ours where it tells of a press."""

    message_id: int
    chat: Chat
    date: int = 0
    sender: User | None = msgspec.field(default=None, name="from")
    text: str | None = None
    caption: str | None = None
    media_group_id: str | None = None
    reply_markup: Markup | None = None
    reply_to_message: Prompt | None = None
    contact: Contact | None = None
    photo: list[File] = []
    voice: File | None = None
    document: File | None = None
    video: File | None = None
    audio: File | None = None
    # Which of these says so depends on the age of the server: any of them means forwarded.
    forward_origin: Anything = _ABSENT
    forward_date: Anything = _ABSENT
    forward_from: Anything = _ABSENT
    forward_from_chat: Anything = _ABSENT
    forward_sender_name: Anything = _ABSENT
    location: Anything = _ABSENT
    sticker: Anything = _ABSENT
    video_note: Anything = _ABSENT
    venue: Anything = _ABSENT
    poll: Anything = _ABSENT
    dice: Anything = _ABSENT
    pinned_message: Anything = _ABSENT
    migrate_to_chat_id: Anything = _ABSENT
    migrate_from_chat_id: Anything = _ABSENT


class Callback(msgspec.Struct, frozen=True):
    """A press on a button."""

    id: str
    sender: User = msgspec.field(name="from")
    message: Message | None = None
    data: str | None = None


class Member(msgspec.Struct, frozen=True):
    """The bot's place in a chat."""

    status: str


class Membership(msgspec.Struct, frozen=True):
    """A change of it."""

    chat: Chat
    new_chat_member: Member
    sender: User | None = msgspec.field(default=None, name="from")


class Update(msgspec.Struct, frozen=True):
    """One of the four kinds that we ask for."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Callback | None = None
    my_chat_member: Membership | None = None
