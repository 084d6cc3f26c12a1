"""What shows a person that a press was seen: the choice in place of its buttons, or a word."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.channels.base import (
    Arrival,
    Call,
    Outgoing,
    Press,
    Taken,
    Wording,
    with_visible_turns,
)
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.keyboards import shortened
from bot.channels.telegram.layout import addressed, keyboard_with
from bot.channels.telegram.splitting import units
from flows.messages import Chosen
from flows.texts import text_key

__all__ = ["acknowledge", "redraw", "reply"]

_CHOSEN = "✔"
_encode = msgspec.json.Encoder().encode


def acknowledge(arrival: Arrival, words: Wording, *, taken: Taken, answered: bool) -> list[Call]:
    """Return the answer to a press, unless it was `answered`, and the edit that shows a choice
    that counts in place of the buttons.
    """
    press = arrival.press
    if press is None:
        return []
    calls = []
    if not answered:
        answer = _encode(_answer(arrival, press, taken, words))
        calls.append(Call("answerCallbackQuery", body=answer, counted=False))
    if taken == "counts" and press.text:
        calls.append(_edit(arrival.address, press, press.text))
    return calls


def redraw(arrival: Arrival, message: Outgoing) -> list[Call]:
    """Return the edit that shows what is ticked now, on the message that was pressed. Ticks say
    what is wanted, so a keyboard whose edit was lost does no harm.
    """
    press = arrival.press
    pressed = arrival.heard.payload if isinstance(arrival.heard, Chosen) else ""
    keyboard = keyboard_with(message, pressed)
    if press is None or keyboard is None:
        return []
    fields = {"message_id": int(press.message), "reply_markup": keyboard}
    return [Call("editMessageReplyMarkup", body=addressed(arrival.address, _encode(fields)))]


def reply(arrival: Arrival, words: Wording, taken: Taken) -> bytes | None:
    """Return the answer to a press as it may ride in the webhook's answer."""
    if arrival.press is None:
        return None
    answer = _answer(arrival, arrival.press, taken, words)
    return _encode({"method": "answerCallbackQuery", **answer})


def _answer(arrival: Arrival, press: Press, taken: Taken, words: Wording) -> dict[str, str]:
    fields = {"callback_query_id": press.id}
    if taken == "stale":
        fields["text"] = _stale(arrival, words)
    return fields


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
