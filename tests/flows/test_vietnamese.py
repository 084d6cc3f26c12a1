"""From a typed text to what is stored and read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from flows.spelling import unmark
from flows.vietnamese import Utterance, fold, listen, split_words, words_of
from tests.flows.test_spelling import ANY_TEXT


def test_listen_gives_every_form() -> None:
    assert listen("  Dạ, RẤT hài   lòngg ạ!!! ") == Utterance(
        raw="Dạ, RẤT hài lòngg ạ!!!",
        accented="dạ, rất hài lòng ạ!",
        plain="da, rat hai long a!",
        words=("rất", "hài", "lòng"),
        decoded=(),
        flags=(),
    )


def test_listen_undoes_keys_beside_the_words() -> None:
    utterance = listen("haif longf")
    assert utterance.words == ("haif", "longf")
    assert utterance.decoded == ("hài", "lòng")


def test_listen_takes_secrets_out_and_says_so() -> None:
    utterance = listen("cccd 079085012345, mã otp là 482913")
    assert utterance.raw == "cccd [đã ẩn], mã otp là [đã ẩn]"
    assert utterance.accented == "cd [đã ẩn], mã otp là [đã ẩn]"
    assert utterance.flags == ("redacted:national_id", "redacted:otp")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ko", "không"),
        ("ko hl", "không hài lòng"),
        ("ko bt", "không biết"),
        ("k b", "không biết"),
        ("bt", "bình thường"),
        ("b", "b"),
        ("dc r", "được rồi"),
        ("bo wa", "bo qua"),
        ("sđt", "điện thoại"),
        ("dạ", "dạ"),
        ("ạ", "ạ"),
        ("dạ ạ", "dạ"),
        ("dạ thưa có ạ", "có"),
        ("có nha", "có"),
        ("không nhé", "không"),
        ("nha khoa", "nha khoa"),
        ("4/5", "4 5"),
        ("hài_lòng", "hài lòng"),
        ("!!! …", ""),
        ("❤️", ""),
        ("", ""),
    ],
)
def test_words_are_written_out_and_without_politeness(text: str, words: str) -> None:
    assert " ".join(listen(text).words) == words
    assert " ".join(words_of(text)) == words


def test_a_question_mark_at_the_end_asks() -> None:
    assert listen("đồng ý??").asks
    assert not listen("sao? đồng ý").asks


def test_split_words_expects_a_normalised_text() -> None:
    assert split_words("dạ rất tốt nhé") == ("rất", "tốt")


def test_fold_is_the_one_for_search() -> None:
    assert fold("Đạt") == fold("Dat") == "dat"
    assert listen("Đạt").words != listen("Dat").words


@given(ANY_TEXT)
def test_listen_never_raises_and_what_it_keeps_can_be_stored(text: str) -> None:
    utterance = listen(text)
    utterance.raw.encode("utf-8")
    assert len(utterance.plain) == len(utterance.accented)
    assert utterance.plain == unmark(utterance.accented)
    assert listen(utterance.raw).raw == utterance.raw


@pytest.mark.parametrize(
    "piece", ["a", "1", "\u0301", "́ạ", "dạ ", "0 ", "\u200b", "🙂", "ộ", "k", "-", "\n"]
)
def test_listen_takes_linear_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.perf_counter()
    listen(text)
    assert time.perf_counter() - started < 10
