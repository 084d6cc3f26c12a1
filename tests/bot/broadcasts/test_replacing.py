"""Reserves stand in for those who cannot be asked, and an audience grows by whole rows only."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import update

from bot.accounts import By
from bot.broadcasts import BroadcastRefusedError, freezing
from bot.broadcasts.replacing import replace_lost
from bot.campaigns import all_words
from bot.channels.base import Outcome, Permanent, Sent, Unknown
from storage.base import StaleSessionError, UnitOfWork
from storage.campaign_tables import draw_strata, drawn
from tests.bot.broadcasts.scene import AT_ONCE, Office, Telegram, plant, swept

PEOPLE = 12
LOST: dict[str, Outcome] = {
    "0": Permanent("blocked", stop=True),
    "1": Permanent("malformed"),
    "2": Unknown("lost"),
}


async def with_reserves(office: Office, first: int) -> None:
    """Let everybody from `first` on be a reserve of the draw's one stratum."""
    unit = UnitOfWork()
    stratum = {
        "draw_id": "c-1", "position": 0, "group_id": "all", "unit_id": "unit-1", "area": "",
        "mode": "", "frame": PEOPLE, "wanted": first, "main": first, "reserve": PEOPLE - first,
    }  # fmt: skip
    unit.add(draw_strata.insert().values(**stratum), {})
    unit.add(update(drawn).where(drawn.c.rank >= first).values(role="reserve"), {})
    await office.storage.commit(unit)


async def replaced(office: Office) -> int:
    return await replace_lost(office.storage, "c", By("system", office.clock()))


async def test_who_is_lost_is_replaced_by_a_reserve_who_is_asked(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(PEOPLE))
    await with_reserves(each_office, 6)
    record = await each_office.confirmed(campaign)
    telegram = Telegram(lambda call: LOST.get(call.fields["to"], Sent("1")))
    worker = await each_office.worker(telegram)
    await swept(worker)
    assert (await each_office.fresh(record)).state == "done"
    assert await replaced(each_office) == 2
    assert await replaced(each_office) == 0
    await swept(worker)
    rows = await each_office.rows(record)
    assert rows == {"blocked/blocked": 1, "failed/malformed": 1, "unknown/lost": 1, "sent": 5}
    assert sorted(int(to) for to, _ in telegram.delivered) == [3, 4, 5, 6, 7]


async def test_replacing_ends_when_no_reserve_is_left(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(PEOPLE))
    await with_reserves(each_office, 6)
    record = await each_office.confirmed(campaign)
    worker = await each_office.worker(Telegram(lambda _: Permanent("blocked", stop=True)))
    for _ in range(4):
        await swept(worker)
        await replaced(each_office)
    assert await each_office.rows(record) == {"blocked/blocked": PEOPLE}
    assert await replaced(each_office) == 0


async def test_nobody_is_replaced_once_the_field_work_is_over(office: Office) -> None:
    campaign = await plant(office.storage, "c", range(PEOPLE))
    await with_reserves(office, 6)
    record = await office.confirmed(campaign)
    await swept(await office.worker(Telegram(lambda _: Permanent("no"))))
    office.clock.now = record.window.closes_at
    assert await replaced(office) == 0


async def test_acts_in_the_midst_of_freezing_double_nobody(
    each_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "_FROZEN", 2)
    campaign = await plant(each_office.storage, "c", range(30))
    acts = each_office.acts()
    words = all_words(each_office.renderer.texts, campaign.terms, ())
    record = await acts.make(campaign, 0, AT_ONCE, words)
    confirming = asyncio.create_task(acts.confirm(record))
    while not confirming.done():
        for act in (acts.pause, acts.resume, acts.enroll):
            await asyncio.sleep(0)
            with suppress(BroadcastRefusedError, StaleSessionError):
                await act(await each_office.fresh(record))
    await confirming
    with suppress(BroadcastRefusedError):
        await acts.resume(await each_office.fresh(record))
    telegram = Telegram()
    await swept(await each_office.worker(telegram))
    assert sorted(int(to) for to, _ in telegram.delivered) == list(range(30))
    assert await each_office.rows(record) == {"sent": 30}
