"""How much money people say they paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.money import read_money
from flows.quantities import Quantity
from flows.vietnamese import listen
from tests.flows.spoken import Style, spell, styles
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("200k", 200_000),
        ("200 k", 200_000),
        ("3 trăm k", 300_000),
        ("200 ngàn", 200_000),
        ("50 nghin", 50_000),
        ("10 ngh", 10_000),
        ("2 tram nghin", 200_000),
        ("haitramnghin", 200_000),
        ("2 trăm", 200_000),
        ("hai trăm", 200_000),
        ("hai trăm hai", 220_000),
        ("trăm rưỡi", 150_000),
        ("một trăm mốt", 110_000),
        ("hai trăm rưỡi", 250_000),
        ("năm chục", 50_000),
        ("năm chục ngàn", 50_000),
        ("chục triệu", 10_000_000),
        ("200.000đ", 200_000),
        ("200,000", 200_000),
        ("200000", 200_000),
        ("1 500 000 đ", 1_500_000),
        ("1.200.000 VND", 1_200_000),
        ("5000", 5000),
        ("1.000k", 1_000_000),
        ("1tr2", 1_200_000),
        ("1tr25", 1_250_000),
        ("1tr250k", 1_250_000),
        ("1 triệu 2", 1_200_000),
        ("1,2 triệu", 1_200_000),
        ("1.2tr", 1_200_000),
        ("0,5tr", 500_000),
        ("nửa triệu", 500_000),
        ("nua tr", 500_000),
        ("triệu rưỡi", 1_500_000),
        ("triệu mốt", 1_100_000),
        ("2tr rưỡi", 2_500_000),
        ("ba triệu tám", 3_800_000),
        ("một triệu hai trăm", 1_200_000),
        ("hai triệu lẻ năm chục", 2_050_000),
        ("một tỷ", 1_000_000_000),
        ("2 củ", 2_000_000),
        ("2 cu", 2_000_000),
        ("củ rưỡi", 1_500_000),
        ("nửa củ", 500_000),
        ("2 xị", 200_000),
        ("2 xi", 200_000),
        ("3 xị rưỡi", 350_000),
        ("2 chai", 2_000_000),
        ("50 cành", 50_000),
        ("khoảng 2 trăm", 200_000),
        ("bồi dưỡng anh cán bộ 300 nghìn", 300_000),
        ("một phong bì 500k", 500_000),
        ("500 nghìn, đưa cho cô ở quầy 3", 500_000),
        ("500k ngày 3/11", 500_000),
        ("200 nghìn chứ không phải 2 triệu", 200_000),
        ("0", 0),
        ("0đ", 0),
    ],
)
def test_an_exact_amount(text: str, dong: float) -> None:
    found = read_money(listen(text))
    assert found is not None
    assert (found.low, found.high, found.sure) == (dong, dong, True)


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("200", 200_000),
        ("50", 50_000),
        ("hai mươi", 20_000),
        ("500đ", 500_000),
        ("hai trăm đồng", 200_000),
        ("1.500", 1500),
        ("2 lít", 200_000),
        ("2 chai rượu", 2_000_000),
    ],
)
def test_a_likely_amount_is_to_be_confirmed(text: str, dong: float) -> None:
    found = read_money(listen(text))
    assert found is not None
    assert (found.low, found.high, found.sure) == (dong, dong, False)


@pytest.mark.parametrize(
    "text",
    [
        "không mất đồng nào",
        "khong ton xu nao",
        "nỏ mất đồng mô",
        "chẳng mất gì",
        "không phải trả thêm",
        "dạ không tốn kém gì",
        "có trả thêm gì đâu",
        "đâu có mất đồng nào",
        "miễn phí",
        "free nha",
        "không",
        "chua tra dong nao",
    ],
)
def test_nothing_paid_is_nought(text: str) -> None:
    assert read_money(listen(text)) == Quantity(0, 0)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50-100 nghìn", 50_000, 100_000),
        ("1-2 triệu", 1_000_000, 2_000_000),
        ("từ 100 đến 200 ngàn", 100_000, 200_000),
        ("ba bốn trăm", 300_000, 400_000),
        ("mấy trăm ngàn", 200_000, 900_000),
        ("1 triệu lẻ", 1_000_001, 1_999_999),
        ("gần 5 trăm", 250_001, 499_999),
        ("1 triệu 50", 1_050_000, 1_500_000),
        ("hơn 1 triệu", 1_000_001, 1_999_999),
        ("gần triệu", 500_001, 999_999),
        ("dưới 100k", 0, 99_999),
        ("vài chục", 20_000, 50_000),
    ],
)
def test_bounds(text: str, low: float, high: float) -> None:
    found = read_money(listen(text))
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "nhiều",
        "ít tiền nước nôi",
        "không nhớ",
        "không nhiều",
        "không tốn nhiều",
        "không đồng ý",
        "200 k nhớ",
        "photo 20k, gửi xe 5k",
        "100k mỗi lần",
        "100k x 2",
        "10k/lần",
        "50k 2 lần",
        "20 đô",
        "$20",
        "9999999999999k",
        "300k - 200k",
        "200k?",
        "",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    found = read_money(listen(text))
    assert found is None or not found.sure


@given(st.integers(1, 99_999).map(lambda thousands: thousands * 1000), styles)
def test_every_amount_in_words_reads_back(dong: int, style: Style) -> None:
    said = spell(dong, style)
    found = read_money(listen(f"{said} đồng"))
    assert found is not None
    if style.plain and said.startswith("tam muoi"):
        assert found.low < dong <= found.high
    else:
        assert (found.low, found.high, found.sure) == (dong, dong, True)


@given(st.integers(10_000, 99_999_999))
def test_every_amount_in_digits_reads_back(dong: int) -> None:
    for text in (f"{dong}", f"{dong}đ", f"{dong:,} đồng", f"{dong:,}".replace(",", ".")):
        found = read_money(listen(text))
        assert found is not None
        assert (found.low, found.high, found.sure) == (dong, dong, True)


@given(ANY_TEXT | st.text(alphabet="0123456789 ktrđ.,-nửatriệu"))
def test_any_text_has_an_amount_or_none(text: str) -> None:
    found = read_money(listen(text))
    assert found is None or found.low <= found.high
