"""No subtraction of publications and tables tells what fewer than ten people said."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date

import pytest
from msgspec.structs import replace

from survey import publishing
from survey.cells import CSAT
from survey.publishing import Gathered, Held, Label, Member, settled, summed
from survey.suppression import LEAST
from tests.survey.attackers import isolated
from tests.survey.publishers import Office, Publisher, by_rules, gathered, history, label_of

TODAY = date(2026, 3, 10)
WHO = {"A1": (1, 1), "A": (1, 1), "overall": (1, 1)}
WITH_B5 = {"B5": (1, 1), "B": (1, 1), "overall": (2, 2)} | {"A1": (1, 1), "A": (1, 1)}


def _member(name: str, **more: object) -> Member:
    fields = {"person": name, "unit_id": "u", "day": "2026-03-01", "tallies": WHO, **more}
    fields = {"known": fields["person"], **fields}
    return Member(id=name, since=str(fields["day"]), **fields)  # type: ignore[arg-type]  # fields of a test, by name


def _members(count: int, prefix: str = "r", **more: object) -> list[Member]:
    return [_member(f"{prefix}{number}", **more) for number in range(count)]


def _held(
    members: list[Member], gone: list[Member], *, key: str = "b", unit: str = "u", **more: bool
) -> Held:
    return Held(
        id=key,
        label=Label(unit, "2026-03", "2026-03"),
        renewed=more.get("renewed", False),
        members=tuple(members),
        gone=frozenset(one.id for one in gone),
    )


# -- who comes


def test_nine_wait_and_ten_are_published() -> None:
    assert gathered(_members(9), TODAY) == ()
    [block] = gathered(_members(10), TODAY)
    assert block.label == Label("u", "2026-03", "2026-03")
    assert len(block.members) == 10


def test_many_are_published_in_pieces_and_what_is_left_of_them_together() -> None:
    blocks = gathered(_members(85), TODAY)
    assert [len(block.members) for block in blocks] == [40, 40]
    rare = dict.fromkeys((3, 4, 5, 43, 44, 45, 46, 47, 48, 49), WITH_B5)
    mixed = [_member(f"{n:02}", tallies=rare.get(n, WHO)) for n in range(80)]
    assert [len(block.members) for block in gathered(mixed, TODAY)] == [37, 33, 10]


def test_ten_responses_of_nine_people_wait() -> None:
    assert gathered([*_members(9), _member("again", person="r0")], TODAY) == ()


def test_who_rated_what_too_few_rated_waits_for_others() -> None:
    few = _members(3, "b", tallies=WITH_B5)
    [block] = gathered([*_members(12), *few], TODAY)
    assert {one.id for one in block.members} == {f"r{number}" for number in range(12)}
    [later] = gathered([*few, *_members(7, "c", tallies=WITH_B5)], TODAY)
    assert len(later.members) == 10


def test_small_units_count_for_the_whole_after_a_week() -> None:
    few = [*_members(6, "a", unit_id="a"), *_members(6, "b", unit_id="b")]
    assert gathered(few, date(2026, 3, 4)) == ()
    [block] = gathered(few, TODAY)
    assert block.label == Label("", "2026-03", "2026-03")


def test_what_is_left_of_months_comes_together_in_the_end() -> None:
    few = [*_members(6, "a", day="2026-01-30"), *_members(6, "b", day="2026-02-02")]
    assert gathered(few, date(2026, 2, 10)) == ()
    [block] = gathered(few, TODAY)
    assert block.label == Label("", "2026-01", "2026-02")


def _of_people(people: int, unit_id: str, **more: object) -> list[Member]:
    """Responses of people who have another name in each unit, as the figures name them."""
    return [
        _member(f"{unit_id}{n}", unit_id=unit_id, person=f"{n} in {unit_id}",
                **{"known": f"person {n}", **more})
        for n in range(people)
    ]  # fmt: skip


def test_five_people_of_two_units_are_not_ten() -> None:
    assert gathered([*_of_people(5, "a"), *_of_people(5, "b")], TODAY) == ()
    [block] = gathered([*_of_people(5, "a"), *_of_people(10, "b")], date(2026, 3, 2))
    assert block.label.unit_id == "b"
    [block] = gathered([*_of_people(9, "a"), _member("c", unit_id="c")], TODAY)
    assert block.label.unit_id == ""


def test_who_is_known_no_more_counts_in_their_unit_only() -> None:
    assert gathered([*_of_people(9, "a", known=""), *_members(9)], TODAY) == ()
    [block] = gathered(_of_people(10, "a", known=""), TODAY)
    assert block.label.unit_id == "a"


def test_a_respondent_is_one_cluster_of_a_unit_and_a_month() -> None:
    twice = [*_members(10), _member("again", person="r0")]
    moments = summed(twice)["overall"]
    assert moments.respondents == 10
    assert moments.rated == 11
    assert moments.rated_squared == 9 + 4


# -- who goes


def test_one_who_went_stays_in_the_sum_until_a_step_hides_it() -> None:
    members = _members(30)
    assert settled([_held(members, members[:1])]) == settled([])


def test_ten_who_went_leave_together_and_ten_stay() -> None:
    members = _members(30)
    changes = settled([_held(members, members[:10])])
    assert [one.of for one in changes.renewed] == [("b",)]
    assert changes.renewed[0].block.members == tuple(members[10:])


def test_those_who_went_from_several_blocks_hide_one_another() -> None:
    first, second = _members(12, "a"), _members(12, "b")
    changes = settled([_held(first, first[:5], key="x"), _held(second, second[:5], key="y")])
    [renewed] = changes.renewed
    assert renewed.of == ("x", "y")
    assert len(renewed.block.members) == 14


def test_of_the_whole_only_those_who_are_known_hide_one_another() -> None:
    twice = [*_of_people(8, "a"), *_of_people(8, "b")]
    others = _members(20)
    assert settled([_held([*twice, *others], twice, unit="")]) == settled([])
    assert settled([_held([*twice, *others], twice)]).renewed
    erased = _of_people(12, "c", known="")
    assert settled([_held([*erased, *others], erased, unit="")]) == settled([])


def test_few_who_stayed_would_be_told_apart_and_so_the_block_is_dropped() -> None:
    members = _members(12)
    changes = settled([_held(members, members[:11])])
    assert (changes.renewed, changes.dropped) == ((), ("b",))


def test_a_renewed_block_is_not_renewed_again() -> None:
    members = _members(40)
    assert settled([_held(members, members[:15], renewed=True)]) == settled([])


def test_who_went_having_rated_what_few_rated_stays_in() -> None:
    members = [*_members(20), *_members(10, "b", tallies=WITH_B5)]
    changes = settled([_held(members, [*members[:10], members[20]])])
    [renewed] = changes.renewed
    assert members[20] in renewed.block.members
    assert len(renewed.block.members) == 20


# -- the attack

HAPPENED = ("renewed", "dropped", "left", "corrected", "erased", "counted anew")


@pytest.mark.timeout(600)  # some 25 s of its own, on a machine that others use too
def test_an_attacker_finds_nobody_in_ten_thousand_publications() -> None:
    publications, happened = 0, Counter[str]()
    for seed in range(1250):
        office = history(seed, 8)
        publications += 8
        happened += office.happened
        found = isolated(office.figures, office.answers, LEAST)
        assert found is None, f"history {seed} tells of {found}"
    assert publications == 10_000
    assert min(happened[one] for one in HAPPENED) > 100, "it went through more than growth"


def _publish_all(office: Office, _day: date) -> None:
    """Publish whoever there is, in each unit: steps of any size."""
    _show(office, [one for key, one in office.received.items() if key not in office.gone])


def _show(office: Office, members: list[Member]) -> None:
    places: dict[Label, list[Member]] = defaultdict(list)
    for member in members:
        places[label_of(member)].append(member)
    office.publish([Gathered(label, tuple(own)) for label, own in sorted(places.items())])


def _steps_of_the_whole(office: Office, _day: date) -> None:
    """Publish units whenever ten new responses came to the whole."""
    fresh = [one for key, one in office.received.items() if key not in office.used]
    if len(fresh) >= LEAST:
        office.used.update(one.id for one in fresh)
        _show(office, list(office.received.values()))


def _removals_at_once(office: Office, day: date) -> None:
    """Publish by the rules, and take out at once whoever went."""
    gone, office.gone = office.gone, set()
    by_rules(office, day)
    office.gone = gone
    for key, block in list(office.blocks.items()):
        staying = tuple(one for one in block.members if one.id not in gone)
        office.blocks[key] = Gathered(block.label, staying)
    office.publish(tuple(office.blocks.values()))


def _hidden_by_number(family: list[Held], going: set[str], level: str) -> bool:
    """Ask only whether ten went, not who stayed."""
    raters = [one for block in family for one in block.members if level in one.tallies]
    went = {one.person for one in raters if one.id in going}
    return not went or len(went) >= LEAST


def test_the_attacker_finds_those_who_stayed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_hidden", _hidden_by_number)
    offices = (history(seed, 8) for seed in range(60))
    assert any(isolated(office.figures, office.answers, LEAST) for office in offices)


@pytest.mark.parametrize("level", [CSAT, "B5", "A2"])
def test_the_attacker_finds_those_who_rated_a_level_that_is_not_asked_about(
    monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    raters = publishing._raters
    monkeypatch.setattr(
        publishing, "_raters", lambda members, one: [] if one == level else raters(members, one)
    )
    offices = (history(seed, 8) for seed in range(20))
    assert any(isolated(office.figures, office.answers, LEAST) for office in offices)


@pytest.mark.parametrize("field", ["person", "id"])
def test_the_attacker_finds_people_who_are_counted_as_several(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """By the names that units have for them, in the whole too; or by their responses."""
    monkeypatch.setattr(Member, "name_in", lambda self, _unit_id: getattr(self, field))
    offices = (history(seed, 8) for seed in range(60))
    assert any(isolated(office.figures, office.answers, LEAST) for office in offices)


@pytest.mark.parametrize("trusted", [False, True], ids=["nobody", "planted: somebody"])
def test_who_was_erased_and_answered_again_is_no_tenth(*, trusted: bool) -> None:
    """Ten responses go, of nine people: one was erased, came again, and goes again."""
    office = Office(random.Random(0))
    first, second = _regulars(office, range(20)), _regulars(office, range(19, 39))
    for name, members in (("x", first), ("y", second)):
        office.blocks[name] = Gathered(label_of(members[0]), tuple(members))
    by_rules(office, TODAY)
    [*_, erased] = first
    forgotten = replace(erased, id="zz", person="zz", known="", named=trusted)
    office.blocks["x"] = Gathered(label_of(erased), (*first[:-1], forgotten))
    office.gone = {one.id for one in (*first[:4], *second[:5])} | {"zz"}
    by_rules(office, TODAY)
    found = isolated(office.figures, office.answers, LEAST)
    assert (None if found is None else len(found)) == (9 if trusted else None)
    assert office.happened["renewed"] == int(trusted)


def _regulars(office: Office, people: range) -> list[Member]:
    """A response of each of these people, who are the same ones in each block."""
    found = []
    for one in people:
        number = len(office.answers)
        office.answers[number] = f"person {one}"
        tallies = dict.fromkeys(("A1", "A", "overall"), (2**number, 1))
        found.append(_member(f"response {number}", person=f"person {one}", tallies=tallies))
    return found


@pytest.mark.parametrize(
    "publisher",
    [_publish_all, _steps_of_the_whole, _removals_at_once],
    ids=lambda one: one.__name__,
)
def test_the_attacker_finds_somebody_where_the_rules_are_weaker(publisher: Publisher) -> None:
    found = [
        isolated(office.figures, office.answers, LEAST)
        for office in (history(seed, 5, publisher) for seed in range(10))
    ]
    assert any(found)
    assert all(one is None or 0 < len(one) < LEAST for one in found)


def test_publications_of_chance_pool_blocks_and_know_people_of_several_units() -> None:
    """What the attack goes through is more than growth."""
    offices = [history(seed, 8) for seed in range(60)]
    assert any(block.label.unit_id == "" for one in offices for block in one.blocks.values())
    places: dict[tuple[int, str], set[tuple[str, str]]] = defaultdict(set)
    for number, office in enumerate(offices):
        for block in office.blocks.values():
            for one in block.members:
                places[number, one.known].add((one.unit_id, one.month))
    assert sum(len(own) > 1 for (_, known), own in places.items() if known) > 100
