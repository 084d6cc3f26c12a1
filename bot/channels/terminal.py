"""The terminal: how prompts look as plain lines, and what a typed line means."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.channels.base import Capabilities, Choice, Outgoing, Progress
from flows.languages import COMMAND as LANGUAGE
from flows.messages import Chosen, Commanded, Message, PromptRef, Typed

__all__ = ["CAPABILITIES", "NAME", "Laid", "hear", "lay_out"]

NAME = "terminal"

TEXT_LIMIT = 4000  # characters, as in the web chat

CAPABILITIES = Capabilities(
    as_of="2026-11-22",  # our own lines
    buttons=100,
    label_chars=200,
    payload_bytes=200,
    text_chars=TEXT_LIMIT,
    edits=False,
    asks_contact=False,
    receives_files=False,
    window_hours=None,
    abroad=False,
)

_OWN_NUMBER = re.compile(r"(\d+)\s")
_MARKS = {"ticked": "☑", "unticked": "☐"}
_BAR = 20
_INDENT = "   "


@dataclass(frozen=True, slots=True)
class Laid:
    """A message as lines, and what may be typed to press its buttons."""

    lines: str
    keys: Mapping[str, str] = field(default_factory=dict)
    prompt: PromptRef | None = None


def lay_out(message: Outgoing, width: int = 80) -> Laid:
    """Return a message as lines of at most `width` characters."""
    parts = [_progress(message.progress)] if message.progress else []
    parts += [_wrapped(message.text, width)]
    parts += [_wrapped(message.hint, width, _INDENT)] if message.hint else []
    parts += [
        _wrapped(f"{number}. {item.label}: {item.value}", width, _INDENT)
        for number, item in enumerate(message.review, start=1)
    ]
    keys = _keys(message)
    parts += [
        _wrapped(f"{number} {_MARKS[choice.style]} {choice.label}", width, _INDENT)
        for number, choice in enumerate(message.choices, start=1)
        if choice.style in _MARKS
    ]
    labels = {choice.payload: choice for choice in (*message.choices, *message.controls)}
    parts += [_button(key, labels[payload], width) for key, payload in keys.items()]
    prompt = PromptRef(*message.prompt) if message.prompt else None
    return Laid("\n".join(parts), keys, prompt)


def hear(line: str, laid: Laid) -> Message:
    """Return what a typed line means below this message: a button's key, or an answer."""
    # Half characters (a terminal of another encoding) and controls cannot be stored.
    whole = line.encode("utf-8", "replace").decode()
    said = "".join(c for c in whole if c.isprintable()).strip()[:TEXT_LIMIT]
    payload = laid.keys.get(said) or laid.keys.get(said.casefold())
    if payload is None:
        return Typed(said, laid.prompt)
    if payload.startswith("!"):
        return Commanded(payload.removeprefix("!"))
    return Chosen(payload)


def _keys(message: Outgoing) -> dict[str, str]:
    """Give each button what is typed for it: the number it shows, or its place in the row.

    Where digits are an answer (a phone, a number, the lines of a review), they never press a
    button; there a # stands before them.
    """
    digits_are_answers = message.input not in {"none", "text"} or bool(message.review)
    mark = "#" if digits_are_answers else ""
    keys = {
        f"{mark}{number}": choice.payload
        for number, choice in _numbered(message.choices)
        if choice.style not in _MARKS  # of several, the numbers are typed as the answer
    }
    controls = {_letter(control): control.payload for control in message.controls}
    return keys | controls


def _numbered(choices: Iterable[Choice]) -> list[tuple[str, Choice]]:
    listed = list(choices)
    own = [_OWN_NUMBER.match(choice.label) for choice in listed]
    if all(own):
        return [(found[1], choice) for found, choice in zip(own, listed, strict=True) if found]
    return [(str(number), choice) for number, choice in enumerate(listed, start=1)]


def _letter(control: Choice) -> str:
    """Return a control's key: the first letter of its command, which no answer consists of; a
    language has its code.
    """
    name, _, language = control.payload.removeprefix("!").partition(f"{LANGUAGE}_")
    return f"/{language or name[:1]}"


def _button(key: str, choice: Choice, width: int) -> str:
    own = _OWN_NUMBER.match(choice.label)
    shown = choice.label if own and own[1] == key else f"{key} {choice.label}"
    return _wrapped(f"[{shown}]", width, _INDENT)


def _progress(progress: Progress) -> str:
    done = round(_BAR * progress.position / max(progress.total, 1))
    return f"{'█' * done}{'░' * (_BAR - done)} {progress.position}/{progress.total}"


def _wrapped(text: str, width: int, indent: str = "") -> str:
    """Wrap each paragraph; lines that follow are set in below the first."""
    return "\n".join(
        textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent)
        for line in text.splitlines() or [""]
    )
