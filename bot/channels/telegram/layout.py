"""How a message to a person looks in Telegram: its texts, keyboards and parts as requests.

Plain text without a parse mode, since what people wrote would break one; a code is marked by an
entity, so that a tap copies it. Requests are JSON, ready to be sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import msgspec

from bot.channels.base import (
    Call,
    Choice,
    Outgoing,
    ReviewItem,
    Wording,
    with_visible_turns,
    without_controls,
)
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.keyboards import (
    InlineKeyboard,
    LinkButton,
    LinkKeyboard,
    RemoveKeyboard,
    ReplyKeyboard,
    Row,
    asking_for_contact,
    choice_of,
    grouped,
    inline_rows,
    is_cut,
    key_rows,
    numbered,
    shortened,
)
from bot.channels.telegram.splitting import split, units
from flows.texts import text_key

__all__ = ["addressed", "keyboard_with", "render", "with_link"]

_Markup: TypeAlias = InlineKeyboard | LinkKeyboard | ReplyKeyboard | RemoveKeyboard
_Numbers: TypeAlias = list[tuple[int, str]]
_Page: TypeAlias = tuple[str, _Numbers]

_LONGEST_LINE = 1500  # characters of one answer in the review
_STEPPING = frozenset({"!back", "!skip"})
"""Controls that mean the question below which they stand."""
_NOTHING = "…"  # Telegram refuses a message without text
_NUMBER = re.compile(r"-?[1-9][0-9]*", re.ASCII)


class _Entity(msgspec.Struct, frozen=True):
    offset: int
    length: int
    type: Literal["code"] = "code"


class _Fields(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    entities: tuple[_Entity, ...] = ()
    reply_markup: _Markup | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One message of several that say one thing."""

    text: str
    markup: _Markup | None = None


_encode = msgspec.json.Encoder().encode


def render(message: Outgoing, address: str, words: Wording) -> list[Call]:
    """Return the requests that say a message, in order; the last one holds its buttons."""
    parts = list(_review(message, words) if message.review else _body(message, words))
    if message.clears:
        parts = _cleared(parts, message, words)
    return [_call(part, address, message.code) for part in parts]


def with_link(text: str, label: str, link: str, address: str) -> Call:
    """Return the request that says a text of one message above a button that opens a link."""
    plain = unicodedata.normalize("NFC", without_controls(text))
    keyboard = LinkKeyboard([[LinkButton(shortened(label, CAPABILITIES.label_chars), link)]])
    return _call(_Part(plain, keyboard), address, None)


def addressed(address: str, fields: bytes) -> bytes:
    """Return a request's fields, a JSON object, as a request to one chat."""
    chat = address.encode() if _NUMBER.fullmatch(address) else _encode(address)
    return b'{"chat_id":' + chat + b"," + fields[1:]


def _call(part: _Part, address: str, code: str | None) -> Call:
    # A link's preview would be fetched by Telegram's servers, with the token in it.
    fields = with_visible_turns(
        _encode(_Fields(part.text, _entities(part.text, code), part.markup))
    )
    body = addressed(address, b'{"link_preview_options":{"is_disabled":true},' + fields[1:])
    return Call("sendMessage", body=body)


def _entities(text: str, code: str | None) -> tuple[_Entity, ...]:
    if not code or (start := text.find(code)) < 0:
        return ()
    return (_Entity(units(text[:start]), units(code)),)


# -- texts


def _body(message: Outgoing, words: Wording) -> Iterator[_Part]:
    """Yield the parts of a question or statement, and more where buttons are left over."""
    *before, last = split(_text(message, words), CAPABILITIES.text_chars) or [_NOTHING]
    yield from map(_Part, before)
    if message.input == "phone":
        yield _Part(last, _keys(message, words))
        return
    yield from _with_buttons(last, _rows(message), message, words)


def _rows(message: Outgoing) -> list[Row]:
    """Return the rows below a question: its choices, what ends them, and the controls."""
    done = inline_rows([message.done]) if message.done else []
    return [*inline_rows(numbered(message.choices)), *done, *_controls(message)]


def keyboard_with(message: Outgoing, payload: str) -> InlineKeyboard | None:
    """Return the keyboard that holds the choice of a pressed button, as it stands now: a long
    list is spread over several messages. None where none does.
    """
    wanted = choice_of(payload)
    keyboards = grouped(_rows(message))
    return next((k for k in keyboards if wanted in map(choice_of, _payloads(k))), None)


def _payloads(keyboard: InlineKeyboard) -> Iterator[str]:
    return (button.callback_data for row in keyboard.inline_keyboard for button in row)


def _with_buttons(
    text: str, rows: list[Row], message: Outgoing, words: Wording
) -> Iterator[_Part]:
    keyboards = list(grouped(rows))
    yield _Part(text, keyboards[0] if keyboards else None)
    if len(keyboards) > 1:
        more = words.text(message.language, text_key("telegram.more"))
        yield from (_Part(more, keyboard) for keyboard in keyboards[1:])


def _text(message: Outgoing, words: Wording) -> str:
    blocks = [message.text.strip(), (message.hint or "").strip()]
    if message.progress is not None:
        position = {"position": message.progress.position, "total": message.progress.total}
        blocks.insert(0, words.text(message.language, text_key("telegram.progress"), position))
    if message.noted:
        noted = words.text(message.language, text_key("telegram.noted"), {"answer": message.noted})
        blocks.insert(0, noted)
    blocks.append(_told(message))
    if message.code and message.code not in message.text:
        blocks.append(message.code)
    text = "\n\n".join(filter(None, blocks))
    return unicodedata.normalize("NFC", without_controls(text))


def _told(message: Outgoing) -> str:
    """Return the choices that no button shows whole."""
    choices = numbered(message.choices)
    if choices is not message.choices:
        return "\n".join(choice.label for choice in choices)
    return "\n".join(f"• {choice.label}" for choice in choices if is_cut(choice))


# -- keyboards


def _controls(message: Outgoing) -> list[Row]:
    """Return the row of controls. They say at which question they stand: the second tap of a
    hasty finger comes when the next one is open, and must not pass it over unseen.
    """
    if message.prompt is None:
        return inline_rows(message.controls, per_row=3)
    place = ":".join(message.prompt)
    placed = [
        msgspec.structs.replace(choice, payload=f"{choice.payload}@{place}")
        if choice.payload in _STEPPING
        else choice
        for choice in message.controls
    ]
    return inline_rows(placed, per_row=3)


def _keys(message: Outgoing, words: Wording) -> ReplyKeyboard:
    """Return the keyboard that asks for the contact; what it types, the engine understands."""
    language = message.language
    return asking_for_contact(
        words.text(language, text_key("telegram.share_contact")),
        words.text(language, text_key("telegram.phone_placeholder")),
        key_rows(message.choices, message.controls),
    )


def _cleared(parts: list[_Part], message: Outgoing, words: Wording) -> list[_Part]:
    """Put the keyboard of the question before away: only a message that has none can do it."""
    if any(isinstance(part.markup, ReplyKeyboard) for part in parts):
        return parts
    if parts[0].markup is None:
        return [replace(parts[0], markup=RemoveKeyboard()), *parts[1:]]
    word = words.text(message.language, text_key("telegram.keyboard_away"))
    return [_Part(word, RemoveKeyboard()), *parts]


# -- the review


def _review(message: Outgoing, words: Wording) -> Iterator[_Part]:
    """Yield the answers as numbered lines, each part with the buttons that correct its lines."""
    *before, head = split(_text(message, words), CAPABILITIES.text_chars) or [_NOTHING]
    yield from map(_Part, before)
    *pages, (text, last) = _pages(head, message.review)
    for page, numbers in pages:
        yield from _with_buttons(page, _corrections(numbers, message, words), message, words)
    rows = [
        *inline_rows(message.choices),
        *_corrections(last, message, words),
        *_controls(message),
    ]
    yield from _with_buttons(text, rows, message, words)


def _pages(head: str, items: tuple[ReviewItem, ...]) -> Iterator[_Page]:
    """Yield texts that fit, with the numbers and payloads of their lines that can be corrected."""
    text, gap = head, "\n\n"
    numbers: _Numbers = []
    for number, item in enumerate(items, start=1):
        line = _line(number, item)
        longer = f"{text}{gap}{line}"
        if units(longer) > CAPABILITIES.text_chars:
            yield text, numbers
            longer, numbers = line, []
        text, gap = longer, "\n"
        if item.payload:
            numbers.append((number, item.payload))
    yield text, numbers


def _line(number: int, item: ReviewItem) -> str:
    mark = f"{number}." if item.payload else "•"
    label = item.label.removesuffix(".")
    colon = "" if label.endswith(("?", ":")) else ":"
    line = f"{mark} {label}{colon} {item.value}"
    return unicodedata.normalize("NFC", shortened(line, _LONGEST_LINE))


def _corrections(numbers: _Numbers, message: Outgoing, words: Wording) -> list[Row]:
    key = text_key("telegram.correct")
    choices = [
        Choice(words.text(message.language, key, {"number": number}), payload)
        for number, payload in numbers
    ]
    return inline_rows(choices, per_row=4)
