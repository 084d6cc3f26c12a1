"""The life of a campaign: every act in every state, and who the second person is."""

from collections.abc import Callable
from itertools import product

import pytest
from msgspec.structs import replace

from survey import campaign_life as life
from survey.campaign_life import CampaignRefusedError
from survey.campaigns import STATES, Group, Life, Parts, State, Target, Terms

MADE = Life(made_at=1, made_by="an", changed_at=2, changed_by="binh")
TERMS = Terms(title="Quý IV", approve_above=200)
ACTS: dict[str, tuple[Callable[[Life], Life], dict[State, State]]] = {
    "submit": (lambda one: life.submitted(one, "an", 9, second=True), {"draft": "awaiting"}),
    "submit small": (
        lambda one: life.submitted(one, "an", 9, second=False), {"draft": "approved"}
    ),
    "approve": (
        lambda one: life.approved(one, "chi", 9),
        {"awaiting": "approved", "approved": "approved", "running": "running"},
    ),
    "send back": (lambda one: life.sent_back(one, "chi", "sửa lại"), {"awaiting": "draft"}),
    "change": (
        lambda one: life.changed(one, "chi", 9, binding=True),
        {"draft": "draft", "awaiting": "draft", "approved": "draft"},
    ),
    "rename": (
        lambda one: life.changed(one, "chi", 9, binding=False),
        {state: state for state in ("draft", "awaiting", "approved", "running")},
    ),
    "start": (life.started, {"approved": "running", "running": "running"}),
    "close": (lambda one: life.closed(one, "chi", 9), {"running": "closed"}),
    "discard": (
        lambda one: life.discarded(one, "chi", 9),
        dict.fromkeys(("draft", "awaiting", "approved"), "discarded"),
    ),
    "reopen": (life.reopened, {"closed": "running", "discarded": "draft"}),
}  # fmt: skip


@pytest.mark.parametrize(("act", "state"), [*product(ACTS, STATES)])
def test_an_act_leads_where_it_should_or_is_refused(act: str, state: State) -> None:
    do, ways = ACTS[act]
    before = replace(MADE, state=state)
    if state in ways:
        assert do(before).state == ways[state]
    else:
        with pytest.raises(CampaignRefusedError):
            do(before)


@pytest.mark.parametrize("who", ["an", "binh"])
def test_who_made_or_last_changed_it_judges_nothing(who: str) -> None:
    waiting = replace(MADE, state="awaiting")
    with pytest.raises(CampaignRefusedError, match="own_work"):
        life.approved(waiting, who, 9)
    with pytest.raises(CampaignRefusedError, match="own_work"):
        life.sent_back(waiting, who, "sửa lại")


def test_nothing_is_sent_back_without_a_reason() -> None:
    with pytest.raises(CampaignRefusedError, match="no_reason"):
        life.sent_back(replace(MADE, state="awaiting"), "chi", "sửa")


def test_a_reason_stays_until_it_is_handed_in_again() -> None:
    back = life.sent_back(replace(MADE, state="awaiting"), "chi", "sửa lại")
    assert (back.returned_by, back.reason) == ("chi", "sửa lại")
    assert life.submitted(back, "an", 9, second=True).reason is None


@pytest.mark.parametrize(
    ("terms", "invitations", "needed"),
    [
        (TERMS, 200, False),
        (TERMS, 201, True),
        (TERMS, None, True),
        (replace(TERMS, test=True), None, False),
        (replace(TERMS, approve_above=1_000_000), 501, True),
    ],
)
def test_many_invitations_or_unknown_ones_need_a_second_person(
    terms: Terms, invitations: int | None, *, needed: bool
) -> None:
    assert life.needs_second(terms, invitations) is needed


def test_what_was_approved_alone_does_not_grow_afterwards() -> None:
    alone = life.submitted(replace(MADE, changed_by="an"), "an", 9, second=False)
    assert life.may_ask(TERMS, alone, 200)
    assert not life.may_ask(TERMS, alone, 201)
    by_second = life.approved(replace(MADE, state="awaiting"), "chi", 9)
    assert life.may_ask(TERMS, by_second, 100_000)
    assert not life.may_ask(TERMS, MADE, 1)


@pytest.mark.parametrize("state", ["approved", "running"])
def test_a_second_person_approves_later_what_was_approved_alone(state: State) -> None:
    alone = replace(MADE, changed_by="an", state=state, approved_at=3, approved_by="an")
    assert not life.may_ask(TERMS, alone, 100_000)
    with pytest.raises(CampaignRefusedError, match="own_work"):
        life.approved(alone, "an", 9)
    by_two = life.approved(alone, "chi", 9)
    assert (by_two.state, by_two.approved_by) == (state, "chi")
    assert life.may_ask(TERMS, by_two, 100_000)
    with pytest.raises(CampaignRefusedError, match="wrong_state"):
        life.approved(by_two, "dung", 10)


def test_a_change_voids_the_approval_a_new_name_does_not() -> None:
    parts = Parts(groups=(Group(id="mc", title="Một cửa", form="mc"),))
    before = (TERMS, parts)
    assert not life.binds(before, (replace(TERMS, title="Tên khác"), parts))
    for after in (
        (replace(TERMS, closes_on="2026-12-01"), parts),
        (TERMS, replace(parts, targets=(Target(indicator="overall", percent=85),))),
    ):
        assert life.binds(before, after)
    approved = life.approved(replace(MADE, state="awaiting"), "chi", 9)
    voided = life.changed(approved, "chi", 10, binding=True)
    assert (voided.state, voided.approved_by, voided.changed_by) == ("draft", None, "chi")
    assert not life.may_judge(voided, "chi")
