"""Forty forms in the style of health and humanitarian surveys: taken over, or refused by row."""

import random
import re
from collections.abc import Collection

import pytest

from bot.forms import shipped_sources
from bot.xlsform.columns import read_column
from bot.xlsform.importing import Imported, read_xlsform
from bot.xlsform.remarks import XlsformRefusedError
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading
from flows.vietnamese import listen
from tests.bot.xlsform.playing import play
from tests.bot.xlsform.workbooks import BROKEN, GOOD, SAID, tables, workbook, xlsform

PLAYS = 25
_GROUPS = ("begin group", "end group")


def taken(name: str) -> Imported:
    return read_xlsform(xlsform(name), name, SAID, shipped_sources())


def test_there_are_thirty_good_ones_and_ten_broken_ones() -> None:
    assert (len(GOOD), len(BROKEN)) == (30, 10)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_form_can_be_played_to_its_end(name: str) -> None:
    form = taken(name).form
    asked: set[str] = set()
    for seed in range(PLAYS):
        played = play(form, random.Random(seed))
        assert played.sent, (seed, played.asked[-5:])
        asked.update(played.asked)
    never = {q.id for q in form.questions if q.type != "calculated"} - asked
    assert not never, f"never asked in {PLAYS} plays"


@pytest.mark.parametrize("name", GOOD)
def test_every_row_of_a_good_form_is_carried_or_named(name: str) -> None:
    imported = taken(name)
    named = {(remark.sheet, remark.row) for remark in imported.remarks}
    header, *rows = tables(name)["survey"]
    kind = [read_column(title).name for title in header].index("type")
    for number, row in enumerate(rows, start=2):
        carried = f"# survey {number}: " in imported.text
        is_spacing = not any(row) or row[kind].replace("_", " ") in _GROUPS
        assert carried or is_spacing or ("survey", number) in named, row


@pytest.mark.parametrize("name", GOOD)
def test_every_filled_column_of_a_good_form_is_carried_or_named(name: str) -> None:
    imported = taken(name)
    named = {(remark.sheet, remark.row, remark.column) for remark in imported.remarks}
    working = _WORKING | _filtering(name)
    silent = []
    for sheet in ("survey", "choices"):
        header, *rows = tables(name)[sheet]
        for number, row in enumerate(rows, start=2):
            for title, cell in zip(header, row, strict=False):
                if not cell or _is_carried(title, cell, imported, working):
                    continue
                if (sheet, number, title) not in named and not _is_left(
                    imported, sheet, number, title, row[0]
                ):
                    silent.append((sheet, number, title, cell))
    assert not silent


_WORKING = frozenset(
    {
        "type",
        "name",
        "list_name",
        "required",
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
    }
)
"""Columns that are always worked in."""


def _filtering(name: str) -> set[str]:
    """Return the columns of the choices that a filter of the form compares."""
    header, *rows = tables(name)["survey"]
    filters = [
        cell
        for row in rows
        for title, cell in zip(header, row, strict=False)
        if read_column(title).name == "choice_filter"
    ]
    return set(re.findall(r"(?<!\{)\b[a-z]+\b", " ".join(filters)))


def _is_carried(title: str, cell: str, imported: Imported, working: Collection[str]) -> bool:
    """Whether a cell's words stand in the form, or its column is one that is worked in."""
    column = read_column(title)
    if column.name in ("label", "hint", "constraint_message", "required_message"):
        # A word of a text may be quoted in YAML, or broken over lines.
        flat = " ".join(imported.text.replace("''", "'").split())
        return " ".join(cell.split()) in flat
    return column.name in working or (column.name == "parameters" and "start=" in cell)


def _is_left(imported: Imported, sheet: str, number: int, title: str, first: str) -> bool:
    """Whether the whole row, the list that its first cell names or the column's language is
    named as left out.
    """
    for remark in imported.remarks:
        here = remark.sheet == sheet
        row_left = here and remark.key == "xlsform.disabled" and remark.row == number
        list_left = remark.key == "xlsform.unused_list" and remark.params["list"] == first
        other = here and remark.key == "xlsform.other_language" and remark.column == title
        # One hole leaves the language out of all sheets; the remark names the hole.
        holes = remark.key == "xlsform.translation_missing" and "English" in title
        if row_left or (here and list_left) or other or holes:
            return True
    return False


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_refused_with_sheet_row_column_and_reason(name: str) -> None:
    expected = {tuple(row) for row in tables(name)["refused"]}
    with pytest.raises(XlsformRefusedError) as caught:
        taken(name)
    found = {(r.sheet, str(r.row), r.column, r.key) for r in caught.value.refused}
    assert found == expected


@pytest.mark.parametrize("name", GOOD)
def test_the_same_file_gives_the_same_form(name: str) -> None:
    assert taken(name).text == taken(name).text


def survey(*rows: list[str], choices: list[list[str]] | None = None) -> bytes:
    header = ["type", "name", "label", "choice_filter", "for the team"]
    return workbook(
        {
            "survey": [header, *rows],
            "choices": [["list_name", "name", "label"], *(choices or [])],
            "settings": [["form_id", "default_language"], ["small_form", "vi"]],
        }
    )


ASKED = ["text", "where", "Ông/Bà sống ở đâu?"]


def test_a_row_of_the_designers_notes_is_named_and_asks_nothing() -> None:
    content = survey(["", "", "", "", "Part A"], ASKED)
    imported = read_xlsform(content, "small", SAID, shipped_sources())
    assert [question.id for question in imported.form.questions] == ["C1", "WHERE"]
    named = {(r.sheet, r.row, r.column, r.weight) for r in imported.remarks}
    assert ("survey", 2, "for the team", "left_out") in named


@pytest.mark.parametrize(
    ("row", "column", "key"),
    [
        (["", "", "Phần A", "", "Part A"], "type", "xlsform.no_type"),
        (["select multiple food", "food", "Ông/Bà ăn gì?"], "type", "xlsform.unknown_type_near"),
    ],
)
def test_a_row_that_wants_to_ask_is_refused_by_its_number(
    row: list[str], column: str, key: str
) -> None:
    with pytest.raises(XlsformRefusedError) as caught:
        read_xlsform(survey(ASKED, row), "small", SAID, shipped_sources())
    found = {(r.row, r.column, r.key): r.params for r in caught.value.refused}
    assert (3, column, key) in found
    assert found[3, column, key].get("near", "select_multiple") == "select_multiple"


@pytest.mark.parametrize(
    ("parameters", "constraint", "low", "high"),
    [
        ("start=1 end=5", "", 1, 5),
        ("start=1 end=5", ". >= 0 and . <= 10", 1, 5),
        ("start=1 end=5", ". > 2", 3, 5),
        ("", ". <= 7", 1, 7),
        ("start=0.5 end=9.5", ". <= 3", 0.5, 3),
    ],
)
def test_a_range_takes_what_its_slider_and_its_constraint_both_take(
    parameters: str, constraint: str, low: float, high: float
) -> None:
    header = ["type", "name", "label", "parameters", "constraint"]
    row = ["range", "points", "Ông/Bà cho mấy điểm?", parameters, constraint]
    imported = read_xlsform(workbook({"survey": [header, row]}), "r", SAID, shipped_sources())
    question = imported.form.by_id["POINTS"]
    assert (question.low, question.high, question.constraint) == (low, high, None)


@pytest.mark.parametrize(
    ("label", "hint", "kind"),
    [
        ("Gia đình nhận bao nhiêu đồng?", "Ví dụ: 2000000.", "money"),
        ("Ông/Bà phải trả bao nhiêu tiền?", "", "money"),
        ("Thu nhập tháng trước (VNĐ)", "", "money"),
        ("Gia đình nhận bao nhiêu nghìn đồng?", "", "number"),
        ("Ông/Bà phải trả bao nhiêu tiền?", "Đơn vị: triệu đồng.", "number"),
        ("Chi phí (1.000 đồng)", "", "number"),
        ("Trong 10 đồng thu được, bao nhiêu đồng mua thức ăn?", "", "number"),
        ("Ông/Bà đã ký mấy hợp đồng?", "", "number"),
        ("Nhà có bao nhiêu đồng hồ nước?", "", "number"),
    ],
)
def test_an_amount_in_dong_is_asked_as_money(label: str, hint: str, kind: str) -> None:
    header = ["type", "name", "label", "hint", "constraint"]
    row = ["integer", "amount", label, hint, ". > 0 and . <= 90000000"]
    imported = read_xlsform(workbook({"survey": [header, row]}), "m", SAID, shipped_sources())
    question = imported.form.by_id["AMOUNT"]
    assert (question.type, question.low, question.high) == (kind, 1, 90_000_000)
    named = ("survey", 2, "xlsform.money") in {(r.sheet, r.row, r.key) for r in imported.remarks}
    assert named is (kind == "money")


def test_five_million_is_not_five() -> None:
    question = taken("good_cash_nested").form.by_id["B_FOOD"]
    heard = QUESTION_TYPES[question.type].read(question, listen("5tr"))
    assert isinstance(heard, Reading)
    assert heard.value == 5_000_000


def test_other_is_a_choice_of_everybody_who_uses_the_list() -> None:
    content = survey(
        ["select_multiple food or_other", "all", "Ông/Bà ăn gì?"],
        ["select_one food", "most", "Món nào nhiều nhất?", "selected(${all}, name)"],
        choices=[["food", "rice", "Cơm"], ["food", "fish", "Cá"]],
    )
    form = read_xlsform(content, "small", SAID, shipped_sources()).form
    offered = {choice.value: str(choice.condition) for choice in form.by_id["MOST"].choices}
    assert offered == {each: f"chosen(ALL, '{each}')" for each in ("rice", "fish", "other")}


def test_a_long_question_and_long_choices_are_kept_whole() -> None:
    form = taken("good_long_labels").form
    assert form.long_texts
    assert len(form.by_id["INTRO"].text["vi"]) > 160
    assert max(len(c.label["vi"]) for c in form.by_id["WHY"].choices) > 20


def test_a_form_without_long_words_keeps_the_limits_of_ours() -> None:
    assert not taken("good_tb").form.long_texts


def test_a_language_with_holes_is_left_out_as_a_whole() -> None:
    assert taken("good_missing_translation").form.languages == ("vi",)


def test_consent_stands_first_and_a_question_of_that_name_gets_another() -> None:
    imported = taken("good_odd_names")
    assert imported.form.questions[0].consent == "answers"
    assert imported.names["C1"] != "C1"


@pytest.mark.parametrize(("said", "value"), [("3", 3), ("ba trẻ", 3), ("0", 0)])
def test_a_number_question_that_speaks_of_an_age_counts_all_the_same(
    said: str, value: int
) -> None:
    question = taken("good_wash").form.by_id["UNDER_FIVE"]
    assert question.text["vi"] == "Trong đó có mấy trẻ dưới 5 tuổi?"
    heard = QUESTION_TYPES["number"].read(question, listen(said))
    assert isinstance(heard, Reading)
    assert heard.value == value
