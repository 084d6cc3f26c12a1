"""What every database promises about campaigns."""

import msgspec
import pytest

from flows.identifiers import Instant
from storage.base import Storage
from storage.campaign_records import CampaignRecord, TrialPerson
from storage.work import StaleSessionError
from survey.campaigns import Group, Life, Parts, Quota, Target, Terms, Words
from tests.storage.records import put

NOW = Instant(1_767_546_000_000)
LIFE = Life(made_at=NOW, made_by="account:1", changed_at=NOW, changed_by="account:1")
TERMS = Terms(
    title="Khảo sát 2026", plan_number="3500/KH-BHXH", plan_date="2026-10-03", unit_id="a",
    from_day="2026-01-01", to_day="2026-09-30", opens_on="2026-10-05", closes_on="2026-10-31",
    reminders=(3,), languages=("vi",), test=True,
)  # fmt: skip
RECORD = CampaignRecord(id="c1", terms=TERMS, life=LIFE)
PARTS = Parts(
    groups=(
        Group(id="one_stop", title="Một cửa", form="mc", modes=("direct",), procedures=("1.1",)),
        Group(id="employers", title="Đơn vị", form="dn", frame="employer", size=120, margin=0.1),
    ),
    targets=(Target(indicator="overall", percent=85, source="38/QĐ-TTg"),),
    texts=(Words(channel="email", language="vi", wave=1, subject="Nhắc", text="{link}"),),
    quotas=(Quota(group_id="one_stop", area="rural", mode="direct", wanted=60),),
)


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    """A storage with one campaign."""
    await put(storage, lambda unit: storage.campaigns.add(unit, RECORD, PARTS))
    return storage


async def test_a_campaign_comes_back_as_it_was_written(kept: Storage) -> None:
    assert await kept.campaigns.listed(None) == [RECORD]
    assert await kept.campaigns.parts("c1") == PARTS


async def test_a_campaign_is_seen_in_its_units_only(kept: Storage) -> None:
    assert await kept.campaigns.by_id({"a"}, "c1") == RECORD
    assert await kept.campaigns.by_id({"b"}, "c1") is None
    assert await kept.campaigns.listed(set()) == []


async def test_the_newest_campaign_stands_first(kept: Storage) -> None:
    later = msgspec.structs.replace(LIFE, made_at=NOW + 1)
    copy = CampaignRecord(id="b", terms=Terms(title="Bản sao"), life=later, copied_from="c1")
    await put(kept, lambda unit: kept.campaigns.add(unit, copy, Parts()))
    assert await kept.campaigns.listed(None) == [copy, RECORD]


async def test_parts_take_the_place_of_those_before(kept: Storage) -> None:
    fewer = Parts(groups=PARTS.groups[1:], texts=PARTS.texts)
    await put(kept, lambda unit: kept.campaigns.put_parts(unit, "c1", fewer))
    assert await kept.campaigns.parts("c1") == fewer


async def test_only_who_saw_the_campaign_as_it_is_changes_it(kept: Storage) -> None:
    approved = msgspec.structs.replace(LIFE, state="approved", approved_at=NOW, approved_by="y")
    after = msgspec.structs.replace(RECORD, life=approved)
    await put(kept, lambda unit: kept.campaigns.save(unit, after))
    with pytest.raises(StaleSessionError):
        await put(kept, lambda unit: kept.campaigns.save(unit, after))
    found = await kept.campaigns.by_id(None, "c1")
    assert found == msgspec.structs.replace(after, version=2)


async def test_who_is_on_a_test_list_is_kept_under_seal(kept: Storage) -> None:
    testers = [
        TrialPerson(name="Chị Lan", phone="+84912345678"),
        TrialPerson(name="Tổ", email="to@a.vn"),
    ]
    await put(kept, lambda unit: kept.campaigns.put_testers(unit, "c1", testers))
    assert await kept.campaigns.testers("c1") == testers
    await put(kept, lambda unit: kept.campaigns.put_testers(unit, "c1", ()))
    assert await kept.campaigns.testers("c1") == []
