"""Telex and VNI keys that stayed in the text."""

from __future__ import annotations

import pytest

from flows.keyboards import undo_keys


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("haif", "hài"),
        ("longf", "lòng"),
        ("hafi", "hài"),
        ("dungsd", "đúng"),
        ("duowcj", "dược"),
        ("muoiwf", "mười"),
        ("ngoaif", "ngoài"),
        ("nguyenx", "nguyẽn"),
        ("bowr", "bở"),
        ("nawm", "năm"),
        ("tuw", "tư"),
        ("thws", "thứ"),
        ("gif", "gì"),
        ("giuwx", "giữ"),
        ("quyr", "quỷ"),
        ("thuys", "thúy"),
        ("khoer", "khỏe"),
        ("hoanf", "hoàn"),
        ("laji", "lại"),
        ("ngoais", "ngoái"),
        ("xoas", "xóa"),
        ("hai2", "hài"),
        ("long2", "lòng"),
        ("kho6ng", "không"),
        ("khong6", "không"),
        ("to6t1", "tốt"),
        ("tot61", "tốt"),
        ("d9u7o7c5", "được"),
        ("duoc975", "được"),
        ("duoc759", "được"),
        ("na8m", "năm"),
        ("mo7i2", "mời"),
        ("tu7", "tư"),
        ("e6m", "êm"),
        ("an3", "ản"),
        ("be4", "bẽ"),
    ],
)
def test_keys_become_the_word_they_meant(keys: str, word: str) -> None:
    assert undo_keys(keys) == word


@pytest.mark.parametrize(
    "word",
    [
        "ok",
        "hài",
        "có",
        "satisfied",
        "15p",
        "2h30",
        "abc123",
        "",
        "h1",
        "bhxh",
        "a12",
        "5",
        "xyzw",
    ],
)
def test_other_words_stay(word: str) -> None:
    assert undo_keys(word) == word
