"""The kiosk's page JSON: what a tablet says of its visits, as acts with keys of their own.

A tablet may be without network while people answer: what it says names visits, questions and
values, never what only the server can know. One act is one message or less; said again under the
same key it counts once.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from bot.channels.base import Capabilities, UnreadableError

__all__ = [
    "CAPABILITIES",
    "NAME",
    "Act",
    "Answer",
    "Begin",
    "HandOver",
    "Leave",
    "Press",
    "Send",
    "Speak",
    "UnreadableActError",
    "parse",
]

NAME = "kiosk"

_SHORT = 200

CAPABILITIES = Capabilities(
    as_of="2026-11-22",  # our own page
    buttons=100,
    label_chars=_SHORT,
    payload_bytes=_SHORT,
    text_chars=4000,
    edits=False,
    asks_contact=False,
    receives_files=False,
    window_hours=None,
    abroad=False,
)

_Key = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
"""128 random bits that the page made: nobody guesses another person's visit."""
_Language = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2,3}\Z")]
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Name = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_@-]{1,64}\Z")]
_Payload = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f]{1,2000}\Z")]
"""An answer of several choices names them all."""
_Word = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f]{1,200}\Z")]


class UnreadableActError(UnreadableError):
    """The body is no act of the kiosk's page."""


class _Act(msgspec.Struct, frozen=True, tag_field="act"):
    visit: _Key
    """Whose visit it is: it leads to one session."""
    key: _Key


class Begin(_Act, frozen=True, tag="begin"):
    """A person has touched the tablet: `short` is the kiosk's own form, `full` the form of the
    place, `case` the complaint form, which is filled in on a phone only.
    """

    form: Literal["short", "full", "case"] = "short"
    language: _Language = "vi"


class Answer(_Act, frozen=True, tag="answer"):
    """A question of the short form was answered, for the first time or again; `value` is that
    of a choice, None for a question that was passed over.
    """

    question: _Name
    value: _Word | None = None


class Send(_Act, frozen=True, tag="send"):
    """The short form is full."""


class Leave(_Act, frozen=True, tag="leave"):
    """The person went away before the end."""


class Speak(_Act, frozen=True, tag="speak"):
    """The visit goes on in another language; `after` where the page shows what is said."""

    language: _Language
    after: _Number | None = None


class Press(_Act, frozen=True, tag="press"):
    """A button of the full form, with what the server gave it to carry; `after` is the number of
    the newest message that the page has.
    """

    payload: _Payload
    after: _Number = 0


class HandOver(_Act, frozen=True, tag="hand_over"):
    """The person goes on with their own phone."""


Act: TypeAlias = Begin | Answer | Send | Leave | Press | Speak | HandOver

_decoder: msgspec.json.Decoder[Act] = msgspec.json.Decoder(Act)


def parse(body: bytes) -> Act:
    """Read one act of the page.

    Raises:
        UnreadableActError: it is none.

    """
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise UnreadableActError from fault
