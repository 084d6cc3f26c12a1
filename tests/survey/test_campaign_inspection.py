"""What is found wrong with a campaign, and what only keeps it from being handed in."""

from typing import Any

import pytest
from msgspec.structs import replace

from survey.campaign_inspection import Known, blocking, campaign_faults, group_faults
from survey.campaigns import Group, Parts, Quota, Target, Terms

KNOWN = Known(
    languages=("vi", "en"), forms=("mc", "dn"), units=("a", "b"), inside=("a",),
    procedures=("1.1",),
)  # fmt: skip
TERMS = Terms(
    title="Khảo sát quý IV", unit_id="a", from_day="2026-01-01", to_day="2026-09-30",
    opens_on="2026-10-05", closes_on="2026-10-31",
)  # fmt: skip
GROUP = Group(id="one_stop", title="Một cửa", form="mc")
PARTS = Parts(groups=(GROUP,))


def found(terms: Terms = TERMS, parts: Parts = PARTS) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in campaign_faults(terms, parts, KNOWN)]


def test_a_complete_campaign_has_no_faults() -> None:
    parts = replace(
        PARTS,
        targets=(Target(indicator="B2", percent=90), Target(indicator="overall", percent=85)),
        quotas=(Quota(group_id="one_stop", area="rural", mode="online", wanted=0),),
    )
    assert found(TERMS, parts) == []


def test_an_empty_draft_lacks_things_but_can_be_kept() -> None:
    faults = campaign_faults(Terms(title="Nháp"), Parts(), KNOWN)
    assert blocking(faults) == []
    lacking = {fault.field for fault in faults}
    assert lacking == {"from_day", "to_day", "opens_on", "closes_on", "groups"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": "x" * 121}, ("title", "length")),
        ({"plan_number": "9" * 61}, ("plan_number", "length")),
        ({"plan_date": "30/02"}, ("plan_date", "day")),
        ({"from_day": "20260101"}, ("from_day", "day")),
        ({"to_day": "2025-12-31"}, ("to_day", "backwards")),
        ({"closes_on": "2026-10-04"}, ("closes_on", "backwards")),
        ({"opens_on": "2025-12-31"}, ("opens_on", "before_period")),
        ({"unit_id": "c"}, ("unit_id", "unknown")),
        ({"languages": ()}, ("languages", "missing")),
        ({"languages": ("vi", "tlh")}, ("languages", "unknown")),
        ({"min_evidence": 5}, ("min_evidence", "range")),
        ({"quiet_from": 1440}, ("quiet_from", "range")),
        ({"quiet_to": -1}, ("quiet_to", "range")),
        ({"approve_above": 501}, ("approve_above", "range")),
        ({"reminders": (1, 2, 3)}, ("reminders", "too_many")),
        ({"reminders": (0,)}, ("reminders", "range")),
        ({"reminders": (5, 5)}, ("reminders", "order")),
    ],
)
def test_each_rule_of_the_terms_is_kept(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert found(replace(TERMS, **changes)) == [fault]


def test_who_reaches_some_units_only_says_which() -> None:
    narrow = replace(KNOWN, whole=False)
    faults = campaign_faults(replace(TERMS, unit_id=None), PARTS, narrow)
    assert [(fault.field, fault.code) for fault in faults] == [("unit_id", "unknown")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "Một cửa"}, ("id", "slug")),
        ({"title": ""}, ("title", "missing")),
        ({"form": ""}, ("form", "missing")),
        ({"form": "zz"}, ("form", "unknown")),
        ({"modes": ()}, ("modes", "missing")),
        ({"unit_ids": ("b",)}, ("unit_ids", "unknown")),
        ({"procedures": ("9.9",)}, ("procedures", "unknown")),
        ({"margin": 0.0}, ("margin", "range")),
        ({"response_rate": 0.0}, ("response_rate", "range")),
        ({"reserve_share": 6.0}, ("reserve_share", "range")),
        ({"floor": -1}, ("floor", "range")),
        ({"size": 0}, ("size", "range")),
    ],
)
def test_each_rule_of_a_group_is_kept(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    faults = group_faults(replace(GROUP, **changes), KNOWN)
    assert [(one.field, one.code) for one in faults] == [fault]


def test_no_two_groups_have_one_name() -> None:
    assert [fault.code for fault in group_faults(GROUP, KNOWN, [GROUP])] == ["twice"]


def test_parts_are_named_with_their_place() -> None:
    target = Target(indicator="overall", percent=85)
    parts = replace(
        PARTS,
        targets=(target, target, Target(indicator="niềm tin", percent=101)),
        quotas=(Quota(group_id="nobody", area="rural", mode="online", wanted=-1),),
    )
    assert found(TERMS, parts) == [
        ("targets/1/indicator", "twice"),
        ("targets/2/indicator", "unknown"),
        ("targets/2/percent", "range"),
        ("quotas/0/group_id", "unknown"),
        ("quotas/0/wanted", "range"),
    ]
