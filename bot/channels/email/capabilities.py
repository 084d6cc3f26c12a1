"""What e-mail can do: the limits are the standards', and our own server's rate is a setting."""

from __future__ import annotations

from bot.channels.base import Capabilities

__all__ = ["CAPABILITIES", "NAME"]

NAME = "email"

CAPABILITIES = Capabilities(
    as_of="2026-11-22",  # RFC 5321, 5322, 8058
    buttons=0,  # a letter has one button at most, and that is a link
    label_chars=0,
    payload_bytes=200,
    text_chars=20_000,
    edits=False,
    asks_contact=False,
    receives_files=False,
    window_hours=None,
    abroad=False,  # the office's own server
    hears=False,
)
