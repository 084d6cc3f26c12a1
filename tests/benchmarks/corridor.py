"""Prints what one durable step costs in the corridor alone: no HTTP, nothing sent, SQLite FULL.

    python -m tests.benchmarks.corridor [CITIZENS] [ROUNDS]

So many citizens answer the benchmark's 15 questions, 32 at once, on a fresh database a round. The
work is the same in every round; the median counts. The last round is cut into parts: of each part
the median call counts, so that what else the machine does meanwhile is left out.
"""

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import bot.turns
from bot.app import compose
from bot.channels.base import Outgoing
from bot.forms import publish_forms
from bot.i18n import Catalogues
from bot.invitations import Invited, create_invitation
from bot.rendering import Renderer
from bot.services import Services
from bot.settings import load_settings
from bot.simulator.server import Server, fsyncs_per_second
from flows.identifiers import Instant
from flows.messages import Chosen, Message, Typed
from flows.reader import read_form
from storage.base import FormRecord, OutboxRecord, Storage, UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing
from storage.sqlite_writer import GroupWriter
from tests.benchmarks.questionnaire import FORM, QUESTIONS, SOURCE, answer_of

AT_ONCE = 32
CHANNEL = "telegram"
WARM_UP = 64
"""Citizens whose steps are not measured."""


class Figures(NamedTuple):
    """One round: CPU of a step, and waiting times, in microseconds."""

    cpu: float
    p50: float
    p99: float


class NullOutlet:
    """A sender that sends nothing: rows are born claimed, as they are where one is at work."""

    def claim(self, _session_id: str) -> str:
        """Claim everything."""
        return "process"

    def take(self, rows: Sequence[OutboxRecord], said: Sequence[Outgoing]) -> None:
        """Drop it."""


class Citizen(NamedTuple):
    """Who answers, and what they will say."""

    user_key: str
    says: list[Message]


async def prepare(services: Services, citizens: int) -> list[Citizen]:
    """Open a conversation for everybody."""
    now = Instant(time.time_ns() // 1_000_000)
    invitation = create_invitation(Invited(kind="place", form=FORM), now)
    unit = UnitOfWork()
    services.storage.invitations.add(unit, invitation.record)
    await services.storage.commit(unit)

    async def one(number: int) -> Citizen:
        user_key = f"{number:064x}"
        session_id = await services.runner.open(
            channel=CHANNEL,
            user_key=user_key,
            invitation=invitation.record,
            language="vi",
            address=str(number),
        )
        stored = await services.storage.sessions.load(session_id)
        assert stored is not None
        tag = stored.session.frames[-1].response_id[-8:]
        return Citizen(user_key, [_said(number, tag, item) for item in range(len(QUESTIONS))])

    return list(await asyncio.gather(*map(one, range(citizens))))


def _said(number: int, tag: str, item: int) -> Message:
    question = QUESTIONS[item]
    answer = answer_of(number, question)
    return Chosen(f"{tag}:{question.id}:{answer}") if question.kind == "button" else Typed(answer)


async def play(services: Services, citizens: Sequence[Citizen], waits: list[float]) -> int:
    """Let them all answer, so many at once; return the number of steps."""
    door = asyncio.Semaphore(AT_ONCE)
    accept = services.runner.accept

    async def one(citizen: Citizen) -> int:
        async with door:
            for number, message in enumerate(citizen.says):
                began = time.perf_counter()
                done = await accept(
                    channel=CHANNEL,
                    user_key=citizen.user_key,
                    dedupe_key=f"{citizen.user_key[-8:]}/{number}",
                    message=message,
                )
                waits.append(time.perf_counter() - began)
                assert done.status == "applied", done
        return len(citizen.says)

    return sum(await asyncio.gather(*map(one, citizens)))


async def publish(storage: Storage) -> None:
    """Publish the benchmark's form."""
    sources = {FORM: SOURCE.read_text("utf-8")}
    form = read_form(FORM, sources)
    record = FormRecord(
        form=form.id,
        version=form.version,
        content_hash=form.content_hash,
        sources=sources,
        published_at=Instant(1),
    )
    unit = UnitOfWork()
    storage.forms.publish(unit, record)
    await storage.commit(unit)


async def round_of(citizens: int, cut: "Parts | None" = None) -> Figures:
    """Play one round on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        ring, _ = KeyRing.open_or_create(server.key_ring)
        storage = await open_storage(f"sqlite:///{server.database}", ring)
        try:
            await publish(storage)
            forms = await publish_forms(storage, Instant(2))
            settings = load_settings(server.settings, None)
            services = compose(settings, storage, forms, Catalogues.load())
            object.__setattr__(services.runner.turns, "outlet", NullOutlet())
            return await _measured(services, citizens, cut)
        finally:
            await storage.close()


async def _measured(services: Services, citizens: int, cut: "Parts | None") -> Figures:
    crowd = await prepare(services, citizens + WARM_UP)
    waits: list[float] = []
    await play(services, crowd[:WARM_UP], [])
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    if cut is not None:
        cut.watch(services)
    began = time.process_time()
    steps = await play(services, crowd[WARM_UP:], waits)
    cpu = (time.process_time() - began) / steps
    if cut is not None:
        cut.show(steps, cpu)
    gc.unfreeze()
    ordered = sorted(waits)
    return Figures(cpu * 1e6, ordered[steps // 2] * 1e6, ordered[steps * 99 // 100] * 1e6)


class Parts:
    """Times the parts of the steps that are being played. The parts of a part stand below it."""

    def __init__(self) -> None:
        self._calls: defaultdict[str, list[int]] = defaultdict(list)

    def _timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        calls, clock = self._calls[name], time.perf_counter_ns

        def timed(*args: object, **named: object) -> object:
            began = clock()
            try:
                return work(*args, **named)
            finally:
                calls.append(clock() - began)

        return timed

    def _wrap(self, name: str, owner: object, method: str) -> None:
        setattr(owner, method, self._timed(name, getattr(owner, method)))

    def watch(self, services: Services) -> None:
        """Put a clock on each part; the process is good for nothing else afterwards."""
        storage = services.storage
        self._wrap("load: one read", type(storage.database), "rows")
        self._wrap("decide", bot.turns, "resume")
        self._wrap("handlers", bot.turns.Turns, "play")
        self._wrap("  render", Renderer, "question")
        self._wrap("  encode", bot.turns, "_encode")
        self._wrap("  outbox row", storage.outbox, "add")
        self._wrap("  answer row", storage.answers, "record")
        self._wrap("inbox row", storage.inbox, "add")
        self._wrap("session row", storage.sessions, "save")
        self._wrap("seal (in rows)", KeyRing, "encrypt")
        self._wrap("SQL", GroupWriter, "_write_group")
        self._wrap("COMMIT (in its thread)", GroupWriter, "_commit")

    def show(self, steps: int, cpu: float) -> None:
        """Print them, as microseconds a step."""
        for name, calls in self._calls.items():
            if calls:
                cost = statistics.median(calls) * len(calls) / steps / 1000
                sys.stdout.write(f"  {name:<28}{cost:8.1f} µs ({len(calls) / steps:.2f} calls)\n")
        sys.stdout.write(f"  {'all, clocks included':<28}{cpu * 1e6:8.1f} µs\n")


def main() -> None:
    """Measure and print."""
    citizens = int(sys.argv[1]) if len(sys.argv) > 1 else 320
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    out = sys.stdout.write
    out(f"durable writes a second of this disk: {fsyncs_per_second(Path('/tmp')):.0f}\n")  # noqa: S108
    found = [asyncio.run(round_of(citizens)) for _ in range(rounds)]
    for name in Figures._fields:
        values = [getattr(figures, name) for figures in found]
        shown = ", ".join(f"{value:.0f}" for value in values)
        out(f"{name:<6}{statistics.median(values):8.0f} µs of {shown}\n")
    asyncio.run(round_of(citizens, Parts()))


if __name__ == "__main__":
    main()
