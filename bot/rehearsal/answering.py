"""The answering side of a rehearsal: people open their links, or say that they want no more."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from bot.rehearsal.asking import LONGEST_S, LOOK_EVERY_S, Asking
from bot.rehearsal.foretelling import answered_before
from bot.rehearsal.planting import Person
from bot.simulator.citizen import Citizen
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.personas import persona_of, persona_with_phone
from bot.simulator.running import unsettled
from bot.simulator.talking import Site, WebSite
from bot.turns import now_ms
from storage.base import UnitOfWork

__all__ = ["Answering", "Will", "will_of"]

_AT_ONCE: Final = 12
"""Citizens who answer at any moment."""
_STOPS: Final = 0.03
"""Share of people who want no more, where so many do not answer anyway."""


class Will(NamedTuple):
    """What somebody does who is asked, and after which wave."""

    what: Literal["answers", "stops", "nothing"]
    wave: int = 0


def will_of(lot: float, rate: float, waves: int) -> Will:
    """Return what somebody does. `lot`: theirs, from 0 up to 1; `rate`: the share of people who
    open their invitation, after one of so many `waves`.
    """
    if lot < rate:
        shares = (rate * answered_before(wave + 1, waves) for wave in range(waves))
        return Will("answers", next(n for n, share in enumerate(shares) if lot < share))
    if lot < 1 - _STOPS:
        return Will("nothing")
    is_late = waves > 1 and lot >= 1 - _STOPS / 2
    return Will("stops", int(is_late))


@dataclass(slots=True)
class Answering:
    """What people do about `asking`; `seed` decides it, and how each of them answers. `rates`: by
    group, how many open their invitation; `waves`: how many there are.
    """

    asking: Asking
    seed: str
    rates: Mapping[str, float]
    waves: int
    meter: Meter = field(default_factory=Meter)
    ledgers: list[Ledger] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    """Transactions of those who opened their link, and of those who want no more, each with the
    wave that it was after.
    """

    async def react(self, wave: int, people: Sequence[Person]) -> None:
        """Let people do what they do after a wave, if their link came to them."""
        came = [one for one in people if self._has_read(one)]
        stopping = [one for one in came if self._will(one) == Will("stops", wave)]
        await self._stop(wave, stopping)
        await self._answer(wave, [one for one in came if self._will(one) == Will("answers", wave)])

    def _has_read(self, person: Person) -> bool:
        return not person.lost and bool(
            self.asking.site.arrived(person, self.asking.token(person))
        )

    def _will(self, person: Person) -> Will:
        lot = random.Random(f"{self.seed}/{person.number}/will").random()
        return will_of(lot, self.rates[person.stratum.group], self.waves)

    async def _stop(self, wave: int, people: Iterable[Person]) -> None:
        """Let people say that they want no more: by words, by one click, by a call."""
        storage = self.asking.services.storage
        for person in people:
            if not await self.asking.site.stop(person, self.asking.server.endpoint):
                unit = UnitOfWork()  # somebody calls, and an officer enters it
                storage.opt_outs.of_transaction(unit, person.transaction_id, now_ms(), "asked")
                await storage.commit(unit)
            self.stopped[person.transaction_id] = wave
        await self.settled()

    async def _answer(self, wave: int, people: Sequence[Person]) -> None:
        """Let people open their links and answer as they like, some at a time."""
        door, done = asyncio.Semaphore(_AT_ONCE), 0

        async def one(person: Person) -> None:
            nonlocal done
            async with door:
                self.opened[person.transaction_id] = wave
                await self._visit(person)
            done += 1
            self.asking.on_step("answering", done, len(people))

        async with asyncio.TaskGroup() as group:
            for person in people:
                group.create_task(one(person))
        await self.settled()

    async def _visit(self, person: Person) -> None:
        rng, asking = random.Random(f"{self.seed}/{person.number}"), self.asking
        by_phone = person.channel == "telegram"
        persona = (persona_with_phone if by_phone else persona_of)(rng)
        site: Site = asking.site.telegram if by_phone else WebSite(asking.server.endpoint)
        talk = site.talk(person.number, persona, rng, asking.token(person), self.meter)
        self.ledgers.append(await Citizen(persona, rng, talk).live())

    async def settled(self) -> None:
        """Wait until all that was said is decided, and all that was answered is sent."""
        give_up = time.monotonic() + LONGEST_S
        while time.monotonic() < give_up:
            if not self.asking.site.telegram.is_busy and not unsettled(self.asking.server):
                return
            await asyncio.sleep(LOOK_EVERY_S)
