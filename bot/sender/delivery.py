"""Delivery: one row on its way to the platform, and what each outcome means for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final, Literal

import msgspec
import structlog

from bot.channels.base import Call, Outcome, Outgoing, Permanent, Retry, Sent, Unknown
from bot.sender.account import Account, Figures
from bot.sender.addresses import Addresses
from bot.sender.lane import Aside, Lane, Parcel
from bot.sender.life import Life
from bot.sender.marks import Marks
from bot.sender.patience import backoff
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import StorageError, StorageUnavailableError

__all__ = ["Delivery", "HaltError"]

_log = structlog.get_logger(__name__)

_LIFE_MS: Final = DAY
"""A reply that could not be delivered for so long is not worth it any more."""
_MOST_UNKNOWN: Final = 1
"""A reply is sent once more after a lost answer; a second lost answer is its end (I9)."""
_NOT_HERE_S: Final = 60.0
"""A row of an account that this process does not serve is left to those that do."""
_NOT_SURE_S: Final = 0.01
"""A lease that ran out while a call waited for its turn: ask again, from the start."""
_ASIDE_PATIENCE_S: Final = 1.0
_ANSWER_LIFE_S: Final = 12.0
"""How long the answer to a press is worth sending: Telegram's apps show their little clock for
some 15 s (by report; not documented), and later it is refused.
"""
_RESEND: Final = "resend"

_decode = msgspec.json.Decoder(Outgoing).decode

End = Literal["sent", "unknown", "dead", "cancelled"]


class HaltError(Exception):
    """This process sends no more: it is closing, or what it held is another's now."""


class Delivery:
    """Sends rows and asides. It never raises but HaltError, and settles every row it ends."""

    def __init__(  # noqa: PLR0913 - the parts of a process, each by name
        self,
        *,
        accounts: Mapping[str, Account],
        addresses: Addresses,
        marks: Marks,
        life: Life,
        figures: Figures,
        clock: Callable[[], Instant],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.places: dict[tuple[str, str], Lane] = {}
        """Who is being sent to now: what may follow goes behind it."""
        self.halted = False
        self._accounts = accounts
        self._addresses = addresses
        self._marks = marks
        self._life = life
        self._figures = figures
        self._clock = clock
        self._monotonic = monotonic

    # -- rows

    async def row(self, lane: Lane, parcel: Parcel) -> float:
        """Bring a row as far as it gets now; return 0.0 when it found its end, else the seconds
        until it is worth trying again.

        Raises:
            HaltError: it has to stay where it is.

        """
        account = self._accounts.get(parcel.row.channel)
        if account is None:
            return _NOT_HERE_S
        if parcel.calls is None and not await self._prepare(lane, parcel, account):
            return 0.0
        for call in (parcel.calls or [])[parcel.row.parts_done :]:
            outcome = await self._leave(lane, parcel, account, call)
            if isinstance(outcome, float):
                return outcome
            if type(outcome) is not Sent:
                return await self._failed(parcel, outcome)
            row = parcel.row
            number = row.number if outcome.number is None else outcome.number
            parcel.row = msgspec.structs.replace(row, parts_done=row.parts_done + 1, number=number)
        self._end(parcel, "sent", parcel.row.reason if parcel.row.reason == _RESEND else None)
        return 0.0

    async def _leave(
        self, lane: Lane, parcel: Parcel, account: Account, call: Call
    ) -> Outcome | float:
        """Make a call and return what came of it; or, if it may not leave now, the seconds to
        wait; 0.0 if others took the row over, and decide upon its end.
        """
        async with account.seats:
            await self._held()
            if parcel.claimer != self._life.id:
                return 0.0
            wait = await account.wait(parcel.row.user_key or "")
            if wait > 0:
                return wait
            if not self._life.holds() or parcel.claimer != self._life.id:
                account.breaker.abandoned()  # it may have been the probe
                return _NOT_SURE_S if parcel.claimer == self._life.id else 0.0
            lane.begin_call()
            try:
                return await account.call(call)
            except asyncio.CancelledError:
                self._unheard(parcel)
                raise
            finally:
                lane.is_calling = False

    def _unheard(self, parcel: Parcel) -> None:
        """Note that a call left and nobody waits for its answer any more."""
        self._count_unknown(parcel, _RESEND)
        if parcel.row.unknowns > _MOST_UNKNOWN:
            self._end(parcel, "unknown", "stopped")

    async def _prepare(self, lane: Lane, parcel: Parcel, account: Account) -> bool:
        """Find whom a row goes to and lay it out; return False if that was its end."""
        row = parcel.row
        if self._clock() - row.created_at > _LIFE_MS:
            return self._end(parcel, "dead", "expired")
        try:
            found = await self._addresses.find(row.channel, row.user_key or "")
        except StorageUnavailableError:
            raise
        except StorageError:
            found = None  # it does not open: no way leads there
        if found is None or found.address is None:
            return self._end(parcel, "dead", "no_address")
        if found.blocked_at is not None:
            return self._end(parcel, "cancelled", "blocked")
        try:
            said = parcel.said or _decode(row.body)
            parcel.calls = account.channel.render(said, found.address)
        except Exception as error:  # noqa: BLE001 - one that cannot be shown must not hold up others
            # The name only: a message may quote what was said.
            _log.error("message_unrenderable", session=lane.key, error=type(error).__name__)
            return self._end(parcel, "dead", "unrenderable")
        self._stand_at(lane, (row.channel, found.address))
        return True

    def _stand_at(self, lane: Lane, place: tuple[str, str]) -> None:
        if lane.place != place:
            self.leave(lane)
            lane.place = place
            self.places[place] = lane

    async def found(self) -> None:
        """Wait until the lanes that are looking for their person's address have it."""
        await self._addresses.found()

    def leave(self, lane: Lane) -> None:
        """Note that a lane sends to its place no more."""
        if lane.place is not None and self.places.get(lane.place) is lane:
            del self.places[lane.place]

    async def _held(self) -> None:
        """Wait until what this process claimed is surely its own. Asked right before each call:
        who was stopped for a while must not send what others have taken over (I5, row 14).
        """
        while not self.halted and not self._life.holds():
            await self._life.renewed()
        if self.halted:
            raise HaltError

    async def _may_leave(self, account: Account, call: Call) -> float:
        """Return 0.0 if an aside may leave now, else seconds to wait; the call has to follow at
        once, or a probe would be under way for nothing.
        """
        await self._held()
        return await account.wait("", counted=call.counted)

    async def _failed(self, parcel: Parcel, outcome: Outcome) -> float:
        if isinstance(outcome, Retry):
            return self._again(parcel, outcome)
        if isinstance(outcome, Unknown):
            return await self._doubtful(parcel, outcome)
        if isinstance(outcome, Permanent) and outcome.account:
            return _NOT_HERE_S  # nothing is wrong with the row
        row, now = parcel.row, self._clock()
        if isinstance(outcome, Permanent) and outcome.stop and row.user_key is not None:
            self._addresses.forget(row.channel, row.user_key)
            self._marks.block(row.channel, row.user_key, now)
            self._end(parcel, "dead", outcome.reason)
            await self._marks.flush()  # the rows behind it read it there
            return 0.0
        self._end(parcel, "dead", getattr(outcome, "reason", ""))
        return 0.0

    def _again(self, parcel: Parcel, outcome: Retry) -> float:
        """Let a row wait; only what failed on its own account counts as a try of its own."""
        self._figures.retried += 1
        if not outcome.everybody:
            tries = parcel.row.attempts + 1
            parcel.row = msgspec.structs.replace(parcel.row, attempts=tries)
        if outcome.after is not None:
            return max(outcome.after, 0.001)
        return max(backoff(parcel.row.attempts), 0.001)

    async def _doubtful(self, parcel: Parcel, outcome: Unknown) -> float:
        """Send a reply once more after a lost answer, but only when that is written down: else a
        crash could make it leave more often than anybody knows (I9).
        """
        if parcel.row.unknowns >= _MOST_UNKNOWN:
            self._count_unknown(parcel, outcome.reason)
            self._end(parcel, "unknown", outcome.reason)
            return 0.0
        self._count_unknown(parcel, _RESEND)
        self._figures.resent += 1
        self._marks.settle(parcel.row, parcel.claimer)
        await self._marks.flush()
        return max(backoff(1), 0.001)

    def _count_unknown(self, parcel: Parcel, reason: str) -> None:
        self._figures.unknown_calls += 1
        unknowns = parcel.row.unknowns + 1
        parcel.row = msgspec.structs.replace(parcel.row, unknowns=unknowns, reason=reason)

    def lay_down(self, parcel: Parcel, reason: str) -> None:
        """Give up on a row that is at fault itself; the lane goes on (row 72)."""
        self._end(parcel, "dead", reason)

    def _end(self, parcel: Parcel, state: End, reason: str | None) -> bool:
        parcel.row = msgspec.structs.replace(parcel.row, state=state, reason=reason)
        self._marks.settle(parcel.row, parcel.claimer)
        setattr(self._figures, state, getattr(self._figures, state) + 1)
        return False

    # -- asides

    async def aside(self, aside: Aside) -> None:
        """Try small calls in their order; what does not get through is let go.

        Raises:
            HaltError: as `row`.

        """
        account = self._accounts.get(aside.channel)
        calls = aside.calls if account is not None else ()
        for done, call in enumerate(calls):
            if account is None or not await self._try(account, call, aside.since):
                if not call.counted:  # the little clock alone is lost by that
                    self._figures.asides_dropped += 1
                    continue
                self._figures.asides_dropped += len(calls) - done
                return
            self._figures.asides_sent += 1

    async def _try(self, account: Account, call: Call, since: float) -> bool:
        """Make a small call when it may leave, for as long as it is worth sending; return whether
        it got there. An answer to a press that a 429 befell was not taken, and leaves after it.
        """
        wait = waited = 0.0
        while self._is_worth(call, since, waited, wait):
            await asyncio.sleep(wait)
            waited += wait
            async with account.seats:
                wait = await self._may_leave(account, call)
                if wait > 0:
                    continue
                outcome = await account.call(call)
            if call.counted or not (isinstance(outcome, Retry) and outcome.everybody):
                return type(outcome) is Sent
            wait = outcome.after or backoff(1)
        return False

    def _is_worth(self, call: Call, since: float, waited: float, wait: float) -> bool:
        """Tell whether an aside is still worth sending `wait` seconds from now, after it has
        `waited` already.
        """
        if call.counted:
            return waited + wait <= _ASIDE_PATIENCE_S
        return self._monotonic() + wait - since < _ANSWER_LIFE_S
