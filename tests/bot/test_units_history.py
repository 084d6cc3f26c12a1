"""The history of source 004's province played through: eight units of 2020, what became of them,
their forms counted then and now, and a split unit by commune only.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from bot.commands.units import EXAMPLE
from bot.counting import by, by_unit_now
from bot.i18n import Catalogues, start_of
from bot.imports.lines import day_of
from bot.imports.reading_child import opened
from bot.units.reading import Words, read_table
from flows.identifiers import ResponseId
from storage.base import Storage, UnitOfWork
from survey.restating import Restated, restate
from survey.unit_events import UnitEvent
from survey.unit_tree import UnitTree, tree_of
from survey.validity import Rules
from tests.storage.records import response

THEN, NOW = date(2020, 6, 1), date(2026, 11, 2)
RETURNED: Final[Mapping[str, int]] = {
    "Văn phòng": 101,
    "BHXH huyện Krông Nô": 197,
    "BHXH huyện Cư Jút": 80,
    "BHXH huyện Đắk Mil": 83,
    "BHXH huyện Đắk Song": 185,
    "BHXH huyện Đắk Glong": 58,
    "BHXX huyện Tuy Đức": 171,
    "BHXX huyện Đắk R'lấp": 137,
}
"""The table of the source as it was written and scanned: 1,012 forms returned."""
SPLIT: Final = "dak-nong.lh-dak-mil-dak-song"


@pytest.fixture(scope="module")
def tree() -> UnitTree:
    """The tree of the shipped history."""
    texts = Catalogues.load(strict=True)
    with Path(EXAMPLE).open("rb") as file:
        rows, faults = read_table(opened(file).rows(), Words.of(texts), day_of)
    assert faults == []
    events = [
        UnitEvent(number=number, day=row.entry.day, body=row.entry.body)
        for number, row in enumerate(rows, 1)
    ]
    known = tree_of(events)
    assert known.faults == ()
    return known


def unit_of(tree: UnitTree, name: str) -> str:
    """The unit that a row of the source's table means."""
    (unit,) = tree.find(name, THEN, within="dak-nong")
    return unit


def communes(tree: UnitTree, name: str) -> tuple[str, ...]:
    return tree.communes(unit_of(tree, name), THEN)


def test_each_row_of_the_table_names_one_unit_of_then(tree: UnitTree) -> None:
    units = {unit_of(tree, name) for name in RETURNED}

    assert units == set(tree.as_of(THEN).children["dak-nong"])
    assert len(units) == 8


@pytest.mark.parametrize(
    ("day", "above", "count"),
    [
        (date(2025, 3, 31), ("dak-nong", "vn"), 8),
        (date(2025, 4, 1), ("dak-nong", "kv-25", "vn"), 4),
        (date(2025, 7, 1), ("lam-dong", "vn"), 4),
        (date(2025, 10, 1), ("lam-dong", "vn"), 5),
    ],
)
def test_what_the_eight_were_on_each_day(
    tree: UnitTree, day: date, above: tuple[str, ...], count: int
) -> None:
    there = tree.as_of(day)

    heirs = {heir for name in RETURNED for heir in tree.successors(unit_of(tree, name), day)}

    assert len(heirs) == count
    assert {there.ancestors(heir) for heir in heirs} == {above}


def test_each_commune_of_then_has_one_unit_on_every_day(tree: UnitTree) -> None:
    known = [commune for name in RETURNED for commune in communes(tree, name)]

    assert len(known) == len(set(known)) == 71
    for day in (THEN, date(2025, 5, 1), date(2025, 8, 1), NOW):
        covered = (tree.communes(unit, day) for unit in tree.as_of(day).units)
        assert sorted(one for held in covered for one in held) == sorted(known)


def test_a_split_unit_is_restated_by_commune_only(tree: UnitTree) -> None:
    dak_mil = unit_of(tree, "BHXH huyện Đắk Mil")

    unknown = restate(tree, dak_mil, None, THEN, NOW)
    elsewhere = restate(tree, dak_mil, communes(tree, "BHXH huyện Cư Jút")[0], THEN, NOW)
    known = {restate(tree, dak_mil, one, THEN, NOW) for one in communes(tree, "Đắk Mil")}

    assert unknown == elsewhere == Restated(None, "split", SPLIT, date(2025, 10, 1))
    assert known == {Restated("lam-dong.cs-dak-mil")}
    assert restate(tree, dak_mil, None, THEN, date(2025, 9, 30)) == Restated(SPLIT)


async def test_forms_of_then_are_counted_then_and_now(storage: Storage, tree: UnitTree) -> None:
    await store(storage, tree)
    since, until = start_of(date(2020, 1, 1)), start_of(date(2021, 1, 1))

    groups = await storage.counting.groups(None, since, until, Rules(), ["mc"])
    now = by_unit_now(groups, tree, NOW)

    then = {unit: counts.issued for unit, counts in by(groups, lambda one: one.unit_id).items()}
    assert then == {unit_of(tree, name): count for name, count in RETURNED.items()}
    assert {unit: counts.issued for unit, counts in now.units.items()} == {
        "dak-nong.lh-gia-nghia": 101 + 58,
        "dak-nong.lh-krong-no-cu-jut": 197 + 80,
        "dak-nong.lh-dak-rlap-tuy-duc": 171 + 137,
        "lam-dong.cs-dak-mil": 83,  # their communes are known
    }
    # Of Đắk Song's nobody wrote down the commune: they are shown apart, and not guessed.
    split = Restated(None, "split", SPLIT, date(2025, 10, 1))
    assert {why: counts.issued for why, counts in now.unplaced.items()} == {split: 185}


async def store(storage: Storage, tree: UnitTree) -> None:
    """Store the forms of the table, Đắk Mil's with their communes."""
    unit = UnitOfWork()
    for name, count in RETURNED.items():
        held: Sequence[str | None] = (None,)
        if name == "BHXH huyện Đắk Mil":
            held = communes(tree, name)
        for number, commune in zip(range(count), cycle(held), strict=False):
            record = response(
                ResponseId(f"{name} {number}"),
                state="completed",
                started_at=start_of(THEN),
                unit_id=unit_of(tree, name),
                commune=commune,
                trial=False,
            )
            storage.responses.add(unit, record)
    await storage.commit(unit)
