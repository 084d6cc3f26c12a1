"""What Telegram can do, and its limits as its documentation gave them on a day."""

from __future__ import annotations

from bot.channels.base import Capabilities

__all__ = ["CAPABILITIES", "NAME"]

NAME = "telegram"

CAPABILITIES = Capabilities(
    as_of="2026-06-11",  # Bot API 10.1
    buttons=100,  # not documented; more gave "reply markup is too long"
    label_chars=64,  # not documented; phones show some 35 of them on a button of full width
    payload_bytes=64,
    text_chars=4096,
    callback_chars=200,
    edits=True,
    asks_contact=True,
    receives_files=True,
    file_bytes=20 * 1024 * 1024,
    window_hours=None,
    abroad=True,
    per_second=30.0,
    per_chat_second=1.0,
    proof="headers",
)
