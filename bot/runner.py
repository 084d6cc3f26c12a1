"""The corridor: every message, opening and timer takes its turn here, one at a time a session."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Literal

import msgspec
import structlog

from bot.channels.base import Outgoing
from bot.forms import newer_rules
from bot.locks import BoundedLocks, OverloadedError
from bot.metrics import Steps
from bot.opening import (
    InvitationTakenError,
    Known,
    Person,
    SurveyOverError,
    begin,
    known_session,
    reopen,
)
from bot.recent import RecentKeys
from bot.turns import Applied, Speaker, Turns
from flows.definition import Form
from flows.identifiers import Instant, SessionId
from flows.messages import Message
from flows.rulebook import Rulebook
from flows.workdays import Calendar
from storage.base import (
    DuplicateMessageError,
    InboxRecord,
    InvitationRecord,
    SessionGoneError,
    StorageUnavailableError,
    TimerRecord,
    UnitOfWork,
)
from storage.campaign_records import CampaignRecord

__all__ = [
    "Accepted",
    "InvitationTakenError",
    "OverloadedError",
    "Runner",
    "SurveyOverError",
    "UnknownConversationError",
]

_log = structlog.get_logger(__name__)

_POISON_AFTER = 3
"""Crashes with the same inbox row, then it is dead-lettered and the conversation goes on."""

_encode = msgspec.json.Encoder().encode
_decode: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


class UnknownConversationError(Exception):
    """Nobody with this key ever opened a link here."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a message. `deferred`: stored, but not yet decided upon."""

    status: Literal["applied", "duplicate", "ignored", "deferred"]
    session_id: SessionId
    taken: bool = True
    """A press counts: it was not of a button from an earlier question."""
    redrawn: Outgoing | None = None
    """How the message with the pressed button looks now, where it stays open."""


class Runner:
    """The only way to change a session. `max_in_flight` bounds what waits at once."""

    def __init__(self, turns: Turns, *, max_in_flight: int = 5000) -> None:
        self.turns = turns
        self._locks = BoundedLocks(max_in_flight)
        self._leads: RecentKeys[SessionId] = RecentKeys()
        self._seen: RecentKeys[SessionId] = RecentKeys()
        self.steps = Steps()
        """How many messages found which end, and how long it took."""

    def go_by(self, calendar: Calendar) -> None:
        """Count terms by another calendar from the next turn on."""
        self._decide_by(msgspec.structs.replace(self.turns.renderer.rules, calendar=calendar))

    async def follow_forms(self) -> bool:
        """Begin with the forms as they are published now, and know all of them; tell whether any
        is new. Who is in the middle of one keeps its version.
        """
        rules = await newer_rules(self.turns.storage, self.turns.renderer.rules)
        if rules is None:
            return False
        calendar = self.turns.renderer.rules.calendar  # it may have changed while this read
        self._decide_by(msgspec.structs.replace(rules, calendar=calendar))
        return True

    async def form(self, name: str, version: int) -> Form:
        """Return a version of a form, also if another process has published it just now."""
        if (name, version) not in self.turns.renderer.rules.forms:
            await self.follow_forms()
        return self.turns.renderer.rules.form(name, version)

    async def offers(self, form: str) -> bool:
        """Tell whether people can begin with a form. What nobody knows here may have been
        published by another process just now.
        """
        if form not in self.turns.renderer.rules.latest:
            await self.follow_forms()
        return form in self.turns.renderer.rules.latest

    async def takes(self, invitation: InvitationRecord) -> bool:
        """Tell whether people can begin by an invitation: its form is offered, and the campaign
        that asked them, if one did, was not closed.
        """
        campaign = await self._campaign_of(invitation)
        is_closed = campaign is not None and campaign.life.state == "closed"
        return not is_closed and await self.offers(invitation.form)

    async def languages_of(self, invitation: InvitationRecord) -> tuple[str, ...]:
        """Return the languages that people can begin in: those of the campaign that asked them,
        or all.
        """
        campaign = await self._campaign_of(invitation)
        spoken = self.turns.renderer.texts.languages
        return tuple(spoken) if campaign is None else campaign.terms.languages

    async def _campaign_of(self, invitation: InvitationRecord) -> CampaignRecord | None:
        name = invitation.campaign_id
        return None if name is None else await self.turns.storage.campaigns.by_id(None, name)

    def _decide_by(self, rules: Rulebook) -> None:
        self.turns = replace(self.turns, renderer=replace(self.turns.renderer, rules=rules))

    async def open(  # noqa: PLR0913 - the parts of an opening, each by name
        self,
        *,
        channel: str,
        user_key: str,
        invitation: InvitationRecord,
        language: str,
        fresh: bool = False,
        address: str | None = None,
        dedupe_key: str | None = None,
        device: str | None = None,
    ) -> SessionId:
        """Open the chat of an invitation: begin it, or take up what this person had begun.

        `fresh` begins anew where several people may answer (places, assisted); what was begun
        stays as it is. A personal invitation has one session only. `address` is where the
        channel sends to, for those that send; `dedupe_key` the platform's id of this opening;
        `device` what it is opened on, as far as one can tell.

        Raises:
            InvitationTakenError: a personal link that another browser has answered with.
            SurveyOverError: nothing was begun with it, and nothing can be any more.
            DuplicateMessageError: this opening was accepted before.
            OverloadedError: nothing can be stored now.

        """
        person = Person(channel, user_key, address, device)
        is_personal = invitation.kind == "personal"
        whose = invitation.id if is_personal else f"{channel}/{user_key}"
        async with self._locks.guarded(f"open/{whose}"):
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
        if not await self.takes(invitation):
            raise SurveyOverError
        known = await self.languages_of(invitation)
        spoken = language if language in known else known[0]
        session_id = await begin(self.turns, person, invitation, spoken, dedupe_key)
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
        began = time.perf_counter()
        speaker = (channel, user_key)
        remembered = self._leads.get(speaker)
        session_id = remembered or await self._find(speaker)
        async with self._locks.guarded(session_id):
            done = await self._take(speaker, session_id, dedupe_key, message)
        if done is not None:
            self.steps.note(channel, done.status, time.perf_counter() - began)
            return done
        self._leads.drop(speaker)
        if remembered is None:  # while this waited, another browser took the session over
            raise UnknownConversationError
        return await self.accept(
            channel=channel, user_key=user_key, dedupe_key=dedupe_key, message=message
        )

    async def _find(self, speaker: Speaker) -> SessionId:
        conversation = await self.turns.storage.conversations.find(*speaker)
        if conversation is None:
            raise UnknownConversationError
        self._leads.keep(speaker, conversation.session_id)
        return conversation.session_id

    async def _take(
        self, speaker: Speaker, session_id: SessionId, dedupe_key: str, message: Message
    ) -> Accepted | None:
        """Take a message by one commit and no read, if nothing stands in the way: that is what
        the commit finds out. Otherwise look what it is.
        """
        key = (speaker[0], dedupe_key)
        if self._seen.get(key) is None:
            record = self._record(key, session_id)
            try:
                done = await self.turns.apply_once(record, message, speaker=speaker, is_next=True)
            except StorageUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - met again, and told of, by the careful way
                self.turns.recent.drop(session_id)
            else:
                self._seen.keep(key, session_id)
                return _accepted(session_id, done)
        return await self._take_with_care(speaker, self._record(key, session_id, message), message)

    async def _take_with_care(
        self, speaker: Speaker, record: InboxRecord, message: Message
    ) -> Accepted | None:
        session_id = record.session_id
        try:
            return await self.turns.held(
                session_id, lambda turns: self._look(turns, speaker, record, message)
            )
        except DuplicateMessageError:
            return Accepted("duplicate", session_id)
        except SessionGoneError:
            raise UnknownConversationError from None
        except StorageUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - see the next line
            # A fault of ours must not lose what the person said: keep it, and try again later.
            _log.exception("turn_failed", session=session_id)
            return await self._defer(self.turns, record, attempts=1)

    async def _look(
        self, turns: Turns, speaker: Speaker, record: InboxRecord, message: Message
    ) -> Accepted | None:
        """Take a message, or say why not. None: its conversation leads elsewhere, or nowhere."""
        conversation = await turns.storage.conversations.find(*speaker)
        if conversation is None or conversation.session_id != record.session_id:
            return None
        inbox = turns.storage.inbox
        if await inbox.seen(record.channel, record.dedupe_key):
            return Accepted("duplicate", record.session_id)
        if conversation.blocked_at is not None:  # who writes to us can be written to
            await self._reach(turns, speaker)
        if await inbox.pending(record.session_id):
            return await self._defer(turns, record)
        done = await turns.apply_once(record, message, speaker=speaker, is_next=True)
        return _accepted(record.session_id, done)

    @staticmethod
    async def _reach(turns: Turns, speaker: Speaker) -> None:
        unit = UnitOfWork()
        turns.storage.conversations.block(unit, *speaker, None)
        await turns.storage.commit(unit)

    def _record(
        self, key: tuple[str, str], session_id: SessionId, message: Message | None = None
    ) -> InboxRecord:
        """Return a message's inbox row; without the message it can only be written as decided."""
        now = self.turns.clock()
        return InboxRecord(
            id=_inbox_id(now, self.turns.entropy(7)),
            channel=key[0],
            dedupe_key=key[1],
            session_id=session_id,
            body=b"" if message is None else _encode(message),
            received_at=now,
        )

    @staticmethod
    async def _defer(turns: Turns, record: InboxRecord, attempts: int = 0) -> Accepted:
        """Store a message without deciding upon it; `drain` does so soon."""
        unit = UnitOfWork()
        waiting = msgspec.structs.replace(record, attempts=attempts)
        turns.storage.inbox.add(unit, waiting)
        try:
            await turns.storage.commit(unit)
        except DuplicateMessageError:
            return Accepted("duplicate", record.session_id)
        return Accepted("deferred", record.session_id)

    def post(
        self, unit: UnitOfWork, session_id: SessionId, key: tuple[str, str], message: Message
    ) -> None:
        """Add a message that comes from inside to a unit; once that is committed it waits like
        any other, and `drain` decides upon it. `key`: where it is from, and what it is once.
        """
        self.turns.storage.inbox.add(unit, self._record(key, session_id, message))

    async def drain(self, session_id: SessionId) -> int:
        """Decide upon what was deferred, oldest first; return how many rows found their end."""
        done = 0
        async with self._locks.guarded(session_id):
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
        self.steps.end(record.channel, "dead")
        _log.error("message_dead", session=record.session_id)

    async def guarded_commit(self, unit: UnitOfWork) -> None:
        """Commit what belongs to no turn.

        Raises:
            OverloadedError: nothing can be stored now.
            StorageError: as the writes say.

        """
        try:
            await self.turns.storage.commit(unit)
        except StorageUnavailableError as error:
            raise OverloadedError(5) from error

    async def fire(self, timer: TimerRecord) -> None:
        """Let a due timer act, if its conversation still waits for it (invariant I16)."""
        async with self._locks.guarded(timer.session_id):
            await self.turns.fire(timer)


def _accepted(session_id: SessionId, done: Applied) -> Accepted:
    status: Literal["applied", "ignored"] = "applied" if done.changed else "ignored"
    return Accepted(status, session_id, taken=not done.stale, redrawn=done.redrawn)


def _inbox_id(now: Instant, entropy: bytes) -> str:
    """Return an identifier of a row that sorts by time: 48 bits of it, then 56 random ones."""
    return f"{now:012x}{entropy.hex()}"
