"""The short form as the page knows it: tables that say what the conditions of the form say."""

import msgspec
import pytest

from bot.rendering import Renderer
from bot.web.kiosk_script import SHORT_FORM, Script, UnsuitableFormError, script_of
from flows.definition import Form
from flows.reader import read_form
from tests.web.installation import Installation

HEAD = """
form: tiny
version: 1
kind: survey
audience: citizen
languages: [vi]
title: {vi: Thử}
sections:
  - id: all
    title: {vi: Thử}
    questions:
      - id: AGE
        type: choice
        text: {vi: Tuổi?}
        choices: [{value: young, label: {vi: Trẻ}}, {value: old, label: {vi: Già}}]
"""
LATER = """
      - id: NEXT
        type: choice
        condition: %s
        text: {vi: Gì nữa?}
        choices: [{value: "yes", label: {vi: Có}}, {value: "no", label: {vi: Không}}]
"""
TYPED = """
      - id: WHY
        type: text
        text: {vi: Vì sao?}
"""


def script(installation: Installation, source: str, **facts: str) -> Script:
    form: Form = read_form("tiny", {"tiny": source})
    known = installation.services.runner.turns.renderer
    forms = {**known.rules.forms, form.key: form}
    rules = msgspec.structs.replace(known.rules, forms=forms)
    return script_of(form, Renderer(known.texts, rules, known.office), facts)


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("AGE == 'old'", [{"AGE": "old"}]),
        ("AGE != 'old'", [{"AGE": "young"}]),
        ("not (AGE == 'old')", [{"AGE": None}, {"AGE": "young"}]),
        ("AGE == none", [{"AGE": None}]),
        ("place == 'here'", [{}]),
        ("place == 'there'", []),
    ],
)
def test_a_condition_becomes_the_table_of_when_it_holds(
    trial: Installation, condition: str, rows: list[dict[str, str | None]]
) -> None:
    made = script(trial, HEAD + LATER % condition, place="here")
    assert made.questions[1].when == rows
    assert made.questions[0].when is None


@pytest.mark.parametrize("more", [TYPED, TYPED + LATER % "answered(WHY)"])
def test_a_form_that_asks_for_more_than_choices_is_refused(trial: Installation, more: str) -> None:
    with pytest.raises(UnsuitableFormError):
        script(trial, HEAD + more)


def test_the_shipped_form_is_written_out_whole_in_both_languages(trial: Installation) -> None:
    renderer = trial.services.runner.turns.renderer
    form = renderer.rules.form(SHORT_FORM)
    made = script_of(form, renderer, {"place_name": "Đà Lạt"})
    words = [
        text
        for question in (*made.questions, *made.reasons.values())
        for texts in (question.text, *(choice.label for choice in question.choices))
        for text in texts.values()
    ]
    assert all(set(question.text) == {"vi", "en"} for question in made.questions)
    assert words
    assert not [text for text in words if "{" in text or "😊" in text or not text.strip()]
    details = next(c for c in made.questions[0].choices if c.value == "details")
    assert details.says
    assert "1900 9068" in details.says["vi"]
