"""The command `broadcast`: a wave is made, foretold, confirmed by number, held and followed."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from bot.commands import base
from bot.i18n import day_of
from storage.base import Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_tables import draw_strata
from storage.opening import SqlStorage
from tests.bot.broadcasts.scene import plant
from tests.bot.operator import Command, audit, in_database

CAMPAIGN = "0" * 26
PEOPLE = 4


async def _plant(storage: Storage) -> None:
    assert isinstance(storage, SqlStorage)
    made = await plant(storage, CAMPAIGN, range(PEOPLE), chats=False)
    today = day_of(base.now())
    terms = replace(
        made.terms,
        opens_on=(today - timedelta(days=1)).isoformat(),
        closes_on=(today + timedelta(days=9)).isoformat(),
    )
    life = replace(made.life, state="approved", approved_by="b", approved_at=made.life.made_at)
    stratum = {
        "draw_id": f"{CAMPAIGN}-1", "position": 0, "group_id": "all", "unit_id": "unit-1",
        "area": "", "mode": "", "frame": 9, "wanted": 4, "main": PEOPLE, "reserve": 0,
    }  # fmt: skip
    unit = UnitOfWork()
    unit.add(insert(draw_strata).values(**stratum), {})
    storage.campaigns.save(unit, replace(made, terms=terms, life=life))
    await storage.commit(unit)


@pytest.fixture
def office(command: Command) -> Command:
    """An installation with a campaign that is approved and drawn."""
    assert command("hotlines", "add", "1900 9068").exit_code == 0
    in_database(_plant)
    return command


def wave(office: Command) -> str:
    result = office("broadcast", "make", CAMPAIGN)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def stored(name: str) -> BroadcastRecord:
    found = in_database(lambda storage: storage.broadcasts.by_id(name))
    assert found is not None
    return found


def test_a_wave_is_made_and_listed_and_nobody_is_asked(office: Command) -> None:
    assert "chưa có lượt gửi nào" in office("broadcast", "list", CAMPAIGN).stderr
    name = wave(office)
    assert f"{name}\tLời mời\tchưa xác nhận" in office("broadcast", "list", CAMPAIGN).stdout
    assert stored(name).audience == 0


def test_the_preview_says_how_many_and_what_for(office: Command) -> None:
    shown = office("broadcast", "preview", wave(office)).stdout
    assert f"Phiếu in, danh sách\t{PEOPLE}" in shown
    assert f"Tổng cộng {PEOPLE} người" in shown
    assert "chi phí 0 đồng" in shown
    assert "[telegram, vi]" in shown


def test_only_the_right_number_confirms(office: Command) -> None:
    name = wave(office)
    wrong = office("broadcast", "confirm", name, "--count", "5")
    assert wrong.exit_code == 1
    assert "chưa đúng với số người" in wrong.stderr
    assert stored(name).state == "draft"
    assert office("broadcast", "confirm", name, given=f"{PEOPLE}\n").exit_code == 0
    assert (stored(name).state, stored(name).audience) == ("running", PEOPLE)


def test_a_wave_is_not_confirmed_before_the_field_work_begins(office: Command) -> None:
    """As on its page: the campaign may have been changed since the wave was made."""
    name = wave(office)
    in_database(_open_later)
    refused = office("broadcast", "confirm", name, "--count", str(PEOPLE))
    assert refused.exit_code == 1
    assert "những ngày khảo sát" in refused.stderr
    assert stored(name).state == "draft"


async def _open_later(storage: Storage) -> None:
    record, unit = await storage.campaigns.by_id(None, CAMPAIGN), UnitOfWork()
    assert record is not None
    opens = (day_of(base.now()) + timedelta(days=3)).isoformat()
    storage.campaigns.save(unit, replace(record, terms=replace(record.terms, opens_on=opens)))
    await storage.commit(unit)


def test_a_wave_is_held_goes_on_and_ends(office: Command) -> None:
    name = wave(office)
    office("broadcast", "confirm", name, "--count", str(PEOPLE))
    assert "tạm dừng" in office("broadcast", "pause", name).stderr
    assert "đang gửi" in office("broadcast", "resume", name).stderr
    assert office("broadcast", "cancel", name, given="n\n").exit_code == 1
    assert stored(name).state == "running"
    assert "đã hủy" in office("broadcast", "cancel", name, "--yes").stderr
    assert office("broadcast", "resume", name).exit_code == 1
    acts = [row["action"] for row in in_database(audit) if row["target"] == name]
    assert sorted(acts) == [f"broadcast.{act}" for act in sorted(
        ("make", "confirm", "pause", "resume", "cancel")
    )]  # fmt: skip


def test_what_is_over_is_told_in_one_plain_line(office: Command) -> None:
    name = wave(office)
    office("broadcast", "confirm", name, "--count", str(PEOPLE))
    office("broadcast", "cancel", name, "--yes")
    assert office("broadcast", "watch", name).stdout == f"đã hủy · {PEOPLE} · chờ gửi {PEOPLE}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("make", "1" * 26), "Không có đợt khảo sát"),
        (("make", CAMPAIGN, "--starts", "2001-01-01T08:00"), "những ngày khảo sát"),
        (("pause", "nothing"), "Không có lượt gửi"),
    ],
)
def test_what_cannot_be_done_says_why(
    office: Command, arguments: tuple[str, ...], words: str
) -> None:
    result = office("broadcast", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
