"""What a mail server's answers mean for a letter: sent, again later, never, or nobody knows.

Reasons are codes alone (`550 5.1.1`): what servers say in words quotes the address (I19).
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from bot.channels.base import Outcome, Permanent, Retry, Sent

__all__ = ["NO_SUCH_PERSON", "Stage", "outcome_of", "status_of"]

Stage: TypeAlias = Literal["greeting", "login", "sender", "recipient", "content"]
"""Which of our words was answered (RFC 5321 §3.3)."""

NO_SUCH_PERSON: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""Nobody is written to there any more (RFC 3463 §3.2): no such mailbox or domain, an address that
is none, moved away, takes no mail (RFC 7505), closed.
"""
_OFFICE_S: Final = 60.0
"""How long all letters wait where the server itself is busy; it names no time."""
_PERSON_S: Final = 300.0
"""How long one letter waits where one mailbox is busy, or a server wants to be asked twice
(greylisting lets the second try in after one to five minutes).
"""
_STATUS: Final = re.compile(r"\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")


def status_of(text: str) -> str:
    """Return the enhanced status that a server's words begin with (RFC 2034), or an empty text."""
    found = _STATUS.match(text)
    return found[1] if found else ""


def outcome_of(stage: Stage, code: int, text: str) -> Outcome:
    """Return what an answer means. Its `text` is read for the enhanced status and never kept."""
    status = status_of(text)
    reason = f"{code} {status}".strip()
    if 200 <= code < 300:
        return Sent()
    if 400 <= code < 500:
        return _later(stage, code, reason)
    if 500 <= code < 600:
        return _never(stage, status, reason)
    return Retry(reason=reason)  # no answer that the standard knows


def _later(stage: Stage, code: int, reason: str) -> Retry:
    # 421 ends the connection: the server goes down, whatever it was asked last.
    if stage == "recipient" and code != 421:
        return Retry(after=_PERSON_S, reason=reason)
    return Retry(after=_OFFICE_S, everybody=True, reason=reason)


def _never(stage: Stage, status: str, reason: str) -> Permanent:
    if stage in ("greeting", "login", "sender") or status.startswith("5.7."):
        # Our own server refuses us: login, sender or right to pass letters on. Each letter would
        # be lost in turn, so all wait until somebody has mended it.
        return Permanent(reason, account=True)
    return Permanent(reason, stop=status in NO_SUCH_PERSON)
