"""Who is told of what becomes of a case, and of what is done to an account."""

from typing import get_args

import pytest
from msgspec.structs import replace

from flows.desk.case_acts import Act, Agreed, Answer, Assign, Disagreed, Forward, Note, Supplied
from flows.desk.cases import Case, CaseTurn, Line
from flows.desk.notices import (
    OF_TRUST,
    AccountKind,
    CaseKind,
    account_kind,
    approvers_of,
    speaks,
    tellable,
    told_of,
    worth_a_message,
)
from flows.desk.parties import Person
from flows.desk.recusals import Company, kept_away
from flows.desk.roles import WHOLE, Grant
from tests.flows.desk.samples import ANSWERED, IN_HAND, NEW, TUESDAY, WAITING, done

ABOVE = {"west": "province", "east": "province", "province": None}
HEAD = Person("head", "Trần Văn Đứng", (Grant("unit_head", "west"),))
DESK = Person("desk", "Lý Thị Đầu Mối", (Grant("intake_officer", "west"),))
LAN = Person("lan", "Vũ Thị Ngọc Lan", (Grant("case_officer", "west"),))
EAST = Person("east", "Mai Văn Đông", (Grant("unit_head", "east"),))
LEADER = Person("leader", "Lê Thị Đầu", (Grant("provincial_leader", "province"),))
INSPECTOR = Person("inspector", "Cao Văn Soát", (Grant("inspector", WHOLE),))
ADMIN = Person("admin", "Bùi Quản Trị", (Grant("survey_admin", "west"),))
COMPANY = Company((HEAD, DESK, LAN, EAST, LEADER, INSPECTOR, ADMIN), ABOVE)


def told(
    before: Case, turn: CaseTurn, parties: frozenset[str] = frozenset()
) -> dict[str, set[str]]:
    """Who is told, by kind."""
    found: dict[str, set[str]] = {}
    for one in told_of(turn, before.owner_unit_id, COMPANY, parties):
        found.setdefault(one.kind, set()).add(one.account_id)
    assert bool(found) <= speaks(turn, before.owner_unit_id)
    return found


def after(case: Case, act: Act, by: str = "head") -> CaseTurn:
    return done(case, act, TUESDAY, by=by)


def reminded(case: Case, level: str) -> CaseTurn:
    return CaseTurn(case, (Line(kind="reminded", actor="clock", detail={"level": level}),))


def test_who_is_given_a_case_is_told_by_whom() -> None:
    turn = after(NEW, Assign("lan"))
    assert told(NEW, turn) == {"case.assigned": {"lan"}}
    (one,) = told_of(turn, NEW.owner_unit_id, COMPANY, ())
    assert one.params["by"] == "account:head"


@pytest.mark.parametrize(
    ("case", "act", "kind"),
    [
        (WAITING, Supplied("Đây ạ."), "case.supplied"),
        (ANSWERED, Agreed(), "case.agreed"),
    ],
)
def test_who_has_the_case_hears_its_citizen(case: Case, act: Act, kind: CaseKind) -> None:
    assert told(case, after(case, act)) == {kind: {"lan"}}


def test_an_objection_reaches_those_who_share_out_the_work_above() -> None:
    turn = after(ANSWERED, Disagreed("Chưa thấy.", "province"))
    assert told(ANSWERED, turn) == {"case.reopened": {"leader", "inspector"}}


def test_a_case_that_comes_to_a_unit_is_told_there_and_not_where_it_left() -> None:
    turn = after(NEW, Forward("east", "BHXH Đông", "Đúng tuyến."))
    assert told(NEW, turn) == {"case.arrived": {"east"}}


def test_a_unit_without_anybody_is_spoken_for_above() -> None:
    empty = Company(COMPANY.people, {**ABOVE, "north": "province"})
    turn = after(NEW, Forward("north", "BHXH Bắc", "Đúng tuyến."))
    found = {one.account_id for one in told_of(turn, NEW.owner_unit_id, empty, ())}
    assert found == {"leader", "inspector"}


def test_the_ladder_begins_with_the_officer_and_ends_with_the_heads() -> None:
    assert told(IN_HAND, reminded(IN_HAND, "warning")) == {"case.due_soon": {"lan"}}
    breach = {"case.overdue": {"lan", "head", "desk"}}
    assert told(IN_HAND, reminded(IN_HAND, "breach")) == breach


def test_of_a_case_that_is_nobodys_the_unit_hears() -> None:
    assert told(NEW, reminded(NEW, "first")) == {"case.not_begun": {"head", "desk"}}
    assert told(NEW, reminded(NEW, "warning")) == {"case.due_soon": {"head", "desk"}}


def test_a_party_hears_nothing_nor_whom_the_turn_itself_keeps_away() -> None:
    assert told(IN_HAND, reminded(IN_HAND, "breach"), frozenset({"head"})) == {
        "case.overdue": {"lan", "desk"}
    }
    turn = kept_away(CaseTurn(IN_HAND), {"head"}, (), COMPANY)
    assert told(IN_HAND, turn) == {"case.arrived": {"leader", "inspector"}}


def test_of_a_restricted_case_only_those_hear_who_may_read_it() -> None:
    secret = replace(NEW, restricted=True, owner_unit_id="province")
    turn = reminded(secret, "breach")
    assert told(secret, turn) == {"case.overdue": {"leader", "inspector"}}
    below = replace(NEW, restricted=True)
    assert told(below, reminded(below, "breach")) == {"case.overdue": {"leader", "inspector"}}


def test_nobody_is_told_of_what_they_did() -> None:
    assert told(NEW, after(NEW, Assign("head"), by="head")) == {}


@pytest.mark.parametrize("act", [Note("Đã gọi."), Answer("Đã xong.")])
def test_what_an_officer_does_alone_is_told_to_nobody(act: Act) -> None:
    turn = after(IN_HAND, act, by="lan")
    assert not speaks(turn, IN_HAND.owner_unit_id)


# -- accounts


@pytest.mark.parametrize("kind", sorted(OF_TRUST))
def test_owners_hear_of_what_others_do(kind: AccountKind) -> None:
    assert account_kind(kind, by_owner=False) == kind
    assert worth_a_message(kind)


def test_owners_need_not_hear_of_what_they_do_themselves_but_for_links() -> None:
    mine = {one for one in OF_TRUST if account_kind(one, by_owner=True)}
    assert mine == {"account.password_reset"}
    assert account_kind("account.signed_in", by_owner=False) is None


def test_what_asks_nothing_of_its_reader_is_no_message() -> None:
    kinds = {*get_args(CaseKind), *get_args(AccountKind)}
    quiet = {kind for kind in kinds if not worth_a_message(kind)}
    assert quiet == {"case.agreed", "account.reset_refused"}


# -- campaigns


def test_who_may_approve_a_campaign_hears_of_it_but_not_whose_work_it_is() -> None:
    assert set(approvers_of("west", COMPANY, ())) == {"leader", "admin"}
    assert approvers_of("west", COMPANY, {"account:admin"}) == ("leader",)
    assert approvers_of("east", COMPANY, ()) == ("leader",)


def test_a_campaign_of_the_whole_office_is_for_who_has_the_whole_office() -> None:
    whole = Person("whole", "Ngô Toàn Tỉnh", (Grant("provincial_leader", WHOLE),))
    assert approvers_of(None, Company((*COMPANY.people, whole), ABOVE), ()) == ("whole",)


def test_only_accounts_that_are_open_are_told() -> None:
    assert tellable(("account:lan", "cli:root", "account:gone", None), COMPANY) == ("lan",)
