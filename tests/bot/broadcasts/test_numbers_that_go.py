"""Numbers that go: not before the campaign about them has ended; and who is reminded without."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.transaction_records import ImportRecord
from storage.transaction_tables import transactions
from survey.campaigns import Parts, State
from tests.bot.broadcasts.scene import NOON, Office, Telegram, plant, swept, transaction_of

LAST_DAY = "2026-11-30"


async def due(office: Office, today: str) -> Sequence[str]:
    return sorted(await office.storage.transactions.old_of_api("2026-11-02", today, 10))


async def asks(
    office: Office, *, state: State = "running", from_day: str = "2026-11-01"
) -> CampaignRecord:
    """Let a campaign about the first days of November ask until the last."""
    planted = await plant(office.storage, "c", range(2))
    terms = replace(
        planted.terms, from_day=from_day, to_day="2026-11-05", opens_on="2026-11-10",
        closes_on=LAST_DAY,
    )  # fmt: skip
    record = replace(planted, id="d", terms=terms, life=replace(planted.life, state=state))
    unit = UnitOfWork()
    office.storage.campaigns.add(unit, record, Parts())
    await office.storage.commit(unit)
    return record


@pytest.mark.parametrize("state", ["approved", "running"])
async def test_who_is_asked_keeps_the_number_until_the_last_day(
    each_office: Office, state: State
) -> None:
    await asks(each_office, state=state)
    assert await due(each_office, LAST_DAY) == []
    people = [transaction_of("c", person) for person in range(2)]
    assert await due(each_office, "2026-12-01") == people


async def test_no_draft_and_no_campaign_about_other_days_keeps_numbers(
    each_office: Office,
) -> None:
    record = await asks(each_office, state="draft")
    assert len(await due(each_office, LAST_DAY)) == 2
    other = replace(record.terms, from_day="2026-11-02")
    running = replace(record.life, state="running")
    unit = UnitOfWork()
    each_office.storage.campaigns.add(
        unit, replace(record, id="e", terms=other, life=running), Parts()
    )
    await each_office.storage.commit(unit)
    assert len(await due(each_office, LAST_DAY)) == 2


async def test_whose_number_went_in_between_is_not_reminded(each_office: Office) -> None:
    """With it went what would tell that they wanted no more."""
    storage, campaign = each_office.storage, await plant(each_office.storage, "c", range(3))
    worker = await each_office.worker(Telegram())
    await each_office.confirmed(campaign)
    await swept(worker)
    listed = ImportRecord(
        id="list", state="applied", frame="person", unit_id="unit-1", name="a.csv", sha256="",
        size=1, by="a", at=NOON, purged_at=NOON,
    )  # fmt: skip
    unit, first = UnitOfWork(), transactions.c.id == transaction_of("c", 0)
    storage.imports.add(unit, listed)
    storage.transactions.forget_numbers_of(unit, transaction_of("c", 0))
    unit.add(update(transactions).where(first).values(import_id="list", source="import"), {})
    await storage.commit(unit)

    reminder = await each_office.confirmed(campaign, wave=1)
    await swept(worker)

    assert await each_office.rows(reminder) == {"sent": 2}
    assert reminder.audience == 2
