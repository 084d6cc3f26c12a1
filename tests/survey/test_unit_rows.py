"""The tree as rows of a day, units that came without events, and what an event changes."""

from survey.unit_effects import Effects, effects_of
from survey.unit_events import (
    KINDS,
    Alias,
    Body,
    Code,
    Cover,
    Dissolve,
    Found,
    Merge,
    Move,
    Rename,
    Split,
    Uncover,
    UnitEvent,
    Withdraw,
    named,
)
from survey.unit_rows import ORIGIN, adopted, heir, rows
from survey.unit_tree import grown, tree_of
from tests.survey.units import FIRST, day, events, founded, tree

NOW = day("2026-01-01")
THREE = [*founded("top"), *founded("a", "b", "c", parent="top")]


def test_each_row_comes_behind_the_one_above_it_and_the_future_is_left_out() -> None:
    known = tree(
        *founded("z"),
        ("2020-01-01", Found("y", "BHXH y", parent="z")),
        ("2020-01-01", Found("x", "BHXH x", parent="y")),
        ("2020-06-01", Code("y", "640")),
        ("2099-01-01", Found("later", "BHXH Sau", parent="z")),
    )

    found = rows(known, NOW)

    assert [row.unit for row in found] == ["z", "y", "x"]
    assert [row.state.code for row in found] == ["", "640", ""]


def test_an_ended_unit_lies_below_its_only_successor_else_below_the_one_above() -> None:
    known = tree(
        *THREE,
        *founded("d", parent="top"),
        ("2022-01-01", Merge(("a",), "b")),
        ("2023-01-01", Dissolve("c")),
        ("2024-01-01", Found("d1", "BHXH Một", parent="top")),
        ("2024-01-01", Found("d2", "BHXH Hai", parent="top")),
        ("2024-01-01", Split("d", ("d1", "d2"))),
        ("2025-01-01", Merge(("b",), "d1")),
    )

    above = {row.unit: row.parent for row in rows(known, NOW)}

    assert (above["a"], above["b"], above["c"], above["d"]) == ("b", "d1", "top", "top")
    assert [heir(known, unit, NOW) for unit in "abcd"] == ["d1", "d1", "top", "top"]
    assert heir(known, "a", day("2024-06-01")) == "b"
    assert heir(known, "nobody", NOW) is None


def test_rows_without_events_are_founded_tops_first_behind_what_is_known() -> None:
    known = events(*founded("top"))
    living = [("b", "BHXH B", "a", "local"), ("a", "BHXH A", "top", "district"),
              ("top", "BHXH top", None, "local")]  # fmt: skip

    new = adopted(known, living, at=7)

    assert [(one.number, one.day, one.at, one.actor) for one in new] == [
        (2, FIRST, 7, "system"), (3, FIRST, 7, "system")  # as long as the unit above them
    ]  # fmt: skip
    assert [one.body for one in new] == [
        Found("a", "BHXH A", "district", "top"), Found("b", "BHXH B", "local", "a")
    ]  # fmt: skip


def test_a_top_without_a_type_is_a_province() -> None:
    [new] = adopted([], [("p", "BHXH tỉnh", None, "local")], at=0)

    assert (new.day, new.body) == (ORIGIN, Found("p", "BHXH tỉnh", "provincial"))


def test_what_does_not_fit_is_left_out_and_numbers_have_no_gap() -> None:
    """Two of one name below one unit, and two that are below one another."""
    living = [("a", "BHXH A", None, ""), ("b", "bhxh a", None, ""), ("c", "C", "d", "local"),
              ("d", "D", "c", "local"), ("e", "E", "a", "local")]  # fmt: skip

    new = adopted([], living, at=0)

    assert [one.number for one in new] == list(range(1, len(new) + 1))
    assert tree_of(new).faults == ()
    assert {"a", "e"} <= {named(one.body)[0] for one in new}


def test_it_says_what_an_event_changes() -> None:
    known = events(*THREE, ("2020-01-01", Cover("a", ("m", "n"))))
    new: list[tuple[str, Body]] = [
        ("2025-01-01", Found("e", "BHXH Mới", parent="top")),
        ("2025-01-01", Move("c", "b")),
        ("2025-01-01", Rename("b", "BHXH Tên Mới", "office")),
        ("2025-01-01", Merge(("a",), "e")),
        ("2025-01-01", Uncover("e", ("n",))),
        ("2025-01-01", Alias("top", "Tỉnh")),
    ]
    more = [UnitEvent(number=n, day=day(on), body=body) for n, (on, body) in enumerate(new, 6)]

    changed = effects_of(tree_of(known), grown(known, more), NOW)

    assert changed == Effects(
        begun=("e",),
        ended=("a",),
        renamed=(("b", "BHXH b", "BHXH Tên Mới"),),
        retyped=(("b", "local", "office"),),
        moved=(("c", "top", "b"),),
        communes=(("m", "a", "e"), ("n", "a", None)),
        other=("top",),
    )
    assert effects_of(tree_of(known), grown(known, more), FIRST) == Effects()


def test_each_event_names_the_units_that_it_is_about() -> None:
    bodies: dict[str, Body] = {
        "found": Found("a", "A", parent="t"), "rename": Rename("a", "A"), "alias": Alias("a", "A"),
        "code": Code("a", "1"), "move": Move("a", "b"), "merge": Merge(("a", "b"), "c"),
        "split": Split("a", ("b", "c")), "dissolve": Dissolve("a"), "cover": Cover("a", ("m",)),
        "uncover": Uncover("a", ("m",)), "withdraw": Withdraw(1),
    }  # fmt: skip

    assert tuple(bodies) == KINDS
    kinds = [UnitEvent(number=1, day=FIRST, body=body).kind for body in bodies.values()]
    assert kinds == list(KINDS)
    assert [named(body) for body in bodies.values()] == [
        ("a", "t"), ("a",), ("a",), ("a",), ("a", "b"), ("c", "a", "b"), ("a", "b", "c"), ("a",),
        ("a",), ("a",), (),
    ]  # fmt: skip
