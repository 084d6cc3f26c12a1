"""A campaign of the province, as the head of a unit below follows it: their own rows only."""

import os

import pytest

from bot.i18n import day_of
from bot.turns import now_ms
from flows.identifiers import identifier_from
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from survey.campaigns import Life, Parts, Terms
from survey.sample_plans import StratumPlan
from tests.console.case_room import PROVINCE, CaseRoom, Officer

OWN, OTHERS = 41, 57
"""Forms wanted of the head's unit, and of another one."""


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


async def campaign_of(room: CaseRoom, unit_id: str) -> str:
    """A campaign that runs and wants forms of two units; return its path."""
    now, today = now_ms(), day_of(now_ms()).isoformat()
    name = identifier_from(os.urandom(32), "campaign", now)
    terms = Terms(title=f"Khảo sát {name}", unit_id=unit_id, opens_on=today, closes_on=today)
    life = Life(state="running", made_at=now, made_by="x", changed_at=now, changed_by="x")
    draw = DrawRecord(
        id=identifier_from(os.urandom(32), "draw", now), campaign_id=name, number=1, kind="first",
        seed="s", frame_hash="h", frame_size=200, program="p", record="{}", seal="e", at=now,
        by="x",
    )  # fmt: skip
    plans = [
        StratumPlan(group="g", unit=unit, area="urban", mode="direct", frame=100, wanted=wanted,
                    main=wanted, reserve=0)
        for unit, wanted in ((room.unit, OWN), ("elsewhere", OTHERS))
    ]  # fmt: skip
    storage, unit = room.installation.storage, UnitOfWork()
    record = CampaignRecord(id=name, terms=terms, life=life)
    storage.campaigns.add(unit, record, Parts())
    storage.draws.add(unit, draw, plans)
    await storage.commit(unit)
    return f"/console/campaigns/{name}"


async def test_a_head_follows_their_own_units_part(room: CaseRoom, head: Officer) -> None:
    path = await campaign_of(room, PROVINCE)
    title = f"Khảo sát {path.rpartition('/')[2]}"
    assert title in (await head.see("/console/campaigns")).text
    assert title in (await head.see(path)).text
    page = await head.see(f"{path}/following")
    assert page.status == 200
    assert f'data-label="Cần có">{OWN}<' in page.html
    assert f'data-label="Cần có">{OTHERS}<' not in page.html


@pytest.mark.parametrize("part", ["edit", "texts", "sample", "broadcasts", "testers", "group"])
async def test_what_is_the_provinces_stays_there(room: CaseRoom, head: Officer, part: str) -> None:
    path = await campaign_of(room, PROVINCE)
    assert (await head.see(f"{path}/{part}")).status == 404
    assert f'href="{path}/{part}"' not in (await head.see(path)).text


async def test_a_campaign_of_another_unit_is_not_there(room: CaseRoom, head: Officer) -> None:
    path = await campaign_of(room, "elsewhere")
    assert path not in (await head.see("/console/campaigns")).text
    assert (await head.see(path)).status == 404
    assert (await head.see(f"{path}/following")).status == 404
