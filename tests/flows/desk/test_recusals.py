"""What becomes of a case when somebody turns out to be concerned in it."""

import pytest
from msgspec.structs import replace

from flows.desk.case_acts import FindConflict
from flows.desk.cases import CaseTurn
from flows.desk.parties import Person
from flows.desk.recusals import Company, kept_away, raised
from flows.desk.roles import Grant
from tests.flows.desk.samples import IN_HAND, NEW, TUESDAY, WAITING, done

ABOVE = {"west-1": "west", "west": "province", "east": "province", "province": None}
HEAD = Person("head", "Trần Văn Đứng", (Grant("unit_head", "west"),))
LEADER = Person("leader", "Lê Thị Đầu", (Grant("provincial_leader", "province"),))
LAN = Person("lan", "Vũ Thị Ngọc Lan", (Grant("case_officer", "west"),))
COMPANY = Company((HEAD, LEADER, LAN), ABOVE)


def test_who_has_the_case_loses_it_when_named() -> None:
    turn = kept_away(CaseTurn(IN_HAND), {"lan"}, (), COMPANY)
    [line] = turn.lines
    assert (line.kind, line.actor, line.text) == ("concerned", "clock", None)
    assert line.detail == {"officer": "lan", "cause": "named"}
    assert (turn.case.officer_id, turn.case.state) == (None, "new")
    assert (turn.case.version, turn.case.lines) == (IN_HAND.version + 1, IN_HAND.lines + 1)
    assert turn.case.owner_unit_id == "west"


def test_what_is_known_already_is_not_written_again() -> None:
    turn = CaseTurn(IN_HAND)
    assert kept_away(turn, {"lan"}, {"lan"}, COMPANY) == turn
    assert kept_away(turn, (), (), COMPANY) == turn


def test_where_the_head_is_concerned_the_unit_above_takes_over() -> None:
    turn = kept_away(CaseTurn(IN_HAND), {"head"}, (), COMPANY)
    assert [line.kind for line in turn.lines] == ["concerned", "raised"]
    assert turn.lines[-1].detail == {"unit": "province"}
    assert (turn.case.owner_unit_id, turn.case.officer_id) == ("province", None)
    assert turn.case.version == IN_HAND.version + 1, "one turn is one version"
    assert turn.case.lines == IN_HAND.lines + 2
    assert turn.case.due_at == IN_HAND.due_at, "the promise stays"


@pytest.mark.parametrize("parties", [{"leader"}, {"head", "leader"}])
def test_above_the_top_there_is_nobody(parties: set[str]) -> None:
    at_top = CaseTurn(replace(IN_HAND, owner_unit_id="province"))
    assert raised(at_top, parties, COMPANY) == at_top


def test_the_way_up_passes_by_every_head_who_is_concerned() -> None:
    lower = Person("lower", "Hồ Văn Hai", (Grant("unit_head", "west-1"),))
    company = Company((*COMPANY.people, lower), ABOVE)
    turn = raised(CaseTurn(replace(NEW, owner_unit_id="west-1")), {"lower", "head"}, company)
    assert turn.case.owner_unit_id == "province"


def test_a_head_of_another_unit_moves_nothing() -> None:
    turn = CaseTurn(replace(IN_HAND, owner_unit_id="east"))
    assert raised(turn, {"head"}, COMPANY) == turn


def test_a_waiting_case_goes_on_waiting() -> None:
    turn = kept_away(CaseTurn(WAITING), {"lan", "head"}, (), COMPANY)
    assert (turn.case.state, turn.case.waiting_since) == ("waiting", WAITING.waiting_since)


def test_a_circle_of_units_ends() -> None:
    circle = Company(COMPANY.people, {"west": "east", "east": "west"})
    assert circle.around("east") == (HEAD, LAN)
    assert raised(CaseTurn(IN_HAND), {"head"}, circle).case.owner_unit_id == "east"


def test_what_is_found_is_written_with_its_reason_and_frees_the_case() -> None:
    turn = done(IN_HAND, FindConflict("lan", " Người nhà. "), TUESDAY, by="hoa")
    [line] = turn.lines
    assert (line.kind, line.actor, line.text) == ("concerned", "account:hoa", "Người nhà.")
    assert turn.case.officer_id is None
    of_other = done(IN_HAND, FindConflict("minh", "Người nhà."), TUESDAY, by="hoa")
    assert of_other.case.officer_id == "lan"
