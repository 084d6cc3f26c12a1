"""Addresses: where a person is written to, read once and remembered for as many as fit."""

from __future__ import annotations

import asyncio
from typing import Final

from storage.base import ConversationRecord, Storage

__all__ = ["Addresses"]

_MOST: Final = 10_000


class Addresses:
    """A bounded cache over `conversations`. Who blocked us is read anew each time: they may have
    let us in again, which another process has heard.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._known: dict[tuple[str, str], ConversationRecord] = {}
        self._looking: set[asyncio.Future[None]] = set()

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None:
        """Return the conversation of a person on a channel.

        Raises:
            StorageError: it cannot be read.

        """
        key = (channel, user_key)
        known = self._known.get(key)
        if known is not None:
            return known
        found = await self._look(channel, user_key)
        if found is not None and found.blocked_at is None:
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
        self._known.pop((channel, user_key), None)
