"""Places in an office's own templates: what is filled, and what is refused by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.desk.template_text import PLACES, filled, unknown_place


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Kính gửi Ông/Bà, {code} của {office}, nhận {received}, hạn {due}.", None),
        ("Không có chỗ nào [việc đã làm]", None),
        ("Gửi {ten}, mã {code}", "{ten}"),
        ("{Code}", "{Code}"),
        ("{ code }", "{ code }"),
        ("{}", "{}"),
        ("mã {code", "{"),
        ("mã code}", "}"),
        ("{{code}}", "{"),
        ("{co\nde}", "{"),
    ],
)
def test_a_place_that_nothing_fills_is_named(text: str, unknown: str | None) -> None:
    assert unknown_place(text) == unknown


def test_places_are_filled_and_the_rest_stays() -> None:
    values = dict.fromkeys(PLACES, "–") | {"code": "{office} \\1 %s"}
    assert filled("{code}: 5% {x} [a]", values) == "{office} \\1 %s: 5% {x} [a]"


@given(st.text(alphabet="{}codeffi [a]\n"))
def test_what_is_accepted_leaves_no_place_open(text: str) -> None:
    if unknown_place(text) is None:
        assert not {"{", "}"} & set(filled(text, dict.fromkeys(PLACES, "x")))
