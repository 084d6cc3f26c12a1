"""Words around numbers as letters, and how they are mended first."""

from __future__ import annotations

import pytest
from hypothesis import given

from flows.measures import roles_of, without_labels
from flows.number_spelling import spelled
from flows.spelling import normalise
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("20-30 phút", "n-nm"),
        ("tầm 15 đến 20 phút", "~n-nm"),
        ("tôi chờ gần 2 tiếng", "gnh"),
        ("từ 20 tới 30p", "fn-nm"),
        ("tu 20 toi 30 phut", "fn-nm"),
        ("toi cho 30 phut", "nm"),
        ("toi 30", "n"),
        ("30 toi", "n"),
        ("quá 30 phút", ">nm"),
        ("đông đảo quá 30 phút", "?nm"),
        ("1 tiếng đồng hồ", "nh"),
        ("nửa tiếng đồng hồ", "½h"),
        ("không phải 30 phút", "!nm"),
        ("sinh năm 58", "Bn"),
        ("lần thứ ba", "t#n"),
        ("2 + 3", "n&n"),
        ("30 @ phút", "nm"),
        ("chờ " * 200, ""),
    ],
)
def test_roles(text: str, letters: str) -> None:
    assert roles_of(normalise(text)).letters == letters


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("haimuoiphut", "hai muoi phút"),
        ("30 fút", "30 phút"),
        ("nửa tếng", "nửa tiếng"),
        ("nuwar tieengs", "nửa tiếng"),
        ("nỏ phải", "không phải"),
        ("1 tiếng mấy", "1 tiếng có dư"),
        ("một mình", "mình"),
        ("1 chút", "chút"),
        ("vneid", "vneid"),
        ("phutgio" * 8, "phutgio" * 8),
        ("khôngbiếtgì", "khôngbiếtgì"),
    ],
)
def test_spelled(text: str, mended: str) -> None:
    assert spelled(normalise(text)) == mended


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("quầy 3 chờ 30 phút", "chờ 30 phút"),
        ("ngày 3/11 mất 500k", "mất 500k"),
        ("số 30", ""),
        ("thứ 3 lần", "thứ 3 lần"),
        ("2 lần", "2 lần"),
    ],
)
def test_numbers_that_name_things_are_left_out(text: str, rest: str) -> None:
    assert without_labels(text).strip() == rest


@given(ANY_TEXT)
def test_a_letter_a_phrase(text: str) -> None:
    roles = roles_of(normalise(text))
    assert len(roles.letters) == len(roles.words)
    assert all(roles.letters[at] == "n" for at in roles.numerals)
