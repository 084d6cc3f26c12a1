"""What Telegram's updates say: decoded tolerantly into arrivals, without the library's objects.

A text or a button press takes 2 to 4 µs (the library's `Update` 70 to 120). What we do not know
is ignored under a reason and never an error, since a failing update would come again for a day
and hold up that person's chat (platforms §1.1).
"""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec

from bot.channels.base import (
    Arrival,
    Contact,
    Heard,
    Ignored,
    Press,
    Reachable,
    Started,
    UnreadableError,
    without_controls,
)
from bot.channels.telegram import shapes
from bot.channels.telegram.capabilities import CAPABILITIES
from flows.commands import COMMANDS
from flows.languages import COMMAND as LANGUAGE
from flows.messages import Chosen, Commanded, Edited, FileSent, Typed

__all__ = ["parse"]

_OTHER_KINDS = (
    "location",
    "sticker",
    "video_note",
    "venue",
    "poll",
    "dice",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)
"""Ignored by their names; anything else is ignored as `other`, so that counters stay few."""


_decode = msgspec.json.Decoder(shapes.Update).decode


def parse(body: bytes, account: str = "") -> list[Arrival]:
    """Return what one update says: always one arrival. `account` is the bot's own id.

    Raises:
        UnreadableError: it is no update, or one whose known fields are not what they should be.

    """
    try:
        update = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        # The decoder's text may quote what the person wrote, and goes into no log.
        raise UnreadableError(type(fault).__name__) from None
    key = f"{account}/{update.update_id}" if account else str(update.update_id)
    if update.message is not None:
        return [_message(key, update.message)]
    if update.callback_query is not None:
        return [_callback(key, update.callback_query)]
    if update.edited_message is not None:
        return [_edited(key, update.edited_message)]
    if update.my_chat_member is not None:
        return [_membership(key, update.my_chat_member)]
    return [Arrival(key=key, user="", address="", heard=Ignored("other_update"))]


# -- who and where


def _outsider(chat: shapes.Chat, sender: shapes.User | None) -> Ignored | None:
    """Return why this sender is not heard: only people are, and only in their own chat."""
    if chat.type != "private":
        return Ignored("group" if chat.type in {"group", "supergroup"} else "channel")
    if sender is None:
        return Ignored("no_sender")
    return Ignored("bot") if sender.is_bot else None


def _arrival(
    key: str,
    chat: shapes.Chat,
    sender: shapes.User | None,
    heard: Heard,
    *,
    number: int | None = None,
    press: Press | None = None,
) -> Arrival:
    return Arrival(
        key=key,
        user=str(sender.id if sender else chat.id),
        address=str(chat.id),
        heard=heard,
        press=press,
        language=_language(sender),
        number=None if number is None else str(number),
    )


def _language(sender: shapes.User | None) -> str | None:
    """Return the language of a person's phone, without its country: `en` for en-US."""
    code = _plain(sender.language_code) if sender else ""
    return code.partition("-")[0].lower() or None


def _plain(text: str | None) -> str:
    """Return a text as it can be stored and compared: no controls, composed letters."""
    if not text:
        return ""
    return unicodedata.normalize("NFC", without_controls(text)).strip()


# -- the four kinds of updates


def _message(key: str, message: shapes.Message) -> Arrival:
    sender = message.sender
    heard = _outsider(message.chat, sender) or _said(message, sender)
    return _arrival(key, message.chat, sender, heard, number=message.message_id)


def _edited(key: str, message: shapes.Message) -> Arrival:
    heard: Heard | None = _outsider(message.chat, message.sender)
    if heard is None:
        text = _plain(message.text)[: CAPABILITIES.text_chars]
        heard = Edited(text) if text else Ignored("edited_other")
    return _arrival(key, message.chat, message.sender, heard, number=message.message_id)


def _membership(key: str, change: shapes.Membership) -> Arrival:
    heard: Heard | None = _outsider(change.chat, change.sender)
    if heard is None:
        status = change.new_chat_member.status
        known = status in {"member", "kicked"}
        heard = Reachable(status == "member") if known else Ignored("membership")
    return _arrival(key, change.chat, change.sender, heard)


def _callback(key: str, callback: shapes.Callback) -> Arrival:
    message, sender = callback.message, callback.sender
    if message is None:
        user = str(sender.id)
        return Arrival(key=key, user=user, address=user, heard=Ignored("no_message"))
    heard = _outsider(message.chat, sender) or _pressed(_plain(callback.data))
    press = Press(
        callback.id,
        str(message.message_id),
        # Without a date it is an InaccessibleMessage: whatever else it holds says nothing.
        _kept(message.text) if message.date else None,
        _label(message, callback.data) if message.date else None,
    )
    return _arrival(key, message.chat, sender, heard, press=press)


def _pressed(payload: str) -> Heard:
    if payload.startswith("!") and len(payload) > 1:
        return Commanded(payload[1:])
    return Chosen(payload) if payload else Ignored("no_payload")


def _kept(text: str | None) -> str | None:
    """Return our own text of a message, unchanged but for what cannot be stored."""
    return without_controls(text) if text else None


def _label(message: shapes.Message, data: str | None) -> str | None:
    """Return what the pressed button reads. A client can send data of no button at all."""
    if message.reply_markup is None or data is None:
        return None
    rows = message.reply_markup.inline_keyboard
    return next((_kept(b.text) for row in rows for b in row if b.callback_data == data), None)


# -- what a message says


def _said(message: shapes.Message, sender: shapes.User | None) -> Heard:
    text = _plain(message.text)
    if text:
        return _command(text) if text[0] == "/" else Typed(text[: CAPABILITIES.text_chars])
    if message.contact is not None:
        return _contact(message, message.contact, sender)
    return _file(message) or Ignored(_kind(message))


def _command(text: str) -> Heard:
    """Read `/start PARAMETER` and `/command argument`; `/command@bot` is the same."""
    word, _, rest = text[1:].partition(" ")
    name = word.partition("@")[0].casefold()
    if name == "start":
        return Started(rest.strip())
    if name in COMMANDS or name.startswith(f"{LANGUAGE}_"):
        return Commanded(name, rest.strip())
    return Typed(text[: CAPABILITIES.text_chars])


def _contact(message: shapes.Message, card: shapes.Contact, sender: shapes.User | None) -> Heard:
    prompt = message.reply_to_message
    asked = prompt is not None and prompt.sender is not None and prompt.sender.is_bot
    return Contact(
        phone=_plain(card.phone_number),
        is_own=card.user_id is not None and sender is not None and card.user_id == sender.id,
        is_forwarded=_is_forwarded(message),
        prompt=str(prompt.message_id) if prompt is not None and asked else None,
    )


def _is_forwarded(message: shapes.Message) -> bool:
    signs = (
        message.forward_origin,
        message.forward_date,
        message.forward_from,
        message.forward_from_chat,
        message.forward_sender_name,
    )
    return any(sign not in shapes.NOT_THERE for sign in signs)


def _file(message: shapes.Message) -> FileSent | None:
    if message.photo:
        return _sent("photo", _largest(message.photo), message)
    if message.voice is not None:
        return _sent("voice", message.voice, message)
    other = message.document or message.video or message.audio
    return _sent("document", other, message) if other else None


def _largest(sizes: list[shapes.File]) -> shapes.File:
    """Return the largest size that can be fetched; sizes come in ascending order."""
    fetchable = [size for size in sizes if (size.file_size or 0) <= CAPABILITIES.file_bytes]
    return fetchable[-1] if fetchable else sizes[0]


def _sent(kind: Any, file: shapes.File, message: shapes.Message) -> FileSent:  # noqa: ANN401
    return FileSent(
        kind=kind,
        reference=without_controls(file.file_id),
        size=file.file_size,
        caption=_plain(message.caption),
        album=_plain(message.media_group_id) or None,
    )


def _kind(message: shapes.Message) -> str:
    return next((k for k in _OTHER_KINDS if getattr(message, k) not in shapes.NOT_THERE), "other")
