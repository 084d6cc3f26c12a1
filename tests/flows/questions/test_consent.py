"""Consent is explicit or it is none."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Candidate
from tests.flows.asked import CONSENT, choice, question, read

TYPE = QUESTION_TYPES["consent"]
ASKED_ABOUT = Unclear("reask.consent", candidate=Candidate("yes", "confirm.consent"))


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("Đồng ý", "yes", 1.0),
        ("tôi đồng ý", "yes", 1.0),
        ("dạ em đồng ý ạ", "yes", 1.0),
        ("vâng, tôi đồng ý", "yes", 1.0),
        ("dong y", "yes", 0.9),
        ("ddoongf ys", "yes", 0.8),
        ("I agree", "yes", 1.0),
        ("agree", "yes", 1.0),
        ("không đồng ý", "no", 1.0),
        ("tôi không đồng ý đâu", "no", 1.0),
        ("ko dong y", "no", 0.9),
        ("chưa đồng ý", "no", 1.0),
        ("I don't agree", "no", 1.0),
        ("không", "no", 0.8),
        ("hông nha", "no", 0.8),
        ("đồg ý", "yes", 0.8),
        ("xem chi tiết", "details", 1.0),
        ("xem chi tiet", "details", 0.9),
        ("Show details", "details", 1.0),
    ],
)
def test_explicit_words(text: str, value: str, confidence: float) -> None:
    assert read(CONSENT, text) == Reading(value, "word", confidence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dạ",
        "1",
        "2",
        "👍",
        "đồng",
        "chi tiết",
        "đồng ý không?",
        "đồng ý?",
        "đồng ý, nhưng đừng nêu tên tôi",  # on terms: no plain consent
        "đồng ý là sao",
        "đồng ý hả",
        "đồng ý à",
        "đồng ý hay không cũng vậy",
        "đồng ý mà cũng không muốn",
        "cán bộ kêu bấm đồng ý",
        "không đồng ý thì có làm sao không",
        "thì cứ lưu",
        "không hẳn là đồng ý",
        "họ bảo tôi đồng ý",
        "(im lặng)",
    ],
)
def test_anything_else_is_asked_back(text: str) -> None:
    assert read(CONSENT, text) == Unclear("reask.consent")


@pytest.mark.parametrize(
    "text", ["ok", "ừ", "vâng", "dạ được", "dạ vâng ạ", "có", "yes", "đúng rồi", "được"]
)
def test_a_bare_yes_is_asked_about_and_never_taken(text: str) -> None:
    assert read(CONSENT, text) == ASKED_ABOUT


@pytest.mark.parametrize("text", ["vâng?", "ok không", "có không?", "vâng nhưng để sau"])
def test_a_yes_with_a_doubt_is_not_even_asked_about(text: str) -> None:
    assert read(CONSENT, text) == Unclear("reask.consent")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tôi đồng ý, cứ lưu đi", "yes"),
        ("đừng lưu của tôi", "no"),
        ("tôi không muốn lưu lại gì hết", "no"),
        ("đâu có đồng ý", "no"),
    ],
)
def test_what_is_said_outright_in_a_sentence(text: str, value: str) -> None:
    assert read(CONSENT, text) == Reading(value, "word", 0.8, text)


def test_bare_words_are_no_consent_even_on_a_label() -> None:
    asked = question("consent", choice("yes", "Có"), choice("no", "Không đồng ý"), consent="case")
    assert read(asked, "có") == ASKED_ABOUT
    assert read(asked, "co") == ASKED_ABOUT
    asked = question("consent", choice("yes", "Yes, sure"), choice("no", "Không đồng ý"))
    assert read(asked, "yes sure") == Reading("yes", "word")
    asked = question("consent", choice("yes", "Cho số điện thoại"), choice("no", "Không cho số"))
    assert read(asked, "cho số điện thoại") == Reading("yes", "word")
    assert read(asked, "không cho số") == Reading("no", "word")


def test_a_missing_choice_is_never_given() -> None:
    assert read(question("consent", choice("no", "Thôi")), "đồng ý") == Unclear("reask.consent")


def test_flags_go_with_the_answer() -> None:
    assert read(CONSENT, "đm") == Unclear("reask.consent", flags=("profanity",))


def test_buttons() -> None:
    assert TYPE.check_choice(CONSENT, "details") == "details"
    with pytest.raises(KeyError):
        TYPE.check_choice(CONSENT, "maybe")


def test_faults() -> None:
    assert TYPE.faults(CONSENT) == []
    assert TYPE.faults(question("consent")) == [
        "no choice 'yes'",
        "no choice 'no'",
        "names no consent",
    ]


def test_is_consent() -> None:
    assert (TYPE.name, TYPE.takes_text) == ("consent", False)
