"""What a citizen's way to the service offers, whatever the channel, and where citizens come to."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Protocol

from bot.simulator.browser import Told
from bot.simulator.choosing import Act
from bot.simulator.exchange import Exchange
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.personas import Persona
from bot.simulator.wire import Endpoint

__all__ = ["Site", "Talk", "WebSite"]


class Talk(Protocol):
    """What goes to and fro between one citizen and the service. `prompt` is what is asked now,
    or None; `unheard` counts messages that were accepted, and nothing came of them.

    All may raise CutOffError (the service cannot be reached) and RefusedError (it says no).
    """

    ledger: Ledger
    prompt: Told | None
    unheard: int

    async def open(self) -> None:
        """Open the link: the first time, again after a pause, or as a reload."""

    async def say(self, act: Act, *, twice: bool = False) -> None:
        """Send something and hear what comes of it; `twice`: as two deliveries at once."""

    async def repeat(self) -> None:
        """Let an older message come again, as networks do: nothing happens."""

    async def besides(self) -> bool:
        """Do, now and then, what only this channel can. Return whether something was done."""

    def close(self) -> None:
        """Put the browser or the phone away."""


class Site(Protocol):
    """Where citizens come to: it gives each of them a way to talk."""

    def talk(
        self, number: int, persona: Persona, rng: random.Random, token: str, meter: Meter
    ) -> Talk:
        """Return the way of citizen `number`, who holds an invitation's token."""


@dataclass(frozen=True, slots=True)
class WebSite:
    """The web chat of a server."""

    endpoint: Endpoint

    def talk(
        self, number: int, persona: Persona, rng: random.Random, token: str, meter: Meter
    ) -> Talk:
        talk = Exchange(persona, rng, self.endpoint, token, meter)
        talk.ledger.citizen = number
        return talk
