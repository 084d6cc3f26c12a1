"""The contract between the corridor and a channel: what is said and heard, free of platforms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeAlias

import msgspec

from flows.messages import Message

__all__ = [
    "Arrival",
    "Call",
    "Capabilities",
    "Channel",
    "Choice",
    "Contact",
    "FileTooLargeError",
    "FileUnavailableError",
    "Ignored",
    "Input",
    "NotNowError",
    "NotReadyError",
    "Outcome",
    "Outgoing",
    "Permanent",
    "Press",
    "Progress",
    "Reachable",
    "Retry",
    "ReviewItem",
    "Sent",
    "Started",
    "Style",
    "Taken",
    "Unknown",
    "UnreadableError",
    "Wording",
    "with_visible_turns",
    "without_controls",
]

Style: TypeAlias = Literal["choice", "rating", "control", "primary", "unticked", "ticked"]
"""Which kind of button it is: `ticked` and `unticked` ones are chosen several at once."""

Input: TypeAlias = Literal[
    "none", "text", "phone", "number", "decimal", "date", "duration", "money"
]
"""What is typed: which keyboard and rules fit it. Where it is neither none nor text, digits are an
answer and never a button's number.
"""


class Choice(msgspec.Struct, frozen=True):
    """One button. `style` lets a channel show scales, controls and sending apart."""

    label: str
    payload: str
    style: Style = "choice"


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

    `input` says which keyboard and rules fit typed answers.
    `prompt` is (tag, question), to be sent back with typed answers. `echo` is what the person
    said, shown back above the first message of a turn. `ends` marks the end of a form.
    """

    kind: Literal["question", "say", "review"]
    text: str
    hint: str | None = None
    choices: tuple[Choice, ...] = ()
    done: Choice | None = None
    """Ends an answer of several choices. Its payload stands for what is ticked in the session; a
    page that keeps the ticks itself puts their values behind it, a `+` before each.
    """
    alone: tuple[int, ...] = ()
    """Places (from 0) of choices that take the others away: "none of these"."""
    input: Input = "none"
    progress: Progress | None = None
    prompt: tuple[str, str] | None = None
    controls: tuple[Choice, ...] = ()
    """Back and skip, where they can be used; payloads start with `!` and name a command."""
    review: tuple[ReviewItem, ...] = ()
    code: str | None = None
    """A response's or case's code, to be shown large and copied."""
    echo: str | None = None
    noted: str | None = None
    """The answer that typed words were taken for, as its button says it: shown where the words
    themselves stay on screen.
    """
    clears: bool = False
    """The question before had a keyboard of its own (a button that shares the contact), which
    a platform keeps on screen until it is told to put it away.
    """
    ends: bool = False
    language: str = "vi"


# -- what comes in


class Started(msgspec.Struct, frozen=True):
    """The person pressed the platform's start button: `parameter` is the token or code of the
    link that led here, empty for none. A chat that is open already sends it again: it means
    "go over to this", never "first contact" (platforms §1.4).
    """

    parameter: str


class Reachable(msgspec.Struct, frozen=True):
    """The person blocked the bot, or let it write again."""

    reachable: bool


class Contact(msgspec.Struct, frozen=True):
    """A contact card. `is_own`: the platform says that the number is the sender's own account
    (its id is *present and equal*); `prompt` is the platform's number of the message that it
    replies to. Whether it proves anything is decided by the corridor, which knows what it asked.
    """

    phone: str
    is_own: bool
    is_forwarded: bool
    prompt: str | None


class Ignored(msgspec.Struct, frozen=True):
    """Authentic, and nothing for us: counted under `reason`, answered with success."""

    reason: str


class Press(msgspec.Struct, frozen=True):
    """A pressed button as the platform tells of it: what the press is answered with (`id`), and
    the message that holds the button, with its text where the platform still gives it.
    """

    id: str
    message: str
    text: str | None = None
    label: str | None = None


Heard: TypeAlias = Message | Started | Reachable | Contact | Ignored


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that came in. `key` is the platform's id of it, the same when it is delivered
    again; `user` the platform's id of the person, `address` where answers go (both as text);
    `language` what the platform says about the person's own, if anything; `number` the
    platform's number of the message.
    """

    key: str
    user: str
    address: str
    heard: Heard
    press: Press | None = None
    language: str | None = None
    number: str | None = None


Taken: TypeAlias = Literal["counts", "stale", "seen"]
"""What a press came to: the choice counts; its button was of an earlier question, or of nothing;
or it was seen and no more is known now (delivered again, or decided upon later).
"""


class UnreadableError(Exception):
    """Authentic but not to be read: kept as a dead letter and answered with success, or the
    platform delivers it again for a day and holds up that person's chat (reliability §0.2).
    """


class NotNowError(Exception):
    """Nothing can be stored now, whatever it is; the same will be taken later."""


# -- what goes out


class Call(msgspec.Struct, frozen=True):
    """One request to a platform: its method, and its fields without what only tokens know.
    `body` is the whole request as JSON where that is ready: then `fields` stays empty. `counted`:
    the platform counts it against the account's rate, as it does messages and edits.
    """

    method: str
    fields: Mapping[str, Any] = msgspec.field(default_factory=dict)
    body: bytes | None = None
    counted: bool = True


class Sent(msgspec.Struct, frozen=True):
    """The platform has it, under this number."""

    number: str | None = None


class Retry(msgspec.Struct, frozen=True):
    """It did not get there. Try again after so many seconds; `everybody`: the platform asks the
    whole account to wait (429). `after` None: by the sender's own backoff.
    """

    after: float | None = None
    everybody: bool = False
    reason: str = ""


class Permanent(msgspec.Struct, frozen=True):
    """It will never get there. `stop`: the person cannot or will not be written to any more;
    `account`: nobody can (token revoked): the account is out of service until it is mended.
    """

    reason: str
    stop: bool = False
    account: bool = False


class Unknown(msgspec.Struct, frozen=True):
    """The request left and no answer came: it may have got there, or not."""

    reason: str


Outcome: TypeAlias = Sent | Retry | Permanent | Unknown


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel can do, as documented on the day `as_of` (ISO): limits are the platform's
    and may change, so each is a value here and not a constant in code.
    """

    as_of: str
    buttons: int
    """Most buttons on one message; 0 for none."""
    label_chars: int
    payload_bytes: int
    text_chars: int
    callback_chars: int = 0
    """Most characters of the small notice that answers a press; 0 for none."""
    edits: bool
    asks_contact: bool
    receives_files: bool
    file_bytes: int = 0
    window_hours: int | None = None
    """Hours after a person's last message in which free text may be sent; None: any time."""
    abroad: bool
    """Its servers stand outside Vietnam: no names and no text of cases by default (design §6)."""
    per_second: float | None = None
    """Calls a second that the whole account may make; None where nothing is sent."""
    per_chat_second: float | None = None
    hears: bool = True  # else nothing is delivered to us: it has no door
    proof: Literal["headers", "body"] = "body"
    """What `Channel.verify` looks at: headers prove a delivery before its body is read."""


class Wording(Protocol):
    """The few words a channel needs of its own, by key of `locales/`, in a language."""

    languages: tuple[str, ...]
    """What is offered, Vietnamese first."""

    def text(self, language: str, key: str, params: Mapping[str, object] | None = None) -> str: ...


class NotReadyError(Exception):
    """A channel cannot be opened; `retryable` says whether it is worth trying again."""

    def __init__(self, reason: str, *, retryable: bool) -> None:
        super().__init__(reason)
        self.retryable = retryable


class FileTooLargeError(Exception):
    """The file is larger than we take."""


class FileUnavailableError(Exception):
    """The file cannot be had; `retryable` says whether it is worth asking again, `counts` whether
    that tells anything of the file: an account out of service does not.
    """

    def __init__(self, reason: str, *, retryable: bool, counts: bool = True) -> None:
        super().__init__(reason)
        self.retryable = retryable
        self.counts = counts


class Channel(Protocol):
    """One platform. `parse` and `render` are pure; only `send` and `fetch` reach out."""

    name: str
    capabilities: Capabilities
    is_open: bool = True
    """Whether calls can leave: of what has to be opened, only from then until it is closed."""
    trouble: str | None = None
    """Why it is not in use, for those who keep the service; None while it is."""
    pending: int | None = None
    """Deliveries that waited at the platform when it was asked last, where it can be asked."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the platform itself says this; in constant time. Where `proof` is
        headers, the body may be left empty.
        """

    def parse(self, body: bytes) -> list[Arrival]:
        """Return what came in, in order.

        Raises:
            UnreadableError: it cannot be read.

        """

    def render(self, message: Outgoing, address: str) -> list[Call]:
        """Return the requests that say a message, in order, within the platform's limits."""

    def acknowledge(self, arrival: Arrival, *, taken: Taken, answered: bool) -> list[Call]:
        """Return the small requests that show a person that a press was seen: best effort, not
        stored. `answered`: what `reply` gives is sent already.
        """

    def redraw(self, arrival: Arrival, message: Outgoing) -> list[Call]:
        """Return the small requests that show the message of a pressed button as it looks now:
        best effort, not stored, since what was pressed is.
        """

    def reply(self, arrival: Arrival, taken: Taken) -> bytes | None:
        """Return what may ride in the answer to the webhook, instead of a request of its own."""

    def link(self, parameter: str) -> str | None:
        """Return the address that opens a chat here with a parameter (a token or a printed
        code); None while, or where, there is none.
        """

    async def send(self, call: Call) -> Outcome: ...

    async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
        """Return a file that a person sent, and its type as the platform names it.

        Raises:
            FileTooLargeError: it has more than `limit` bytes.
            FileUnavailableError: the platform does not give it.

        """

    async def open(self, webhook_url: str | None = None) -> None:
        """Get ready: connections, who we are, and where messages are delivered to. Without a
        `webhook_url` they are fetched, where the platform can do that.

        Raises:
            NotReadyError: the platform refuses the account, or cannot be reached.

        """

    async def close(self) -> None: ...


# -- what every channel does to texts

# Marks that turn the direction of writing: with them a text can pretend to say something else.
# In UTF-8 no other character holds these bytes, so they can be found without decoding.
_TURNING = re.compile(rb"\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c")
_VISIBLE_MARK = "\N{REPLACEMENT CHARACTER}".encode()
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def with_visible_turns(body: bytes) -> bytes:
    """Return UTF-8 with every mark that turns the direction of writing made visible, so that no
    text of a person can make another one read backwards. Lengths in characters stay.
    """
    return _TURNING.sub(_VISIBLE_MARK, body)


def without_controls(text: str) -> str:
    """Return what a person wrote without characters that nobody can see or store."""
    return text if text.isprintable() else _CONTROLS.sub("", text)
