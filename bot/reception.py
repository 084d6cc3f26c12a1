"""What platforms deliver on its way to the corridor: who it is, which chat, which words."""

from __future__ import annotations

import asyncio
import hmac
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, Protocol, TypeAlias

import msgspec
import structlog

from bot.channels.base import (
    Arrival,
    Call,
    Channel,
    Contact,
    Ignored,
    Outgoing,
    Press,
    Reachable,
    Started,
    Taken,
)
from bot.i18n import Catalogues
from bot.invitations import TOKEN, code_hash, state_of, token_hash
from bot.recent import RecentKeys
from bot.runner import (
    Accepted,
    InvitationTakenError,
    OverloadedError,
    Runner,
    SurveyOverError,
    UnknownConversationError,
)
from bot.strays import Strays
from flows.identifiers import (
    Instant,
    InvitationId,
    SessionId,
    identifier_from,
    normalise_code,
)
from flows.messages import Commanded, ContactShared, Message, Opened, Typed, tag_of
from flows.session import Session
from flows.texts import text_key
from storage.base import (
    ConversationRecord,
    DuplicateMessageError,
    InboxRecord,
    InvitationRecord,
    StorageUnavailableError,
    UnitOfWork,
)

__all__ = ["Aside", "Reception"]

_log = structlog.get_logger(__name__)

_NOBODY = SessionId("")
"""The session of what no turn decides upon: dead letters, and who can be written to."""

_HELLO = text_key("stray.hello")
_WRONG = text_key("stray.wrong_code")
_CODE_CHARS = (11, 40)
"""Of a code: as it is, and with all the spaces and dashes that people put between."""
_NUMBER_LATE_S = 0.1
"""Another process may have said it; numbers are written in batches of 50 ms."""
_WRITTEN_S = 1.0
"""While the database takes nothing, a card proves nothing: the platform waits for our answer."""

_End: TypeAlias = Taken | Outgoing
"""What a press came to; a message: its own, which stays open and looks so now."""

_outgoing = msgspec.json.Decoder(Outgoing)
_encode = msgspec.json.Encoder().encode


class Aside(Protocol):
    """Sends what is worth trying and not worth storing."""

    def aside(self, channel: str, address: str, calls: Sequence[Call]) -> None:
        """Send after what the person's chat still waits for; drop it on any fault."""

    def is_held(self, channel: str) -> bool:
        """Tell whether the platform asked this account for no call at all for a while."""

    async def written(self) -> None:
        """Wait until what is known of messages that left stands in their rows."""

    def forget(self, channel: str, user_key: str) -> None:
        """Look anew, the next time, whether and where a person can be written to."""


@dataclass(slots=True)
class Reception:
    """Takes what channels heard to the corridor. `key` turns platforms' ids into user keys that
    nobody without it can compute; `example` is the trial's own invitation, for who comes without
    a link. `counts` are figures: what became of arrivals, by channel and kind. `known` are the
    user keys of who wrote last: one costs 5 µs to make; `answered` the presses that had an answer
    as a call, which may be given once.
    """

    runner: Runner
    texts: Catalogues
    aside: Aside
    key: bytes = field(repr=False)
    example: InvitationId | None = None
    strays: Strays = field(default_factory=Strays)
    known: RecentKeys[str] = field(default_factory=RecentKeys, repr=False)
    answered: RecentKeys[bool] = field(default_factory=RecentKeys, repr=False)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def user_key(self, channel: str, user: str) -> str:
        """Return what is stored of a platform's user id (hex)."""
        known = self.known.get((channel, user))
        if known is None:
            known = hmac.digest(self.key, f"{channel}|{user}".encode(), "sha256").hex()
            self.known.keep((channel, user), known)
        return known

    async def receive(
        self, channel: Channel, arrival: Arrival, *, riding: bool = False
    ) -> bytes | None:
        """Take one arrival: when this returns, what counts is stored (I1). What cannot be taken
        for a fault of ours is kept as a dead letter: brought again and again, it would hold up
        its person's chat for a day, and those that are fetched behind it.

        `riding`: what answers a press is returned, to ride in the answer to the webhook.

        Raises:
            OverloadedError: nothing can be stored now; the platform is to deliver it again.
            StorageUnavailableError: the same.

        """
        found = await self._received_or_buried(channel, arrival)
        if arrival.press is None:
            return None
        taken: Taken = "seen" if isinstance(found, Outgoing) else found
        # What rides is a call too: none may leave while a 429 lasts.
        rides = riding and not self.aside.is_held(channel.name)
        reply = channel.reply(arrival, taken) if rides else None
        answered = reply is not None or self._was_answered(channel.name, arrival.press)
        calls = channel.acknowledge(arrival, taken=taken, answered=answered)
        if isinstance(found, Outgoing):
            calls = [*calls, *channel.redraw(arrival, found)]
        self.aside.aside(channel.name, arrival.address, calls)
        return reply

    def _was_answered(self, channel: str, press: Press) -> bool:
        """Tell whether a press that is brought again had its answer from here, and note it."""
        known = self.answered.get((channel, press.id)) is not None
        self.answered.keep((channel, press.id), True)
        return known

    async def _received_or_buried(self, channel: Channel, arrival: Arrival) -> _End:
        try:
            return await self._received(channel, arrival)
        except (OverloadedError, StorageUnavailableError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
            # The name only: a message may quote what was said.
            _log.error("arrival_dead", channel=channel.name, error=type(error).__name__)
            await self.bury(channel.name, _encode(arrival), "poison")
            return "seen"

    async def _received(self, channel: Channel, arrival: Arrival) -> _End:
        heard = arrival.heard
        if isinstance(heard, Ignored):
            self.counts[channel.name, f"ignored_{heard.reason}"] += 1
            return "stale"
        user_key = self.user_key(channel.name, arrival.user)
        if isinstance(heard, Reachable):
            return await self._reachable(channel.name, user_key, arrival.key, heard)
        if isinstance(heard, Started):
            return await self._started(channel, user_key, arrival, heard.parameter)
        if isinstance(heard, Contact):
            heard = await self._contact(channel.name, user_key, heard)
        return await self._said(channel, user_key, arrival, heard)

    # -- in a chat

    async def _said(
        self, channel: Channel, user_key: str, arrival: Arrival, message: Message
    ) -> _End:
        code = _code_in(message)
        invitation = await self._invitation(user_key, code) if code else None
        if invitation is not None:  # whoever has a chat here may come again with another paper
            return await self._open(channel, user_key, arrival, invitation)
        try:
            accepted = await self.runner.accept(
                channel=channel.name, user_key=user_key, dedupe_key=arrival.key, message=message
            )
        except UnknownConversationError:
            if isinstance(message, Commanded | Typed):
                self._tell(channel, arrival, _WRONG if code else _HELLO)
            return "stale"
        return self._count(channel.name, accepted)

    def _count(self, channel: str, accepted: Accepted) -> _End:
        self.counts[channel, accepted.status] += 1
        if accepted.redrawn is not None:
            return accepted.redrawn
        if accepted.status in {"duplicate", "deferred"}:
            return "seen"
        return "counts" if accepted.status == "applied" and accepted.taken else "stale"

    async def _contact(self, channel: str, user_key: str, card: Contact) -> ContactShared:
        """Judge a contact card by the full rule (reliability §5): the sender's own, not forwarded,
        and in answer to a message of ours that asked for it.
        """
        proves = card.is_own and not card.is_forwarded and card.prompt is not None
        if proves and not await self._asked_for(channel, user_key, card.prompt or ""):
            proves = False
        return ContactShared(card.phone, proves)

    async def _asked_for(self, channel: str, user_key: str, number: str) -> bool:
        """Tell whether this message of ours asks for the number, and nothing was asked since."""
        turns = self.runner.turns
        conversation = await turns.storage.conversations.find(channel, user_key)
        if conversation is None:
            return False
        session_id = conversation.session_id
        find = turns.storage.outbox.by_number
        row = await find(session_id, channel, user_key, number)
        if row is None:  # said just now: its number may not have reached the row yet
            with suppress(TimeoutError):
                await asyncio.wait_for(self.aside.written(), _WRITTEN_S)
            await asyncio.sleep(_NUMBER_LATE_S)
            row = await find(session_id, channel, user_key, number)
        if row is None:
            return False
        stored = await turns.storage.sessions.load(session_id)  # others may have asked meanwhile
        asked = None if stored is None else _asked_now(stored.session)
        said = _outgoing.decode(row.body)
        return said.input == "phone" and asked is not None and said.prompt == asked

    async def _reachable(self, channel: str, user_key: str, key: str, heard: Reachable) -> Taken:
        """Note who can be written to, once by each key: old news that come again must not stop
        somebody who has let us in since.
        """
        storage = self.runner.turns.storage
        since = None if heard.reachable else self.runner.turns.clock()
        unit = UnitOfWork()
        storage.inbox.add(unit, self._row(channel, key, state="applied"))
        storage.conversations.block(unit, channel, user_key, since)
        try:
            await self.runner.guarded_commit(unit)
        except DuplicateMessageError:
            self.counts[channel, "duplicate"] += 1
            return "seen"
        self.aside.forget(channel, user_key)
        self.counts[channel, "reachable" if heard.reachable else "blocked"] += 1
        return "seen"

    # -- on the way in

    async def _started(
        self, channel: Channel, user_key: str, arrival: Arrival, parameter: str
    ) -> _End:
        invitation = await self._invitation(user_key, parameter)
        if invitation is not None:
            return await self._open(channel, user_key, arrival, invitation)
        known = await self._conversation(channel.name, user_key)
        if known is not None and not parameter:
            return await self._said(channel, user_key, arrival, Opened(asks=True))
        self._tell(channel, arrival, _WRONG if parameter else _HELLO)
        return "stale"

    async def _conversation(self, channel: str, user_key: str) -> ConversationRecord | None:
        return await self.runner.turns.storage.conversations.find(channel, user_key)

    async def _invitation(self, user_key: str, parameter: str) -> InvitationRecord | None:
        """Return the invitation of a token or of a printed code; of nothing, the trial's own."""
        invitations = self.runner.turns.storage.invitations
        found: InvitationRecord | None = None
        if not parameter:
            return await invitations.by_id(self.example) if self.example else None
        if TOKEN.fullmatch(parameter):
            found = await invitations.by_token_hash(token_hash(parameter))
        elif (plain := normalise_code(parameter)) and self.strays.may_guess(user_key):
            found = await invitations.by_code_hash(code_hash(plain))
            self.strays.guessed(user_key, right=found is not None)
        if found is None or state_of(found, self.runner.turns.clock()) in {"expired", "revoked"}:
            return None
        return found

    async def _open(
        self, channel: Channel, user_key: str, arrival: Arrival, invitation: InvitationRecord
    ) -> Taken:
        wanted = arrival.language or invitation.language
        try:
            await self.runner.open(
                channel=channel.name,
                user_key=user_key,
                invitation=invitation,
                language=wanted if wanted in self.texts.languages else invitation.language,
                address=arrival.address,
                dedupe_key=arrival.key,
                device=f"{channel.name} {user_key}",
            )
        except DuplicateMessageError:
            self.counts[channel.name, "duplicate"] += 1
            return "seen"
        except InvitationTakenError:
            self._tell(channel, arrival, text_key("stray.taken"))
            return "stale"
        except SurveyOverError:
            self._tell(channel, arrival, text_key("stray.over"))
            return "stale"
        self.counts[channel.name, "opened"] += 1
        return "counts"

    def _tell(self, channel: Channel, arrival: Arrival, key: str) -> None:
        """Say something outside any chat: not stored, so not promised; and not again and again."""
        self.counts[channel.name, "stray"] += 1
        if not self.strays.may_answer(arrival.user):
            return
        language = arrival.language if arrival.language in self.texts.languages else "vi"
        office = self.runner.turns.renderer.office
        text = self.texts.text(language or "vi", key, dict(office))
        calls = channel.render(Outgoing(kind="say", text=text), arrival.address)
        self.aside.aside(channel.name, arrival.address, calls)

    # -- what no turn decides upon

    def _row(
        self,
        channel: str,
        key: str,
        *,
        state: Literal["applied", "dead"],
        body: bytes = b"",
        reason: str | None = None,
    ) -> InboxRecord:
        now = self.runner.turns.clock()
        return InboxRecord(
            id=identifier_from(self.runner.turns.entropy(16), "inbox", now),
            channel=channel,
            dedupe_key=key,
            session_id=_NOBODY,
            body=body,
            received_at=Instant(now),
            state=state,
            reason=reason,
        )

    async def bury(self, channel: str, body: bytes, reason: str = "unreadable") -> None:
        """Keep an authentic message that cannot be taken, sealed, and count it under `reason`
        (reliability §0.2).

        Raises:
            OverloadedError: it cannot be stored now.

        """
        key = f"dead/{sha256(body).hexdigest()[:40]}"
        unit = UnitOfWork()
        letter = self._row(channel, key, state="dead", body=body, reason=reason)
        self.runner.turns.storage.inbox.add(unit, letter)
        self.counts[channel, reason] += 1
        try:
            await self.runner.guarded_commit(unit)
        except DuplicateMessageError:
            return


def _asked_now(session: Session) -> tuple[str, str] | None:
    """Return what messages carry that ask the open question of the form on top."""
    frame = session.frames[-1] if session.frames else None
    if frame is None or frame.current is None:
        return None
    return tag_of(frame.response_id), frame.current


def _code_in(message: Message) -> str | None:
    """Return the printed code that somebody typed, and nothing else."""
    if not isinstance(message, Typed):
        return None
    shortest, longest = _CODE_CHARS
    return normalise_code(message.text) if shortest <= len(message.text) <= longest else None
