"""Forms mutilated at random, and every column filled for every type: refused or named, no more."""

import random

import pytest

from bot.forms import shipped_sources
from bot.xlsform.importing import read_xlsform
from bot.xlsform.remarks import Remark, XlsformRefusedError
from tests.bot.xlsform.workbooks import BROKEN, GOOD, SAID, tables, workbook

_TEXTS = """\
x
${a}
''
yes
select_one
select_one nolist
begin_group
end_group
begin_repeat
note
calculate
range
regex(., 'a')
. > 3
today()
1 = 1
true()
if(1 = 1, 2, 3)
1 div 0
{office}
{a}
}
${
((((
-
..
or
not(
Số căn cước
null
{"a":
{"type": 5}
{"role": "reason"}
{"choices": [1]}
{"id": "X"}
{"choices": null}
2026-01-01
<a>
"""
JUNK = ("", "x" * 1000, *_TEXTS.splitlines())


@pytest.mark.parametrize("seed", range(100))
def test_a_mutilated_form_is_taken_or_refused_and_never_stumbled_over(seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(GOOD + BROKEN)
    sheets = {sheet: rows for sheet, rows in tables(name).items() if sheet != "refused"}
    sheets["survey"][0].append("lang_nghe")
    for _ in range(chance.randint(1, 4)):
        rows = sheets[chance.choice(list(sheets))]
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(JUNK)
        if chance.random() < 0.2:
            rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))
    last = sheets["survey"][-1]
    last += [""] * (len(sheets["survey"][0]) - len(last) - 1)
    last.append(chance.choice(JUNK))
    assert _questions_or_faults(workbook(sheets), name) > 0


def _questions_or_faults(content: bytes, name: str) -> int:
    try:
        return len(read_xlsform(content, name, SAID, shipped_sources()).form.questions)
    except XlsformRefusedError as error:
        return len(error.refused)


FILLED = {
    "label::Tiếng Việt (vi)": "Ông/Bà thấy thế nào?",
    "hint::Tiếng Việt (vi)": "Trả lời ngắn gọn.",
    "required": "yes",
    "required_message::Tiếng Việt (vi)": "Xin trả lời câu này.",
    "constraint": "regex(., 'a')",
    "constraint_message::Tiếng Việt (vi)": "Chưa đúng mẫu.",
    "calculation": "1 + 1",
    "choice_filter": "name != 'z'",
    "default": "5",
    "parameters": "start=1 end=9 step=2",
    "appearance": "minimal",
    "guidance_hint": "Đọc chậm.",
    "trigger": "${q}",
    "media::image": "a.png",
    "repeat_count": "3",
    "something_new": "mới",
    "body::kb:flash": "x",
}
WORKED_IN: dict[str, set[str]] = {
    "text": {"label", "hint", "required", "required_message"},
    "integer": {"label", "hint", "required", "required_message"},
    "range": {"label", "hint", "required", "required_message", "parameters"},
    "date": {"label", "hint", "required", "required_message"},
    "select_one l": {"label", "hint", "required", "required_message", "choice_filter"},
    "select_multiple l": {"label", "hint", "required", "required_message", "choice_filter"},
    "note": {"label", "hint", "required_message"},
    "acknowledge": {"label", "hint", "required", "required_message"},
    "calculate": {"label", "calculation"},
}


@pytest.mark.parametrize("kind", WORKED_IN)
def test_every_column_of_every_type_is_carried_or_named(kind: str) -> None:
    survey = [["type", "name", *FILLED], [kind, "q", *FILLED.values()]]
    choices = [
        ["list_name", "name", "label::Tiếng Việt (vi)"],
        ["l", "a", "Một"],
        ["l", "b", "Hai"],
    ]
    settings = [["form_id", "form_title"], ["f", "Phiếu"]]
    book = {"survey": survey, "choices": choices, "settings": settings}
    remarks = _remarks(book)
    named = {remark.column for remark in remarks if remark.row == 2}
    carried = {title for title in FILLED if title.partition("::")[0] in WORKED_IN[kind]}
    assert set(FILLED) - carried <= named


def _remarks(book: dict[str, list[list[str]]]) -> tuple[Remark, ...]:
    try:
        return read_xlsform(workbook(book), "f", SAID, shipped_sources()).remarks
    except XlsformRefusedError as error:
        return error.remarks


@pytest.mark.parametrize(
    ("column", "size", "sheet", "row"),
    [("label", 901, "survey", 2), ("choice", 121, "choices", 2)],
)
def test_words_too_long_even_for_a_form_made_by_others_are_refused(
    column: str, size: int, sheet: str, row: int
) -> None:
    words = "a" * size
    label = words if column == "label" else "Ông/Bà chọn gì?"
    choice = words if column == "choice" else "Một"
    book = {
        "survey": [["type", "name", "label::vi"], ["select_one l", "q", label]],
        "choices": [["list_name", "name", "label::vi"], ["l", "a", choice], ["l", "b", "Hai"]],
    }
    with pytest.raises(XlsformRefusedError) as caught:
        read_xlsform(workbook(book), "f", SAID, shipped_sources())
    assert [(r.sheet, r.row) for r in caught.value.refused] == [(sheet, row)]
