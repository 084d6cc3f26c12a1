"""To whom a test message may go, and in which languages: whoever sends it, and those of the
campaign's test list.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, NamedTuple

from bot.campaigns.words import CHANNELS
from bot.console.broadcast_found import Wave
from bot.console.routes import Visit
from storage.broadcast_records import BroadcastRecord
from survey.campaigns import Channel

__all__ = ["Target", "languages_of", "test_targets"]

_LENGTH: Final = 16


class Target(NamedTuple):
    """Somebody who can be reached: `to` is a chat or an e-mail address."""

    channel: Channel
    to: str
    name: str

    @property
    def value(self) -> str:
        """What stands for them in a form: no page needs to hold a chat's number."""
        return sha256(f"{self.channel}:{self.to}".encode()).hexdigest()[:_LENGTH]


async def test_targets(visit: Visit, wave: Wave) -> list[Target]:
    """Return who can be written to: by e-mail at confirmed addresses and at those of the test
    list, by Telegram where the account proved a number of the list.
    """
    storage, found = visit.services.storage, []
    own = await storage.account_mails.of(visit.account.id)
    if own is not None and own.confirmed_at is not None:
        found.append(_target(visit, "email", own.address, own.address))
    for tester in await storage.campaigns.testers(wave.found.record.id):
        if tester.email is not None:
            found.append(_target(visit, "email", tester.email, tester.name))
        chat = await _chat(visit, tester.phone) if tester.phone is not None else None
        if chat is not None:
            found.append(_target(visit, "telegram", chat, tester.name))
    known = visit.services.channels
    return [one for one in found if one.channel in known]


def languages_of(record: BroadcastRecord) -> list[str]:
    """Return the languages that a wave's texts are written in, the first one first."""
    own = (one.language for one in record.texts if one.wave == record.wave)
    return list(dict.fromkeys(own))


def _target(visit: Visit, channel: Channel, to: str, name: str) -> Target:
    return Target(channel, to, f"{visit.text(CHANNELS[channel])}: {name}")


async def _chat(visit: Visit, number: str) -> str | None:
    """Return the chat of the Telegram account that proved to have a number, if it is open."""
    storage = visit.services.storage
    user_key = await storage.proofs.user_key(number, "telegram")
    if user_key is None:
        return None
    chat = await storage.conversations.find("telegram", user_key)
    return chat.address if chat is not None and chat.blocked_at is None else None
