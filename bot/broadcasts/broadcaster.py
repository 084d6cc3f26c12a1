"""The broadcaster of one process: freezes audiences, lets what is due leave, ends what is over."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import structlog
from msgspec.structs import replace

from bot.broadcasts.departing import Departing
from bot.broadcasts.freezing import freeze, sort
from bot.broadcasts.letters import Letters
from bot.broadcasts.links import Links
from bot.broadcasts.slots import Slots
from bot.inviting import inviting_rules
from bot.rendering import Renderer
from bot.sender.account import Account
from bot.sender.life import Life
from bot.sender.marks import Marks
from bot.settings import Settings
from flows.broadcasts import due_number
from flows.identifiers import Instant
from storage.audiences import BROADCAST_CANCELLED
from storage.base import StaleSessionError, Storage, StorageError, UnitOfWork
from storage.broadcast_records import BroadcastRecord, Claim, Due, Recipient
from storage.secrets import KeyRing
from survey.campaigns import Channel

__all__ = ["SENDABLE", "Broadcaster"]

_log = structlog.get_logger(__name__)

_BATCH: Final = 100
"""Rows claimed at a time: nothing else of an audience is in memory."""
_HANDS: Final = 64
"""Calls under way at once for one wave; `Account` has seats for four times as many (I13)."""
_ROUND_S: Final = 5.0
"""So long a wave is sent before other things are looked after."""
_LAST_WRITES_S: Final = 5.0
_CLEARED: Final = 2_000
"""Rows cancelled in one transaction."""

SENDABLE: Final = frozenset({"telegram", "email"})
"""Channels by which rows leave by themselves; the others are lists."""


@dataclass(slots=True, kw_only=True)
class Broadcaster:
    """Call `sweep` again and again. `renderer` gives the words and forms as they are now."""

    storage: Storage
    ring: KeyRing = field(repr=False)
    accounts: Mapping[str, Account]
    life: Life
    settings: Settings
    renderer: Callable[[], Renderer]
    clock: Callable[[], Instant]
    monotonic: Callable[[], float] = time.monotonic
    _claims: Iterator[int] = field(default_factory=lambda: count(1), init=False)

    def next_claim(self) -> Claim:
        """Return a grasp of rows that nobody else has."""
        return Claim(self.life.id, next(self._claims))

    async def sweep(self) -> int:
        """Look after every broadcast for some seconds; return how many rows left or ended.

        Raises:
            StorageError: nothing can be read or written now.

        """
        if not self.life.holds():
            return 0
        if await self.storage.recipients.has_leftovers(self.life.id):
            unit = UnitOfWork()
            self.storage.recipients.take_back(unit, self.life.id, self.clock())
            await self.storage.commit(unit)
        records = await self.storage.broadcasts.under_way()
        return sum(await asyncio.gather(*(self._look_after(each) for each in records)))

    async def _look_after(self, record: BroadcastRecord) -> int:
        if record.state in {"cancelled", "done"}:
            return await self._clear(record)
        if record.frozen_upto is not None:
            record = await freeze(self.storage, record)
        if record.state != "running":
            return 0
        if self.clock() >= record.window.closes_at:
            return await self._finish(record)
        record = await sort(self.storage, record, email="email" in self.accounts)
        done = await self._send(record)
        if not done and not await self.storage.recipients.has_waiting(record.id):
            await self._finish(record)
        return done

    async def _clear(self, record: BroadcastRecord) -> int:
        """Cancel what waits of a broadcast that is over, some rows at a time."""
        record = await sort(self.storage, record, email="email" in self.accounts)
        why = BROADCAST_CANCELLED if record.state == "cancelled" else "closed"
        unit = UnitOfWork()
        recipients = self.storage.recipients
        recipients.cancel_rest(unit, record.id, why, self.clock(), most=_CLEARED)
        await self.storage.commit(unit)
        return 1

    async def _finish(self, record: BroadcastRecord) -> int:
        unit = UnitOfWork()
        self.storage.broadcasts.save(unit, replace(record, state="done"))
        try:
            await self.storage.commit(unit)
        except StaleSessionError:
            return 0  # somebody acted on it, or another process was quicker
        _log.info("broadcast_done", broadcast=record.id)
        return 1

    # -- sending

    async def _send(self, record: BroadcastRecord) -> int:
        letters = await self.letters(record)
        runs = [
            _Run(self, letters, account)
            for name, account in self.accounts.items()
            if name in SENDABLE and not account.rests()
        ]
        return sum(await asyncio.gather(*(run.go() for run in runs)))

    async def letters(self, record: BroadcastRecord) -> Letters:
        """Return what writes to the recipients of a broadcast as things stand now."""
        renderer = self.renderer()
        parts = await self.storage.campaigns.parts(record.campaign_id)
        campaign = await self.storage.campaigns.by_id(None, record.campaign_id)
        is_test = campaign is not None and campaign.terms.test
        return Letters(
            broadcast=record,
            forms={group.id: group.form for group in parts.groups},
            rules=await inviting_rules(self.storage, renderer.rules, self.settings, trial=is_test),
            renderer=renderer,
            ring=self.ring,
            links=Links(self.ring.signing_key),
            base_url=self.settings.base_url,
        )


class _Run:
    """A wave on one account, for some seconds: a few hands take rows from one queue that is
    filled from the database as it empties.
    """

    def __init__(self, of: Broadcaster, letters: Letters, account: Account) -> None:
        self._of = of
        self._letters = letters
        self._record = letters.broadcast
        self._account = account
        self._marks = Marks(of.storage)
        self._slots = Slots(account)
        self._queue: deque[tuple[Departing, Recipient]] = deque()
        self._filling = asyncio.Lock()
        self._ends_at = of.monotonic() + _ROUND_S
        self._is_over = False
        self._done = 0

    async def go(self) -> int:
        """Send what is due; return how many rows found an end, or another time."""
        try:
            await self._fill()
            hands = min(_HANDS, len(self._queue))
            async with asyncio.TaskGroup() as group:
                for _ in range(hands):
                    group.create_task(self._hand())
        finally:
            await self._end()
        return self._done

    async def _hand(self) -> None:
        while (taken := await self._next()) is not None:
            departing, one = taken
            left = await departing.send(one)
            self._done += left == "done"
            self._is_over = self._is_over or left != "done"

    async def _next(self) -> tuple[Departing, Recipient] | None:
        async with self._filling:
            if not self._queue:
                await self._fill()
        return self._queue.popleft() if self._queue and not self._is_over else None

    async def _fill(self) -> None:
        of, record = self._of, self._record
        calendar = self._letters.renderer.rules.calendar
        now = of.clock()
        upto = due_number(now, record.window, record.audience, record.quiet, calendar)
        self._is_over = self._is_over or not upto or of.monotonic() >= self._ends_at
        if self._is_over:
            return
        departing = self._departing(claim := of.next_claim())
        unit = UnitOfWork()
        channel: Channel = "email" if self._account.name == "email" else "telegram"
        of.storage.recipients.claim(unit, record, channel, claim, Due(upto, now, _BATCH))
        try:
            await of.storage.commit(unit)
            rows = await of.storage.recipients.claimed(claim, record.id)
        except StorageError as error:
            _log.warning("claim_failed", error=type(error).__name__)
            rows = []
        self._queue.extend((departing, one) for one in rows)
        self._is_over = not rows

    def _departing(self, claim: Claim) -> Departing:
        return Departing(
            storage=self._of.storage,
            letters=self._letters,
            account=self._account,
            life=self._of.life,
            marks=self._marks,
            claim=claim,
            clock=self._of.clock,
            slots=self._slots,
        )

    async def _end(self) -> None:
        """Give back what was not taken in hand, and wait until what became of the rest is
        written: what cannot be is found by the next sweep, or by those of others.
        """
        for departing, one in self._queue:
            departing.give_back(one)
        self._queue.clear()
        await self._slots.close()
        try:
            async with asyncio.timeout(_LAST_WRITES_S):
                await self._marks.flush()
        except TimeoutError:
            _log.warning("broadcast_marks_wait")
        await self._marks.close()
