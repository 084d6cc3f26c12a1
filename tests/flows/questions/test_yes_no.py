"""Yes and no."""

from __future__ import annotations

import pytest

from flows.assent import YES_NO as PHRASES
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import YES_NO, choice, question, read

TYPE = QUESTION_TYPES["yes_no"]
THREE = question(
    "yes_no",
    choice("yes", "Có, chuyển giúp tôi"),
    choice("no", "Không, chỉ góp ý"),
    choice("unknown", "Không nhớ"),
)


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("có", "yes", 1.0), ("co", "yes", 0.9), ("dạ có ạ", "yes", 1.0), ("da co", "yes", 0.9),
        ("co a", "yes", 0.9), ("vâng", "yes", 1.0), ("uhm", "yes", 1.0), ("yep", "yes", 1.0),
        ("ok luôn", "yes", 1.0), ("oke em", "yes", 1.0), ("đúng rồi", "yes", 1.0),
        ("r", "yes", 1.0),
        ("dung roi", "yes", 0.9), ("không", "no", 1.0), ("khong", "no", 0.9), ("k", "no", 1.0),
        ("không ạ", "no", 1.0), ("chưa", "no", 1.0), ("đâu có", "no", 1.0),
        ("thôi khỏi", "no", 1.0),
        ("0", "no", 1.0), ("no", "no", 1.0), ("not yet", "no", 1.0), ("👍", "yes", 1.0),
        ("✅✅", "yes", 1.0), ("❌", "no", 1.0), ("👎", "no", 1.0), ("cos", "yes", 0.8),
        ("ừ ừ", "yes", 1.0), ("🙅", "no", 1.0), ("☑", "yes", 1.0), ("no thank you", "no", 1.0),
    ],
)  # fmt: skip
def test_read(text: str, value: str, confidence: float) -> None:
    assert read(YES_NO, text) == Reading(value, "word", confidence)


@pytest.mark.parametrize(("text", "value"), [("1", "yes"), ("2", "no"), ("số 2", "no")])
def test_places(text: str, value: str) -> None:
    assert read(YES_NO, text) == Reading(value, "number", 0.9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dạ",
        "dung",
        "dừng",
        "dừng, tôi mệt",
        "kkk",
        "không biết",
        "có không",
        "không?",
        "có?",
        "có lẽ",
        "để coi",
        "sao cũng được",
        "3",
        "👍👎",
        "nhớ 👍",
        "nhưng",
        "có thể",
    ],
)
def test_asks_back(text: str) -> None:
    assert read(YES_NO, text) == Unclear("reask.yes_no")


@pytest.mark.parametrize(
    ("text", "value"),
    [("có, nhưng ít", "yes"), ("không, tôi bận", "no"), ("chưa. Mai tôi đi", "no")],
)
def test_more_said_beside(text: str, value: str) -> None:
    assert read(YES_NO, text) == Reading(value, "word", 0.8, text)


def test_labels() -> None:
    assert read(THREE, "Không nhớ") == Reading("unknown", "word")
    assert read(THREE, "khong nho") == Reading("unknown", "word", 0.9)
    assert read(THREE, "chuyển giúp tôi") == Reading("yes", "word", 0.7)
    assert read(THREE, "không nhớ rõ lắm") == Reading("unknown", "word", 0.8)
    assert read(THREE, "lâu quá, quên mất rồi") == Reading(
        "unknown", "word", 0.8, "lâu quá, quên mất rồi"
    )
    assert read(THREE, "không") == Reading("no", "word")
    assert read(THREE, "có") == Reading("yes", "word")


APOLOGY = question(
    "yes_no",
    choice("yes", "Có"),
    choice("no", "Không"),
    choice("unknown", "Không nhớ"),
    text="Khi trễ hẹn, Ông/Bà có được báo lý do và xin lỗi không?",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("họ có gọi điện xin lỗi tôi", "yes"),
        ("được báo rồi, có cả xin lỗi", "yes"),
        ("có chứ không phải không", "yes"),
        ("chẳng thấy ai nói gì", "no"),
        ("có ai xin lỗi đâu", "no"),
        ("ai mà xin lỗi dân", "no"),
        ("làm gì có", "no"),
        ("tự tôi hỏi mới biết chớ ai báo, cũng không xin lỗi", "no"),
        ("già rồi nhớ gì nữa", "unknown"),
        ("nỏ nhớ", "unknown"),
    ],
)
def test_whole_sentences_affirm_deny_or_forget(text: str, value: str) -> None:
    heard = read(APOLOGY, text)
    assert isinstance(heard, Reading)
    assert heard.value == value


@pytest.mark.parametrize(
    "text",
    [
        "có báo nhưng không xin lỗi",
        "báo thì có, xin lỗi thì không",
        "đâu có trễ",
        "hồ sơ đúng hẹn mà",
        "không phải là không có",
        "hình như có",
        "chắc có",
        "lúc có lúc không",
        "ok",
        "hỏi con tôi",
        "họ gọi rồi tôi phải tự hỏi",
    ],
)
def test_both_ways_hedges_and_what_was_not_asked_are_asked_back(text: str) -> None:
    assert read(APOLOGY, text) == Unclear("reask.yes_no")


ADULT = question(
    "yes_no",
    choice("yes", "Đã đủ", band=(18, None), aliases=("có cháu nội|cháu ngoại",)),
    choice("no", "Chưa đủ", band=(0, 17)),
    text="Ông/Bà đã đủ 18 tuổi chưa?",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tôi 72 tuổi rồi", "yes"),
        ("mới 16", "no"),
        ("gần đủ", "no"),
        ("đủ lâu rồi", "yes"),
        ("có cháu ngoại rồi", "yes"),
    ],
)
def test_an_age_answers_where_the_choices_are_bands_of_it(text: str, value: str) -> None:
    heard = read(ADULT, text)
    assert isinstance(heard, Reading)
    assert heard.value == value


@pytest.mark.parametrize("text", ["cháu tôi mới 15, tôi gõ hộ", "lớp 12", "tôi đủ, cháu tôi chưa"])
def test_somebody_elses_age_does_not(text: str) -> None:
    assert read(ADULT, text) == Unclear("reask.yes_no")


def test_flags_go_with_the_answer() -> None:
    assert read(YES_NO, "không, đm") == Reading("no", "word", 0.8, "không, đm", ("profanity",))
    assert read(YES_NO, "đm") == Unclear("reask.yes_no", flags=("profanity",))


def test_buttons() -> None:
    assert TYPE.check_choice(YES_NO, "yes") == "yes"
    with pytest.raises(KeyError):
        TYPE.check_choice(YES_NO, "unknown")


def test_faults() -> None:
    assert TYPE.faults(YES_NO) == TYPE.faults(THREE) == []
    assert TYPE.faults(question("yes_no")) == ["no choice 'yes'", "no choice 'no'"]


def test_is_yes_no() -> None:
    assert (TYPE.name, TYPE.takes_text) == ("yes_no", False)


def test_no_phrase_stands_twice() -> None:
    for entries in PHRASES._known.values():
        phrases = [phrase for phrase, _ in entries]
        assert len(set(phrases)) == len(phrases), phrases
