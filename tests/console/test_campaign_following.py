"""Following a campaign: pace per unit, the chase, and where what is odd is judged."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import timedelta
from typing import Any

import pytest

from bot.console.following_figures import FOLLOWED
from bot.following import Followed, View, follow
from bot.i18n import day_of
from bot.turns import now_ms
from flows.identifiers import Instant, InvitationId, identifier_from
from storage.base import InvitationRecord, Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from survey.campaigns import Life, Parts, State, Terms
from survey.sample_plans import StratumPlan
from survey.validity import Weight
from tests.console.case_room import CaseRoom, Officer
from tests.console.response_shelf import answer, response

WANTED = 40


async def running(room: CaseRoom, state: State = "running") -> str:
    """A campaign in its last week, that wants forms of the room's unit; return its path."""
    now, today = now_ms(), day_of(now_ms())
    terms = Terms(
        title="Khảo sát quý IV", unit_id=room.unit, from_day="2026-01-01", to_day="2026-06-30",
        opens_on=(today - timedelta(days=21)).isoformat(),
        closes_on=(today + timedelta(days=5)).isoformat(),
    )  # fmt: skip
    life = Life(state=state, made_at=now, made_by="x", changed_at=now, changed_by="x")
    name = identifier_from(os.urandom(32), "campaign", now)
    record = CampaignRecord(id=name, terms=terms, life=life)
    draw = DrawRecord(
        id=identifier_from(os.urandom(32), "draw", now), campaign_id=name, number=1,
        kind="first", seed="s", frame_hash="h", frame_size=200, program="p", record="{}",
        seal="e", at=now, by="x",
    )  # fmt: skip
    plan = StratumPlan(
        group="g", unit=room.unit, area="urban", mode="direct", frame=200, wanted=WANTED,
        main=80, reserve=40,
    )  # fmt: skip
    storage, unit = room.installation.storage, UnitOfWork()
    storage.campaigns.add(unit, record, Parts())
    storage.draws.add(unit, draw, [plan])
    await storage.commit(unit)
    return f"/console/campaigns/{name}"


async def invited(room: CaseRoom, path: str) -> InvitationId:
    """An invitation of a campaign."""
    now = now_ms()
    name = InvitationId(identifier_from(os.urandom(32), "invitation", now))
    record = InvitationRecord(
        id=name, kind="personal", token_hash=name, code_hash=name, form="mc", language="vi",
        created_at=now, unit_id=room.unit, campaign_id=path.rpartition("/")[2],
    )  # fmt: skip
    storage, unit = room.installation.storage, UnitOfWork()
    storage.invitations.add(unit, record)
    await storage.commit(unit)
    return name


async def answered(room: CaseRoom, path: str, **changes: object) -> None:
    """A valid response to an invitation of a campaign, sent yesterday."""
    by = {"invitation_id": await invited(room, path), "invitation_kind": "personal"}
    sent = Instant(now_ms() - 86_400_000)
    record = await response(room, **{"completed_at": sent, **by, **changes})
    await answer(room, record, "MC1", 4)
    storage, unit = room.installation.storage, UnitOfWork()
    enough = Weight(shown=3, answered=3, rated=3, lowest=3, highest=5)
    storage.counting.weigh(unit, record.id, enough)
    await storage.commit(unit)


@pytest.fixture
async def path(room: CaseRoom) -> str:
    return await running(room)


async def test_before_anything_is_sent_the_page_says_so(room: CaseRoom, path: str) -> None:
    admin = await room.officer("survey_admin")
    page = await admin.see(f"{path}/following")
    assert "Chưa có phiếu nào được gửi đi" in page.text
    assert "chậm tiến độ" in page.text


async def test_counts_and_pace_are_live(room: CaseRoom, path: str) -> None:
    await answered(room, path)
    await invited(room, path)
    admin = await room.officer("survey_admin")
    page = await admin.see(f"{path}/following")
    assert "Phát ra 2 Thu về 1 Hợp lệ 1 Không hợp lệ 0 Không thu về 1" in page.text
    assert f'data-label="Cần có">{WANTED}<' in page.html
    assert "Phiếu về theo kênh" in page.text


async def test_where_people_stopped_is_shown(room: CaseRoom, path: str) -> None:
    await answered(room, path, state="stopped", completed_at=None)
    page = await (await room.officer("survey_admin")).see(f"{path}/following")
    assert "Người trả lời dừng ở đâu" in page.text


async def test_the_heads_of_a_unit_are_told_by_one_press(room: CaseRoom, path: str) -> None:
    admin, head = await room.officer("survey_admin"), await room.officer("unit_head")
    before = await admin.see(f"{path}/following")
    assert f'value="{room.unit}"' in before.html

    page = await admin.press(f"{path}/following/remind", unit=room.unit)
    assert "Đã nhắc lãnh đạo đơn vị" in page.text
    told = await head.see("/console/notices")
    assert f"mới có 0 trên {WANTED} phiếu hợp lệ" in told.text
    assert f'href="{path}/following"' in told.html
    [row] = await room.audited("campaign.chased", path.rpartition("/")[2])
    assert f"'unit': '{room.unit}'" in str(row["detail"])


async def test_nobody_is_chased_who_is_on_pace(room: CaseRoom, path: str) -> None:
    for _ in range(WANTED):
        await answered(room, path)
    admin, head = await room.officer("survey_admin"), await room.officer("unit_head")
    page = await admin.see(f"{path}/following")
    assert "đã đủ" in page.text
    assert "remind" not in page.html
    refused = await admin.press(f"{path}/following/remind", unit=room.unit)
    assert "không chậm tiến độ" in refused.text
    assert "phiếu hợp lệ" not in (await head.see("/console/notices")).text


async def test_without_a_head_that_is_said(room: CaseRoom, path: str) -> None:
    admin = await room.officer("survey_admin")
    page = await admin.press(f"{path}/following/remind", unit=room.unit)
    assert "Chưa có ai giữ vai trò lãnh đạo" in page.text


async def test_whoever_may_only_read_chases_nobody(room: CaseRoom, path: str) -> None:
    head = await room.officer("unit_head")
    assert "remind" not in (await head.see(f"{path}/following")).html
    assert (await head.press(f"{path}/following/remind", unit=room.unit)).status == 404


async def test_only_a_running_campaign_is_chased(room: CaseRoom) -> None:
    path, admin = await running(room, "closed"), await room.officer("survey_admin")
    assert "remind" not in (await admin.see(f"{path}/following")).html
    page = await admin.press(f"{path}/following/remind", unit=room.unit)
    assert "không chậm tiến độ" in page.text


# -- an open page


async def figures(room: CaseRoom, officer: Officer, path: str) -> dict[str, Any]:
    """What the stream of an open page says first."""
    address = f"/console/events?campaign={path.rpartition('/')[2]}"
    ground = room.client.get(address, headers={"Cookie": f"desk={officer.cookie}"})
    async with ground as stream, asyncio.timeout(20):
        async for line in stream.content:
            if line.startswith(b"data: "):
                return dict(json.loads(line[6:]))
    raise AssertionError


async def test_an_open_page_hears_what_came_back(
    room: CaseRoom, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await room.officer("survey_admin")
    await answered(room, path)
    page = await admin.see(f"{path}/following")
    monkeypatch.setattr(room.client.app[FOLLOWED], "_found", {})
    before = await figures(room, admin, path)
    assert (before["follow.returned"], before["follow.channel.web.valid"]) == ("1", "1")
    assert before[f"follow.unit.{room.unit}.valid"] == "1"
    assert f'data-unless="{before["follow.rows"]}"' in page.html, "no row is new"
    await answered(room, path, state="stopped", completed_at=None)
    monkeypatch.setattr(room.client.app[FOLLOWED], "_found", {})
    later = await figures(room, admin, path)
    assert later["follow.returned"] == "2"
    assert later["follow.rows"] != before["follow.rows"], "a question at which somebody stopped"


async def test_one_count_serves_all_who_look(
    room: CaseRoom, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    async def counting(storage: Storage, campaign: CampaignRecord, view: View) -> Followed:
        counted.append(campaign.id)
        return await follow(storage, campaign, view)

    monkeypatch.setattr("bot.console.following_figures.follow", counting)
    officers = [await room.officer("survey_admin") for _ in range(5)]
    await asyncio.gather(*(figures(room, one, path) for one in officers))
    assert counted == [path.rpartition("/")[2]]


async def test_whoever_may_not_follow_hears_nothing_of_it(room: CaseRoom, path: str) -> None:
    stranger = await room.officer("survey_admin", unit="elsewhere")
    assert not [name for name in await figures(room, stranger, path) if "follow" in name]
