"""Which day people mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dates import Days, read_date
from flows.vietnamese import listen
from tests.flows.spoken import Style, day_in, styles
from tests.flows.test_spelling import ANY_TEXT

TODAY = date(2026, 11, 21)
"""A Saturday."""


def _read(text: str, today: date = TODAY) -> Days | None:
    return read_date(listen(text), today)


def _sure(text: str) -> date | None:
    found = _read(text)
    return found.first if found and found.sure and found.exact else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm nay", 21),
        ("bữa nay nè", 21),
        ("bựa ni", 21),
        ("sáng sớm nay", 21),
        ("mới làm xong hồi nãy", 21),
        ("mới hồi sáng", 21),
        ("vừa mới xong", 21),
        ("nay", 21),
        ("hnay", 21),
        ("today", 21),
        ("hôm qua", 20),
        ("ngày hôm qua", 20),
        ("bữa qua", 20),
        ("chiều qua", 20),
        ("hqua", 20),
        ("9h30 hôm qua", 20),
        ("hôm qua, thứ sáu", 20),
        ("hồi 2 giờ chiều qua", 20),
        ("hôm qua 20/11", 20),
        ("hôm kia", 19),
        ("tối hôm kia", 19),
        ("hôm kìa", 18),
        ("3 hôm trước", 18),
        ("cách đây ba ngày", 18),
        ("cách nay 5 bữa", 16),
        ("đúng mười bữa trước", 11),
        ("đúng 1 tuần trước", 14),
        ("ngày này tuần trước", 14),
        ("thứ sáu", 20),
        ("thu sau", 20),
        ("T6", 20),
        ("thứ ba", 17),
        ("thứ hai", 16),
        ("sáng thứ hai", 16),
        ("đầu tuần này, thứ 2", 16),
        ("thứ năm vừa rồi", 19),
        ("thứ bảy vừa rồi", 14),
        ("chủ nhật", 15),
        ("CN", 15),
        ("hôm nay thứ 7", 21),
        ("thứ bảy này", 21),
        ("thứ ba tuần này", 17),
        ("thứ 3 tuần trước", 10),
        ("t2 tuan truoc", 9),
        ("chủ nhật tuần trước", 15),
        ("thứ bảy tuần rồi", 14),
        ("thứ 5 tuần trước nữa", 5),
        ("ngày 10", 10),
        ("hôm 12", 12),
        ("hôm 5 tây", 5),
        ("12 tháng này", 12),
        ("mùng 1 tháng 11 dương lịch", 1),
        ("ngày nhà giáo vừa rồi", 20),
    ],
)
def test_days_of_this_month(text: str, day: int) -> None:
    assert _sure(text) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/10/2026", "2026-10-15"),
        ("15.10.2026", "2026-10-15"),
        ("15-10-26", "2026-10-15"),
        ("15/10", "2026-10-15"),
        ("3/11", "2026-11-03"),
        ("11/3", "2026-03-11"),
        ("03112026", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("3 11 2026", "2026-11-03"),
        ("3t11", "2026-11-03"),
        ("3 thg 11", "2026-11-03"),
        ("tháng 9 ngày 5", "2026-09-05"),
        ("ngày hai ba tháng mười", "2026-10-23"),
        ("hăm hai tháng chín dương", "2026-09-22"),
        ("mười hai tháng mười một năm hai nghìn không trăm hai mươi sáu", "2026-11-12"),
        ("ngày ba tháng tư năm hai không hai lăm", "2025-04-03"),
        ("ngay 5 thang bay", "2026-07-05"),
        ("ngay 5 thang sau nam 2025", "2025-06-05"),
        ("15/12 năm ngoái", "2025-12-15"),
        ("3/11/58", "1958-11-03"),
        ("28 tháng trước", "2026-10-28"),
        ("ngày 31 tháng rồi", "2026-10-31"),
        ("ngày này tháng trước", "2026-10-21"),
        ("đúng 1 tháng trước", "2026-10-21"),
        ("lúc 8h sáng ngày 3/10", "2026-10-03"),
        ("14h ngày 20/10", "2026-10-20"),
        ("thứ 2 ngày 9/11", "2026-11-09"),
        ("làm 2 lần, hôm 15/10", "2026-10-15"),
        ("hôm quốc khánh"[:0] + "ngày quốc khánh", "2026-09-02"),
    ],
)
def test_other_days(text: str, day: str) -> None:
    assert _sure(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mùng 5 tháng 11", "2026-11-05"),
        ("khoảng 10/11", "2026-11-10"),
        ("hình như hôm qua", "2026-11-20"),
        ("thứ bảy", "2026-11-21"),
        ("thứ ba trước", "2026-11-17"),
        ("thứ ba đầu tháng", "2026-11-17"),
        ("chủ nhật tuần này", "2026-11-22"),
        ("ngày 25", "2026-10-25"),
        ("20/12", "2025-12-20"),
        ("25/12/2026", "2026-12-25"),
        ("ngày 25 tháng này", "2026-11-25"),
        ("cách đây 2 tuần", "2026-11-07"),
        ("1 tháng trước", "2026-10-21"),
        ("3/11, 5", "2026-11-03"),
    ],
)
def test_a_likely_day_is_to_be_confirmed(text: str, day: str) -> None:
    expected = date.fromisoformat(day)
    assert _read(text) == Days(expected, expected, sure=False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ 3 đến 5/11", 3, 5),
        ("12 hoặc 13/11", 12, 13),
        ("3/11 hoặc 4/11", 3, 4),
        ("nộp 3/11, lấy 10/11", 3, 10),
        ("hôm qua với hôm kia", 19, 20),
    ],
)
def test_several_days_are_bounds(text: str, first: int, last: int) -> None:
    found = Days(date(2026, 11, first), date(2026, 11, last), sure=False)
    assert _read(text) == found
    assert not found.exact


@pytest.mark.parametrize(
    "text",
    [
        "hôm đó",
        "hôm trước",
        "mấy bữa trước",
        "tuần trước",
        "tháng trước",
        "đầu tháng",
        "cuối tuần trước",
        "tháng 10",
        "2025",
        "18",
        "mai",
        "ngày mốt",
        "thứ 3 tới",
        "tuần sau",
        "rằm tháng 9",
        "mồng mười âm",
        "15/8 âm lịch",
        "30/2",
        "31/11/2026",
        "29/2/2026",
        "32/10",
        "10/13",
        "31/12/1026",
        "ngày 31 tháng này",
        "5 đến 3/11"[:0] + "từ 5 đến 31/11",
        "3/11/20226",
        "thứ hai 12/11",
        "thứ hai thứ ba",
        "500 ngày trước",
        "hôm qua?",
        "",
    ],
)
def test_what_is_no_day(text: str) -> None:
    found = _read(text)
    assert found is None or not found.exact


def test_a_day_that_the_month_does_not_have() -> None:
    assert _read("ngày này tháng trước", date(2026, 3, 31)) is None
    assert _read("đúng 1 tháng trước", date(2026, 3, 31)) is None
    assert _read("ngày 31", date(2026, 3, 1)) is None


_FORMS = (
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d}/{m}/{yy:02}",
    "{d} tháng {m} năm {y}", "ngày {d} tháng {m} năm {y}", "ngay {d} thang {m} nam {y}",
    "ngày {D} tháng {M} năm {y}", "ngày {D} tháng {M} năm {Y}", "{D} tháng {M} năm {Y}",
    "hôm {d}/{m}/{y}", "{y}-{m:02}-{d:02}", "{d:02}{m:02}{y}", "{d} {m} {y}", "{d} thg {m} {y}",
    "lúc 8h30 sáng ngày {d}/{m}/{y}", "ngày {d}/{m} năm {y}", "NGÀY {d} THÁNG {m}, {y}",
)  # fmt: skip
_THIS_YEAR = (
    "{d}/{m}", "{d}-{m}", "{d}.{m}", "hôm {d}/{m}", "{d}t{m}", "{d} tháng {m}",
    "ngày {d} tháng {m}", "ngay {d} thang {m}", "ngày {D} tháng {M}",
)  # fmt: skip


@given(st.dates(date(2015, 1, 1), TODAY), st.sampled_from(_FORMS), styles)
def test_every_day_in_every_form_reads_back(day: date, form: str, style: Style) -> None:
    assert _sure(day_in(day, form, style)) == day


@given(st.dates(date(2026, 1, 1), TODAY), st.sampled_from(_THIS_YEAR), styles)
def test_without_a_year_the_last_such_day_is_meant(day: date, form: str, style: Style) -> None:
    said = day_in(day, form, style)
    if "tháng sau" in said:  # next month, or June without its marks
        assert _sure(said) is None
    else:
        assert _sure(said) == day


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_last_one_gone_by(today: date, weekday: int) -> None:
    name = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")[weekday]
    found = _read(f"hôm {name} vừa rồi", today)
    assert found is not None
    assert found.first.weekday() == weekday
    assert timedelta(0) < today - found.first <= timedelta(7)


@given(ANY_TEXT | st.text(alphabet="0123456789 ngàythángthứ/-."), st.dates())
def test_any_text_has_a_day_or_none(text: str, today: date) -> None:
    found = _read(text, today)
    assert found is None or found.first <= found.last
