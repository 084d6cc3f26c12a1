"""What a campaign does to its waves: its end stops them, its changes reach those not confirmed."""

import pytest
from msgspec.structs import replace

from bot.broadcasts import BroadcastRefusedError
from bot.broadcasts.launching import Launching
from bot.campaigns import CampaignDesk
from flows.broadcasts import Quiet, Window
from flows.identifiers import Instant
from storage.base import StaleSessionError, UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord
from survey.campaigns import Words
from tests.bot.broadcasts.scene import ADMIN, AT_ONCE, NOON, Office, Telegram, plant, swept

SPREAD = Window(NOON, Instant(NOON + 100_000), AT_ONCE.closes_at)
MINE = Words(channel="telegram", language="vi", wave=0, text="Mời {link}, {dung}")


async def test_closing_a_campaign_stops_its_waves(each_office: Office) -> None:
    office = each_office
    campaign = await plant(office.storage, "c", range(100))
    record = await office.confirmed(campaign, window=SPREAD)
    draft = await office.acts().make(campaign, 1, AT_ONCE, ())
    worker = await office.worker(telegram := Telegram())
    await worker.sweep()
    left = len(telegram.delivered)
    assert 0 < left < 100
    await CampaignDesk(office.storage, ADMIN).close(campaign)
    office.clock.pass_(3600)
    await swept(worker)
    assert len(telegram.delivered) == left
    assert await office.rows(record) == {
        "sent": left, "cancelled/broadcast_cancelled": 100 - left,
    }  # fmt: skip
    states = [(await office.fresh(one)).state for one in (record, draft)]
    assert states == ["cancelled", "cancelled"]


async def test_no_wave_goes_on_behind_a_closed_campaign(each_office: Office) -> None:
    """Whoever read the wave before, or enrolls in one that was done, starts nothing again."""
    office = each_office
    campaign = await plant(office.storage, "c", range(3))
    record = await office.confirmed(campaign)
    await swept(await office.worker(Telegram()))
    done = await office.fresh(record)
    assert done.state == "done"
    await CampaignDesk(office.storage, ADMIN).close(campaign)
    with pytest.raises(StaleSessionError):
        await office.acts().enroll(done)


async def test_after_reopening_another_broadcast_takes_up_who_was_left(office: Office) -> None:
    campaign = await plant(office.storage, "c", range(100))
    desk = CampaignDesk(office.storage, ADMIN)
    await office.confirmed(campaign, window=SPREAD)
    worker = await office.worker(telegram := Telegram())
    await worker.sweep()
    reopened = await desk.reopen(await desk.close(campaign))
    await swept(worker)
    await office.confirmed(reopened)
    await swept(worker)
    assert sorted(int(to) for to, _ in telegram.delivered) == list(range(100))


async def test_reopening_brings_drafts_back_but_nothing_that_was_being_sent(
    each_office: Office,
) -> None:
    office, desk = each_office, CampaignDesk(each_office.storage, ADMIN)
    campaign = await plant(office.storage, "c", range(3))
    sent = await office.confirmed(campaign, window=SPREAD)
    draft = await office.acts().make(campaign, 1, AT_ONCE, ())
    before = await office.acts().make(campaign, 2, AT_ONCE, ())
    office.clock.pass_(-60)
    await office.acts().cancel(before)
    await desk.reopen(await desk.close(campaign))
    states = [(await office.fresh(one)).state for one in (sent, draft, before)]
    assert states == ["cancelled", "draft", "cancelled"]


# -- changes between the draft of a wave and its confirmation


async def changed(office: Office, campaign: CampaignRecord, at: int) -> CampaignRecord:
    """Let the campaign have a text of its own and other hours since a moment."""
    unit = UnitOfWork()
    terms = replace(campaign.terms, quiet_from=60, quiet_to=120)
    life = replace(campaign.life, state="approved", changed_at=at, approved_by="b")
    after = replace(campaign, terms=terms, life=life)
    parts = await office.storage.campaigns.parts(campaign.id)
    office.storage.campaigns.put_parts(unit, campaign.id, replace(parts, texts=(MINE,)))
    office.storage.campaigns.save(unit, after)
    await office.storage.commit(unit)
    return replace(after, version=after.version + 1)


async def drafted(office: Office, campaign: CampaignRecord) -> BroadcastRecord:
    launch = Launching(office.acts(), campaign)
    record = await office.acts().make(
        campaign, 0, AT_ONCE, await launch.words(office.renderer.texts)
    )
    assert MINE not in record.texts
    return record


async def test_a_draft_is_confirmed_with_what_the_campaign_says_then(each_office: Office) -> None:
    office = each_office
    before = await plant(office.storage, "c", range(3))
    before = replace(before, life=replace(before.life, changed_at=NOON - 2))
    draft = await drafted(office, before)
    campaign = await changed(office, before, NOON - 1)
    confirmed = await Launching(office.acts(), campaign).confirm(draft, office.renderer.texts)
    stored = await office.fresh(confirmed)
    assert MINE in stored.texts
    assert stored.quiet == Quiet(60, 120, days=False)


async def test_own_words_of_a_draft_stay(office: Office) -> None:
    campaign = await plant(office.storage, "c", range(3))
    draft = await office.acts().edit_texts(await drafted(office, campaign), [MINE])
    launch = Launching(office.acts(), campaign)
    assert (await launch.as_of_now(draft, office.renderer.texts)).texts == (MINE,)


async def test_nothing_is_sent_to_who_was_drawn_by_other_terms(each_office: Office) -> None:
    office = each_office
    before = await plant(office.storage, "c", range(3))
    draft = await drafted(office, before)
    campaign = await changed(office, before, NOON + 1)
    with pytest.raises(BroadcastRefusedError, match="outdated"):
        await Launching(office.acts(), campaign).confirm(draft, office.renderer.texts)
    assert (await office.fresh(draft)).state == "draft"
