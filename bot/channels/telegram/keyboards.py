"""Buttons as Telegram's keyboards: which stand in one row, how many fit, what a label may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from bot.channels.base import Choice, without_controls
from bot.channels.telegram.capabilities import CAPABILITIES

__all__ = [
    "InlineButton",
    "InlineKeyboard",
    "Key",
    "LinkButton",
    "LinkKeyboard",
    "RemoveKeyboard",
    "ReplyKeyboard",
    "Row",
    "asking_for_contact",
    "choice_of",
    "fits",
    "grouped",
    "inline_rows",
    "is_cut",
    "key_rows",
    "numbered",
    "shortened",
]

_SHORT = 14  # characters that a button shows beside another one
_SEEN = 34  # characters that a phone shows on a button of full width
_ELLIPSIS = "…"
_PLACEHOLDER_CHARS = 64


class InlineButton(msgspec.Struct, frozen=True):
    """A button below a message, which sends its data back."""

    text: str
    callback_data: str


Row = list[InlineButton]


class InlineKeyboard(msgspec.Struct, frozen=True):
    """The buttons below a message."""

    inline_keyboard: list[Row]


class LinkButton(msgspec.Struct, frozen=True):
    """A button below a message, which opens a page, or a chat, by its address."""

    text: str
    url: str


class LinkKeyboard(msgspec.Struct, frozen=True):
    """The buttons below a message that open something."""

    inline_keyboard: list[list[LinkButton]]


class Key(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key in place of the phone's keyboard: it types its label, or shares the contact."""

    text: str
    request_contact: bool = False


class ReplyKeyboard(msgspec.Struct, frozen=True, omit_defaults=True):
    """Keys in place of the phone's keyboard, until one is pressed."""

    keyboard: list[list[Key]]
    resize_keyboard: bool
    one_time_keyboard: bool
    input_field_placeholder: str = ""


class RemoveKeyboard(msgspec.Struct, frozen=True):
    """Puts the keys of before away."""

    remove_keyboard: bool = True


def fits(choice: Choice) -> bool:
    """Tell whether a choice can be an inline button at all."""
    payload = choice.payload
    size = len(payload) if payload.isascii() else len(payload.encode())
    return 1 <= size <= CAPABILITIES.payload_bytes


def is_cut(choice: Choice) -> bool:
    """Tell whether a choice cannot be read whole on a button."""
    return len(_marked(choice)) > _SEEN or not fits(choice)


def numbered(choices: Sequence[Choice]) -> Sequence[Choice]:
    """Return the choices with their numbers where several are too long to be read on a button, as
    in forms made by others: the same numbers stand before their whole words in the message.
    """
    if sum(len(choice.label) > _SEEN for choice in choices) < 2:
        return choices
    return [
        msgspec.structs.replace(choice, label=f"{number}. {choice.label}")
        for number, choice in enumerate(choices, start=1)
    ]


def shortened(text: str, limit: int) -> str:
    """Return a text of 1 to `limit` characters, whatever it was."""
    plain = unicodedata.normalize("NFC", without_controls(text)).strip()
    if len(plain) > limit:
        return plain[: limit - 1].rstrip() + _ELLIPSIS
    return plain or _ELLIPSIS


@lru_cache(maxsize=4096)  # the same few are on every screen; they hold nobody's own words
def _label(text: str) -> str:
    return shortened(text, CAPABILITIES.label_chars)


def inline_rows(choices: Sequence[Choice], per_row: int = 2) -> list[Row]:
    """Return the rows of the choices that can be buttons: short ones beside each other, but each
    step of a scale, and what sends the form, on a row of its own.
    """
    found = [choice for choice in choices if fits(choice)]
    buttons = [InlineButton(_label(_marked(choice)), choice.payload) for choice in found]
    if not all(map(_is_short, found)):
        return [[button] for button in buttons]
    return [buttons[start : start + per_row] for start in range(0, len(buttons), per_row)]


_MARKS = {"ticked": "☑ ", "unticked": "☐ "}


def _marked(choice: Choice) -> str:
    return _MARKS.get(choice.style, "") + choice.label


def choice_of(payload: str) -> str:
    """Return what a button is for, whichever way it stands: a tick or its taking back."""
    tag, _, rest = payload.partition(":")
    question, _, value = rest.rpartition(":")
    return f"{tag}:{question}:{value.lstrip('+-')}"


def grouped(rows: Iterable[Row]) -> Iterator[InlineKeyboard]:
    """Yield the rows as keyboards of no more buttons than a message can have."""
    group: list[Row] = []
    size = 0
    for row in rows:
        if group and size + len(row) > CAPABILITIES.buttons:
            yield InlineKeyboard(group)
            group, size = [], 0
        group.append(row)
        size += len(row)
    if group:
        yield InlineKeyboard(group)


def key_rows(choices: Sequence[Choice], controls: Sequence[Choice]) -> list[list[Key]]:
    """Return rows of keys that type their labels, beside the one that shares the contact."""
    room = max(0, CAPABILITIES.buttons - 1 - len(controls))
    return [*_pairs(choices[:room]), *_pairs(controls[: CAPABILITIES.buttons - 1])]


def _pairs(choices: Sequence[Choice]) -> list[list[Key]]:
    keys = [Key(_label(choice.label)) for choice in choices]
    return [keys[start : start + 2] for start in range(0, len(keys), 2)]


def asking_for_contact(share: str, placeholder: str, rows: Iterable[list[Key]]) -> ReplyKeyboard:
    """Return the keys that ask for the person's own number."""
    return ReplyKeyboard(
        keyboard=[[Key(_label(share), request_contact=True)], *rows],
        resize_keyboard=True,
        one_time_keyboard=True,
        input_field_placeholder=shortened(placeholder, _PLACEHOLDER_CHARS),
    )


def _is_short(choice: Choice) -> bool:
    return len(choice.label) <= _SHORT and choice.style in {"choice", "control"}
