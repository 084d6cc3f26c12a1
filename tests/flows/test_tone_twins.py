"""Hỏi and ngã that were confused are told apart; words that are right with either stay."""

from __future__ import annotations

import pytest
from hypothesis import given

from flows.common_words import COMMON
from flows.spelling import normalise, unmark
from flows.tone_twins import CONFUSED, settle_tones
from flows.vietnamese import listen
from tests.flows.shipped import FORMS
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hướng dẩn chưa rỏ", "hướng dẫn chưa rõ"),
        ("chĩ chổ cho tôi", "chỉ chỗ cho tôi"),
        ("mua bảo hiễm", "mua bảo hiểm"),
        ("bão hiểm, bão hiễm", "bảo hiểm, bảo hiểm"),
        ("sẻ trã lời sau", "sẽ trả lời sau"),
        ("chổ ngồi sạch sẻ", "chỗ ngồi sạch sẽ"),
        ("tiền nghĩ hưu", "tiền nghỉ hưu"),
        ("nhân viên vui vẽ", "nhân viên vui vẻ"),
    ],
)
def test_the_tone_that_makes_a_word_is_meant(typed: str, meant: str) -> None:
    assert settle_tones(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "em nghĩ là tốt, bố em nghỉ hưu",
        "cảm ơn đã chia sẻ",
        "củng cố lại, đừng vớ vẩn",
        "hợp lý, suôn sẻ, rất đỗi hài lòng",
        "cán bộ mải bấm điện thoại",
        "mưa bão, sữa hộp, cãi nhau, quỷ quyệt",
    ],
)
def test_what_is_a_word_stays(right: str) -> None:
    assert settle_tones(right) == right


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("không làm nửa", "không làm nữa"),
        ("còn mấy câu nửa vậy", "còn mấy câu nữa vậy"),
        ("hổng nhớ nửa con, lâu rồi", "hổng nhớ nữa con, lâu rồi"),
        ("lát nửa tui làm tiếp", "lát nữa tui làm tiếp"),
        ("chờ nữa tiếng", "chờ nửa tiếng"),
        ("nữa buổi", "nửa buổi"),
    ],
)
def test_more_and_half_are_told_apart(typed: str, meant: str) -> None:
    assert settle_tones(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "chờ hơn nửa tiếng",
        "mới làm nửa",
        "chưa được nửa",
        "nửa muốn nửa không",
        "không tới một nửa",
        "chờ 1 tiếng nữa ngày mai lên",
        "thôi không làm nữa",
    ],
)
def test_halves_stay_halves(right: str) -> None:
    assert settle_tones(right) == right


def test_listening_settles_all_forms_of_a_text() -> None:
    heard = listen("Huớng dẩn kỷ hơn nhe")
    assert heard.raw == "Huớng dẩn kỷ hơn nhe"
    assert heard.accented == "hướng dẫn kỹ hơn nhe"
    assert heard.words[:4] == ("hướng", "dẫn", "kỹ", "hơn")


def test_no_common_word_and_no_label_is_taken_for_another() -> None:
    assert {word for word in COMMON & CONFUSED if settle_tones(word) != word} == set()
    labels = [
        normalise(text)
        for form in FORMS.values()
        for question in form.by_id.values()
        for text in (question.text["vi"], *(choice.label["vi"] for choice in question.choices))
    ]
    assert len(labels) > 100
    assert [label for label in labels if settle_tones(label) != label] == []


@given(ANY_TEXT)
def test_only_marks_change(text: str) -> None:
    normal = normalise(text)
    assert unmark(settle_tones(normal)) == unmark(normal)
