"""How many, how many times, and what share."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.numbers import read_count, read_times
from flows.quantities import Quantity, one_of
from flows.shares import read_share
from flows.vietnamese import listen
from tests.flows.spoken import Style, spell, styles
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "low", "high", "bare"),
    [
        ("một lần", 1, 1, False),
        ("2 lan", 2, 2, False),
        ("3lần", 3, 3, False),
        ("2l", 2, 2, False),
        ("năm", 5, 5, True),
        ("ba bận lận", 3, 3, False),
        ("đi một phát được luôn", 1, 1, False),
        ("tôi đi 3 lần", 3, 3, False),
        ("mất tới 3 lần mới xong", 3, 3, False),
        ("hai ba lần", 2, 3, False),
        ("1-2 lần", 1, 2, False),
        ("1 đến 2 lần", 1, 2, False),
        ("5 hoặc 6 lần", 5, 6, False),
        ("2, 3 lần", 2, 3, False),
        ("2,3 lần", 2, 3, False),
        ("5 6 lần", 5, 6, False),
        ("dăm bảy bận", 5, 7, False),
        ("vài lần", 2, 5, False),
        ("hơn 3 lần", 4, inf, False),
        ("trên 3", 4, inf, True),
        ("cả chục lần", 10, inf, False),
        ("ít nhất 3 lần", 3, inf, False),
        ("dưới 3 lần", 0, 2, False),
        ("chưa tới 3 lần", 0, 2, False),
        ("dưới 0", 0, 0, True),
        ("không quá 3 lần", 0, 3, False),
        ("khoảng 3 lần", 3, 3, False),
        ("1,5", 1.5, 1.5, True),
        ("con đi 2 lần, mỗi lần chờ 30 phút", 2, 2, False),
        ("3 lần chứ không phải 2 lần", 3, 3, False),
        ("3 times", 3, 3, False),
        ("at least 2", 2, inf, True),
    ],
)
def test_read_times(text: str, low: float, high: float, *, bare: bool) -> None:
    found = read_times(listen(text))
    assert found is not None
    assert (found.low, found.high, found.bare) == (low, high, bare)


@pytest.mark.parametrize("text", ["có mỗi hôm nay", "chỉ bữa nay thôi", "moi co lan ni"])
def test_only_now_is_once(text: str) -> None:
    assert read_times(listen(text)) == Quantity(1.0, 1.0)


@pytest.mark.parametrize("text", ["hôm nay", "mới hôm nay lại đi nữa", "hôm nay mới xong"])
def test_today_alone_is_no_count(text: str) -> None:
    assert read_times(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("lần thứ ba mới xong", 3),
        ("tới lần thứ 4 mới nhận được", 4),
        ("lần đầu thiếu giấy, lần hai mới xong", 2),
        ("lần đầu là xong luôn", 1),
        ("đi một lần nộp, một lần lấy", 2),
        ("đi nộp 1 lần, lấy 1 lần", 2),
        ("sáng một lần chiều một lần", 2),
        ("hai lần: một lần nộp một lần lấy", 2),
    ],
)
def test_times_that_are_counted_one_by_one(text: str, times: float) -> None:
    found = read_times(listen(text))
    assert found is not None
    assert (found.low, found.high) == (times, times)


@pytest.mark.parametrize(
    "text",
    [
        "không phải đi",
        "ko phải đi",
        "nỏ phải đi mô",
        "chẳng phải đi bận nào",
        "hổng có đi lần nào hết trơn",
        "ngồi nhà cháu làm qua mạng, khỏi đi",
        "làm online hết",
        "bưu tá tới nhà lấy, khỏi đi",
        "ngồi nhà bấm điện thoại",
    ],
)
def test_no_trip_is_none(text: str) -> None:
    assert read_times(listen(text)) == Quantity(0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "không phải 3 lần",
        "nhiều lần",
        "2 1 lần",
        "3-2 lần",
        "2h",
        "68 tuổi",
        "lần",
        "2 4 lần",
        "3 - lần",
        "lần 2",
        "1 lần rưỡi",
        "mỗi tuần một lần",
        "lần nào cũng 2 người đi",
        "một lần, một lần",
        "hai, 1 lần nộp 2 1 lần",
        "đi một mình",
        "đi quầy số 3",
        "không phải đi nhiều",
        "2 lần?",
        "",
    ],
)
def test_what_is_no_number_of_times(text: str) -> None:
    assert read_times(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("25", 25),
        ("hợp tác xã có 25 xã viên làm", 25),
        ("năm người", 5),
        ("một chục người", 10),
        ("tá rưỡi, 18 người", 18),
        ("trăm rưỡi người", 150),
        ("1.250 lao động", 1250),
        ("1 250", 1250),
        ("1k2", 1200),
        ("hai ngàn rưỡi công nhân", 2500),
        ("cty em có 42 nv", 42),
        ("7 người, kể cả giám đốc", 7),
        ("15 người (3 nữ)", 15),
        ("20 (hai mươi) người", 20),
        ("20 người, 15 nam 5 nữ", 20),
        ("năm 2025 có 20 người", 20),
        ("không có lao động nào", 0),
        ("có mình tôi", 1),
        ("một mình tôi thôi", 1),
        ("không có ai", 0),
    ],
)
def test_read_count(text: str, count: float) -> None:
    found = read_count(listen(text))
    assert found is not None
    assert (found.low, found.high) == (count, count)


@pytest.mark.parametrize(
    ("text", "low", "high", "about"),
    [
        ("5-7 người", 5, 7, None),
        ("gần 200 lao động", 181, 199, 200),
        ("gần 3", 2, 2, 3),
        ("hơn trăm người", 101, inf, None),
        ("hai chục mấy", 21, 29, None),
    ],
)
def test_bounds_of_a_count(text: str, low: float, high: float, about: float | None) -> None:
    found = read_count(listen(text))
    assert found is not None
    assert (found.low, found.high, found.about) == (low, high, about)


@pytest.mark.parametrize(
    "text",
    [
        "8 chính thức 3 thời vụ",
        "chục rưỡi hai chục",
        "50%",
        "10 năm",
        "2 giờ",
        "u70",
        "nhiều",
        "không phải 5",
        "5?",
        "",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert read_count(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("80%", 80, 80),
        ("80", 80, 80),
        ("tám mươi phần trăm", 80, 80),
        ("một nửa", 50, 50),
        ("phân nửa", 50, 50),
        ("ba phần tư", 75, 75),
        ("8/10", 80, 80),
        ("khoảng 70-80%", 70, 80),
        ("hơn 80%", 81, 89),
        ("gần 80%", 71, 79),
        ("hơn 95%", 96, 100),
    ],
)
def test_read_share(text: str, low: float, high: float) -> None:
    found = read_share(listen(text))
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["120%", "5/4", "1/0", "nhiều", "80%?", "80-70%", "2 lần", ""])
def test_what_is_no_share(text: str) -> None:
    assert read_share(listen(text)) is None


def test_one_of_several_amounts() -> None:
    wide, narrow, other = Quantity(30, 44), Quantity(40, 40), Quantity(90, 90)
    assert one_of([]) is None
    assert one_of([wide, narrow]) == narrow
    assert one_of([wide, other]) == Quantity(30, 90)


def test_exact_is_one_number() -> None:
    assert Quantity(2, 2).exact
    assert not Quantity(2, 3).exact


@given(st.integers(1, 9999), styles)
def test_every_count_in_words_reads_back(number: int, style: Style) -> None:
    said = spell(number, style)
    found = read_count(listen(f"{said} người"))
    assert found is not None
    if style.plain and said.startswith("tam muoi"):
        assert found.low < number <= found.high
    else:
        assert (found.low, found.high) == (number, number)


@given(ANY_TEXT | st.text(alphabet="0123456789 lầnngười%/,-"))
def test_numbers_never_raise(text: str) -> None:
    utterance = listen(text)
    for found in (read_count(utterance), read_times(utterance), read_share(utterance)):
        assert found is None or found.low <= found.high
