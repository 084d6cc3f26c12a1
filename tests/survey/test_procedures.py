"""The dated catalogue: what counts on a day, and which line a text names."""

from datetime import date

from msgspec.structs import replace

from survey.procedures import Procedure, in_force, name_on, named

CARD = Procedure(code="T1", name="Cấp lại thẻ BHYT", from_day=date(2020, 1, 1), term_days=5)
SHORTER = replace(CARD, from_day=date(2025, 7, 1), term_days=2)
BOOK = Procedure(
    code="S1", name="Cấp lại sổ BHXH", from_day=date(2020, 1, 1), to_day=date(2025, 6, 30)
)
LINES = [SHORTER, BOOK, CARD]


def test_a_change_leaves_what_was_before_as_it_was() -> None:
    assert in_force(LINES, date(2025, 6, 30)) == {"T1": CARD, "S1": BOOK}
    assert in_force(LINES, date(2025, 7, 1)) == {"T1": SHORTER}
    assert in_force(LINES, date(2019, 12, 31)) == {}


def test_a_text_names_a_procedure_by_code_or_by_its_whole_name() -> None:
    day = date(2025, 6, 1)
    assert named(LINES, "t1", day, str.casefold) == (CARD,)
    assert named(LINES, "CẤP LẠI SỔ BHXH", day, str.casefold) == (BOOK,)
    assert named(LINES, "cấp lại", day, str.casefold) == ()
    assert named(LINES, "S1", date(2026, 1, 1), str.casefold) == (), "it is no more"


def test_of_two_with_one_name_none_is_guessed() -> None:
    twin = replace(BOOK, code="S2")
    assert named([*LINES, twin], BOOK.name, date(2025, 1, 1), str.casefold) == (BOOK, twin)
    assert named([*LINES, replace(twin, name="S1")], "S1", date(2025, 1, 1), str) == (BOOK,)


def test_a_procedure_is_called_as_it_was_then() -> None:
    renamed = replace(SHORTER, name="Cấp lại thẻ")
    assert name_on([CARD, renamed], "T1", date(2025, 1, 1)) == CARD.name
    assert name_on([CARD, renamed], "T1", date(2026, 1, 1)) == "Cấp lại thẻ"
    assert name_on(LINES, "S1", date(2026, 1, 1)) == BOOK.name, "it has ended, and is still known"
    assert name_on(LINES, "X", date(2026, 1, 1)) is None
