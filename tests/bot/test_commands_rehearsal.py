"""The command `simulate campaign`: a real campaign is read, nothing of it changes."""

import time
from pathlib import Path

import pytest

from flows.identifiers import Instant, identifier_from
from flows.time_units import DAY
from storage.base import Storage, UnitOfWork
from storage.transaction_records import NewTransaction
from tests.bot.operator import Command, audit, in_database
from tests.bot.test_commands_campaigns import FILE

PHONE = "+84912345678"


@pytest.fixture
def campaign(command: Command, tmp_path: Path) -> str:
    """A draft of a campaign about forty transactions of one unit."""
    assert command("hotlines", "add", "1900 9068").exit_code == 0
    file = tmp_path / "campaign.yaml"
    file.write_text(FILE.replace("size: 100", "size: 3\n  floor: 1"), encoding="utf-8")
    in_database(_plant)
    made = command("campaigns", "new", str(file))
    assert made.exit_code == 0, made.output
    return made.stdout.strip()


async def _plant(storage: Storage) -> None:
    unit, yesterday = UnitOfWork(), Instant(time.time_ns() // 1_000_000 - DAY)
    storage.places.add_unit(unit, "unit-1", "Cơ sở Một", None)
    for number in range(40):
        name = identifier_from(f"transaction {number:06d}".encode(), "t", yesterday)
        storage.transactions.add(
            unit,
            NewTransaction(
                id=name, key=name, source="api", frame="person", unit_id="unit-1",
                done_on="2026-05-04", mode="direct", area="urban", phone=PHONE,
                email=f"p{number}@example.vn", person=f"{number}",
            ),
        )  # fmt: skip
    await storage.commit(unit)


@pytest.mark.timeout(120)
def test_a_real_campaign_is_rehearsed_and_left_alone(
    command: Command, campaign: str, tmp_path: Path
) -> None:
    before = in_database(audit)
    kept = tmp_path / "rehearsal"
    ran = command(
        "simulate", "campaign", "--campaign", campaign, "--people", "3", "--faults", "none",
        "--seed", "small", "--keep", str(kept),
    )  # fmt: skip
    assert ran.exit_code == 0, ran.output
    assert "Khảo sát quý IV/2026" in ran.stdout
    assert "chưa được phê duyệt" in ran.stdout
    assert "I11" in ran.stdout
    assert in_database(audit) == before
    assert in_database(lambda storage: storage.broadcasts.of_campaign(campaign)) == []
    [record] = in_database(lambda storage: storage.campaigns.listed(None))
    assert (record.id, record.life.state, record.version) == (campaign, "draft", 1)
    assert PHONE.encode() not in (kept / "lang-nghe.db").read_bytes()


def test_it_says_which_campaign_it_needs(command: Command) -> None:
    for options in ((), ("--example", "--campaign", "x")):
        ran = command("simulate", "campaign", *options)
        assert ran.exit_code == 2
        assert "--example" in ran.stderr


def test_a_campaign_that_is_not_there_is_refused(command: Command, campaign: str) -> None:
    ran = command("simulate", "campaign", "--campaign", f"not-{campaign}")
    assert ran.exit_code == 1
