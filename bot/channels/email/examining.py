"""Whether the mail server takes us, for somebody who looks for a fault."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.channels.base import Permanent, Sent
from bot.channels.email.client import Client
from bot.settings import Mail

__all__ = ["Found", "examine"]

_DEADLINE_S: Final = 5.0  # for each answer


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """`fault` is `refused` or `unreachable`, or None; `reason` is a code, or what is missing."""

    fault: str | None = None
    reason: str = ""


async def examine(settings: Mail) -> Found:
    """Connect, log in and say goodbye; send nothing."""
    client = Client(settings, deadline=_DEADLINE_S)
    outcome = await client.greet()
    await client.close()
    if isinstance(outcome, Sent):
        return Found()
    fault = "refused" if isinstance(outcome, Permanent) else "unreachable"
    return Found(fault=fault, reason=outcome.reason)
