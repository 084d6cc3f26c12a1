"""One recipient on the way out: what is written before the call, and what the call makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from bot.broadcasts.letters import Letters, Posted
from bot.broadcasts.slots import Slots
from bot.channels.base import Call, Outcome, Permanent, Retry, Sent, Unknown
from bot.inviting import ask
from bot.mailing import note_bounce
from bot.sender.account import Account
from bot.sender.life import Life
from bot.sender.marks import Marks
from bot.sender.patience import backoff
from flows.broadcasts import Heard, ending_of
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageUnavailableError, UnitOfWork
from storage.broadcast_base import InvitationOpenedError
from storage.broadcast_records import BroadcastRecord, Claim, Recipient, Settled
from storage.inviting_base import AskedLatelyError
from storage.mail_records import Bounce
from survey.campaigns import Channel

__all__ = ["Departing", "Left"]

_log = structlog.get_logger(__name__)

_LATE_S: Final = 0.1
"""A slot that passed so long ago is no slot any more."""
_LAST_ANSWER_S: Final = 5.0

_BEHIND_S: Final = 600.0
"""So long a row waits over which the account was refused: others have their probes meanwhile."""

Left = Literal["done", "waits", "stale"]
"""What a try came to: the row found its end or its next time; nothing may leave here now; or
somebody acted on the broadcast, and it is to be read anew.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departing:
    """Lets rows of one broadcast leave by one account. `claim`: what the rows
    were claimed by.
    """

    storage: Storage
    letters: Letters
    account: Account
    life: Life
    marks: Marks
    claim: Claim
    clock: Callable[[], Instant]
    slots: Slots

    @property
    def broadcast(self) -> BroadcastRecord:
        """The broadcast as it was read."""
        return self.letters.broadcast

    async def send(self, one: Recipient) -> Left:
        """Bring a claimed row as far as it gets now."""
        to = one.address if one.channel == "telegram" else _email(one)
        if one.transaction is None or to is None:
            self._end(one, "cancelled" if one.transaction is None else "failed", "no_address")
            return "done"
        try:
            words = self.letters.words(one.channel, one.language)
            posted = self.letters.post(
                words, one.group_id, one.transaction, self.clock(), channel=self.account.channel
            )
            row = f"{one.broadcast_id}/{one.number}"
            [call] = self.letters.call(self.account.channel, posted, to, row)
        except Exception as error:  # noqa: BLE001 - one that cannot be written must not hold up others
            # The name only: a message may quote what was written.
            _log.error("broadcast_unwritable", row=one.number, error=type(error).__name__)
            self._end(one, "failed", "unwritable")
            return "done"
        return await self._leave(one, posted, call)

    async def _leave(self, one: Recipient, posted: Posted, call: Call) -> Left:
        leaves_at = await self.slots.take(one.user_key or "")
        if leaves_at is None:
            self.give_back(one)
            return "waits"
        left = await self._depart(one, posted)
        if left is not None:
            self.account.breaker.abandoned()  # it may have been the probe
            return left
        if not await self._comes_up(one, leaves_at):
            self.account.breaker.abandoned()
            self._again(one, 0.0, one.attempts)  # it did not leave; fenced by the claim
            return "waits"
        return await self._call(one, call)

    async def _comes_up(self, one: Recipient, leaves_at: float) -> bool:
        """Wait for a row's slot, or for another where writing it down took too long: all that
        waited for one slow commit would leave at once. False: it may not leave any more, since
        somebody else may have its row by now, or a 429 came.
        """
        loop, slot = asyncio.get_running_loop(), leaves_at
        if loop.time() > leaves_at + _LATE_S:
            another = await self.slots.take(one.user_key or "", late=True)
            if another is None:
                return False
            slot = another
        await asyncio.sleep(slot - loop.time())
        is_own = self.life.holds() and self.life.id == self.claim.process_id
        return is_own and not self.account.is_held()

    async def _depart(self, one: Recipient, posted: Posted) -> Left | None:
        """Write down that it is about to leave, with its invitation and who is asked; None: it
        may. Nothing departs that somebody has paused, cancelled or edited, or whose person wants
        no more (I11).
        """
        unit, now = UnitOfWork(), self.clock()
        self.storage.recipients.depart(unit, one, self.broadcast, self.claim, now)
        self.storage.recipients.invite(unit, posted.invitation)
        rules, whose = self.letters.rules, one.transaction
        if not self.broadcast.wave and not posted.invitation.trial and whose is not None:
            ask(self.storage, unit, whose, posted.invitation.id, now, rules.every_days)
        began = asyncio.get_running_loop().time()
        try:
            await self.storage.commit(unit)
        except AskedLatelyError:
            self._end(one, "cancelled", "asked_lately")
            return "done"
        except InvitationOpenedError:
            self._end(one, "cancelled", "opened")
            return "done"
        except StaleSessionError:
            self.give_back(one)
            return "stale" if await self._is_changed() else "done"
        except StorageUnavailableError:
            # Nobody knows whether that was written; but nothing has left.
            self._again(one, 0.0, one.attempts)
            return "waits"
        self.slots.written_in(asyncio.get_running_loop().time() - began)
        return None

    async def _is_changed(self) -> bool:
        """Tell whether somebody acted on the broadcast; else its person wants no more."""
        found = await self.storage.broadcasts.by_id(self.broadcast.id)
        is_same = found is not None and found.version == self.broadcast.version
        return not is_same or self.life.id != self.claim.process_id

    async def _call(self, one: Recipient, call: Call) -> Left:
        async with self.account.seats:
            calling = asyncio.create_task(self.account.call(call))
            try:
                outcome = await asyncio.shield(calling)
            except asyncio.CancelledError:
                await asyncio.wait([calling], timeout=_LAST_ANSWER_S)
                self._settle(one, calling.result() if calling.done() else _stopped(calling))
                raise
        self._settle(one, outcome)
        is_held = isinstance(outcome, Retry) or _refuses_account(outcome)
        return "waits" if is_held else "done"

    # -- what became of it; nobody waits for that to be written

    def _settle(self, one: Recipient, outcome: Outcome) -> None:
        heard = _heard(outcome, one.channel)
        ending = ending_of(heard, one.attempts)
        if ending.again:
            self._again(one, _pause_of(heard, outcome, ending.tries), ending.tries)
            return
        if heard == "stopped":
            self._note_stop(one, getattr(outcome, "reason", ""))
        settled = Settled(
            broadcast_id=one.broadcast_id,
            number=one.number,
            state=ending.state,
            reason=getattr(outcome, "reason", None),
            at=self.clock(),
            attempts=ending.tries,
            platform_number=outcome.number if isinstance(outcome, Sent) else None,
        )
        self._note(settled)

    def _note_stop(self, one: Recipient, reason: str) -> None:
        """Write down that nothing gets through to a chat, or an address, from now on."""
        now, index, storage = self.clock(), one.email_index, self.storage
        if one.channel == "email" and index is not None:
            dead = Bounce(address_index=index, at=now, status=reason, hard=True)
            self.marks.note(lambda unit: note_bounce(storage, unit, dead))
        elif one.user_key is not None:
            self.marks.block(one.channel, one.user_key, now)

    def _end(self, one: Recipient, state: Literal["cancelled", "failed"], reason: str) -> None:
        self._note(
            Settled(
                broadcast_id=one.broadcast_id,
                number=one.number,
                state=state,
                reason=reason,
                at=self.clock(),
                attempts=one.attempts,
            )
        )

    def _again(self, one: Recipient, wait: float, tries: int) -> None:
        now = self.clock()
        self._note(
            Settled(
                broadcast_id=one.broadcast_id,
                number=one.number,
                state="pending",
                at=now,
                next_at=Instant(now + round(wait * 1000)) if wait else Instant(0),
                attempts=tries,
            )
        )

    def give_back(self, one: Recipient) -> None:
        """Let a row that did not depart wait again, or end it if its person wants no more."""
        recipients, now = self.storage.recipients, self.clock()
        self.marks.note(lambda unit: recipients.put_back(unit, one, self.claim, now))

    def _note(self, settled: Settled) -> None:
        recipients = self.storage.recipients
        self.marks.note(lambda unit: recipients.settle(unit, settled, self.claim))


def _email(one: Recipient) -> str | None:
    return one.transaction.email if one.transaction is not None else None


def _refuses_account(outcome: Outcome) -> bool:
    return isinstance(outcome, Permanent) and outcome.account


def _stopped(calling: asyncio.Task[Outcome]) -> Outcome:
    calling.cancel()
    return Unknown("stopped")


def _heard(outcome: Outcome, channel: Channel) -> Heard:
    if isinstance(outcome, Sent):
        return "sent"
    if isinstance(outcome, Unknown):
        return "unknown"
    if isinstance(outcome, Retry):
        # A mail server does not say whether it is busy, or dislikes this one letter.
        held: Heard = "refused" if channel == "email" else "held"
        return held if outcome.everybody else "later"
    if outcome.account:
        return "refused"
    return "stopped" if outcome.stop else "never"


def _pause_of(heard: Heard, outcome: Outcome, tries: int) -> float:
    """Return after how many seconds a row is worth another try."""
    if heard in ("held", "refused"):
        return 0.0 if heard == "held" else _BEHIND_S
    after: float | None = getattr(outcome, "after", None)
    return backoff(tries) if after is None else after
