"""What shows a person that a press was seen: the choice in place of its buttons, or a word."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.channels.base import Arrival, Call, Press, Wording, with_visible_turns
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.keyboards import shortened
from bot.channels.telegram.layout import addressed
from bot.channels.telegram.splitting import units
from flows.texts import text_key

__all__ = ["acknowledge", "reply"]

_CHOSEN = "✔"
_encode = msgspec.json.Encoder().encode


def acknowledge(arrival: Arrival, words: Wording, *, taken: bool, answered: bool) -> list[Call]:
    """Return the answer to a press, unless it was `answered`, and the edit that shows a choice
    that counts in place of the buttons.
    """
    press = arrival.press
    if press is None:
        return []
    calls = [] if answered else [_answer(press, None if taken else _stale(arrival, words))]
    if taken and press.text:
        calls.append(_edit(arrival.address, press, press.text))
    return calls


def reply(arrival: Arrival) -> bytes | None:
    """Return the answer to a press as it may ride in the webhook's answer."""
    if arrival.press is None:
        return None
    body = {"method": "answerCallbackQuery", "callback_query_id": arrival.press.id}
    return _encode(body)


def _answer(press: Press, text: str | None) -> Call:
    fields = {"callback_query_id": press.id}
    if text is not None:
        fields["text"] = text
    return Call("answerCallbackQuery", body=_encode(fields))


def _stale(arrival: Arrival, words: Wording) -> str:
    text = words.text(arrival.language or "vi", text_key("telegram.stale_button"))
    return shortened(text, CAPABILITIES.callback_chars)


def _edit(address: str, press: Press, text: str) -> Call:
    """Return the edit that leaves the message without buttons; a choice is added to its text
    where it is known and there is room.
    """
    fields: dict[str, Any] = {"message_id": int(press.message)}
    chosen = f"{text}\n\n{_CHOSEN} {press.label}" if press.label else text
    if chosen == text or units(chosen) > CAPABILITIES.text_chars:
        return Call("editMessageReplyMarkup", body=addressed(address, _encode(fields)))
    fields |= {"text": chosen, "link_preview_options": {"is_disabled": True}}
    body = addressed(address, with_visible_turns(_encode(fields)))
    return Call("editMessageText", body=body)
