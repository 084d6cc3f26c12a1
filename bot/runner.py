"""The corridor: every message, opening and timer takes its turn here, one at a time a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import msgspec
import structlog

from bot.opening import InvitationTakenError, Known, Person, begin, known_session, reopen
from bot.turns import Turns
from flows.identifiers import SessionId, identifier_from
from flows.messages import Message
from storage.base import (
    ConversationRecord,
    DuplicateMessageError,
    InboxRecord,
    InvitationRecord,
    SessionGoneError,
    StorageUnavailableError,
    TimerRecord,
    UnitOfWork,
)

__all__ = [
    "Accepted",
    "InvitationTakenError",
    "OverloadedError",
    "Runner",
    "UnknownConversationError",
]

_log = structlog.get_logger(__name__)

_POISON_AFTER = 3
"""Crashes with the same inbox row, then it is dead-lettered and the conversation goes on."""

_encode = msgspec.json.Encoder().encode
_decode: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


class UnknownConversationError(Exception):
    """Nobody with this key ever opened a link here."""


class OverloadedError(Exception):
    """The service cannot store anything right now; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a message. `deferred`: stored, but not yet decided upon."""

    status: Literal["applied", "duplicate", "ignored", "deferred"]
    session_id: SessionId
    taken: bool = True
    """A press counts: it was not of a button from an earlier question."""


class _Locks:
    """A lock per name, for as long as somebody wants it."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[asyncio.Lock, list[None]]] = {}

    @asynccontextmanager
    async def holding(self, name: str) -> AsyncIterator[None]:
        lock, wanted = self._held.setdefault(name, (asyncio.Lock(), []))
        wanted.append(None)
        try:
            async with lock:
                yield
        finally:
            wanted.pop()
            if not wanted:
                self._held.pop(name, None)


class Runner:
    """The only way to change a session. `max_in_flight` bounds what waits at once."""

    def __init__(self, turns: Turns, *, max_in_flight: int = 5000) -> None:
        self.turns = turns
        self._locks = _Locks()
        self._in_flight = 0
        self._max_in_flight = max_in_flight

    async def open(
        self,
        *,
        channel: str,
        user_key: str,
        invitation: InvitationRecord,
        language: str,
        fresh: bool = False,
        address: str | None = None,
        dedupe_key: str | None = None,
    ) -> SessionId:
        """Open the chat of an invitation: begin it, or take up what this person had begun.

        `fresh` begins anew where several people may answer (places, assisted); what was begun
        stays as it is. A personal invitation has one session only. `address` is where the
        channel sends to, for those that send; `dedupe_key` the platform's id of this opening.

        Raises:
            InvitationTakenError: a personal link that another browser has answered with.
            DuplicateMessageError: this opening was accepted before.
            OverloadedError: nothing can be stored now.

        """
        person = Person(channel, user_key, address)
        is_personal = invitation.kind == "personal"
        whose = invitation.id if is_personal else f"{channel}/{user_key}"
        async with self._guarded(f"open/{whose}"):
            if is_personal:  # somebody may have claimed it while we waited
                stored = await self.turns.storage.invitations.by_id(invitation.id)
                invitation = stored or invitation
            known = await known_session(self.turns, channel, user_key, invitation)
            if known is None or (fresh and not is_personal):
                return await self._begin(person, invitation, language, known, dedupe_key)
            async with self._locks.holding(known.session_id):
                await reopen(self.turns, person, known, dedupe_key)
            return known.session_id

    async def _begin(
        self,
        person: Person,
        invitation: InvitationRecord,
        language: str,
        former: Known | None,
        dedupe_key: str | None,
    ) -> SessionId:
        session_id = await begin(self.turns, person, invitation, language, dedupe_key)
        if former is not None:  # its open pages learn that their browser went on
            self.turns.live.wake(former.session_id)
        return session_id

    async def accept(
        self, *, channel: str, user_key: str, dedupe_key: str, message: Message
    ) -> Accepted:
        """Take one message: when this returns it is stored, whatever happens next (I1).

        Raises:
            UnknownConversationError: no conversation has this key.
            OverloadedError: nothing can be stored now; the message may be sent again.

        """
        conversation = await self.turns.storage.conversations.find(channel, user_key)
        if conversation is None:
            raise UnknownConversationError
        async with self._guarded(conversation.session_id):
            # While this message waited, another browser may have taken the session over.
            if await self.turns.storage.conversations.find(channel, user_key) != conversation:
                raise UnknownConversationError
            return await self._take(conversation, dedupe_key, message)

    async def _take(
        self, speaker: ConversationRecord, dedupe_key: str, message: Message
    ) -> Accepted:
        channel, session_id = speaker.channel, speaker.session_id
        inbox = self.turns.storage.inbox
        if await inbox.seen(channel, dedupe_key):
            return Accepted("duplicate", session_id)
        record = self._record(channel, session_id, dedupe_key, message)
        try:
            if await inbox.pending(session_id):
                return await self._defer(record)
            done = await self.turns.apply(record, message, inserted=False, speaker=speaker)
        except DuplicateMessageError:
            return Accepted("duplicate", session_id)
        except SessionGoneError:
            raise UnknownConversationError from None
        except StorageUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - see the next line
            # A fault of ours must not lose what the person said: keep it, and try again later.
            _log.exception("turn_failed", session=session_id)
            return await self._defer(record, attempts=1)
        return Accepted("applied" if done.changed else "ignored", session_id, taken=not done.stale)

    def _record(
        self, channel: str, session_id: SessionId, dedupe_key: str, message: Message
    ) -> InboxRecord:
        now = self.turns.clock()
        return InboxRecord(
            id=identifier_from(self.turns.entropy(16), "inbox", now),
            channel=channel,
            dedupe_key=dedupe_key,
            session_id=session_id,
            body=_encode(message),
            received_at=now,
        )

    async def _defer(self, record: InboxRecord, attempts: int = 0) -> Accepted:
        """Store a message without deciding upon it; `drain` does so soon."""
        unit = UnitOfWork()
        waiting = msgspec.structs.replace(record, attempts=attempts)
        self.turns.storage.inbox.add(unit, waiting)
        try:
            await self.turns.storage.commit(unit)
        except DuplicateMessageError:
            return Accepted("duplicate", record.session_id)
        return Accepted("deferred", record.session_id)

    async def drain(self, session_id: SessionId) -> int:
        """Decide upon what was deferred, oldest first; return how many rows found their end."""
        done = 0
        async with self._guarded(session_id):
            for record in await self.turns.storage.inbox.pending(session_id):
                if not await self._drain_one(record):
                    break
                done += 1
        return done

    async def _drain_one(self, record: InboxRecord) -> bool:
        if record.attempts >= _POISON_AFTER:
            await self._bury(record)
            return True
        unit = UnitOfWork()
        self.turns.storage.inbox.count_attempt(unit, record.id, self.turns.clock())
        await self.turns.storage.commit(unit)
        try:
            await self.turns.apply(record, _decode.decode(record.body), inserted=True)
        except StorageUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - counted; after three it is buried
            _log.exception("turn_failed", session=record.session_id, attempt=record.attempts)
            return False
        return True

    async def _bury(self, record: InboxRecord) -> None:
        """Give up on a poisonous message: counted, visible, and the conversation goes on."""
        unit = UnitOfWork()
        self.turns.storage.inbox.mark(unit, record.id, "dead", "poison")
        await self.turns.storage.commit(unit)
        _log.error("message_dead", session=record.session_id)

    async def fire(self, timer: TimerRecord) -> None:
        """Let a due timer act, if its conversation still waits for it (invariant I16)."""
        async with self._guarded(timer.session_id):
            await self.turns.fire(timer)

    @asynccontextmanager
    async def _guarded(self, name: str) -> AsyncIterator[None]:
        """Hold a lock, bound the work in flight, and turn a full or locked database into a
        clear refusal.
        """
        if self._in_flight >= self._max_in_flight:
            raise OverloadedError(2)
        self._in_flight += 1
        try:
            async with self._locks.holding(name):
                yield
        except StorageUnavailableError as error:
            raise OverloadedError(5) from error
        finally:
            self._in_flight -= 1
