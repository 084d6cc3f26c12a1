"""The command `campaigns pace`: a line a unit, held against what was drawn of it."""

import os
from datetime import date, timedelta

import pytest

from bot.turns import now_ms
from flows.identifiers import identifier_from
from storage.base import Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from survey.campaigns import Life, Parts, Terms
from survey.sample_plans import StratumPlan
from tests.bot.operator import Command, in_database


@pytest.fixture
def office(command: Command) -> Command:
    """An installation that is there."""
    assert command("hotlines", "add", "1900 9068").exit_code == 0
    return command


async def _planned(storage: Storage, wanted: int) -> str:
    """Store a campaign of the last four weeks that wants forms of one unit; 0: it drew nobody."""
    now, today = now_ms(), date.today()  # noqa: DTZ011 – any day will do
    terms = Terms(
        title="Khảo sát", opens_on=(today - timedelta(days=28)).isoformat(),
        closes_on=(today - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    life = Life(state="running", made_at=now, made_by="x", changed_at=now, changed_by="x")
    name = identifier_from(os.urandom(32), "campaign", now)
    unit = UnitOfWork()
    storage.campaigns.add(unit, CampaignRecord(id=name, terms=terms, life=life), Parts())
    if wanted:
        draw = DrawRecord(
            id=identifier_from(os.urandom(32), "draw", now), campaign_id=name, number=1,
            kind="first", seed="s", frame_hash="h", frame_size=99, program="p", record="{}",
            seal="e", at=now, by="x",
        )  # fmt: skip
        plan = StratumPlan(
            group="g", unit="dak-song", area="rural", mode="direct", frame=99, wanted=wanted,
            main=50, reserve=0,
        )  # fmt: skip
        storage.draws.add(unit, draw, [plan])
    await storage.commit(unit)
    return name


def test_a_unit_that_brought_nothing_is_behind(office: Command) -> None:
    name = in_database(lambda storage: _planned(storage, 40))
    result = office("campaigns", "pace", name)
    assert result.exit_code == 0, result.output
    header, line = result.stdout.splitlines()
    assert header.split("\t")[4:6] == ["Cần có", "Lẽ ra đã có"]
    assert line.split("\t") == ["dak-song", "0", "0", "0", "40", "40", "–", "chậm tiến độ"]


def test_what_asked_nobody_has_no_pace(office: Command) -> None:
    name = in_database(lambda storage: _planned(storage, 0))
    result = office("campaigns", "pace", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "chưa gửi phiếu nào" in result.stderr


def test_an_unknown_campaign_is_refused(office: Command) -> None:
    assert office("campaigns", "pace", "nothing").exit_code != 0
