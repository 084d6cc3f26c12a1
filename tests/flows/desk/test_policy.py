"""Who may do what where: the one policy, and the scope that repositories enforce, agree."""

from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.desk.policy import Scope, Thing, anywhere, covers, policy, scope_of
from flows.desk.roles import (
    ACTIONS,
    ROLES,
    WHOLE,
    Action,
    Actor,
    Grant,
    Role,
    counting,
    excluded,
)
from tests.flows.desk.samples import TREE, actor

UNITS = [*TREE, None]
PEOPLE = ["lan", "minh", None]

grants = st.lists(
    st.builds(Grant, st.sampled_from(list(ROLES)), st.sampled_from([*TREE, WHOLE, "dissolved"])),
    max_size=4,
).map(tuple)
actors = st.builds(
    Actor, st.just("lan"), grants, st.just(TREE), st.sampled_from(["province", None])
)
actions = st.sampled_from(ACTIONS)
things = st.builds(
    Thing,
    kind=st.sampled_from(["case", "response", "account", "calendar", "audit", "template", "own"]),
    unit_id=st.sampled_from(UNITS),
    owner_unit_id=st.sampled_from(UNITS),
    officer_id=st.sampled_from(PEOPLE),
    restricted=st.booleans(),
    severity=st.integers(0, 4),
    parties=st.frozensets(st.sampled_from(["lan", "minh"])),
    account_id=st.sampled_from(PEOPLE),
    exists=st.booleans(),
)


def allowed_by_one(grant: Grant, action: Action, case: Thing, account: str) -> bool:
    """Say again, for one role in one unit, what the table of roles promises about cases."""
    rights = ROLES[grant.role]
    unit = case.owner_unit_id
    here = grant.unit_id == WHOLE or unit in TREE.get(grant.unit_id, frozenset())
    seen = not case.restricted or action == "case.count"
    if "case.read_restricted" in rights.actions:
        seen = True
    mine = not rights.own_only or case.officer_id == account
    return action in rights.actions and here and seen and mine


@given(actors, actions.filter(lambda action: action.startswith("case.")), things)
def test_what_may_be_done_to_a_case_is_what_one_of_the_roles_allows(
    who: Actor, action: Action, thing: Thing
) -> None:
    told = any(
        allowed_by_one(grant, action, thing, who.account_id) for grant in counting(who.grants)
    )
    told = told and thing.kind == "case" and thing.exists and who.account_id not in thing.parties
    team = {thing.unit_id} | ({WHOLE} if thing.unit_id == who.top else set())
    of_team = any(grant.unit_id in team and grant.role != "inspector" for grant in who.grants)
    if action == "case.close" and thing.severity >= 3 and of_team:
        told = False
    assert policy(who, action, thing) is told


def in_where(scope: Scope, thing: Thing) -> bool:
    """Say what a repository's WHERE says, from the words of the class and nothing else."""

    def among(units: Iterable[str] | None, unit: str | None) -> bool:
        return units is None or (unit is not None and unit in units)

    mine = thing.officer_id == scope.account_id
    seen = among(scope.units, thing.owner_unit_id)
    seen = seen or (mine and among(scope.own_units, thing.owner_unit_id))
    if thing.restricted:
        seen = seen and among(scope.restricted_units, thing.owner_unit_id)
    return seen and scope.account_id not in thing.parties


@given(actors, actions, things)
def test_the_policy_and_the_scope_agree(who: Actor, action: Action, thing: Thing) -> None:
    scope = scope_of(who, action)
    inside = covers(scope, thing)
    if thing.kind == "case":
        assert inside is in_where(scope, thing)
    matches = thing.exists and action.startswith(f"{thing.kind}.")
    if action not in ("case.close", "account.change", "account.reset", "account.disable"):
        assert policy(who, action, thing) is (matches and inside)
    assert not policy(who, action, thing) or (matches and inside)


@given(actors, actions, things)
def test_whoever_may_do_it_somewhere_is_not_told_otherwise(
    who: Actor, action: Action, thing: Thing
) -> None:
    assert anywhere(who, action) or not policy(who, action, thing)


@given(actors, actions)
def test_what_can_be_done_anywhere_has_a_place(who: Actor, action: Action) -> None:
    scope = scope_of(who, action)
    nowhere = scope == Scope(account_id="lan", restricted_units=scope.restricted_units)
    assert anywhere(who, action) is (action.startswith("own.") or not nowhere)


@given(actors, things)
def test_what_a_party_is_complained_of_they_never_meet(who: Actor, thing: Thing) -> None:
    about = Thing(kind="case", owner_unit_id="west", unit_id="west", parties=frozenset({"lan"}))
    assert not any(policy(who, action, about) for action in ACTIONS)
    if "lan" in thing.parties and thing.kind != "own":
        assert not any(policy(who, action, thing) for action in ACTIONS)


@pytest.mark.parametrize("action", ["own.sessions", "own.password"])
def test_everybody_looks_after_their_own_account_and_no_other(action: Action) -> None:
    nobody = Actor("lan")
    assert anywhere(nobody, action)
    assert policy(nobody, action, Thing(kind="own", account_id="lan"))
    assert not policy(nobody, action, Thing(kind="own", account_id="minh"))


ROLES_READING_RESTRICTED = {"provincial_leader", "inspector"}


@pytest.mark.parametrize("role", list(ROLES))
def test_restricted_cases_are_for_inspectors_and_the_leader_and_numbers_for_others(
    role: Role,
) -> None:
    who = actor((role, "province"))
    case = Thing(kind="case", owner_unit_id="province", officer_id="lan", restricted=True)
    reads = any(policy(who, action, case) for action in ACTIONS if action != "case.count")
    assert reads is (role in ROLES_READING_RESTRICTED)
    plain = Thing(kind="case", owner_unit_id="province", officer_id="lan")
    assert policy(who, "case.count", case) is policy(who, "case.count", plain)


@pytest.mark.parametrize("role", ["unit_head", "survey_admin", "verifier", "inspector"])
def test_the_survey_beside_a_restricted_case_is_read_by_who_reads_the_case(role: Role) -> None:
    who = actor((role, "province"))
    plain = Thing(kind="response", unit_id="province", owner_unit_id="province")
    assert policy(who, "response.read", plain)
    beside = Thing(kind="response", unit_id="province", owner_unit_id="province", restricted=True)
    assert policy(who, "response.read", beside) is (role in ROLES_READING_RESTRICTED)


def test_an_inspector_of_one_unit_who_heads_another_reads_restricted_cases_of_the_first() -> None:
    who = actor(("inspector", "west"), ("unit_head", "east"))
    west = Thing(kind="case", owner_unit_id="west", restricted=True)
    east = Thing(kind="case", owner_unit_id="east", restricted=True)
    assert policy(who, "case.read", west)
    assert not policy(who, "case.read", east)
    assert scope_of(who, "case.read") == Scope(
        account_id="lan",
        units=frozenset({"west", "west-1", "east"}),
        restricted_units=frozenset({"west", "west-1"}),
    )


def test_a_case_officer_has_what_was_given_to_them() -> None:
    who = actor(("case_officer", "west"))
    mine = Thing(kind="case", owner_unit_id="west-1", officer_id="lan")
    assert policy(who, "case.answer", mine)
    assert not policy(who, "case.answer", Thing(kind="case", owner_unit_id="west-1"))
    assert not policy(who, "case.assign", mine)
    assert policy(who, "calendar.read", Thing(kind="calendar"))


@pytest.mark.parametrize("severity", [2, 3, 4])
def test_nobody_closes_a_grave_case_on_their_own_team(severity: int) -> None:
    about_west = Thing(kind="case", unit_id="west", owner_unit_id="west", severity=severity)
    grave = severity >= 3
    assert policy(actor(("unit_head", "west")), "case.close", about_west) is not grave
    assert policy(actor(("inspector", "west")), "case.close", about_west)
    assert policy(actor(("provincial_leader", "province")), "case.close", about_west)
    # The inspector who is an intake officer of that very team is of the team.
    both = actor(("inspector", "province"), ("intake_officer", "west"))
    assert policy(both, "case.close", about_west) is not grave
    assert policy(both, "case.answer", about_west)


def test_who_works_for_the_whole_house_is_of_the_team_at_its_top_and_of_no_other() -> None:
    top = Thing(kind="case", unit_id="province", owner_unit_id="province", severity=3)
    below = Thing(kind="case", unit_id="west", owner_unit_id="west", severity=3)
    for unit in (WHOLE, "province"):
        who = actor(("provincial_leader", unit))
        assert not policy(who, "case.close", top)
        assert policy(who, "case.close", below)
    assert policy(actor(("inspector", WHOLE)), "case.close", top)


def test_where_no_units_are_known_only_the_whole_installation_sees_a_case() -> None:
    case = Thing(kind="case")
    assert policy(actor(("intake_officer", WHOLE)), "case.take", case)
    assert not policy(actor(("intake_officer", "province")), "case.take", case)


def test_a_grant_in_a_dissolved_unit_gives_nothing() -> None:
    who = actor(("intake_officer", "dissolved"))
    assert not anywhere(who, "case.list")


def test_admins_look_after_others_not_after_themselves() -> None:
    who = actor(("technical_admin", WHOLE))
    for action in ("account.change", "account.reset", "account.disable"):
        assert policy(who, action, Thing(kind="account", account_id="minh"))
        assert not policy(who, action, Thing(kind="account", account_id="lan"))
    assert policy(who, "account.list", Thing(kind="account", account_id="lan"))
    local = actor(("technical_admin", "west"))
    assert policy(local, "account.reset", Thing(kind="account", unit_id="west-1"))
    assert not policy(local, "account.reset", Thing(kind="account", unit_id="east"))


OF_WHOLE: list[tuple[Role, Action]] = [
    ("survey_admin", "calendar.change"),
    ("technical_admin", "calendar.change"),
    ("provincial_leader", "audit.read"),
    ("data_protection", "audit.read"),
    ("technical_admin", "audit.read"),
    ("survey_admin", "template.change"),
    ("intake_officer", "template.change"),
    ("technical_admin", "api_key.change"),
]


@pytest.mark.parametrize(("role", "action"), OF_WHOLE)
def test_a_role_in_one_unit_does_nothing_to_the_whole_installation(
    role: Role, action: Action
) -> None:
    thing = Thing(kind=action.partition(".")[0])  # type: ignore[arg-type] # one of the kinds
    for unit, allowed in (("west", False), ("province", True), (WHOLE, True)):
        who = actor((role, unit))
        assert policy(who, action, thing) is allowed
        assert anywhere(who, action) is allowed
    several = Actor("lan", (Grant(role, "province"),), TREE)
    assert not anywhere(several, action), "with several units at the top, none is the whole"


def test_a_campaign_is_followed_from_the_units_whose_people_it_asks() -> None:
    for unit, followed, read in (
        ("province", True, False), ("west", True, True), ("west-1", True, True),
        ("east", False, False), (None, False, False),
    ):  # fmt: skip
        campaign, head = Thing(kind="campaign", unit_id=unit), actor(("unit_head", "west"))
        assert policy(head, "campaign.follow", campaign) is followed, unit
        assert policy(head, "campaign.read", campaign) is read, unit
    province = Thing(kind="campaign", unit_id="province")
    assert not policy(actor(("collector", "west")), "campaign.follow", province)


def test_an_account_without_a_unit_is_left_to_who_reaches_the_whole() -> None:
    bare = Thing(kind="account", account_id="minh")
    assert policy(actor(("technical_admin", WHOLE)), "account.reset", bare)
    assert not policy(actor(("technical_admin", "west")), "account.reset", bare)


# -- separation of duties

ALL_ROLES: tuple[Role, ...] = get_args(Role)


@given(grants)
def test_no_account_both_collects_and_verifies_or_verifies_and_edits(held: tuple[Grant]) -> None:
    who = Actor("lan", held, TREE)
    roles = {grant.role for grant in held}
    if "collector" in roles:
        assert not anywhere(who, "response.set_aside")
        assert "verifier" not in {grant.role for grant in counting(held)}
    if "verifier" in roles:
        assert not anywhere(who, "response.set_aside")


@given(grants)
def test_a_technical_admin_reads_no_content_by_whatever_other_role(held: tuple[Grant]) -> None:
    who = Actor("lan", (*held, Grant("technical_admin", WHOLE)), TREE)
    content = [a for a in ACTIONS if a.startswith(("case.", "response.", "template."))]
    assert {action for action in content if anywhere(who, action)} <= {"case.count"}


@given(st.frozensets(st.sampled_from(ALL_ROLES)))
def test_what_is_excluded_is_held_and_excluding_leaves_nothing_to_exclude(
    held: frozenset[Role],
) -> None:
    lost = excluded(held)
    assert lost <= held
    assert not excluded(held - lost)
    assert {grant.role for grant in counting(Grant(r, WHOLE) for r in held)} == held - lost


WORLD = {"form.read", "place.read", "procedure.read", "transaction.read", "unit.read"}
"""Where the office serves people, and what it does there: everybody's who works for it."""


def test_collectors_and_viewers_read_nothing_of_citizens() -> None:
    collector, viewer = actor(("collector", WHOLE)), actor(("national_viewer", WHOLE))
    figures = {"case.count", "count.read", "figure.read", "report.read"}
    assert {a for a in ACTIONS if anywhere(collector, a) and "own" not in a} == WORLD
    assert {a for a in ACTIONS if anywhere(viewer, a) and "own" not in a} == WORLD | figures


def test_every_role_is_in_the_table_and_every_action_is_somebodys() -> None:
    assert set(ROLES) == set(ALL_ROLES)
    given_ = {action for rights in ROLES.values() for action in rights.actions}
    assert given_ == {action for action in ACTIONS if not action.startswith("own.")}
