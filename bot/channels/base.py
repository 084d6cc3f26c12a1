"""The contract between the corridor and a channel: what is said, free of any platform."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Choice", "Outgoing", "Progress", "ReviewItem"]


class Choice(msgspec.Struct, frozen=True):
    """One button. `style` lets a channel show scales, controls and sending apart."""

    label: str
    payload: str
    style: Literal["choice", "rating", "control", "primary"] = "choice"


class Progress(msgspec.Struct, frozen=True):
    """Question `position` of `total`."""

    position: int
    total: int


class ReviewItem(msgspec.Struct, frozen=True):
    """One line of the review page: pressing it sends `payload` and corrects that answer; with
    an empty payload it is only shown.
    """

    label: str
    value: str
    payload: str


class Outgoing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message to a person, in their language, complete: a channel only lays it out.

    `input` says which keyboard and rules fit typed answers: none, text, phone or number.
    `prompt` is (tag, question), to be sent back with typed answers. `echo` is what the person
    said, shown back above the first message of a turn. `ends` marks the end of a form.
    """

    kind: Literal["question", "say", "review"]
    text: str
    hint: str | None = None
    choices: tuple[Choice, ...] = ()
    input: Literal["none", "text", "phone", "number"] = "none"
    progress: Progress | None = None
    prompt: tuple[str, str] | None = None
    controls: tuple[Choice, ...] = ()
    """Back and skip, where they can be used; payloads start with `!` and name a command."""
    review: tuple[ReviewItem, ...] = ()
    code: str | None = None
    """A response's or case's code, to be shown large and copied."""
    echo: str | None = None
    ends: bool = False
    language: str = "vi"
