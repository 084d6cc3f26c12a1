"""A campaign in test mode: its waves go to its test list only, and count for nothing."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from bot.broadcasts import BroadcastRefusedError
from bot.broadcasts.launching import Launching
from bot.campaigns import CampaignDesk
from bot.drawing import DrawRefusedError, Sampler
from storage.base import UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord, TrialPerson
from survey.campaigns import Group, Life, Parts, Terms
from tests.bot.broadcasts.scene import (
    ADMIN,
    AT_ONCE,
    NOON,
    Office,
    Telegram,
    give_chat,
    number_of,
    plant,
    swept,
)

LAN, MINH = (TrialPerson(name=f"Người {one}", phone=number_of(one)) for one in (1, 2))
ON_PAPER = TrialPerson(name="Không có Telegram", phone=number_of(3))
APPROVED = Life(state="approved", made_at=NOON, made_by="a", changed_at=NOON, changed_by="a",
                approved_at=NOON, approved_by="a")  # fmt: skip


async def trial(office: Office, *people: TrialPerson) -> CampaignRecord:
    """A campaign in test mode whose maker approved it alone, as only such a one may be."""
    terms = Terms(title="Chạy thử", languages=("vi",), test=True, quiet_from=0, quiet_to=0,
                  quiet_days=False, approve_above=0)  # fmt: skip
    record, unit = CampaignRecord(id="trial", terms=terms, life=APPROVED), UnitOfWork()
    group = Group(id="all", title="Mọi người", form="mc")
    office.storage.campaigns.add(unit, record, Parts(groups=(group,)))
    office.storage.campaigns.put_testers(unit, record.id, people)
    for person in (1, 2):
        give_chat(office.storage, unit, person, f"{person:064x}")
    await office.storage.commit(unit)
    return record


async def sent(office: Office, campaign: CampaignRecord, wave: int = 0) -> BroadcastRecord:
    """A wave that was made, confirmed and sent by the way that the desk takes."""
    launch, texts = Launching(office.acts(), campaign), office.renderer.texts
    return await launch.confirm(await launch.make(wave, AT_ONCE, texts), texts)


async def fresh(office: Office, campaign: CampaignRecord) -> CampaignRecord:
    found = await office.storage.campaigns.by_id(None, campaign.id)
    assert found is not None
    return found


def reached(telegram: Telegram) -> Sequence[int]:
    return sorted(int(to) for to, _ in telegram.delivered)


async def test_waves_go_to_the_test_list_only(each_office: Office) -> None:
    office = each_office
    await plant(office.storage, "other", range(10, 15))
    campaign = await trial(office, LAN, MINH, ON_PAPER)
    record = await sent(office, campaign)
    worker = await office.worker(telegram := Telegram())
    await swept(worker)
    assert reached(telegram) == [1, 2]
    assert await office.rows(record) == {"sent": 2, "pending": 1}  # who is on paper waits
    await sent(office, await fresh(office, campaign), 1)  # nobody has opened theirs
    await swept(worker)
    assert reached(telegram) == [1, 1, 2, 2]


async def test_what_it_would_come_to_is_known_before(office: Office) -> None:
    campaign = await trial(office, LAN, ON_PAPER)
    launch = Launching(office.acts(), campaign)
    draft = await launch.make(0, AT_ONCE, office.renderer.texts)
    shares = await office.acts().outlook(draft)
    assert {one.channel: one.count for one in shares} == {"telegram": 1, "list": 1}


async def test_invitations_are_trials_and_keep_nobody_from_being_asked(office: Office) -> None:
    campaign = await trial(office, LAN)
    await sent(office, campaign)
    await swept(await office.worker(Telegram()))
    [row] = await office.storage.draws.drawn("trial-test")
    invitations = await office.storage.invitations.of_transactions([row.transaction_id])
    assert invitations[row.transaction_id].trial
    index = office.storage.ring.blind_index(number_of(1))
    assert await office.storage.asked.when(index) is None


async def test_who_leaves_the_list_is_asked_no_more(office: Office) -> None:
    campaign = await trial(office, LAN, MINH)
    launch, texts = Launching(office.acts(), campaign), office.renderer.texts
    draft = await launch.make(0, AT_ONCE, texts)
    kept = await CampaignDesk(office.storage, ADMIN).put_testers(campaign, [MINH])
    await Launching(office.acts(), kept).confirm(draft, texts)
    await swept(await office.worker(telegram := Telegram()))
    assert reached(telegram) == [2]


async def test_nobody_of_a_sample_gets_a_trial_invitation(each_office: Office) -> None:
    office = each_office
    campaign = await plant(office.storage, "c", range(3))
    test = replace(campaign, terms=replace(campaign.terms, test=True))
    unit = UnitOfWork()
    office.storage.campaigns.put_testers(unit, "c", [LAN])
    office.storage.campaigns.save(unit, test)
    await office.storage.commit(unit)
    with pytest.raises(BroadcastRefusedError, match="drawn"):
        await sent(office, replace(test, version=2))
    sampler = Sampler(office.storage, ADMIN, replace(test, version=2), 90)
    with pytest.raises(DrawRefusedError, match="test"):
        await sampler.ask()


async def test_an_empty_test_list_is_said_so(office: Office) -> None:
    with pytest.raises(BroadcastRefusedError, match="no_testers"):
        await sent(office, await trial(office))


async def test_nothing_is_kept_of_the_test_list_when_it_is_over(each_office: Office) -> None:
    office = each_office
    campaign = await trial(office, LAN)
    await sent(office, campaign)
    [row] = await office.storage.draws.drawn("trial-test")
    await CampaignDesk(office.storage, ADMIN).close(await fresh(office, campaign))
    assert await office.storage.draws.drawn("trial-test") == []
    assert await office.storage.transactions.by_id(row.transaction_id) is None
    assert await office.storage.campaigns.testers("trial") == []
