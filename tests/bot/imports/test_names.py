"""The names in a list mean units of the day, and rows without one belong to the list's own."""

import pytest

from bot.imports.lines import Line
from bot.imports.names import Names
from storage.base import UnitRecord
from survey.unit_events import Merge, Split
from tests.survey.units import events, founded

UNITS = [UnitRecord("top", "BHXH top", None), *(UnitRecord(x, f"BHXH {x}", "top") for x in "abc")]
TREE = [*founded("top"), *founded("a", "b", "c", parent="top")]


def line(done_on: str, unit: str = "") -> Line:
    empty = dict.fromkeys(
        ("code", "place", "counter", "procedure", "mode", "commune", "area", "phone", "email",
         "person", "employer_code", "employer_name"), "",
    )  # fmt: skip
    return Line(row=2, unit=unit, done_on=done_on, **empty)  # type: ignore[arg-type] # all texts


def names(*happened: tuple[str, object]) -> Names:
    return Names("a", UNITS, [], [], events(*TREE, *happened))  # type: ignore[arg-type] # bodies


@pytest.mark.parametrize(("done_on", "unit"), [("2025-06-30", "a"), ("2025-07-01", "b")])
def test_rows_of_a_unit_that_ended_belong_to_who_took_over(done_on: str, unit: str) -> None:
    merged = names(("2025-07-01", Merge(("a",), "b")))
    assert merged.meant(line(done_on), {}).unit_id == unit


def test_rows_of_a_split_unit_have_to_name_theirs() -> None:
    split = names(("2025-07-01", Split("a", ("b", "c"))))
    assert split.meant(line("2025-06-30"), {}).faults == ()
    [fault] = split.meant(line("2025-07-01"), {}).faults
    assert fault.code == "unit_ambiguous"


def test_without_a_tree_rows_are_the_lists_own() -> None:
    assert Names("a", UNITS, [], []).meant(line("2025-07-01"), {}).unit_id == "a"
