"""Two versions of a form side by side: what is different, and which trends end."""

import re

import pytest
from msgspec.structs import replace

from flows.definition import Form
from flows.form_comparison import Comparison, QuestionChange, compare
from flows.reader import read_form
from tests.flows.shipped import FORMS, MC, SOURCES


def changed(pattern: str, by: str) -> Form:
    """The one-stop desk's form with one place of its file written otherwise."""
    text, times = re.subn(pattern, by, SOURCES["mc"], count=1, flags=re.MULTILINE)
    assert times == 1
    return read_form("mc", {**SOURCES, "mc": text})


def only(comparison: Comparison) -> QuestionChange:
    [change] = comparison.changes
    return change


def with_question(form: Form, name: str, **changes: object) -> Form:
    """The form with a question that is otherwise."""
    new = replace(form.by_id[name], **changes)
    questions = tuple(new if q.id == name else q for q in form.questions)
    return replace(form, questions=questions, by_id={**form.by_id, name: new})


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_as_it_is(name: str) -> None:
    same = compare(FORMS[name], FORMS[name])
    assert (same.changes, same.head, same.breaks) == ((), (), ())


def test_another_word_ends_the_trend_of_that_item_alone() -> None:
    found = compare(MC, changed("vi: thời gian chờ tới lượt", "vi: thời gian chờ đến lượt"))

    assert only(found).aspects == ("wording", "details"), "the criterion's name is another, too"
    assert [change.id for change in found.breaks] == ["MC2"]
    assert found.kept == compare(MC, MC).kept - 1


def test_a_translation_ends_nothing() -> None:
    found = compare(MC, changed("en: the officer's skill at the work", "en: how skilled they are"))

    assert "translations" in only(found).aspects
    assert "wording" not in only(found).aspects
    assert found.breaks == ()


@pytest.mark.parametrize(
    ("changes", "aspect", "breaks"),
    [
        ({"type": "ease5"}, "type", True),
        ({"factor": "B1"}, "counting", True),
        ({"kind": "perception"}, "counting", True),
        ({"required": False, "skippable": True}, "duty", False),
        ({"condition": MC.by_id["MC11"].condition, "high": 4}, "bounds", False),
        ({"hint": {"vi": "Xin nghĩ kỹ."}}, "details", False),
        ({"choices": MC.by_id["MC5"].choices[:-1]}, "choices", True),
    ],
)
def test_what_is_different_is_named(changes: dict[str, object], aspect: str, breaks: bool) -> None:
    found = compare(MC, with_question(MC, "MC5", **changes))

    assert aspect in only(found).aspects
    assert only(found).breaks is breaks
    assert only(found).what == "changed"


def test_a_new_question_begins_and_one_that_is_gone_ends() -> None:
    shorter = replace(
        MC,
        questions=tuple(q for q in MC.questions if q.id != "MC5"),
        by_id={name: q for name, q in MC.by_id.items() if name != "MC5"},
    )
    gone, new = only(compare(MC, shorter)), only(compare(shorter, MC))

    assert (gone.what, gone.breaks, gone.id) == ("removed", True, "MC5")
    assert (new.what, new.breaks, new.id) == ("added", False, "MC5")


def test_the_fewest_questions_have_moved() -> None:
    first, *rest = MC.questions
    turned = replace(MC, questions=(*rest, first))

    assert only(compare(MC, turned)) == QuestionChange(first.id, first, first, ("order",))
    assert only(compare(MC, turned)).what == "moved"
    assert compare(MC, turned).breaks == ()


@pytest.mark.parametrize(
    "name", [q.id for q in MC.by_id.values() if q.private or q.kind in {"consent", "control"}]
)
def test_what_is_not_counted_has_no_trend(name: str) -> None:
    again = with_question(MC, name, text={"vi": "Lời khác"})

    assert only(compare(MC, again)).breaks is False


def test_the_form_as_a_whole_is_compared_too() -> None:
    renamed = replace(MC, title={"vi": "Phiếu khác", "en": "Another"}, languages=("vi",))

    assert compare(MC, renamed).head == ("title", "languages")
    assert compare(MC, replace(MC, version=7, minutes=99)).head == ()
