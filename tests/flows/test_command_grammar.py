"""Whole sentences command by the order of their parts, and what only tells commands nothing."""

from __future__ import annotations

import pytest

from flows.command_grammar import parsed
from flows.commands import Recognised, recognise
from flows.vietnamese import listen


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("chấm dứt cuộc trò chuyện", "stop"),
        ("đừng hỏi nữa", "stop"),
        ("hủy dữ liệu tôi vừa cung cấp", "erase"),
        ("gỡ thông tin của tôi khỏi hệ thống", "erase"),
        ("quay về câu 1", "restart"),
        ("xóa đi trả lời lại từ câu 1", "restart"),
        ("tí nữa quay lại làm tiếp", "pause"),
        ("nối máy cho cán bộ giùm", "human"),
        ("noi may cho gap nguoi", "human"),
        ("nghỉ, ko làm khảo sát nửa", "stop"),
        ("còn lâu không, mấy câu nửa vậy", "progress"),
        ("trở ngược lại câu hồi nãy", "back"),
        ("câu này tôi không muốn trả lời", "skip"),
        ("có tiếng Khmer không con", "language"),
        ("cho xem máy đang lưu gì về tôi", "view"),
    ],
)
def test_a_sentence_is_the_command_that_its_parts_make(text: str, command: str) -> None:
    assert recognise(listen(text)) == Recognised(command)


@pytest.mark.parametrize(
    "text",
    [
        "tôi hỏi nhân viên mà không ai trả lời",
        "chỉ vì tôi không quen ai nên hồ sơ cứ bị để lại sau",
        "bắt làm lại từ đầu",
        "xóa nợ của tôi",
        "rút bảo hiểm",
        "nghỉ làm",
        "không muốn dừng",
        "tôi gặp cán bộ rồi mà không ai trả lời",
        "thông tin của tôi bị sai",
    ],
)
def test_what_only_tells_is_no_command(text: str) -> None:
    assert recognise(listen(text)) is None


def test_two_clauses_that_agree_command_for_certain() -> None:
    assert recognise(listen("thôi nghỉ, mệt rồi, không trả lời nữa")) == Recognised("stop")


def test_long_sentences_are_stories() -> None:
    assert parsed(("dừng",) * 15, ("dung",) * 15) is None
    assert parsed((), ()) is None
