"""The platforms of a rehearsal: strict simulators that fail, and what came to whom by them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.rehearsal.planting import GONE, Person
from bot.settings import Settings
from bot.simulator.phrases import phrases
from bot.simulator.smtp import Fault, SmtpServer
from bot.simulator.smtp.faults import Word
from bot.simulator.smtp.ledger import Posted as Letter
from bot.simulator.smtp.manners import Manners
from bot.simulator.telegram import Limits
from bot.simulator.telegram_site import TelegramSite
from bot.simulator.wire import Endpoint, Wire

__all__ = ["Platforms", "platforms"]

_RATE: Final = 1000
"""Messages a second that the simulated account may send: nobody waits for the real thirty."""
_HOST: Final = "dien-tap.example"
_LINK: Final = "?start="
"""Stands in invitations and reminders by Telegram, and in nothing else."""
_UNSUBSCRIBE: Final = re.compile(r"<(https?://[^>]+/unsubscribe/[^>]+)>")


@dataclass(frozen=True, slots=True)
class Platforms:
    """Telegram, a mail server, and who was handed a slip: `slips` counts links by person."""

    telegram: TelegramSite
    mail: SmtpServer
    slips: dict[int, list[str]]

    def settings(self, real: Settings) -> Mapping[str, str]:
        """Return the settings of the server: the office's own, on these platforms."""
        return {
            **self.telegram.settings,
            "TELEGRAM_PER_SECOND": str(_RATE),
            "SMTP_URL": self.mail.url("?starttls=no"),
            "MAIL_FROM": f"khaosat@{_HOST}",
            "MAIL_RETURNS": f"tra-lai@{_HOST}",
            "MAIL_PER_MINUTE": str(60 * _RATE),
            # Configured as an office is that has begun: a trial keeps nobody from being asked.
            "PUBLIC_URL": f"https://{_HOST}",
            "OFFICE_NAME": real.office_name or _HOST,
            "OFFICE_HOTLINE": real.office_hotline or "1900 9068",
            "INVITE_EVERY_DAYS": str(real.invite_every_days),
            "VALID_PERCENT": str(real.valid_percent),
            "VALID_SECONDS": str(real.valid_seconds),
        }

    def arrived(self, person: Person, token: str) -> int:
        """Return how often this link came to somebody."""
        return sum(token in text for text in self._shown(person))

    def _shown(self, person: Person) -> list[str]:
        # Whose letters come back is on the list from then on.
        slips = self.slips.get(person.number, [])
        if person.channel == "telegram":
            return [*self.telegram.shown(person.number), *slips]
        letters = self._letters(person) if person.email else []
        return [*(str(one.message.get_body(("plain",))) for one in letters), *slips]

    def _letters(self, person: Person) -> list[Letter]:
        address = person.email or ""
        return [one for one in self.mail.ledger.letters if one.recipient == address]

    async def stop(self, person: Person, endpoint: Endpoint) -> bool:
        """Let somebody say that they want no more; False: there is nothing to press here."""
        if person.channel == "telegram":
            self.telegram.say(person.number, phrases().opt_out)
            return True
        heads = [str(one.message["List-Unsubscribe"]) for one in self._letters(person)]
        found = _UNSUBSCRIBE.search(heads[0]) if heads else None
        return found is not None and await _one_click(endpoint, urlsplit(found[1]).path)


async def _one_click(endpoint: Endpoint, path: str) -> bool:
    """Do what a mail program does for its reader (RFC 8058)."""
    body = b"List-Unsubscribe=One-Click"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {_HOST}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    wire = Wire(endpoint)
    try:
        return (await wire.request(head.encode() + body)).status == 200
    finally:
        wire.close()


def _fault(word: Word, code: int, text: str, probability: float) -> Fault:
    return Fault(kind="refused", word=word, code=code, text=text, probability=probability)


@asynccontextmanager
async def platforms(seed: str, people: int, *, faults: bool) -> AsyncIterator[Platforms]:
    """Open them. `faults`: answers get lost, calls fail, all are told to wait, letters vanish,
    are refused, and wanted later; closed accounts and wrong addresses are there in any case.
    """
    limits = Limits(chat_rate=None, group_rate=None, overall_rate=_RATE, overall_burst=_RATE // 4)
    site = TelegramSite(seed, people, faults=False, webhook=False, limits=limits)
    mail = SmtpServer(manners=Manners(), seed=seed)
    async with site as telegram, mail as posted:
        posted.faults.refuse("RCPT", 550, "5.1.1 No such user", to=GONE)
        if faults:
            posted.faults.withhold(probability=0.01)
            posted.faults.add(_fault("RCPT", 450, "4.2.0 Greylisted, come back later", 0.05))
            posted.faults.add(_fault("content", 554, "5.6.0 Message content rejected", 0.01))
            telegram.plan_faults()
            telegram.sim.faults.flood(1, methods={"sendMessage"}, text=_LINK, times=1)
        yield Platforms(telegram, posted, {})
