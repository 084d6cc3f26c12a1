"""One person at one tablet: which session is theirs, and how something is said in it once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeAlias

import structlog

from bot.channels.kiosk import NAME
from bot.runner import OverloadedError, UnknownConversationError
from bot.services import Services
from flows.identifiers import SessionId
from flows.messages import Message
from storage.base import InvitationRecord, StoredSession

__all__ = ["Status", "Visit"]

Status: TypeAlias = Literal["applied", "duplicate", "ignored", "deferred"]

_log = structlog.get_logger(__name__)

_AGAIN_AFTER = 2  # s


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at one tablet: `key` is the user key of the conversation."""

    services: Services
    device: InvitationRecord
    key: str

    @classmethod
    def of(cls, services: Services, device: InvitationRecord, visit: str) -> Visit:
        """Return the visit of a tablet by the name that its page gave it."""
        return cls(services, device, sha256(f"{device.id}|{visit}".encode()).hexdigest())

    async def session_id(self) -> SessionId:
        """Return the session of the visit.

        Raises:
            UnknownConversationError: it was never begun, or a phone has taken it over.

        """
        found = await self.services.storage.conversations.find(NAME, self.key)
        if found is None:
            raise UnknownConversationError
        return found.session_id

    async def stored(self) -> StoredSession:
        """Return the session as it stands, with nothing left to be decided upon.

        Raises:
            UnknownConversationError: there is none.
            OverloadedError: something said before cannot be decided upon now.

        """
        session_id = await self.session_id()
        storage, runner = self.services.storage, self.services.runner
        if await storage.inbox.pending(session_id):
            await runner.drain(session_id)
            if await storage.inbox.pending(session_id):
                raise OverloadedError(_AGAIN_AFTER)
        stored = await storage.sessions.load(session_id)
        if stored is None:
            raise UnknownConversationError
        return stored

    def dedupe_key(self, key: str) -> str:
        """Return the key of an act among all that was ever said here."""
        return f"{self.key[:24]}:{key}"

    async def say(self, key: str, message: Message) -> Status:
        """Say one thing; it is stored when this returns. Ignored: it changed nothing."""
        accepted = await self.services.runner.accept(
            channel=NAME, user_key=self.key, dedupe_key=self.dedupe_key(key), message=message
        )
        if not accepted.taken:
            _log.warning("kiosk_press_not_taken", session=accepted.session_id)
            return "ignored"
        return accepted.status
