"""How long people say that something took."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.durations import read_duration
from flows.quantities import Quantity
from flows.vietnamese import listen
from tests.flows.spoken import Style, spell, styles
from tests.flows.test_spelling import ANY_TEXT


def _bounds(text: str) -> tuple[float, float] | None:
    found = read_duration(listen(text))
    return (found.low, found.high) if found else None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("nửa tiếng", 30),
        ("nua tieng", 30),
        ("nửa giờ đồng hồ", 30),
        ("một nửa tiếng", 30),
        ("1 tiếng rưỡi", 90),
        ("tiếng rưỡi", 90),
        ("hai giờ rưỡi", 150),
        ("2h", 120),
        ("2 giờ đồng hồ", 120),
        ("2h30", 150),
        ("1h30p", 90),
        ("1 giờ 15 phút", 75),
        ("một tiếng mười lăm", 75),
        ("1 tiếng kém 10", 50),
        ("2 tiếng kém 15 phút", 105),
        ("15p", 15),
        ("15 ph", 15),
        ("15'", 15),
        ("30 fút", 30),
        ("mười lăm phút", 15),
        ("hai chục phút", 20),
        ("năm chục phút", 50),
        ("30 giây", 0.5),
        ("1 ngày", 1440),
        ("1,5 tiếng", 90),
        ("1.5h", 90),
        ("1/2 tiếng", 30),
        ("3/4 giờ", 45),
        ("½ tiếng", 30),
        ("ba phần tư giờ", 45),
        ("tiếng đồng hồ", 60),
        ("tôi chờ khoảng 2 tiếng", 120),
        ("chờ lâu lắm 45 phút luôn", 45),
        ("xếp hàng 30 phút", 30),
        ("đông quá 45 phút mới tới", 45),
        ("quầy 3 chờ 30 phút", 30),
        ("hơn nửa tiếng, chừng 40 phút", 40),
        ("1 tiếng (60 phút)", 60),
        ("7:30 đến 8:30", 60),
        ("30 phút chứ không phải 2 tiếng", 30),
        ("half an hour", 30),
        ("an hour", 60),
        ("2 hours", 120),
    ],
)
def test_an_exact_time(text: str, minutes: float) -> None:
    assert read_duration(listen(text)) == Quantity(minutes, minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("từ 8h đến 9h", 60),
        ("8h30 đến 9h15", 45),
        ("từ 7 giờ tới 10 giờ rưỡi", 210),
        ("từ 11h đến 1h", 120),
        ("từ 2h chiều đến 4h chiều", 120),
        ("8h tới mà 8h20 mới được gọi", 20),
    ],
)
def test_times_of_the_day_are_as_long_as_lies_between_them(text: str, minutes: float) -> None:
    assert _bounds(text) == (minutes, minutes)


def test_one_to_two_o_clock_may_be_one_to_two_hours() -> None:
    assert _bounds("từ 1h đến 2h") == (60, 120)
    assert _bounds("từ 1 tiếng đến 2 tiếng") == (60, 120)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20-30 phút", 20, 30),
        ("20 30 phút", 20, 30),
        ("tầm 15 đến 20 phút", 15, 20),
        ("từ 20 toi 30 phut", 20, 30),
        ("mười lăm hai mươi phút", 15, 20),
        ("1-2 tiếng", 60, 120),
        ("1h-2h", 60, 120),
        ("hai ba tiếng", 120, 180),
        ("30 phút đến 1 tiếng", 30, 60),
        ("vài phút", 2, 5),
        ("mươi phút", 8, 12),
        ("năm mười phút", 5, 10),
        ("mấy tiếng đồng hồ", 120, 540),
        ("hơn 1 tiếng", 61, 89),
        ("1 tiếng hơn", 61, 89),
        ("1 tiếng mấy", 61, 89),
        ("tiếng mấy", 61, 89),
        ("hơn tiếng", 61, 89),
        ("trên 4 tiếng", 241, 299),
        ("cả tiếng", 60, 89),
        ("dưới 15 phút", 0, 14),
        ("chưa đến 15 phút", 11, 14),
        ("gần 1 tiếng", 46, 59),
        ("gần 3 tiếng", 121, 179),
        ("không quá 15 phút", 0, 15),
        ("15 phút trở xuống", 0, 15),
        ("ít nhất 30 phút", 30, inf),
        ("60 phút trở lên", 60, inf),
        ("1 tiếng hoặc hơn", 60, inf),
        ("60p+", 60, inf),
        ("từ 30 phút", 30, inf),
        ("cả buổi sáng", 150, 300),
        ("hết buổi", 150, 300),
        ("nửa ngày", 180, 300),
        ("cả ngày trời", 360, 720),
        ("một buổi", 70, 300),
        ("mất toi buổi sáng", 150, 300),
        ("3-4 chục phút", 30, 40),
        ("45 phút 30 giây", 0.5, 45),
        ("lần đầu 10 phút, lần sau 40 phút", 10, 40),
        ("tam muoi phut", 10, 80),
    ],
)
def test_bounds(text: str, low: float, high: float) -> None:
    assert _bounds(text) == (low, high)


def test_nearly_an_hour_names_the_hour() -> None:
    assert read_duration(listen("gần tiếng đồng hồ")) == Quantity(46, 59, about=60)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30", 30, 30),
        ("chờ 30", 30, 30),
        ("20-30", 20, 30),
        ("hơn 60", 61, 89),
        ("tầm 45", 45, 45),
    ],
)
def test_a_number_alone_is_minutes(text: str, low: float, high: float) -> None:
    assert read_duration(listen(text)) == Quantity(low, high, bare=True)


@pytest.mark.parametrize(
    "text",
    [
        "không phải chờ",
        "ko phải đợi",
        "khỏi phải đợi luôn",
        "đến là được làm luôn",
        "vô là mần ngay",
        "có liền",
        "nỏ phải đợi chi",
        "no waiting",
    ],
)
def test_no_waiting_takes_no_time(text: str) -> None:
    assert read_duration(listen(text)) == Quantity(0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "lâu",
        "một lúc",
        "không lâu lắm",
        "không phải chờ lâu",
        "chờ lâu mới có",
        "có ngay đâu mà có",
        "không phải 15 phút",
        "30-20 phút",
        "30-20",
        "30 phút?",
        "1/0",
        "2 lần",
        "2h-1h",
        "2 30 phút",
        "lúc 8h sáng",
        "9h",
        "9h tới",
        "8h mà 7h",
        "bốc số 45",
        "còn 5 người trước tôi",
        "68 tuổi",
        "1:30",
        "",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    assert read_duration(listen(text)) is None


@pytest.mark.parametrize(
    "text",
    ["nuwar tieengs", "nu73a tie61ng", "nửatiếng", "nửa tếng", "NỬA TIẾNG!!!", "nửa  tiêng"],
)
def test_every_way_of_typing_half_an_hour(text: str) -> None:
    assert _bounds(text) == (30, 30)


@given(st.integers(1, 600), styles)
def test_every_minute_in_words_reads_back(minutes: int, style: Style) -> None:
    found = _bounds(f"{spell(minutes, style)} phút")
    assert found is not None
    if style.plain and spell(minutes, style).startswith("tam muoi"):
        assert found[0] < minutes <= found[1]
    else:
        assert found == (minutes, minutes)


@given(ANY_TEXT | st.text(alphabet="0123456789 hgphút:-/rưỡinửa"))
def test_any_text_has_a_duration_or_none(text: str) -> None:
    found = read_duration(listen(text))
    assert found is None or found.low <= found.high
