"""Addresses: where a person is written to, read once and remembered for as many as fit."""

from __future__ import annotations

import asyncio
from typing import Final

from storage.base import ConversationRecord, Storage

__all__ = ["Addresses"]

_MOST: Final = 10_000


class Addresses:
    """A bounded cache over `conversations`. Who blocked us is never remembered: they may have let
    us in again, which another process has heard. Who may be written to is remembered until
    `forget`: of a block that another process has heard of, the platform tells with the next call.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._known: dict[tuple[str, str], ConversationRecord] = {}
        self._looking: set[asyncio.Future[None]] = set()
        self._forgotten = 0

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None:
        """Return the conversation of a person on a channel.

        Raises:
            StorageError: it cannot be read.

        """
        key = (channel, user_key)
        known = self._known.get(key)
        if known is not None:
            return known
        before = self._forgotten
        found = await self._look(channel, user_key)
        # What was read while somebody was to be forgotten may be what was to be forgotten.
        if found is not None and found.blocked_at is None and before == self._forgotten:
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = found
        return found

    async def _look(self, channel: str, user_key: str) -> ConversationRecord | None:
        looking = asyncio.get_running_loop().create_future()
        self._looking.add(looking)
        try:
            return await self._storage.conversations.find(channel, user_key)
        finally:
            self._looking.discard(looking)
            looking.set_result(None)

    async def found(self) -> None:
        """Wait until whoever is looked for now is found, or is not."""
        if self._looking:
            await asyncio.wait(set(self._looking))

    def forget(self, channel: str, user_key: str) -> None:
        """Read it anew next time."""
        self._forgotten += 1
        self._known.pop((channel, user_key), None)
