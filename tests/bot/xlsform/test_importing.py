"""Thirty forms in the style of health and humanitarian surveys: taken over, or refused by row."""

import random

import pytest

from bot.forms import shipped_sources
from bot.xlsform.columns import read_column
from bot.xlsform.importing import Imported, read_xlsform
from bot.xlsform.remarks import XlsformRefusedError
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading
from flows.vietnamese import listen
from tests.bot.xlsform.playing import play
from tests.bot.xlsform.workbooks import BROKEN, GOOD, SAID, tables, xlsform

PLAYS = 25
_GROUPS = ("begin_group", "end_group", "begin group", "end group")


def taken(name: str) -> Imported:
    return read_xlsform(xlsform(name), name, SAID, shipped_sources())


def test_there_are_twenty_good_ones_and_ten_broken_ones() -> None:
    assert (len(GOOD), len(BROKEN)) == (20, 10)


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
        assert carried or row[kind] in _GROUPS or ("survey", number) in named, row


@pytest.mark.parametrize("name", GOOD)
def test_every_filled_column_of_a_good_form_is_carried_or_named(name: str) -> None:
    imported = taken(name)
    named = {(remark.sheet, remark.row, remark.column) for remark in imported.remarks}
    silent = []
    for sheet in ("survey", "choices"):
        header, *rows = tables(name)[sheet]
        for number, row in enumerate(rows, start=2):
            for title, cell in zip(header, row, strict=False):
                if cell and not _is_carried(title, cell, imported):
                    row_named = _row_is_named(imported, sheet, number)
                    if (sheet, number, title) not in named and not row_named:
                        silent.append((sheet, number, title, cell))
    assert not silent


def _is_carried(title: str, cell: str, imported: Imported) -> bool:
    """Whether a cell's words stand in the form, or its column is one that is always worked in."""
    column = read_column(title)
    if column.name in ("label", "hint", "constraint_message", "required_message"):
        # A word of a text may be quoted in YAML, or broken over lines.
        flat = " ".join(imported.text.replace("''", "'").split())
        return " ".join(cell.split()) in flat
    return column.name in {
        "type",
        "name",
        "list_name",
        "required",
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
        "province",  # the column of a filter
    } or (column.name == "parameters" and "start=" in cell)


def _row_is_named(imported: Imported, sheet: str, number: int) -> bool:
    """Whether the whole row, its list or its language is named as left out."""
    keys = {
        "xlsform.disabled",
        "xlsform.unused_list",
        "xlsform.other_language",
        "xlsform.translation_missing",
    }
    rows = {r.row for r in imported.remarks if r.sheet == sheet and r.key in keys}
    general = {r.key for r in imported.remarks} & (keys - {"xlsform.disabled"})
    return number in rows or bool(general)


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
