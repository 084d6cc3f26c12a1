"""A roster in a sheet: what its rows become, and what is wrong with which cell."""

from datetime import date

import pytest

from survey.office_lists import ListFault
from survey.roster import RosterRow
from survey.roster_rows import KnownOfficer, KnownPlace, NewOfficer, ReadRoster, read_roster

DESK = KnownPlace(
    id="p1", name="Mot cua", code="MC1", unit_id="u1",
    counters=(("c1", "Quay so 1"), ("c2", "Quay so 2")),
)  # fmt: skip
POST = KnownPlace(id="p2", name="Buu dien", unit_id="u2")
AN = KnownOfficer(id="an", name="Nguyen Van An", unit_id="u1", code="CB01")
BINH = KnownOfficer(id="binh", name="Le Thi Binh", unit_id="u1")
HEAD = ["Ma can bo", "Ho ten", "Dia diem", "Quay", "Tu ngay", "Den ngay", "Thu", "Tu gio",
        "Den gio", "Loai", "Thay cho"]  # fmt: skip


def lower(text: str) -> str:
    return " ".join(text.lower().split())


def read(*rows: str, places: tuple[KnownPlace, ...] = (DESK, POST)) -> ReadRoster:
    """Read rows whose cells are divided by `|`."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return read_roster([HEAD, *cells], [AN, BINH], places, lower)


def only(found: ReadRoster) -> RosterRow:
    assert found.faults == ()
    [line] = found.lines
    return line


def test_a_row_becomes_a_line() -> None:
    row = "CB01 | | mot cua | quay so 2 | 05/01/2026 | 30/01/2026 | 2-6 | 7h | 11:30 | Truc |"
    assert only(read(row)) == RosterRow(
        id=0, officer_id="an", place_id="p1", counter_id="c2", from_day=date(2026, 1, 5),
        to_day=date(2026, 1, 30), starts_min=420, ends_min=690, weekdays=0b001_1111,
    )  # fmt: skip


def test_what_is_left_out_is_the_whole_day_of_one_day_at_the_only_place() -> None:
    line = only(read("| le thi binh | | 2 | 05/01/2026", places=(DESK,)))
    assert (line.officer_id, line.place_id, line.counter_id) == ("binh", "p1", "c2")
    assert (line.from_day, line.to_day) == (date(2026, 1, 5),) * 2
    assert (line.starts_min, line.ends_min, line.weekdays) == (0, 1440, 127)


def test_absences_have_no_place_and_delegations_say_for_whom() -> None:
    away = only(read("CB01 | | | | 05/01/2026 | | | | | nghi"))
    assert (away.kind, away.place_id) == ("absence", None)
    stands = only(read("| Le Thi Binh | MC1 | 1 | 05/01/2026 | | | | | thay | CB01"))
    assert (stands.kind, stands.officer_id, stands.stands_for) == ("delegation", "binh", "an")


def test_who_is_named_for_the_first_time_is_new_once() -> None:
    first = "CB09 | Tran Thi Moi | MC1 | 1 | 05/01/2026"
    found = read(first, "CB09 | | MC1 | 2 | 06/01/2026", first)
    assert found.new == (NewOfficer("CB09", "Tran Thi Moi", "u1"),)
    assert [line.officer_id for line in found.lines] == ["+CB09"] * 3


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("CB99 | | MC1 | 1 | 05/01/2026", "Ma can bo", "officer_unknown"),
        ("| Ho Van La | MC1 | 1 | 05/01/2026", "Ho ten", "officer_unknown"),
        ("CB01 | | Nha van hoa | | 05/01/2026", "Dia diem", "place_unknown"),
        ("CB01 | | | | 05/01/2026", "Dia diem", "place_unknown"),
        ("CB01 | | MC1 | 7 | 05/01/2026", "Quay", "counter_unknown"),
        ("CB99 | Tran Thi Moi | MC1 | 7 | 05/01/2026", "Quay", "counter_unknown"),
        ("CB99 | Tran Thi Moi | | | 05/01/2026 | | | | | nghi", "Ma can bo", "officer_unknown"),
        ("CB01 | | MC1 | 1 | 31/02/2026", "Tu ngay", "day"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | 04/01/2026", "Den ngay", "days_turned"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | | 9", "Thu", "weekdays"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | | | sang", "Tu gio", "time"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | | | 11:00 | 7:00", "Den gio", "times_turned"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | | | | | ngu", "Loai", "kind_unknown"),
        ("CB01 | | MC1 | 1 | 05/01/2026 | | | | | thay | CB77", "Thay cho", "officer_unknown"),
    ],
)
def test_a_fault_names_its_row_and_column(row: str, column: str, code: str) -> None:
    good = "CB01 | | MC1 | 1 | 05/01/2026"
    found = read(good, row)
    [fault] = found.faults
    assert (fault.row, fault.column, fault.code) == (3, column, code)
    assert found.lines == (), "a list with a fault is not taken in part"


def test_a_code_of_somebody_else_is_not_taken_over() -> None:
    rows = [HEAD, ["CB50", "Tran Moi", "MC1", "1", "05/01/2026"]]
    assert read_roster(rows, [AN], [DESK], lower).new
    [fault] = read_roster(rows, [AN], [DESK], lower, {"CB50"}).faults
    assert (fault.row, fault.code) == (2, "officer_elsewhere")


def test_namesakes_are_not_guessed() -> None:
    twins = [AN, KnownOfficer(id="other", name=AN.name, unit_id="u2")]
    rows = [HEAD, ["", AN.name, "MC1", "1", "05/01/2026"]]
    [fault] = read_roster(rows, twins, [DESK], lower).faults
    assert fault.code == "officer_twice"


def test_a_list_without_days_is_refused_as_a_whole() -> None:
    fault = ListFault(row=1, column="tu ngay", code="column_missing")
    assert read_roster([["Ho ten"], ["An"]], [AN], [DESK], lower).faults == (fault,)
