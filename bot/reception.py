"""What platforms deliver on its way to the corridor: who it is, which chat, which words."""

from __future__ import annotations

import asyncio
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

import msgspec

from bot.channels.base import (
    Arrival,
    Call,
    Channel,
    Contact,
    Ignored,
    Outgoing,
    Reachable,
    Started,
)
from bot.i18n import Catalogues
from bot.invitations import TOKEN, code_hash, state_of, token_hash
from bot.runner import Accepted, InvitationTakenError, Runner, UnknownConversationError
from bot.strays import Strays
from flows.identifiers import (
    Instant,
    InvitationId,
    SessionId,
    identifier_from,
    normalise_code,
)
from flows.messages import Commanded, ContactShared, Message, Opened, Typed
from flows.texts import text_key
from storage.base import (
    ConversationRecord,
    DuplicateMessageError,
    InboxRecord,
    InvitationRecord,
    UnitOfWork,
)

__all__ = ["Aside", "Reception"]

_NOBODY = SessionId("")
"""A dead letter belongs to no session: nobody could read whose it is."""

_HELLO = text_key("stray.hello")
_WRONG = text_key("stray.wrong_code")
_NUMBER_LATE_S = 0.1
"""Another process may have said it; numbers are written in batches of 50 ms."""

_outgoing = msgspec.json.Decoder(Outgoing)


class Aside(Protocol):
    """Sends what is worth trying and not worth storing."""

    def aside(self, channel: str, address: str, calls: Sequence[Call]) -> None:
        """Send after what the person's chat still waits for; drop it on any fault."""

    async def written(self) -> None:
        """Wait until what is known of messages that left stands in their rows."""


@dataclass(slots=True)
class Reception:
    """Takes what channels heard to the corridor. `key` turns platforms' ids into user keys that
    nobody without it can compute; `example` is the trial's own invitation, for who comes without
    a link. `counts` are figures: what became of arrivals, by channel and kind.
    """

    runner: Runner
    texts: Catalogues
    aside: Aside
    key: bytes = field(repr=False)
    example: InvitationId | None = None
    strays: Strays = field(default_factory=Strays)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def user_key(self, channel: str, user: str) -> str:
        """Return what is stored of a platform's user id (hex)."""
        return hmac.new(self.key, f"{channel}|{user}".encode(), sha256).hexdigest()

    async def receive(self, channel: Channel, arrival: Arrival, *, answered: bool = False) -> None:
        """Take one arrival: when this returns, what counts is stored (I1).

        `answered`: the press was answered already, in the reply to the webhook.

        Raises:
            OverloadedError: nothing can be stored now; the platform is to deliver it again.

        """
        taken = await self._received(channel, arrival)
        press = arrival.press
        if press is not None:
            calls = channel.acknowledge(arrival, taken=taken, answered=answered)
            self.aside.aside(channel.name, arrival.address, calls)

    async def _received(self, channel: Channel, arrival: Arrival) -> bool:
        heard = arrival.heard
        if isinstance(heard, Ignored):
            self.counts[channel.name, f"ignored_{heard.reason}"] += 1
            return False
        user_key = self.user_key(channel.name, arrival.user)
        if isinstance(heard, Reachable):
            return await self._reachable(channel.name, user_key, heard)
        if isinstance(heard, Started):
            return await self._started(channel, user_key, arrival, heard.parameter)
        if isinstance(heard, Contact):
            heard = await self._contact(channel.name, user_key, heard)
        return await self._said(channel, user_key, arrival, heard)

    # -- in a chat

    async def _said(
        self, channel: Channel, user_key: str, arrival: Arrival, message: Message
    ) -> bool:
        try:
            accepted = await self.runner.accept(
                channel=channel.name, user_key=user_key, dedupe_key=arrival.key, message=message
            )
        except UnknownConversationError:
            return await self._stray(channel, user_key, arrival, message)
        return self._count(channel.name, accepted)

    def _count(self, channel: str, accepted: Accepted) -> bool:
        self.counts[channel, accepted.status] += 1
        return accepted.status == "applied" and accepted.taken

    async def _contact(self, channel: str, user_key: str, card: Contact) -> ContactShared:
        """Judge a contact card by the full rule (reliability §5): the sender's own, not forwarded,
        and in answer to a message of ours that asked for it.
        """
        proves = card.is_own and not card.is_forwarded and card.prompt is not None
        if proves and not await self._asked_for(channel, user_key, card.prompt or ""):
            proves = False
        return ContactShared(card.phone, proves)

    async def _asked_for(self, channel: str, user_key: str, number: str) -> bool:
        storage = self.runner.turns.storage
        conversation = await storage.conversations.find(channel, user_key)
        if conversation is None:
            return False
        row = await storage.outbox.by_number(conversation.session_id, number)
        if row is None:  # said just now: its number may not have reached the row yet
            await self.aside.written()
            await asyncio.sleep(_NUMBER_LATE_S)
            row = await storage.outbox.by_number(conversation.session_id, number)
        return row is not None and _outgoing.decode(row.body).input == "phone"

    async def _reachable(self, channel: str, user_key: str, heard: Reachable) -> bool:
        storage = self.runner.turns.storage
        since = None if heard.reachable else self.runner.turns.clock()
        unit = UnitOfWork()
        storage.conversations.block(unit, channel, user_key, since)
        await self.runner.guarded_commit(unit)
        self.counts[channel, "reachable" if heard.reachable else "blocked"] += 1
        return False

    # -- on the way in

    async def _started(
        self, channel: Channel, user_key: str, arrival: Arrival, parameter: str
    ) -> bool:
        invitation = await self._invitation(user_key, parameter)
        if invitation is not None:
            return await self._open(channel, user_key, arrival, invitation)
        known = await self._conversation(channel.name, user_key)
        if known is not None and not parameter:
            return await self._said(channel, user_key, arrival, Opened())
        self._tell(channel, arrival, _WRONG if parameter else _HELLO)
        return False

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
    ) -> bool:
        wanted = arrival.language or invitation.language
        try:
            await self.runner.open(
                channel=channel.name,
                user_key=user_key,
                invitation=invitation,
                language=wanted if wanted in self.texts.languages else invitation.language,
                address=arrival.address,
                dedupe_key=arrival.key,
            )
        except DuplicateMessageError:
            self.counts[channel.name, "duplicate"] += 1
            return False
        except InvitationTakenError:
            self._tell(channel, arrival, text_key("stray.taken"))
            return False
        self.counts[channel.name, "opened"] += 1
        return True

    async def _stray(
        self, channel: Channel, user_key: str, arrival: Arrival, message: Message
    ) -> bool:
        """Answer who has no chat here: a typed code leads into one, anything else gets the way."""
        said = message.text.strip() if isinstance(message, Typed) else ""
        if normalise_code(said):
            return await self._started(channel, user_key, arrival, said)
        if isinstance(message, Commanded | Typed):
            self._tell(channel, arrival, _HELLO)
        return False

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

    # -- what nobody could read

    async def bury(self, channel: str, body: bytes) -> None:
        """Keep an authentic message that cannot be read, sealed, and count it (reliability §0.2).

        Raises:
            OverloadedError: it cannot be stored now.

        """
        now = self.runner.turns.clock()
        letter = InboxRecord(
            id=identifier_from(self.runner.turns.entropy(16), "inbox", now),
            channel=channel,
            dedupe_key=f"dead/{sha256(body).hexdigest()[:40]}",
            session_id=_NOBODY,
            body=body,
            received_at=Instant(now),
            state="dead",
            reason="unreadable",
        )
        unit = UnitOfWork()
        self.runner.turns.storage.inbox.add(unit, letter)
        self.counts[channel, "unreadable"] += 1
        try:
            await self.runner.guarded_commit(unit)
        except DuplicateMessageError:
            return
