"""What comes in from a person, and what is said to them, independent of any channel."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from flows.identifiers import Instant, ResponseId

__all__ = [
    "Button",
    "CaseNews",
    "CaseReplied",
    "Cause",
    "Chosen",
    "Commanded",
    "ContactShared",
    "Edited",
    "FileSent",
    "Message",
    "NewsKind",
    "Opened",
    "PromptRef",
    "TimerFired",
    "Typed",
    "parse_payload",
    "payload_for",
    "tag_of",
]

Cause = Literal["next", "again", "back", "resume", "edit", "open", "confirm"]
"""Why a question is asked; `next` never repeats the same question (invariant I6)."""


class PromptRef(msgspec.Struct, frozen=True):
    """The prompt that a message answers: a button or a web page carries it (invariant I7)."""

    tag: str
    """The last eight characters of the response's id, or `dialogue`."""
    question: str


class Typed(msgspec.Struct, frozen=True, tag="typed"):
    """Free text. `prompt` says which question was on screen, where the channel knows."""

    text: str
    prompt: PromptRef | None = None


class Chosen(msgspec.Struct, frozen=True, tag="chosen"):
    """A pressed button, with the payload that `payload_for` made."""

    payload: str


class Commanded(msgspec.Struct, frozen=True, tag="commanded"):
    """A control of the channel: a key of `flows.commands.COMMANDS`, such as `back`."""

    command: str
    argument: str = ""


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """The person opened the chat again: by the link, a reload after days, a start button.

    `asks`: the channel does not show by itself where one stands, so what is open is asked again.
    """

    asks: bool = False


class ContactShared(msgspec.Struct, frozen=True, tag="contact"):
    """A contact card. `proves`: it is the sender's own, not forwarded, and answers the question
    that asked for it: only then does the platform vouch for the number (design §5). Any other
    card says no more than a typed number.
    """

    phone: str
    proves: bool


class FileSent(msgspec.Struct, frozen=True, tag="file"):
    """A photo, voice message or document. `reference` is what the channel fetches it by; `size`
    is in bytes, as far as the platform tells; `caption` is what was written below it.
    """

    kind: Literal["photo", "voice", "document"]
    reference: str
    size: int | None = None
    caption: str = ""
    album: str | None = None
    """The platform's name for several that were sent as one."""


class Edited(msgspec.Struct, frozen=True, tag="edited"):
    """A message that was sent before now reads differently. It never changes an answer that is
    stored: the person is led to the review instead (reliability §2, fault 35).
    """

    text: str


class TimerFired(msgspec.Struct, frozen=True, tag="timer"):
    """A timer of this session came due. It acts only if `wait` is still the current wait."""

    kind: str
    wait: int


NewsKind = Literal[
    "taken", "asked", "answered", "forwarded", "reopened", "closed", "late", "redated"
]
"""What can be told of a case (domain §4.3)."""


class CaseNews(msgspec.Struct, frozen=True, kw_only=True, tag="case_news"):
    """What the desk tells a person of their own case. `number` is the line of its history that
    says so: it sets one question about a case apart from the next (invariant I7).
    """

    code: str
    kind: NewsKind
    number: int
    text: str | None = None
    """The officer's own words: the answer, the question, the reason of a delay."""
    due_at: Instant | None = None
    agency: str | None = None
    raised: bool = False
    """Whether the unit above looks at it now (`flows.desk.cases.News`)."""


class CaseReplied(msgspec.Struct, frozen=True, kw_only=True, tag="case_replied"):
    """The person replied to news of their case on its own page, and not in the chat."""

    code: str
    number: int
    reply: Literal["agreed", "disagreed", "supplied"]
    text: str = ""


Message: TypeAlias = (
    Typed
    | Chosen
    | Commanded
    | Opened
    | ContactShared
    | FileSent
    | Edited
    | TimerFired
    | CaseNews
    | CaseReplied
)


class Button(msgspec.Struct, frozen=True):
    """What a button carries: whose prompt, which question, which choice."""

    tag: str
    question: str
    value: str


def tag_of(response_id: ResponseId) -> str:
    """Return the short name of a response inside its own session."""
    return response_id[-8:]


def payload_for(tag: str, question: str, value: str) -> str:
    """Return a button's payload. At most 64 bytes (Telegram) for ids up to 24 characters."""
    return f"{tag}:{question}:{value}"


def parse_payload(payload: str) -> Button | None:
    """Return what a button carries, or None for a payload that is not ours."""
    parts = payload.split(":", 2)
    if len(parts) != 3 or not all(parts):
        return None
    return Button(*parts)
