"""The web chat's page JSON: what is said, as bytes for the page, and what the page says back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from bot.channels.base import (
    Capabilities,
    UnreadableError,
    with_visible_turns,
    without_controls,
)
from flows.messages import Chosen, Commanded, Message, PromptRef, Typed

__all__ = [
    "CAPABILITIES",
    "NAME",
    "TEXT_LIMIT",
    "PageMessage",
    "TextTooLongError",
    "UnreadableMessageError",
    "envelope",
    "numbered",
    "parse",
]

NAME = "web"

TEXT_LIMIT = 4000
"""Characters of one typed message: far above what any question takes, so that the engine can
answer a text that is too long for its question in that question's own words."""

_LONGEST_CHOICE = 2000  # characters: an answer of several choices names them all
_SHORT = 200
_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=_SHORT)]

CAPABILITIES = Capabilities(
    as_of="2026-11-22",  # our own page
    buttons=100,
    label_chars=_SHORT,
    payload_bytes=_SHORT,
    text_chars=TEXT_LIMIT,
    edits=False,
    asks_contact=False,
    receives_files=False,
    window_hours=None,
    abroad=False,
)


class UnreadableMessageError(UnreadableError):
    """The body is no message of the page: malformed, of wrong types, or saying nothing."""


class TextTooLongError(UnreadableError):
    """The text is longer than `TEXT_LIMIT`."""


class _Body(msgspec.Struct, frozen=True):
    id: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{8,64}\Z")]
    text: str | None = None
    choice: Annotated[str, msgspec.Meta(min_length=1, max_length=_LONGEST_CHOICE)] | None = None
    command: _Short | None = None
    argument: Annotated[str, msgspec.Meta(max_length=200)] = ""
    prompt: tuple[_Short, _Short] | None = None
    after: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    talk: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class PageMessage(msgspec.Struct, frozen=True):
    """One message from the page. `key` is the page's own id of it, the same when it is sent
    again; `after` is the newest number that the page has; `talk` names the conversation that
    the page shows, where it says so.
    """

    key: str
    message: Message
    after: int
    talk: str | None


_DECODER = msgspec.json.Decoder(_Body)


def parse(body: bytes) -> PageMessage:
    """Read one message of the page.

    Control characters are left out of texts; everything else stays as it was written.

    Raises:
        UnreadableMessageError: the body is no such message.
        TextTooLongError: its text is over `TEXT_LIMIT` characters.

    """
    try:
        read = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise UnreadableMessageError from fault
    return PageMessage(read.id, _message(read), read.after, read.talk)


def _message(read: _Body) -> Message:
    said = [part for part in (read.text, read.choice, read.command) if part is not None]
    if len(said) != 1 or not _is_clean("".join((*said, read.argument, *(read.prompt or ())))):
        raise UnreadableMessageError
    if read.text is not None:
        return _typed(read.text, read.prompt)
    if read.choice is not None and not read.choice.startswith("!"):
        return Chosen(read.choice)
    command = read.command or (read.choice or "")[1:]
    return Commanded(command, read.argument)


def _is_clean(text: str) -> bool:
    """Tell whether a text can be stored: no NUL, no half of a character."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _typed(text: str, prompt: tuple[str, str] | None) -> Typed:
    if len(text) > TEXT_LIMIT:
        raise TextTooLongError
    plain = without_controls(text).strip()
    if not plain:
        raise UnreadableMessageError
    return Typed(plain, PromptRef(*prompt) if prompt else None)


def numbered(seq: int, body: bytes) -> bytes:
    """Return the page's JSON of one outbox row: an `Outgoing` with its number.

    Marks that turn the direction of writing become visible.
    """
    return b'{"seq":%d,' % seq + with_visible_turns(body)[1:]


def envelope(
    messages: Iterable[bytes], *, last: int, talk: str, status: str | None = None
) -> bytes:
    """Return the JSON that carries numbered messages: `last` is the newest number in it."""
    head = {"status": status} if status else {}
    start = msgspec.json.encode({**head, "talk": talk, "last": last})
    return start[:-1] + b',"messages":[' + b",".join(messages) + b"]}"
