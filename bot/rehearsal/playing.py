"""A rehearsal from the first row to the last answer: drawn, asked, reminded, answered, judged."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.broadcasts import Links
from bot.counting import weigh_missing
from bot.following import View, follow
from bot.i18n import day_of
from bot.rehearsal.answering import Answering
from bot.rehearsal.asking import Asking, Progress, composed
from bot.rehearsal.configuration import Configuration
from bot.rehearsal.judges import Judging, judge_odd
from bot.rehearsal.judging import Asked, Judged, Reactions, judge
from bot.rehearsal.officers import Casework, work_cases
from bot.rehearsal.planting import Person, people_of
from bot.rehearsal.platforms import platforms
from bot.rehearsal.preparing import prepared
from bot.rehearsal.returning import Returning, returning
from bot.simulator.outcome import figures_of
from bot.simulator.server import Server
from bot.turns import now_ms
from storage.draw_records import StratumFill
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from survey.counts import Counts

__all__ = ["Rehearsal", "rehearse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What came of a rehearsal. `fills`: each stratum, and `counts` the whole, as the service
    itself counts them; `completed`: how many forms were sent after each wave; `missed`: letters
    that came back and may get there another time.
    """

    configuration: Configuration
    asked: Sequence[Asked]
    seen: Reactions
    completed: Mapping[int, int]
    fills: Sequence[StratumFill]
    counts: Counts
    casework: Casework
    judging: Judging
    judged: Judged
    missed: int
    seconds: float


async def rehearse(
    configuration: Configuration,
    folder: Path,
    seed: str,
    *,
    faults: bool = True,
    on_step: Progress = lambda *_: None,
) -> Rehearsal:
    """Play a campaign on an installation of its own in `folder`, with a window that is as short
    as can be: nobody waits for days.

    Raises:
        ServerFailedError: the server did not come up, or made no draw.

    """
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - before anything else runs
    server, began = Server(folder), time.perf_counter()
    people = people_of(configuration, seed, now_ms())
    async with platforms(seed, len(people), faults=faults) as site, _opened(server) as storage:
        server.extra |= site.settings(configuration.settings)
        site.telegram.knows(server.key_ring)
        on_step("planting", 0, len(people))
        campaign = await prepared(storage, configuration, people, site)
        await server.start()
        try:
            asking = Asking(
                server=server, services=await composed(server, storage), site=site,
                campaign=campaign, people={one.transaction_id: one for one in people},
                links=Links(storage.ring.signing_key), on_step=on_step,
            )  # fmt: skip
            play = _Play(configuration, asking, returning(storage, site, people), seed)
            return await play.through(began)
        finally:
            await server.stop()


@asynccontextmanager
async def _opened(server: Server) -> AsyncIterator[SqlStorage]:
    ring, _ = KeyRing.open_or_create(server.key_ring)
    storage = await open_storage(f"sqlite:///{server.database}", ring)
    try:
        yield storage
    finally:
        await storage.close()


class _Play:
    """A rehearsal from the draw to the verdict, on a server that runs."""

    def __init__(self, of: Configuration, asking: Asking, back: Returning, seed: str) -> None:
        self._of = of
        self._asking = asking
        self._back = back
        self._seed = seed
        self._waves = len(of.campaign.terms.reminders) + 1
        rates = {group.id: group.response_rate for group in of.parts.groups}
        self._people = Answering(asking, seed, rates, self._waves)
        self._invited: Sequence[Person] = ()

    async def through(self, began: float) -> Rehearsal:
        """Draw; invite and remind, and let people react; work through what comes of it; judge."""
        asking, services = self._asking, self._asking.services
        await asking.draw(self._seed)
        waves = [await self._wave(number) for number in range(self._waves)]
        casework = await work_cases(services, self._of.officers)
        judging = await judge_odd(services, asking.campaign.id, self._seed)
        await self._people.settled()
        fills = await services.storage.draws.fills(asking.campaign.id)
        counts = await self._counts()
        await asking.server.stop()
        seen = self._seen(waves)
        return Rehearsal(
            configuration=self._of,
            asked=waves,
            seen=seen,
            completed=self._completed(),
            fills=fills,
            counts=counts,
            casework=casework,
            judging=judging,
            judged=self._judge(waves, seen, fills, casework),
            missed=self._back.missed,
            seconds=time.perf_counter() - began,
        )

    async def _wave(self, number: int) -> Asked:
        """Send a wave, let letters come back that cannot be delivered, and people react."""
        wave = await self._asking.wave(number)
        await self._back.come_back(number)
        # Whoever does something after a wave need not have been in it: the invitation is there.
        self._invited = self._invited or [
            self._asking.people[row.transaction_id] for row in wave.rows
        ]
        await self._people.react(number, self._invited)
        return wave

    async def _counts(self) -> Counts:
        services = self._asking.services
        turns = services.runner.turns
        rules = turns.renderer.rules
        await weigh_missing(services.storage, rules.forms)
        view = View(
            forms=rules.forms, rules=services.settings.valid, calendar=rules.calendar,
            today=day_of(turns.clock()),
        )  # fmt: skip
        return (await follow(services.storage, self._asking.campaign, view)).total

    def _seen(self, waves: Sequence[Asked]) -> Reactions:
        asking = self._asking
        people = [asking.people[row.transaction_id] for row in waves[0].rows]
        return Reactions(
            {one.transaction_id: asking.site.arrived(one, asking.token(one)) for one in people},
            opened=self._people.opened,
            stopped=self._people.stopped,
            returned=self._back.ended,
        )

    def _completed(self) -> Mapping[int, int]:
        numbers = {one.number: one.transaction_id for one in self._asking.people.values()}
        return Counter(
            self._people.opened[numbers[ledger.citizen]]
            for ledger in self._people.ledgers
            if ledger.outcome == "completed"
        )

    def _judge(
        self, waves: Sequence[Asked], seen: Reactions, fills: Sequence[StratumFill], work: Casework
    ) -> Judged:
        figures = figures_of(self._people.meter)
        return judge(
            self._asking.server, self._people.ledgers, figures, self._asking.site, waves, seen,
            drawn=sum(one.main for one in fills), unread=self._back.unread, unanswered=work.open,
        )  # fmt: skip
