"""A run: many citizens at once, each with a random source of its own."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.simulator.citizen import Citizen
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.personas import Persona, persona_of
from bot.simulator.talking import Site

__all__ = ["Plan", "play"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who comes. The same seed makes the same people, whatever the server does."""

    citizens: int
    seed: str
    concurrency: int
    draw: Callable[[random.Random], Persona] = persona_of


async def play(
    plan: Plan,
    site: Site,
    tokens: Sequence[str],
    meter: Meter,
    on_done: Callable[[Ledger], None] = lambda _: None,
    on_come: Callable[[Ledger], None] = lambda _: None,
) -> list[Ledger]:
    """Let all citizens visit; return their ledgers in the order of their numbers.

    `on_come` is given each ledger while it is still empty, `on_done` when it is closed.
    """
    door = asyncio.Semaphore(plan.concurrency)

    async def one(number: int) -> Ledger:
        rng = random.Random(f"{plan.seed}/{number}")
        persona = plan.draw(rng)
        async with door:
            talk = site.talk(number, persona, rng, rng.choice(tokens), meter)
            citizen = Citizen(persona, rng, talk)
            on_come(citizen.ledger)
            ledger = await citizen.live()
        on_done(ledger)
        return ledger

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(number)) for number in range(plan.citizens)]
    return [task.result() for task in tasks]
