"""One text in many spellings: cleaned, unmarked, folded, normalised."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.spelling import clean, digits_of, fold, is_shortened, normalise, unmark

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
"""Every code point, halves of pairs included."""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  hài   lòng \t", "hài lòng"),
        ("ha\u0300i lo\u0300ng", "hài lòng"),
        ("hài\u200b lòng\u200d\ufeff", "hài lòng"),
        ("\u202ehài lòng\u202c", "hài lòng"),
        ("hài\x00\x07\x1b lòng\x7f", "hài lòng"),
        ("hài\ud800 lòng\udfff", "hài lòng"),
        ("hài\u3164lòng\u2800", "hàilòng"),
        ("một\r\nhai\rba\u2028bốn\x0bnăm\x85sáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
        ("một \n\n \n hai", "một\nhai"),
        ("\n \n", ""),
        ("Đạt\xa0nói", "Đạt nói"),
        ("👍🏽 ❤️", "👍🏽 ❤️"),
        ("", ""),
    ],
)
def test_clean_keeps_the_words_and_nothing_invisible(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_clean_lowers_piles_of_marks() -> None:
    assert clean("a" + "\u0315" * 31) == "a" + "\u0315" * 30
    assert clean("a" + "\u0315" * 30) == "a" + "\u0315" * 30
    assert clean("a" + ("…" + "\u0315" * 30) * 2) == "a" + ("…" + "\u0315" * 30) * 2


@given(ANY_TEXT)
def test_clean_twice_is_clean_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


def test_clean_takes_linear_time() -> None:
    started = time.perf_counter()
    clean("a" + "\u0315\u0300" * 100_000)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đường ưỡn ẹo Ỷ ă Â", "Duong uon eo Y a A"),
        ("ðÐ đĐ", "dD dD"),
        ("ñ 1 👍", "ñ 1 👍"),
    ],
)
def test_unmark_changes_vietnamese_letters_in_place(text: str, plain: str) -> None:
    assert unmark(text) == plain
    assert len(plain) == len(text)


def test_unmark_knows_every_vietnamese_letter() -> None:
    letters = [
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    ]
    assert len(letters) == 144
    assert set(unmark("".join(letters))) == set("aeiouyAEIOUY")


@pytest.mark.parametrize("text", ["Đạt", "Dat", "Đat", " ĐẠT ", "đa\u0323t", "Ðạt", "Ｄạｔ"])
def test_fold_makes_one_of_what_search_takes_for_one(text: str) -> None:
    assert fold(text) == "dat"


def test_fold_keeps_words_apart_and_drops_all_marks() -> None:
    assert fold("  Nguyễn\n Thị  Ánh, señor ") == "nguyen thi anh, senor"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Hoà, khoẻ, thuý, xoá", "hòa, khỏe, thúy, xóa"),
        ("HÒA", "hòa"),
        ("hoàn toàn quý hoạch", "hoàn toàn quý hoạch"),
        ("quỳ", "quỳ"),
        ("rất hài lòngggg!!!", "rất hài lòng!"),
        ("rấtttt  TỐT", "rất tốt"),
        ("kkk", "kk"),
        ("kk", "kk"),
        ("okkk", "ok"),
        ("Ðồng ðều ɖ", "đồng đều đ"),
        ("5️⃣", "5"),
        ("👍🏽👍🏽", "👍"),
        ("❤️", "❤"),
        ("I don’t / don't", "i dont / dont"),
        ("15' 2’", "15' 2’"),
        ("٣ \uff13 ²", "3 3 2"),
        ("2255", "2255"),
        ("agree", "agre"),
        ("İ", "i̇"),
        ("a\nb", "a b"),
    ],
)
def test_normalise_has_one_spelling(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_digits_of_every_script_stay_in_place() -> None:
    assert digits_of("\u0660\u0669\u0967\uff123²") == "09123²"
    assert digits_of("123") == "123"


@pytest.mark.parametrize(
    ("typed", "known", "shortened"),
    [
        ("hai long", "hài lòng", True),
        ("hai lòng", "hài lòng", True),
        ("hài lòng", "hài lòng", True),
        ("đuợc", "được", True),
        ("duoc", "được", True),
        ("dược", "được", True),
        ("hải lòng", "hài lòng", False),
        ("hài lòng", "hai lòng", False),
        ("đa", "da", False),
        ("hai lon", "hài lòng", False),
        ("bôn", "bốn", True),
        ("bơn", "bốn", False),
    ],
)
def test_marks_may_be_left_out_but_not_added(typed: str, known: str, *, shortened: bool) -> None:
    assert is_shortened(typed, known) is shortened


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("huu tri", "huu tri"),  # hưu trí, marks left out
        ("buu dien", "buu dien"),
        ("huuuu", "hu"),
        ("hài lònggg", "hài lòng"),
    ],
)
def test_a_double_u_may_be_a_word_and_longer_runs_are_not(typed: str, normal: str) -> None:
    assert normalise(typed) == normal
