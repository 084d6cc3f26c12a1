"""Inspection: what makes a readable form unfit, found where it stands."""

from pathlib import Path

import msgspec
import pytest

from flows.conditions import parse
from flows.definition import Choice, Form, Question
from flows.faults import FormFaultsError
from flows.identifiers import QuestionId
from flows.inspection import check, inspect
from flows.possibilities import MAX_TRIES, Possibilities
from flows.reader import read_form
from flows.session import Answer
from tests.flows.samples import FORM, SOURCES, changed
from tests.flows.unsound_forms import (
    TEXT,
    TYPES,
    UNSOUND,
    asked_if,
    choice,
    ends_if,
    with_questions,
)

TEXT_TOLD = Path(__file__).with_name("unsound_forms.txt").read_text(encoding="utf-8")
TOLD = dict(part.split("\n", 1) for part in TEXT_TOLD.removeprefix("## ").split("\n## "))
SAMPLE = read_form("sample", SOURCES)


def test_every_case_has_its_words() -> None:
    assert TOLD.keys() == UNSOUND.keys()


@pytest.mark.parametrize("case", UNSOUND)
def test_what_makes_a_form_unfit(case: str) -> None:
    with pytest.raises(FormFaultsError) as caught:
        check("sample", UNSOUND[case], TYPES)
    assert str(caught.value) == TOLD[case].strip()


SOUND = {
    "the sample": SOURCES,
    "a question of 160 characters": changed("vi: Tuổi của Ông/Bà?", "vi: T" + "u" * 159),
    "a button of 20 characters": changed("vi: Dưới 60", "vi: " + "d" * 20),
    "an explanation of 900 characters": changed(
        "vi: Để đánh giá.", "vi: " + "d" * 900, "common/start"
    ),
    "a known placeholder": changed("vi: Viết ngắn gọn", "vi: 'Gọi {hotline}'"),
    "says what not to write": changed("vi: Góp ý thêm?", "vi: Đừng ghi số căn cước nhé?"),
    "never asks": changed("en: Keep it short", "en: We never ask for an OTP"),
    "a warning with a verb": changed(
        "vi: Viết ngắn gọn", "vi: Chúng tôi không bao giờ hỏi mật khẩu"
    ),
    "a choice about a paper": changed("vi: Tuổi của Ông/Bà?", "vi: Đăng ký bằng căn cước?"),
    "a word that holds another": changed("en: Keep it short", "en: Your opinion on spinning"),
    "a phone under its consent": with_questions(
        "id: T1\ntype: consent\nkind: consent\nconsent: phone\n"
        f"{TEXT}\nchoices:\n  - {{value: 'yes', label: {{vi: Có, en: Y}}}}\n"
        "  - {value: 'no', label: {vi: Không, en: N}}",
        f"id: TEL\ntype: phone\nprivate: true\ncondition: T1 == 'yes'\n{TEXT}",
    ),
    "a way on by skipping": with_questions(
        f"id: X\ntype: choice\nskippable: true\n{TEXT}\nchoices:\n"
        "  - {value: a, action: pause, label: {vi: A, en: A}}"
    ),
    "a way on by a case": with_questions(
        f"id: X\ntype: choice\n{TEXT}\nchoices:\n"
        "  - {value: a, action: intake, label: {vi: A, en: A}}"
    ),
    "words with an action": changed(
        "action: pause, label",
        "action: pause, says: {vi: Hẹn gặp, en: Bye}, label",
        "common/start",
    ),
    "a skipped answer": asked_if("AGE == none"),
    "an answer that may be skipped": asked_if("answered(AGE)"),
    "a value of a rating": asked_if("M1 in [1, 'na'] and M2 != 5"),
    "a value of one's own": asked_if("NOTE == 'whatever' or NOTE > 'a'"),
    "a number": asked_if("NUM > 1 and NUM < 1.1", f"id: NUM\ntype: number\n{TEXT}"),
    "a greater number": asked_if("NUM > 1 and NUM <= 1.000001", f"id: NUM\ntype: number\n{TEXT}"),
    "a flag": asked_if("flagged(NOTE, 'denunciation') and not flagged(NOTE, 'redacted')"),
    "a fact": asked_if("mode == 'kiosk' and place != none"),
    "an order of facts": asked_if("from_date > '2026' and from_date < '2027'"),
    "the reason of a low rating": asked_if("L1_B1 == 'waiting'"),
    "an offer taken": asked_if("L2 == 'yes'"),
    "a prefilled choice that may be anything": asked_if(
        "MID in ['a', 'b']", choice("MID", "prefill: place")
    ),
    "no follow-ups": {
        **SOURCES,
        "common/tables": SOURCES["common/tables"].split("follow_ups:")[0],
    },
    "a chosen choice": asked_if("chosen(AGE, 'old')"),
    "an answer depending on another": asked_if(
        "MID == none", choice("MID", "condition: AGE == 'old'")
    ),
    "endings that leave a way": with_questions(
        choice("MID", ends_if("MID == 'a'")), choice("LAST")
    ),
    "endings of some": asked_if(
        "AGE == 'young'",
        choice("MID", "condition: AGE == 'old'\n" + ends_if("MID == 'a'", "MID == 'b'")),
    ),
    "an ending by a fact for some": asked_if(
        "mode == 'paper'",
        choice("MID", "condition: AGE == 'old' and mode != 'chat'\n" + ends_if("mode == 'paper'")),
    ),
    "an ending by an earlier answer": with_questions(
        choice("MID", ends_if("MID == 'a' and AGE == 'old'")),
        choice("LAST", "condition: MID == 'a'"),
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_what_is_fit(case: str) -> None:
    form = check("sample", SOUND[case], TYPES)
    assert form == read_form("sample", SOUND[case])
    assert inspect(form, TYPES) == ()


def test_a_form_without_sources_names_the_path() -> None:
    form = read_form("sample", changed("vi: Dưới 60", "vi: Dưới sáu mươi tuổi một"))
    (fault,) = inspect(form, TYPES)
    assert str(fault) == (
        "sample AGE.choices[0].label.vi: the button has 22 characters, more than 20 [long-button]"
    )


def test_a_form_made_by_hand_is_inspected_as_well() -> None:
    twin = msgspec.structs.replace(SAMPLE.by_id["AGE"], text={"vi": "Gì?"})
    form = msgspec.structs.replace(SAMPLE, questions=(*SAMPLE.questions, twin))
    told = [str(fault) for fault in inspect(form, TYPES)]
    assert told == ["sample AGE: the id 'AGE' is given twice [duplicate-id]"]


def test_a_language_may_not_be_missing() -> None:
    note = msgspec.structs.replace(
        SAMPLE.by_id["NOTE"], text={"en": "What?"}, hint={"vi": " ", "en": "x"}
    )
    form = _with(SAMPLE, note)
    assert [str(fault) for fault in inspect(form, TYPES)] == [
        "sample NOTE.hint: the text in 'vi' is missing [missing-language]",
        "sample NOTE.text: the question in 'vi' is missing [missing-language]",
    ]


def test_follow_ups_must_be_whole() -> None:
    by_id = {name: q for name, q in SAMPLE.by_id.items() if name not in ("L2", "L1_B1")}
    reasons = {factor: q for factor, q in SAMPLE.reasons.items() if factor != "B1"}
    form = msgspec.structs.replace(SAMPLE, by_id=by_id, reasons=reasons)
    assert [str(fault) for fault in inspect(form, TYPES)] == [
        "sample L1_B1: a low rating of 'B1' has no why-question [missing-reasons]",
        "sample L2: the offer 'L2' is no question of the form [unknown-question]",
    ]


def test_a_payload_has_a_greatest_length() -> None:
    def button(value: str) -> Form:
        note = msgspec.structs.replace(
            SAMPLE.by_id["AGE"],
            choices=(
                Choice(value=value, label={"vi": "A", "en": "A"}),
                Choice(value="b", label={"vi": "B", "en": "B"}),
            ),
        )
        return _with(SAMPLE, note)

    assert inspect(button("x" * 51), TYPES) == ()  # 8 + 1 + 3 + 1 + 51 = 64
    (fault,) = inspect(button("x" * 52), TYPES)
    assert fault.code == "long-payload"
    assert fault.message == "the button carries 65 bytes, more than 64: shorten its value"
    assert [f.code for f in inspect(button("é" * 26), TYPES)] == ["long-payload"]


def _with(form: Form, question: Question) -> Form:
    questions = tuple(question if q.id == question.id else q for q in form.questions)
    return msgspec.structs.replace(
        form, questions=questions, by_id={**form.by_id, question.id: question}
    )


@pytest.mark.parametrize("kind", ["dialogue", "erasure"])
def test_forms_that_keep_nothing_need_no_consent(kind: str) -> None:
    sources = changed("        consent: answers\n", "", "common/start")
    sources["sample"] = sources["sample"].replace("kind: survey", f"kind: {kind}")
    assert inspect(read_form("sample", sources), TYPES) == ()


def test_an_intake_needs_some_consent_before_private_words() -> None:
    sources = {**SOURCES, "sample": FORM.replace("kind: survey", "kind: intake")}
    sources["common/start"] = sources["common/start"].replace("consent: answers", "consent: case")
    assert inspect(read_form("sample", sources), TYPES) == ()
    sources["common/start"] = sources["common/start"].replace("        consent: case\n", "")
    told = inspect(read_form("sample", sources), TYPES)
    assert [(f.place.path, f.code) for f in told] == [("NOTE", "private-before-consent")]


def test_a_dialogue_question_may_have_actions_only() -> None:
    stuck = UNSOUND["no way on"]["sample"].replace("kind: survey", "kind: dialogue")
    assert inspect(read_form("sample", {**SOURCES, "sample": stuck}), TYPES) == ()


# -- possibilities


def _numbers(count: int) -> Form:
    """Return a form with many open numbers and a question that depends on all of them."""
    numbers = [
        Question(id=QuestionId(f"N{i}"), type="number", text={"vi": "?"}, section="s")
        for i in range(count)
    ]
    source = " and ".join(f"N{i} > {i} and N{i} < {i}" for i in range(count))
    last = Question(
        id=QuestionId("LAST"), type="text", text={"vi": "?"}, section="s", condition=parse(source)
    )
    questions = (*numbers, last)
    return msgspec.structs.replace(
        SAMPLE, questions=questions, by_id={q.id: q for q in questions}, reasons={}
    )


def test_what_is_too_large_to_try_is_taken_as_possible() -> None:
    small, large = _numbers(6), _numbers(7)  # 5 values each: none, other, below, equal, above
    assert 5**6 <= MAX_TRIES < 5**7
    assert Possibilities(small).outcomes(small.questions[-1]) == {False}
    assert Possibilities(large).outcomes(large.questions[-1]) == {True, False}


def test_a_question_without_condition_is_always_asked() -> None:
    assert Possibilities(SAMPLE).outcomes(SAMPLE.by_id["AGE"]) == {True}


def test_which_ending_is_taken() -> None:
    form = read_form("sample", SOURCES)
    assert Possibilities(form).ends(form.by_id["C1"]) == {-1: True, 0: True}
    blocked = read_form("sample", UNSOUND["every answer ends"])
    assert Possibilities(blocked).ends(blocked.by_id["MID"]) == {-1: False, 0: True, 1: True}
    some = read_form("sample", UNSOUND["a branch that always ends"])
    assert Possibilities(some).ends(some.by_id["MID"]) == {-1: True, 0: True, 1: True}


def test_what_cannot_be_tried_may_end_anywhere() -> None:
    large = _numbers(7)
    ending = SAMPLE.by_id["C1"].endings[0]
    ender = msgspec.structs.replace(
        large.questions[-1],
        condition=None,
        endings=(msgspec.structs.replace(ending, when=large.questions[-1].condition),),
    )
    form = msgspec.structs.replace(
        large, questions=(*large.questions[:-1], ender), by_id={**large.by_id, "LAST": ender}
    )
    assert Possibilities(form).ends(ender) == {-1: True, 0: True}


def test_every_way_that_possibilities_see_can_be_gone() -> None:
    """The sample has three conditions; each outcome that is called possible has a witness."""
    condition = SAMPLE.by_id["M2"].condition
    assert condition is not None
    assert Possibilities(SAMPLE).outcomes(SAMPLE.by_id["M2"]) == {True, False}
    assert condition.holds({"M1": Answer(1)}, {}) is True
    assert condition.holds({"M1": Answer(3)}, {}) is False
