"""Marks that stand on the wrong vowel are put where they belong, and right ones stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from flows.spelling import normalise, unmark
from flows.tone_places import place_tone, put_in_place
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoà khoẻ thuý", "hòa khỏe thúy"),
        ("hòan tòan lọai khỏan hùynh", "hoàn toàn loại khoản huỳnh"),
        ("tìên bíêt cúôi mụôn ngừơi đựơc xúât", "tiền biết cuối muộn người được xuất"),
        ("cuả lưạ kià", "của lựa kìa"),
        ("hoỉ laị caí baó baú ngaỳ ngươì", "hỏi lại cái báo báu ngày người"),
        ("qúa qủa qùy", "quá quả quỳ"),
        ("gìa gíup gìơ", "già giúp giờ"),
        ("huớng luơng lưong trưòng đựoc", "hướng lương lương trường được"),
    ],
)
def test_marks_move_to_the_vowel_that_bears_them(typed: str, meant: str) -> None:
    assert put_in_place(typed) == meant
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "quá quả quý quốc quyển quỳnh quờ",
        "già giá giờ giếng giữa giường gì gìn",
        "thuế huệ thuở khuỷu khuya huýt ngoằn ngoèo rượu hữu mùa của chịu cứu",
    ],
)
def test_marks_in_their_place_stay(right: str) -> None:
    assert put_in_place(right) == right


@pytest.mark.parametrize("word", ["hàilong", "uỷban", "okê", "a\u0301i\u0300"])
def test_what_is_no_syllable_stays(word: str) -> None:
    assert put_in_place(unicodedata.normalize("NFC", word)) == unicodedata.normalize("NFC", word)


def test_only_a_syllable_bears_a_tone() -> None:
    assert place_tone("hoan", "\u0300") == "hoàn"
    assert place_tone("xyz1", "\u0300") is None


@given(ANY_TEXT)
def test_only_marks_change(text: str) -> None:
    lower = unicodedata.normalize("NFC", text.lower())
    assert unmark(put_in_place(lower)) == unmark(lower)
