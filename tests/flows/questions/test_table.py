"""Every kind of question stands in the table under its own name and survives any text."""

from __future__ import annotations

import time
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition import Question
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.vietnamese import listen
from tests.flows import asked
from tests.flows.test_spelling import ANY_TEXT

ASKED = (
    asked.RATE, asked.EASE, asked.YES_NO, asked.CONSENT, asked.PHONE, asked.PHONE_NEEDED,
    asked.NUMBER, asked.TRIPS, asked.WAIT, asked.AGE, asked.REASON, asked.WHO,
    *(asked.question(kind) for kind in ("date", "decimal", "duration", "money", "calculated")),
    asked.question("acknowledge", asked.choice("read", "Tôi đã đọc")),
    asked.question("many", asked.choice("a", "Tiền mặt"), asked.choice("b", "Thẻ")),
    asked.question("text", private=True), asked.question("notice", asked.choice("ok", "Tôi hiểu")),
)  # fmt: skip


def test_names() -> None:
    assert {name: kind.name for name, kind in QUESTION_TYPES.items()} == {
        name: name
        for name in (
            "acknowledge", "calculated", "choice", "consent", "date", "decimal", "duration",
            "many", "money", "notice", "number", "phone", "scale3", "scale5", "text",
            "yes_no",
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["choice", "consent", "notice", "number", "phone", "scale5", "text", "yes_no"]
)
def test_what_was_noticed_goes_with_a_named_choice(kind: str) -> None:
    asked_ = asked.question(kind, asked.choice("1", "Tố cáo"), asked.choice("2", "Khen"))
    heard = asked.read(asked_, "tố cáo")
    assert isinstance(heard, Reading)
    assert str(heard.value) == "1"
    assert heard.flags == ("denunciation",)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (asked.CONSENT, "đồng ý"),
        (asked.question("notice", asked.choice("ok", "Tôi hiểu")), "ok"),
        (asked.PHONE, "O912345678"),
        (asked.PHONE, "không"),
        (asked.AGE, "1954"),
        (asked.AGE, "68 tuổi"),
        (asked.AGE, "3"),
        (asked.WHO, "người"),
        (asked.question("text", private=True, skippable=True), "không"),
        (asked.question("text", private=True), ""),
    ],
)
def test_what_was_noticed_goes_with_every_outcome(question: Question, text: str) -> None:
    utterance = msgspec.structs.replace(listen(text), flags=("redacted:otp",))
    heard = QUESTION_TYPES[question.type].read(question, utterance)
    assert heard.flags == ("redacted:otp",)


@given(ANY_TEXT | st.text(alphabet="khôngcđhài lòng ạdất0123456789-.,nhưg", max_size=40))
def test_reading_never_raises_and_only_gives_what_is_offered(text: str) -> None:
    utterance = listen(text, date(2026, 3, 2))
    for question in ASKED:
        heard = QUESTION_TYPES[question.type].read(question, utterance)
        assert isinstance(heard, Reading | Unclear)
        if isinstance(heard, Reading) and question.type in (
            "choice",
            "yes_no",
            "consent",
            "scale5",
        ):
            assert question.choice(str(heard.value))


@given(st.text(alphabet="đồngýkhông ạ.,ok1", max_size=20))
def test_consent_is_never_guessed(text: str) -> None:
    heard = asked.read(asked.CONSENT, text)
    if isinstance(heard, Reading) and heard.value == "yes":
        assert "ng y" in listen(text).plain
        assert "ko" not in listen(text).plain.split()


@pytest.mark.parametrize(
    "piece", ["hài lòng ", "không ", "tôi ", "rất ", "1 ", "a", "một ", "nhưng ", "-"]
)
def test_long_texts_are_read_in_little_time(piece: str) -> None:
    utterance = listen((piece * 10_000)[:10_000])
    started = time.perf_counter()
    for question in ASKED:
        QUESTION_TYPES[question.type].read(question, utterance)
    assert time.perf_counter() - started < 20
