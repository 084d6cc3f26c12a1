"""A desk from which waves are sent: its room, its campaigns, and what is pressed there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace as rebuilt
from datetime import timedelta
from itertools import count

from msgspec.structs import replace
from sqlalchemy import insert

from bot.broadcasts import Broadcaster
from bot.broadcasts.freezing import sort
from bot.i18n import day_of
from bot.sender import LocalRates
from bot.sender.life import Life
from bot.turns import now_ms
from storage.base import UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_tables import draw_strata
from storage.coordination import LocalCoordination
from tests.bot.broadcasts.scene import plant
from tests.console.case_room import Answer, CaseRoom, Officer, console_over

PEOPLE = 12
_number = count(1)


@asynccontextmanager
async def with_broadcaster(room: CaseRoom) -> AsyncIterator[CaseRoom]:
    """A room whose service has a broadcaster with no channel: all go by a list."""
    services = room.installation.services
    life = Life(
        room.installation.storage, kind="worker", alone=False, rates=LocalRates({}),
        coordination=LocalCoordination(), clock=now_ms,
    )  # fmt: skip
    await life.begin()
    broadcaster = Broadcaster(
        storage=room.installation.storage, ring=room.installation.storage.ring, accounts={},
        life=life, settings=services.settings, renderer=lambda: services.runner.turns.renderer,
        clock=now_ms,
    )  # fmt: skip
    async with console_over(rebuilt(services, broadcaster=broadcaster)) as client:
        yield rebuilt(room, client=client)


async def campaign(room: CaseRoom, **life: object) -> str:
    """A campaign of the room's unit with people drawn, whose field work goes on today."""
    storage, first = room.installation.storage, 1000 * next(_number)
    name = f"{first:026d}"
    made = await plant(storage, name, range(first, first + PEOPLE), chats=False)
    today = day_of(now_ms())
    terms = replace(
        made.terms,
        unit_id=room.unit,
        opens_on=(today - timedelta(days=1)).isoformat(),
        closes_on=(today + timedelta(days=30)).isoformat(),
        reminders=(5, 10),
    )
    unit = UnitOfWork()
    unit.add(insert(draw_strata).values(**_stratum(f"{name}-1")), {})
    lived = replace(made.life, state="approved", approved_by="b", approved_at=now_ms(), **life)
    storage.campaigns.save(unit, replace(made, terms=terms, life=lived))
    await storage.commit(unit)
    return f"/console/campaigns/{name}"


def _stratum(draw: str) -> dict[str, object]:
    return {
        "draw_id": draw, "position": 0, "group_id": "all", "unit_id": "unit-1", "area": "",
        "mode": "", "frame": PEOPLE, "wanted": PEOPLE, "main": PEOPLE, "reserve": 0,
    }  # fmt: skip


async def made(who: Officer, path: str, wave: str = "0") -> str:
    """A wave as somebody makes it who takes what the page offers; return its address."""
    page = await who.see(f"{path}/broadcasts")
    offered = re.search(r'name="starts" type="datetime-local" value="([^"]+)"', page.html)
    assert offered, page.text
    done = await who.press(f"{path}/broadcasts", wave=wave, starts=offered.group(1), ends="")
    assert "Chưa gửi cho ai" in done.text
    return done.url


async def pressed(who: Officer, path: str, url: str, act: str, **fields: str) -> Answer:
    """Press a button of a wave's page, as it is now."""
    page = await who.see(url)
    seen = {"number": page.field("number"), "version": page.field("version")}
    return await who.press(f"{path}/broadcast/{act}", **{**seen, **fields})


async def confirmed(who: Officer, path: str) -> str:
    url = await made(who, path)
    done = await pressed(who, path, url, "confirm", count=str(PEOPLE))
    assert "Đã xác nhận" in done.text
    return url


async def set_terms(room: CaseRoom, path: str, **changes: object) -> None:
    """Give a campaign other terms, as if nobody minded."""
    campaigns, unit = room.installation.storage.campaigns, UnitOfWork()
    record = await campaigns.by_id(None, path.rpartition("/")[2])
    assert record is not None
    campaigns.save(unit, replace(record, terms=replace(record.terms, **changes)))
    await room.installation.storage.commit(unit)


async def typed(who: Officer, path: str, url: str, text: str, **fields: str) -> Answer:
    """Type another text for Telegram on a wave's page of texts."""
    page = await who.see(url.replace("/broadcast?", "/broadcast/texts?"))
    seen = {"number": page.field("number"), "version": page.field("version")}
    given = {"text-telegram-vi": text, **fields}
    return await who.press(f"{path}/broadcast/texts", step="save", **given, **seen)


async def sorted_out(room: CaseRoom, path: str) -> BroadcastRecord:
    """Let it be looked up how each is reached, as the job does."""
    name = path.rpartition("/")[2]
    record, *_ = await room.installation.storage.broadcasts.of_campaign(name)
    return await sort(room.installation.storage, record, email=False)
