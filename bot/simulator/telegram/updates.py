"""Builders of updates, in exactly the shapes that Telegram sends: pure functions to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.simulator.telegram.chats import JsonObject, Message

__all__ = [
    "bot_user",
    "callback_query",
    "chat_member",
    "command_entities",
    "contact",
    "forward_origin",
    "group_chat",
    "inaccessible",
    "message_json",
    "photo_sizes",
    "private_chat",
    "user_json",
]


def bot_user(bot_id: int, name: str, username: str) -> JsonObject:
    """Return the bot as it stands in `from` of its own messages."""
    return {"id": bot_id, "is_bot": True, "first_name": name, "username": username}


def user_json(
    user_id: int, first_name: str, last_name: str | None, username: str | None, language: str
) -> JsonObject:
    """Return a person as they stand in `from`."""
    user: JsonObject = {"id": user_id, "is_bot": False, "first_name": first_name}
    if last_name:
        user["last_name"] = last_name
    if username:
        user["username"] = username
    return {**user, "language_code": language}


def private_chat(user: Mapping[str, Any]) -> JsonObject:
    """Return the chat of a person with the bot: the same id, no language."""
    kept = {key: user[key] for key in ("id", "first_name", "last_name") if key in user}
    if "username" in user:
        kept["username"] = user["username"]
    return {**kept, "type": "private"}


def group_chat(chat_id: int, title: str) -> JsonObject:
    """Return a group; its id is negative."""
    return {
        "id": chat_id,
        "title": title,
        "type": "supergroup" if chat_id < -(10**12) else "group",
    }


def command_entities(text: str) -> list[JsonObject]:
    """Return the entity of a command at the beginning of a text; offsets count UTF-16 units."""
    command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    if len(command) < 2:
        return []
    return [{"offset": 0, "length": len(command), "type": "bot_command"}]


def message_json(message: Message, *, with_reply: bool = True) -> JsonObject:
    """Return a message as it stands in an update, a callback or an answer. What it replies to
    is shown once, not what that replied to.
    """
    found: JsonObject = {
        "message_id": message.id,
        "from": message.sender,
        "chat": message.chat.json,
        "date": int(message.at),
    }
    extra = message.extra
    reply = extra.get("reply_to_message")
    if with_reply and isinstance(reply, Message):
        found["reply_to_message"] = message_json(reply, with_reply=False)
    if message.edits:
        found["edit_date"] = int(message.edits[-1].at)
    if message.text is not None:
        found["text"] = message.text
        if not message.by_bot and (entities := command_entities(message.text)):
            found["entities"] = entities
    found.update((key, value) for key, value in extra.items() if key != "reply_to_message")
    if message.inline:
        found["reply_markup"] = message.inline
    return found


def inaccessible(message: Message) -> JsonObject:
    """Return what is left of a message in a callback when Telegram cannot show it."""
    return {"chat": message.chat.json, "message_id": message.id, "date": 0}


def callback_query(
    query_id: str, user: JsonObject, message: JsonObject, chat_instance: str, data: str
) -> JsonObject:
    """Return the press of an inline button."""
    return {
        "id": query_id,
        "from": user,
        "message": message,
        "chat_instance": chat_instance,
        "data": data,
    }


def contact(phone: str, whose: Mapping[str, Any]) -> JsonObject:
    """Return a contact card. Without an id it belongs to nobody on Telegram."""
    card: JsonObject = {"phone_number": phone, "first_name": whose["first_name"]}
    if "last_name" in whose:
        card["last_name"] = whose["last_name"]
    if "id" in whose:
        card["user_id"] = whose["id"]
    return card


def forward_origin(user: JsonObject, date: int) -> JsonObject:
    """Return where a forwarded message came from: a person, at a time."""
    return {"type": "user", "sender_user": user, "date": date}


def photo_sizes(small: JsonObject, large: JsonObject) -> list[JsonObject]:
    """Return a photo's sizes, which come in rising order."""
    return [{**small, "width": 90, "height": 67}, {**large, "width": 1280, "height": 960}]


def chat_member(
    chat: JsonObject, user: JsonObject, bot: JsonObject, date: int, *, blocked: bool
) -> JsonObject:
    """Return the news that a person blocked the bot, or let it write again."""
    member = {"user": bot, "status": "member"}
    kicked = {"user": bot, "status": "kicked", "until_date": 0}
    return {
        "chat": chat,
        "from": user,
        "date": date,
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
