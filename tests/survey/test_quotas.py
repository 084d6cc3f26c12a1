"""Quotas of area and mode: halves where the frame can give them, and steered by live fill."""

from hypothesis import given
from hypothesis import strategies as st

from survey.quotas import Cell, Fill, Stratum, by_need, quotas, spread, steered

CELLS = [Cell(area, mode) for area in ("urban", "rural", "") for mode in ("direct", "online", "")]
_SIZES = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3_000), max_size=len(CELLS))


@given(st.integers(0, 5_000), _SIZES)
def test_quotas_add_up_and_never_ask_for_more_than_there_is(
    total: int, room: dict[Cell, int]
) -> None:
    found = quotas(total, room)
    assert sum(found.values()) == min(total, sum(room.values()))
    assert all(wanted <= room[cell] for cell, wanted in found.items())


def test_the_modes_share_equally_and_the_areas_as_in_the_frame() -> None:
    room = {
        Cell("urban", "direct"): 8_000,
        Cell("rural", "direct"): 1_000,
        Cell("urban", "online"): 500,
        Cell("rural", "online"): 500,
    }
    assert quotas(400, room) == {
        Cell("rural", "direct"): 22,
        Cell("rural", "online"): 100,
        Cell("urban", "direct"): 178,
        Cell("urban", "online"): 100,
    }


def test_what_one_mode_cannot_give_the_other_gives() -> None:
    room = {Cell("urban", "direct"): 900, Cell("urban", "online"): 30}
    assert quotas(400, room) == {Cell("urban", "direct"): 370, Cell("urban", "online"): 30}


def test_an_order_of_one_cell_tilts_no_halves() -> None:
    room = {
        Cell(area, mode): 1_000 for area in ("urban", "rural") for mode in ("direct", "online")
    }
    found = quotas(400, room, {Cell("urban", "direct"): 150})
    assert found == {
        Cell("rural", "direct"): 50,
        Cell("rural", "online"): 100,
        Cell("urban", "direct"): 150,
        Cell("urban", "online"): 100,
    }
    above = quotas(400, room, {Cell("urban", "direct"): 300})
    assert sum(found for cell, found in above.items() if cell.mode == "online") == 100


def test_rows_that_do_not_tell_their_mode_have_their_part_of_the_frame() -> None:
    room = {Cell("", ""): 500, Cell("", "direct"): 400, Cell("", "online"): 100}
    assert quotas(100, room) == {Cell("", ""): 50, Cell("", "direct"): 25, Cell("", "online"): 25}


@given(st.integers(0, 2_000), _SIZES, _SIZES)
def test_what_somebody_ordered_stands_as_far_as_the_frame_can_give_it(
    total: int, room: dict[Cell, int], ordered: dict[Cell, int]
) -> None:
    found = quotas(total, room, ordered)
    least = {cell: min(wanted, room.get(cell, 0)) for cell, wanted in ordered.items()}
    assert all(found[cell] == wanted for cell, wanted in least.items())
    assert sum(found.values()) >= min(total, sum(found.values()))
    assert all(wanted <= room.get(cell, 0) for cell, wanted in found.items())


@st.composite
def _units(draw: st.DrawFn) -> dict[tuple[str, Cell], int]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1))
    return {(unit, cell): draw(st.integers(0, 300)) for unit in names for cell in CELLS[:4]}


@given(_units(), st.floats(0, 1))
def test_each_unit_is_met_exactly(room: dict[tuple[str, Cell], int], share: float) -> None:
    units: dict[str, int] = {}
    for (unit, _), size in room.items():
        units[unit] = units.get(unit, 0) + int(size * share)
    whole = {cell: sum(room[of, c] for of, c in room if c == cell) for cell in CELLS[:4]}
    found = spread(units, quotas(sum(units.values()), whole), room)
    for unit, owed in units.items():
        assert sum(part for (of, _), part in found.items() if of == unit) == owed
    assert all(part <= room[at] for at, part in found.items())


def test_units_that_can_make_up_for_one_that_has_only_counters() -> None:
    direct, online = Cell("urban", "direct"), Cell("urban", "online")
    room = {("a", direct): 500, ("b", direct): 500, ("b", online): 500, ("c", direct): 500,
            ("c", online): 500}  # fmt: skip
    found = spread({"a": 60, "b": 120, "c": 120}, {direct: 150, online: 150}, room)
    assert found == {("a", direct): 60, ("b", direct): 45, ("b", online): 75, ("c", direct): 45,
                     ("c", online): 75}  # fmt: skip


def test_no_cell_gets_more_than_was_ordered() -> None:
    direct, online = Cell("urban", "direct"), Cell("urban", "online")
    room = {("a", direct): 500, ("a", online): 500, ("b", online): 500}
    found = spread({"a": 30, "b": 30}, {direct: 55, online: 5}, room, [online])
    assert sum(part for (_, cell), part in found.items() if cell == online) == 5


# -- live fill


def stratum(area: str, mode: str, unit: str = "u") -> Stratum:
    return Stratum("g", unit, area, mode)


def test_the_neediest_cell_comes_first_and_in_it_the_neediest_unit() -> None:
    fills = [
        Fill(stratum("urban", "direct", "a"), 50, 40, 9),
        Fill(stratum("urban", "direct", "b"), 50, 5, 9),
        Fill(stratum("rural", "online", "a"), 50, 10, 9),
        Fill(stratum("rural", "online", "b"), 50, 8, 9),
        Fill(stratum("rural", "online", "c"), 50, 0, 0),
    ]
    assert [(one.stratum.mode, one.stratum.unit) for one in by_need(fills)] == [
        ("online", "b"), ("online", "a"), ("direct", "b"), ("direct", "a"),
    ]  # fmt: skip


def test_who_dropped_out_is_replaced_from_the_same_stratum_then_where_the_need_is() -> None:
    full, empty = stratum("urban", "direct"), stratum("urban", "online")
    fills = [Fill(full, 50, 45, 1), Fill(empty, 50, 5, 9)]
    assert steered(fills, 3, {full: 3}) == {full: 1, empty: 2}


def test_further_people_bring_direct_and_online_level() -> None:
    direct, online = stratum("", "direct"), stratum("", "online")
    fills = [Fill(direct, 100, 60, 100), Fill(online, 100, 40, 100)]
    assert steered(fills, 30) == {online: 25, direct: 5}


@given(st.lists(st.integers(0, 20), min_size=3, max_size=3), st.integers(0, 40))
def test_nobody_is_asked_who_is_no_reserve(reserves: list[int], count: int) -> None:
    fills = [
        Fill(stratum("urban", "direct", f"u{at}"), 10, at, left)
        for at, left in enumerate(reserves)
    ]
    taken = steered(fills, count)
    assert sum(taken.values()) == min(count, sum(reserves))
    assert all(taken.get(one.stratum, 0) <= one.reserves for one in fills)
