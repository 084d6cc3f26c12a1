"""Words run together, torn apart and mistyped, towards the phrases of one question only."""

from __future__ import annotations

import pytest

from flows.closeness import Speller
from flows.common_words import COMMON, is_common

SPELLER = Speller(
    [
        ("hài", "lòng"),
        ("rất", "hài", "lòng"),
        ("không",),
        ("bình", "thường"),
        ("tạm", "được"),
        ("chậm",),
        ("lâu",),
        ("quá", "đã"),
        ("đủ", "dùng"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hailong", "hài lòng"),
        ("rathailong", "rất hài lòng"),
        ("khonghailong", "không hài lòng"),
        ("haiflongf", "hài lòng"),
        ("hai2long2", "hài lòng"),
        ("h ài lòng", "hài lòng"),
        ("hài lòg", "hài lòng"),
        ("hàii lòng", "hài lòng"),
        ("hsi long", "hài lòng"),
        ("hia long", "hài lòng"),
        ("bình thưòng", "bình thường"),
        ("khôgn", "không"),
        ("nâu", "lâu"),
        ("tui thấy hailong", "tui thấy hài lòng"),
    ],
)
def test_what_is_near_to_one_phrase_is_mended(typed: str, meant: str) -> None:
    assert SPELLER.mend(tuple(typed.split())) == tuple(meant.split())


@pytest.mark.parametrize(
    "typed",
    [
        "hài lòng",  # right as it is
        "rất chăm",  # another word than chậm
        "làm được",  # common words are meant, not "tạm được"
        "quá đắt",
        "dù đúng",
        "xe đạp",
        "xyz",
        "a" * 60,
        "",
    ],
)
def test_what_is_near_to_none_or_meant_as_it_stands_stays(typed: str) -> None:
    words = tuple(typed.split())
    assert SPELLER.mend(words) == words


def test_what_fits_two_phrases_fits_none() -> None:
    torn = Speller([("quấy", "lại"), ("quay", "lái")])
    assert torn.mend(("quaylai", "đi")) == ("quay", "lai", "đi")
    near = Speller([("khong",), ("khonh",)])
    assert near.mend(("khonk",)) == ("khonk",)


@pytest.mark.parametrize(("word", "near"), [("khoong", True), ("dất", True), ("nhà", False)])
def test_what_resembles_a_phrase_is_not_passed_over(word: str, near: bool) -> None:
    assert SPELLER.resembles(word) is near


def test_common_words_may_lack_all_their_marks_but_not_some() -> None:
    assert is_common("chờ")
    assert is_common("cho")
    assert is_common("nguoi")
    assert not is_common("ngừoi")
    assert all(word == word.lower() for word in COMMON)
