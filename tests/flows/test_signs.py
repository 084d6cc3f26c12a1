"""Signs among the aliases of a choice."""

from __future__ import annotations

import pytest

from flows.signs import Text, is_sign, read_sign, shown
from flows.vietnamese import listen


def found(alias: str, text: str) -> bool:
    heard = listen(text)
    unmarked = heard.accented == heard.plain
    return shown(read_sign(alias), Text.of(heard.words, unmarked=unmarked)) is not None


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("lấy thẻ|nhận thẻ", "hôm qua tôi nhận thẻ rồi"),
        ("trễ|chậm … báo|gọi", "trễ 3 bữa nhưng họ có gọi"),
        ("trễ|chậm … báo|gọi", "cham nhung co bao"),
        ("trễ … không báo|không ai", "trễ mà chẳng thấy báo"),
        ("trễ … không báo|không ai", "tre ma hong ai noi gi"),
        ("trễ … không báo", "trễ mà có báo gì đâu"),
        ("chưa có", "tới giờ vẫn chưa có"),
        ("không đổi", "tôi có đổi đâu"),
        ("không đổi", "đâu có đổi"),
        ("~giấy tờ", "đừng đòi nhiều giấy tờ"),
        ("~chờ lâu|đợi", "cho nguoi gia khoi doi"),
    ],
)
def test_shown(alias: str, text: str) -> None:
    assert found(alias, text)


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("lấy thẻ|nhận thẻ", "tôi chưa nhận thẻ"),
        ("lấy thẻ|nhận thẻ", "có nhận thẻ đâu"),
        ("trễ|chậm … báo|gọi", "họ báo là trễ"),  # the other way round
        ("trễ|chậm … báo|gọi", "trễ mà không báo"),
        ("trễ … không báo", "trễ mà có báo"),
        ("không đổi", "tôi chưa đổi"),  # not for now is not "no"
        ("chưa có", "không có"),
        ("~chờ lâu|chờ", "cán bộ cho tôi vào"),  # with marks, "cho" is no "chờ"
    ],
)
def test_not_shown(alias: str, text: str) -> None:
    assert not found(alias, text)


def test_plain_aliases_are_no_signs() -> None:
    assert not is_sign("đúng hẹn")
    assert is_sign("~đúng hẹn")
    assert is_sign("đúng hẹn|sớm")
    assert is_sign("trễ … báo")
