"""Texts that are sent to people: each rule of them, and where a text breaks it."""

import pytest

from flows.invitation_text import LENGTHS, text_faults

GOOD = "Mời Ông/Bà trả lời tại {link}. Nếu không muốn, xin {dung}"


@pytest.mark.parametrize(
    ("channel", "subject", "text", "faults"),
    [
        ("telegram", "", GOOD, []),
        ("telegram", "bỏ qua", GOOD, []),
        ("email", "Mời Ông/Bà", GOOD, []),
        ("email", "", GOOD, [("subject", "missing")]),
        ("list", "x" * 61, GOOD, [("subject", "length")]),
        ("telegram", "", "", [("text", "missing")]),
        ("telegram", "", "{link}", [("text", "no_stop")]),
        ("telegram", "", "{dung}", [("text", "no_link")]),
        ("telegram", "", f"{GOOD} {{ten}}", [("text", "place")]),
        ("telegram", "", f"{GOOD} {{", [("text", "place")]),
        ("email", "{danh_xung}", GOOD, [("subject", "place")]),
        ("telegram", "", f"{GOOD} HTTPS://bit.ly/x", [("text", "other_link")]),
        ("list", "Mời", f"{GOOD} www.vidu.vn", [("text", "other_link")]),
        ("telegram", "", GOOD + "x" * LENGTHS["telegram"], [("text", "length")]),
    ],
)
def test_a_text_keeps_every_rule(
    channel: str, subject: str, text: str, faults: list[tuple[str, str]]
) -> None:
    found = text_faults(channel, subject, text)
    assert [(fault.field, fault.code) for fault in found] == faults
