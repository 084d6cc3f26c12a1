"""Random histories of a broadcast: acts and opt-outs in the midst of what several workers send."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.accounts import By
from bot.broadcasts import Broadcaster, BroadcastRefusedError, Broadcasts
from bot.broadcasts.proposing import Proposing
from bot.channels.base import Call, Outcome, Permanent, Retry, Sent, Unknown
from flows.identifiers import SessionId
from storage.base import StaleSessionError, UnitOfWork
from storage.broadcast_recipients import _DEPART
from storage.broadcast_records import BroadcastRecord
from storage.broadcasts import _SAVE
from storage.campaign_records import CampaignRecord
from storage.opening import SqlStorage
from storage.opt_outs import _OUT_OF_SESSION
from survey.campaigns import Words
from tests.bot.broadcasts.scene import Office, Telegram, plant, swept

__all__ = ["History", "Witness"]

_ENDS = {"sent", "failed", "blocked", "unknown", "cancelled"}


@dataclass
class Witness:
    """Notes what is committed, in the order of the commits, and holds it against the rules.

    `in_order`: commits are heard of in their order. Where several connections have them, those
    that are under way at once may be heard of in either: what departs is held against all that
    was so from the start of its commit on.
    """

    in_order: bool = True
    first: int = 0
    """The person of the first row."""
    states: list[tuple[str, int]] = field(default_factory=list)
    """In which state and version the broadcast was, one after the other."""
    out: set[int] = field(default_factory=set)
    departed: dict[int, int] = field(default_factory=dict)
    """Person → the version under which they were written to last."""

    def begin(self, first: int) -> None:
        self.first, self.states = first, [("draft", 0)]
        self.out, self.departed = set(), {}

    def watch(self, storage: SqlStorage) -> None:
        commit = storage.database.commit

        async def noted(unit: UnitOfWork) -> None:
            began, out = len(self.states) - 1, set(self.out)
            await commit(unit)
            if self.in_order:
                began, out = len(self.states) - 1, self.out
            for write in unit.writes:
                self._note(write.statement, write.params, self.states[began:], out)

        storage.database.commit = noted  # type: ignore[method-assign]  # to watch

    def _note(
        self, statement: object, params: object, states: list[tuple[str, int]], out: set[int]
    ) -> None:
        values = dict(params)  # type: ignore[call-overload]  # as drivers take
        if statement is _SAVE:
            self.states.append((values["state"], values["was_version"] + 1))
        elif statement is _OUT_OF_SESSION:
            self.out.add(int(values["session"][1:]))
        elif statement is _DEPART:
            person = self.first + values["of_number"] - 1
            running = [version for state, version in states if state == "running"]
            assert person not in out, f"{person} departed after opting out (I11)"
            assert running, f"{person} departed while {states}"
            assert values["of_version"] in running, f"{person} got what was edited"
            self.departed[person] = values["of_version"]


@dataclass
class History:
    """One broadcast. `stores`: one for each worker; acts are done through the office's own."""

    office: Office
    witness: Witness
    stores: list[SqlStorage]
    rng: random.Random
    first: int
    """Of the people of this history: no two histories have the same."""
    telegram: Telegram = field(init=False)
    workers: list[Broadcaster] = field(default_factory=list)
    record: BroadcastRecord = field(init=False)
    campaign: CampaignRecord = field(init=False)
    editions: dict[int, str] = field(default_factory=dict)
    """Version in which the words became others → how they begin since."""

    async def go(self) -> None:
        """Let it happen, and look at each step whether the rules hold."""
        await self._begin()
        for _ in range(self.rng.randint(2, 6)):
            sweeps = [worker.sweep() for worker in self.workers]
            await asyncio.gather(self._act(), *sweeps, self._act())
            self.office.clock.pass_(self.rng.choice((0, 1, 5)))
            await self._is_whole()
        if self.rng.random() < 0.3:
            await self._kill()
        if (await self._now()).state == "paused":
            await self._resume()
        for _ in range(12):
            await swept(*self.workers)
            self.office.clock.pass_(120)
        await self._is_whole(ended=True)
        for worker in self.workers:
            await worker.life.end()

    async def _begin(self) -> None:
        people = range(self.first, self.first + self.rng.randint(3, 14))
        self.witness.begin(self.first)
        self.campaign = await plant(self.office.storage, f"c{self.first}", people)
        self.telegram = Telegram(self._answer, latency=lambda: self.rng.choice((0, 0, 0.001)))
        self.record = await self.office.confirmed(self.campaign)
        for storage in self.stores:
            self.workers.append(await self.office.worker(self.telegram, storage=storage))

    def _answer(self, call: Call) -> Outcome:
        if self.rng.random() < 0.5:
            self.telegram.lost.add(call.fields["text"])  # if the answer is lost, it got there
        answers: tuple[Outcome, ...] = (
            Sent(), Unknown("lost"), Retry(0.5), Permanent("no"), Permanent("gone", stop=True),
        )  # fmt: skip
        return self.rng.choices(answers, (12, 2, 2, 1, 1))[0]

    # -- what somebody does

    async def _act(self) -> None:
        for _ in range(self.rng.randint(0, 40)):  # somewhere in between
            await asyncio.sleep(0)
        deeds = (
            self._opt_out, self._pause, self._resume, self._edit, self._cancel, self._propose,
            self._take, self._refuse,
        )  # fmt: skip
        chances = (8, 3, 5, 3, 1, 6, 12, 1)
        deed: Callable[[], Awaitable[object]] = self.rng.choices(deeds, chances)[0]
        try:
            await deed()
        except (BroadcastRefusedError, StaleSessionError):
            return  # not in this state, or a process was quicker

    async def _opt_out(self) -> None:
        person = self.first + self.rng.randrange(self.record.audience)
        unit, storage = UnitOfWork(), self.office.storage
        storage.opt_outs.of_session(unit, SessionId(f"s{person}"), self.office.clock())
        await storage.commit(unit)

    async def _pause(self) -> None:
        await self.office.acts().pause(await self._now())

    async def _resume(self) -> None:
        await self.office.acts().resume(await self._now())

    async def _cancel(self) -> None:
        await self.office.acts().cancel(await self._now())

    async def _edit(self) -> None:
        record = await self._now()
        await self.office.acts().edit_texts(record, [self._words("v", record)])
        self.editions[record.version + 1] = f"v{record.version + 1} "

    def _words(self, sign: str, record: BroadcastRecord) -> Words:
        text = f"{sign}{record.version + 1} {{link}}"
        return Words(channel="telegram", language="vi", wave=0, text=text)

    async def _propose(self) -> None:
        record, hold = await self._now(), self.rng.random() < 0.3
        await self._proposing("one").propose(record, [self._words("p", record)], hold=hold)

    async def _take(self) -> None:
        record = await self._now()
        await self._proposing("two").take(record)
        begins = record.proposed[0].text.partition("{")[0]
        self.editions[record.version + 1] = begins

    async def _refuse(self) -> None:
        await self._proposing("two").refuse(await self._now(), "chưa rõ ràng")

    def _proposing(self, who: str) -> Proposing:
        acts = Broadcasts(self.office.storage, By(f"account:{who}", self.office.clock()))
        return Proposing(acts, self.campaign)

    async def _now(self) -> BroadcastRecord:
        return await self.office.fresh(self.record)

    async def _kill(self) -> None:
        """Let a worker die in the middle of its work, and be found dead."""
        victim = self.workers.pop()
        sweeping = asyncio.create_task(victim.sweep())
        for _ in range(self.rng.randint(0, 60)):
            await asyncio.sleep(0)
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        unit, storage = UnitOfWork(), self.office.storage
        storage.processes.remove(unit, victim.life.id)
        await storage.commit(unit)

    # -- what must be so

    async def _is_whole(self, *, ended: bool = False) -> None:
        """Every row is there once, and says of its person what the platform knows (I10)."""
        counted = Counter[str]()
        for one in await self.office.storage.broadcasts.progress(self.record.id):
            counted[one.state] += one.count
        assert sum(counted.values()) == self.record.audience
        got = Counter(to for to, _ in self.telegram.delivered)
        assert all(times == 1 for times in got.values()), "somebody got it twice"
        if ended:
            assert set(counted) <= _ENDS
            assert counted["sent"] <= len(got) <= counted["sent"] + counted["unknown"]

    @property
    def taken(self) -> int:
        """How many proposals a second person took."""
        return sum(begins.startswith("p") for begins in self.editions.values())

    def texts_fit(self) -> bool:
        """Whether everybody read the words that stood when theirs departed."""
        return all(
            text.startswith(self._words_at(self.witness.departed[int(to)]))
            for to, text in self.telegram.delivered
        )

    def _words_at(self, version: int) -> str:
        newest = max((each for each in self.editions if each <= version), default=None)
        return self.editions[newest] if newest else ""
