"""Telegram as citizens use it in a run: the strict simulator, its faults, and what it noticed."""

from __future__ import annotations

import hmac
import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from bot.simulator.laying_out import load_layout
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.patience import Patience
from bot.simulator.personas import Persona
from bot.simulator.platforms import Platform
from bot.simulator.telegram import (
    UNLIMITED,
    Chat,
    Duplication,
    Limits,
    Message,
    Reordering,
    TelegramServer,
)
from bot.simulator.telegram_exchange import TelegramExchange
from storage.secrets import KeyRing

__all__ = ["TelegramSite"]

_FIRST_ID: Final = 40_000_000
_LULL_S: Final = 2.0
_PACED_LULL_S: Final = 2.5
"""One message a second may be sent to a chat: the next of a turn may take that long."""
_KEPT: Final = 20_000
_PER_PERSON: Final = 4
_NO_LIMITS: Final = {"TELEGRAM_PER_SECOND": "0", "TELEGRAM_CHAT_PER_SECOND": "0"}


class TelegramSite:
    """Where citizens with Telegram come to. Use it as an async context manager around the
    server's life, give `settings` to the server, and call `knows` when its keys are there.

    `faults`: duplicates, disorder between queues, and failing, silent and flooded calls.
    `webhook`: updates are delivered; else the server fetches them. Without a rate in `limits` the
    server keeps to none either: people here answer at once, and all of them together.
    """

    def __init__(
        self,
        seed: str,
        citizens: int,
        *,
        faults: bool = True,
        webhook: bool = True,
        limits: Limits = UNLIMITED,
    ) -> None:
        self.sim = TelegramServer(
            limits=limits, seed=seed, capacity=max(_KEPT, _PER_PERSON * citizens)
        )
        self._faults = faults
        self._secret = secrets.token_hex(24) if webhook else ""
        self._is_paced = limits.chat_rate is not None
        self._patience = Patience(_PACED_LULL_S if self._is_paced else _LULL_S)
        self._key = b""
        self._ledgers: list[tuple[int, Ledger, int]] = []
        """With how many answers had got lost before they spoke."""

    async def __aenter__(self) -> Self:
        load_layout("telegram")
        await self.sim.__aenter__()
        if self._faults:
            self.plan_faults()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.sim.__aexit__(*raised)

    def plan_faults(self, *, floods: bool = True) -> None:
        """Let updates come twice or late, and calls fail; `floods`: all are told to wait, twice,
        whatever they send.
        """
        sim, sends = self.sim, {"sendMessage"}
        sim.delivery.duplication = Duplication(probability=0.1, how="together")
        sim.delivery.reordering = Reordering(probability=0.05, upto=0.3)
        sim.faults.withhold(methods=sends, probability=0.01)
        sim.faults.malform(methods=sends, probability=0.003)
        sim.faults.reset(methods=sends, probability=0.005)
        sim.faults.server_error(methods=sends, probability=0.01)
        sim.faults.server_error(methods={"editMessageText"}, probability=0.01)
        if floods:
            sim.faults.flood(1, methods=sends, probability=0.0005, times=2)

    # -- for the server

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of the server that is to use this Telegram."""
        found = {"TELEGRAM_TOKEN": self.sim.token, "TELEGRAM_API_URL": self.sim.base_url}
        if self._secret:
            found["TELEGRAM_WEBHOOK_SECRET"] = self._secret
        return found if self._is_paced else found | _NO_LIMITS

    def knows(self, key_ring: Path) -> None:
        """Learn how the server hides who people are: it stores keyed hashes of their ids."""
        signing = KeyRing.open(key_ring).signing_key
        self._key = sha256(signing + b"user keys").digest()

    def known(self, number: int, *, gone: bool = False) -> tuple[str, str]:
        """Let a citizen have a chat with the bot already; return how the server names the user,
        and the chat's id. `gone`: the account was closed since, and nobody told the bot.
        """
        user_id = _FIRST_ID + number
        chat = self.sim.person(user_id, f"C{number}").chat
        chat.started, chat.deactivated = True, gone
        return self._user_key(user_id), str(user_id)

    # -- for citizens

    def talk(
        self, number: int, persona: Persona, rng: random.Random, token: str, meter: Meter
    ) -> TelegramExchange:
        user_id = _FIRST_ID + number
        person = self.sim.person(user_id, f"C{number}", language=persona.language)
        ledger = Ledger(citizen=number, channel="telegram", user_key=self._user_key(user_id))
        self._ledgers.append((user_id, ledger, self.sim.ledger.unheard[str(user_id)]))
        return TelegramExchange(
            ledger, person, persona, token,
            rng=rng, meter=meter, sim=self.sim, patience=self._patience,
        )  # fmt: skip

    def shown(self, number: int) -> list[str]:
        """Return what the bot has written to a citizen: each text, with its buttons' links."""
        return [_read(message) for message in self._chat_of(number).from_bot]

    def say(self, number: int, text: str) -> None:
        """Let a citizen write something, without waiting for what comes of it."""
        self.sim.people[_FIRST_ID + number].type(text)

    def _chat_of(self, number: int) -> Chat:
        return self.sim.people[_FIRST_ID + number].chat

    def _user_key(self, user_id: int) -> str:
        said = f"telegram|{user_id}".encode()
        return hmac.new(self._key, said, sha256).hexdigest()

    # -- at the end

    @property
    def is_busy(self) -> bool:
        """Whether updates are still on their way to the server."""
        return self.sim.delivery.is_busy or bool(self.sim.state.backlog.pending)

    def platform(self, restarts: int = 0) -> Platform:
        """Return what Telegram noticed, and tell each ledger how many answers got lost."""
        ledger = self.sim.ledger
        self.sim.close_books()
        for user_id, known, before in self._ledgers:
            known.unheard = ledger.unheard[str(user_id)] - before
        return Platform(
            calls=sum(ledger.answers.values()),
            messages=_counted(ledger.answers, ("sendMessage",)),
            edits=_counted(ledger.answers, ("editMessageText", "editMessageReplyMarkup")),
            presses=_counted(ledger.answers, ("answerCallbackQuery",)),
            unheard=sum(ledger.unheard.values()),
            floods=sum(n for (_, status), n in ledger.answers.items() if status == 429),
            broken=[(v.rule, v.detail) for v in ledger.violations],
            restarts=restarts,
        )


def _read(message: Message) -> str:
    links = (button.url for button in message.buttons if button.url)
    return "\n".join((message.text or "", *links))


def _counted(answers: Counter[tuple[str, int]], methods: Sequence[str]) -> int:
    return sum(n for (method, status), n in answers.items() if method in methods and status == 200)
