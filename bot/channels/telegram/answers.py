"""What Telegram's answers mean for what was sent: sent, again later, never, or nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.channels.base import Outcome, Permanent, Retry, Sent, Unknown

__all__ = ["outcome_of"]

_LONGEST_REASON = 200  # characters; a description never holds what a person wrote

# Descriptions are not documented as stable, so a part of each is looked for, in small letters.
_NOTHING_TO_DO = (
    "message is not modified",
    "query is too old",  # the press was stored long ago, only its little clock ran out
    "query id is invalid",
)
_STOP = ("chat not found", "user is deactivated", "peer_id_invalid")


class _Message(msgspec.Struct, frozen=True):
    message_id: int | None = None


class _Parameters(msgspec.Struct, frozen=True):
    retry_after: float | None = None


class _Answer(msgspec.Struct, frozen=True):
    ok: bool
    result: _Message | bool | None = None
    error_code: int = 0
    description: str = ""
    parameters: _Parameters | None = None


_decode = msgspec.json.Decoder(_Answer).decode


def outcome_of(status: int, payload: bytes) -> Outcome:
    """Return what an answer to a sending method means; `status` is that of HTTP."""
    try:
        answer = _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _of_no_answer(status)
    if answer.ok and 200 <= status < 300:
        number = answer.result.message_id if isinstance(answer.result, _Message) else None
        return Sent(None if number is None else str(number))
    if answer.ok or not answer.error_code:  # nothing that Telegram says
        return _of_no_answer(status)
    # A proxy may change the status: what the answer itself says counts.
    return _refused(answer.error_code, answer)


def _of_no_answer(status: int) -> Outcome:
    """Judge what is not Telegram's answer: the page of a gateway, a text cut off. It says nothing
    of the person or of the account, so that it stops neither.
    """
    if 200 <= status < 300:
        return Unknown("unreadable answer")  # the message may well be on their screen
    if status >= 500:
        return Unknown(f"HTTP {status}")  # a gateway had the request, and may have passed it on
    return Retry(everybody=status == 429, reason=f"HTTP {status}")


def _refused(code: int, answer: _Answer) -> Outcome:
    said = answer.description.lower()
    reason = f"{code} {answer.description}"[:_LONGEST_REASON]
    if code == 429:
        after = answer.parameters.retry_after if answer.parameters else None
        return Retry(after, everybody=True, reason=reason)
    if code == 400 and _any(_NOTHING_TO_DO, said):
        return Sent()
    if code in (400, 403) and _any(_STOP, said):
        return Permanent(reason, stop=True)
    return _by_status(code, reason)


def _by_status(code: int, reason: str) -> Outcome:
    if code in (401, 404):
        return Permanent(reason, account=True)
    if code == 403:
        return Permanent(reason, stop=True)
    if code >= 500 or code < 400 or code in (408, 409):
        # Their own word that it failed: the message was not taken.
        return Retry(reason=reason)
    return Permanent(reason)


def _any(parts: Sequence[str], text: str) -> bool:
    return any(part in text for part in parts)
