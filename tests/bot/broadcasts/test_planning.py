"""Reminders are planned with the invitation, begin by themselves at their time, or say why not."""

import pytest
from msgspec.structs import replace

from bot.accounts import By
from bot.broadcasts import Broadcasts
from bot.broadcasts.launching import Launching
from bot.broadcasts.planning import Planning
from flows.broadcasts import Window
from flows.identifiers import Instant, SessionId
from flows.time_units import DAY, HOUR
from flows.workdays import Calendar
from storage.base import UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord
from tests.bot.broadcasts.scene import (
    NOON,
    Office,
    Telegram,
    plant,
    swept,
    transaction_of,
)

CLOSES = Instant(1_796_058_000_000)
"""Midnight in Vietnam before 1 December 2026."""
TERMS = {
    "languages": ("vi",), "reminders": (5, 10), "opens_on": "2026-11-02",
    "closes_on": "2026-11-30", "quiet_from": 20 * 60, "quiet_to": 8 * 60,
}  # fmt: skip
_PERSON_OPENS = 2


async def invited(office: Office, people: int = 4, spread: int = 0) -> CampaignRecord:
    """A campaign whose invitation has just been confirmed and sent."""
    planted = await plant(office.storage, "c", range(people))
    terms = replace(planted.terms, **TERMS)
    campaign = replace(planted, terms=terms)
    unit = UnitOfWork()
    office.storage.campaigns.save(unit, campaign)
    await office.storage.commit(unit)
    campaign = replace(campaign, version=planted.version + 1)
    launch = Launching(office.acts(), campaign)
    window = Window(NOON, Instant(NOON + spread), CLOSES)
    draft = await launch.make(0, window, office.renderer.texts)
    await launch.confirm(draft, office.renderer.texts)
    return campaign


async def waves(office: Office) -> list[BroadcastRecord]:
    return await office.storage.broadcasts.of_campaign("c")


async def job(office: Office) -> int:
    """What the job does with the campaign."""
    campaign = await office.storage.campaigns.by_id(None, "c")
    assert campaign is not None
    launch = Launching(Broadcasts(office.storage, By("system", office.clock())), campaign)
    return await Planning(launch, office.renderer.texts, Calendar()).start_due()


async def test_the_days_of_reminders_are_known_with_the_invitation(each_office: Office) -> None:
    await invited(each_office, spread=2 * HOUR)
    found = [(one.wave, one.planned, one.state, one.window) for one in (await waves(each_office))]
    assert found[1:] == [
        (wave, True, "draft", Window(_later(days), Instant(_later(days) + 2 * HOUR), CLOSES))
        for wave, days in ((1, 5), (2, 10))
    ]


def _later(days: int) -> Instant:
    return Instant(NOON + days * DAY)


async def test_a_long_invitation_is_through_before_anybody_is_reminded(office: Office) -> None:
    await invited(office, spread=6 * DAY)
    starts = [one.window.starts_at for one in await waves(office)]
    assert starts == [NOON, _later(6), _later(11)]


async def test_what_would_begin_behind_the_field_work_is_not_planned(office: Office) -> None:
    await invited(office, spread=9 * DAY)
    assert [one.wave for one in await waves(office)] == [0, 1]


async def test_it_begins_by_itself_and_goes_to_the_silent_only(each_office: Office) -> None:
    office = each_office
    await invited(office)
    worker = await office.worker(telegram := Telegram())
    await swept(worker)
    telegram.delivered.clear()
    office.clock.pass_(5 * DAY / 1000 - 1)
    assert await job(office) == 0
    await _open_link(office, _PERSON_OPENS)
    office.clock.pass_(1)
    assert await job(office) == 1
    await swept(worker)
    assert sorted(int(to) for to, _ in telegram.delivered) == [0, 1, 3]
    assert (await waves(office))[1].confirmed_by == "system"
    assert await job(office) == 0


async def _open_link(office: Office, person: int) -> None:
    name = transaction_of("c", person)
    found = await office.storage.invitations.of_transactions([name])
    unit = UnitOfWork()
    office.storage.invitations.claim(unit, found[name].id, SessionId(f"s{person}"))
    await office.storage.commit(unit)


async def test_nothing_begins_at_night(office: Office) -> None:
    await invited(office)
    office.clock.pass_((5 * DAY + 10 * HOUR) / 1000)
    assert await job(office) == 0
    assert (await waves(office))[1].waits_for is None
    office.clock.pass_(12 * HOUR / 1000)
    assert await job(office) == 1


async def test_it_moves_behind_an_invitation_that_left_later(each_office: Office) -> None:
    office = each_office
    await invited(office)
    first, reminder, _ = await waves(office)
    later = Instant(NOON + 3 * DAY)
    await office.acts().move(first, Window(later, later, CLOSES))
    office.clock.pass_(5 * DAY / 1000)
    assert await job(office) == 0
    moved = await office.fresh(reminder)
    assert (moved.window.starts_at, moved.state) == (Instant(later + 5 * DAY), "draft")


@pytest.mark.parametrize(
    ("act", "cause"), [("pause", "invitation_paused"), ("cancel", "not_invited")]
)
async def test_it_follows_no_invitation_that_was_held_or_ended(
    office: Office, act: str, cause: str
) -> None:
    await invited(office)
    first, reminder, _ = await waves(office)
    await getattr(office.acts(), act)(first)
    office.clock.pass_(5 * DAY / 1000)
    assert await job(office) == 0
    assert (await office.fresh(reminder)).waits_for == cause


async def test_what_needs_a_second_person_waits_for_one_and_says_so_once(
    each_office: Office,
) -> None:
    office = each_office
    campaign = await invited(office)
    await _save(office, approve_above=2)
    office.clock.pass_(5 * DAY / 1000)
    assert [await job(office), await job(office)] == [0, 0]
    reminder = (await waves(office))[1]
    assert reminder.waits_for == "not_approved"
    noted = await office.storage.audit.listed()
    assert [one["action"] for one in noted].count("broadcast.wait") == 1
    await _save(office, approved_by="second")
    assert await job(office) == 1
    assert (await office.fresh(reminder)).waits_for is None
    assert campaign.life.approved_by is None


async def _save(office: Office, **changes: object) -> None:
    """Change terms or life of the campaign, as if nobody minded."""
    found, unit = await office.storage.campaigns.by_id(None, "c"), UnitOfWork()
    assert found is not None
    of_terms = {name: value for name, value in changes.items() if hasattr(found.terms, name)}
    of_life = {name: value for name, value in changes.items() if name not in of_terms}
    terms, life = replace(found.terms, **of_terms), replace(found.life, **of_life)
    office.storage.campaigns.save(unit, replace(found, terms=terms, life=life))
    await office.storage.commit(unit)


async def test_one_made_by_hand_takes_its_place(office: Office) -> None:
    await invited(office)
    office.clock.pass_(5 * DAY / 1000)
    found = await office.storage.campaigns.by_id(None, "c")
    assert found is not None
    launch = Launching(office.acts(), found)
    window = Window(office.clock(), office.clock(), CLOSES)
    await launch.confirm(
        await launch.make(1, window, office.renderer.texts), office.renderer.texts
    )
    states = [(one.wave, one.state) for one in await waves(office)]
    assert states == [(0, "running"), (1, "cancelled"), (2, "draft"), (1, "running")]
    assert await job(office) == 0


async def test_one_that_was_struck_never_begins(office: Office) -> None:
    await invited(office)
    await office.acts().cancel((await waves(office))[1])
    office.clock.pass_(5 * DAY / 1000)
    assert await job(office) == 0


async def test_behind_the_field_work_it_says_that_it_is_over(office: Office) -> None:
    await invited(office)
    office.clock.pass_(14 * DAY / 1000)
    assert await job(office) == 0
    assert [one.waits_for for one in await waves(office)] == [None, "field_over", "field_over"]
