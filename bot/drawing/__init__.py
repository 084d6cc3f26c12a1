"""Draws: who is asked, from a frame of transactions, sealed so that anybody can repeat it."""

from __future__ import annotations

from bot.drawing.casting import Repeated, repeat
from bot.drawing.drawing import DrawRefusedError, Outlook, Refusal, Sampler
from bot.drawing.frame_files import FrameFile, gathered, read_frame
from bot.drawing.outlooks import Shown, count_outlook, outlook_for
from bot.drawing.repeating import frame_text, kept_frame, record_file, verify
from bot.drawing.sealing import LONGEST_SEED
from bot.drawing.substituting import ask_more, substitute
from bot.drawing.working import LEASE_MS, Drawing, draw_at_once, leftovers_removed

__all__ = [
    "LEASE_MS",
    "LONGEST_SEED",
    "DrawRefusedError",
    "Drawing",
    "FrameFile",
    "Outlook",
    "Refusal",
    "Repeated",
    "Sampler",
    "Shown",
    "ask_more",
    "count_outlook",
    "draw_at_once",
    "frame_text",
    "gathered",
    "kept_frame",
    "leftovers_removed",
    "outlook_for",
    "read_frame",
    "record_file",
    "repeat",
    "substitute",
    "verify",
]
