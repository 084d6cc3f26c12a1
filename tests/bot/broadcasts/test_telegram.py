"""A wave through the whole service to the strict Telegram, with kills of the process between."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.accounts import By
from bot.broadcasts import Broadcasts
from bot.campaigns import all_words
from bot.i18n import Catalogues
from bot.simulator.telegram import Limits, TelegramServer
from flows.broadcasts import Window
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.broadcast_records import BroadcastRecord
from tests.bot.broadcasts.scene import plant
from tests.telegram.service import Service, now, running

PEOPLE = 2_000
RATE = 1_000
KILLS = 3
_FIRST = 50_000_000
_LIMITS = Limits(chat_rate=None, overall_rate=float(RATE), overall_burst=RATE)


@pytest.mark.timeout(240)
async def test_nobody_is_missed_or_doubled_however_often_the_process_dies(tmp_path: Path) -> None:
    people = range(_FIRST, _FIRST + PEOPLE)
    telegram = TelegramServer(limits=_LIMITS, capacity=4 * PEOPLE)
    async with running(tmp_path, telegram, TELEGRAM_PER_SECOND=str(RATE)) as service:
        for person in people:
            telegram.person(person).chat.started = True  # long ago
        record = await _confirmed(service, people)
        for part in range(1, KILLS + 1):
            await _until_sent(telegram, part * PEOPLE // (KILLS + 1))
            service.server.kill()
            await service.server.start()
        counted = await _ended(service, record)
    got = Counter(_invited(telegram, people))
    assert set(got.values()) == {1}, "somebody got it twice"
    assert sum(counted.values()) == PEOPLE
    assert set(counted) <= {"sent", "unknown"}
    assert counted["sent"] <= len(got) <= counted["sent"] + counted["unknown"]
    assert telegram.ledger.violations == []


async def _confirmed(service: Service, people: range) -> BroadcastRecord:
    """Draw these people, each with the chat that the simulator knows, and let the wave run."""
    async with service.rows() as rows:
        campaign = await plant(rows, "c", people, key_of=service.user_key)
        at = now()
        window = Window(at, at, Instant(at + DAY))
        acts = Broadcasts(rows, By("account:admin", at))
        words = all_words(Catalogues.load(), campaign.terms, ())
        return await acts.confirm(await acts.make(campaign, 0, window, words))


def _invited(telegram: TelegramServer, people: range) -> list[int]:
    """Whom an invitation reached, as often as it did."""
    found = telegram.ledger.texts.items()
    return [
        chat for (chat, text), times in found if "?start=" in text and chat in people
        for _ in range(times)
    ]  # fmt: skip


async def _until_sent(telegram: TelegramServer, messages: int) -> None:
    people = range(_FIRST, _FIRST + PEOPLE)
    async with asyncio.timeout(90):
        while len(_invited(telegram, people)) < messages:  # noqa: ASYNC110 - the simulator's own
            await asyncio.sleep(0.02)


async def _ended(service: Service, record: BroadcastRecord) -> Counter[str]:
    """Wait until every row has found its end, and count them."""
    async with service.rows() as rows, asyncio.timeout(90):
        while True:
            counted = Counter[str]()
            for one in await rows.broadcasts.progress(record.id):
                counted[one.state] += one.count
            if not {"pending", "claimed"} & set(counted):
                return counted
            await asyncio.sleep(0.2)
