"""Where a turn's messages go once they are committed: the seam between corridor and sender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from bot.channels.base import Outgoing
from flows.identifiers import SessionId
from storage.base import OutboxRecord

__all__ = ["PULLED", "SHARED", "Outlet"]

PULLED: Final = frozenset({"web", "kiosk", "terminal"})
"""Channels whose people fetch what is said; nothing is ever sent to them."""

SHARED: Final = frozenset({"kiosk"})
"""Channels at devices that everybody uses: what was begun there can be handed over to a device of
one's own, by an invitation that leads to its session.
"""


class Outlet(Protocol):
    """The sender, as the corridor sees it."""

    def claim(self, session_id: str) -> str | None:
        """Return the id of this process if it may send the session's next messages at once:
        then they are born claimed, and no further write is needed before they leave. None where
        something older of that session is still to be sent, or another process may be at it:
        then they are born queued, and whoever sends finds them in their order.
        """

    def take(self, rows: Sequence[OutboxRecord], said: Sequence[Outgoing]) -> None:
        """Take what was committed just now, claimed or queued; never waits, never raises."""

    def doubt(self, session_id: SessionId, seq: int) -> None:
        """Hear that a commit failed of which nobody knows whether it took place: what it said,
        from `seq` on, may wait in the database and must leave before anything newer. Never
        waits, never raises.
        """
