"""Who may let the owner of an account in anew: never one person alone, unless there is nobody else
and the owner had time to say no.

A link for a lost authenticator opens the account to whoever holds it. So one person asks, and
another one makes the link, and hands it over: whoever wants to pass for an officer needs both.
"""

from __future__ import annotations

from typing import Final

from flows.identifiers import Instant
from flows.time_units import HOUR
from flows.workdays import Calendar, open_after

__all__ = ["OPEN_MS", "may_make", "ready_at"]

OPEN_MS: Final = 72 * HOUR
"""How long what was asked for can be done: over a weekend, as an invitation."""


def ready_at(
    calendar: Calendar, asked_at: Instant, delay_ms: int, *, others: bool
) -> Instant | None:
    """Return from when on who asked may make the link alone; None: never, as there are others
    who can. The delay runs on working days only: an owner who is off cannot say no.

    Who is there when it is asked for counts: shutting the others out afterwards helps nobody.
    """
    return None if others else open_after(calendar, asked_at, delay_ms)


def may_make(
    maker: str, asked_by: str, ready: Instant | None, now: Instant, *, others: bool
) -> bool:
    """Return whether this account may make the link, if its rights reach that far at all.
    `others`: there are some who could make it by now, whoever was there when it was asked for.
    """
    return maker != asked_by or (not others and ready is not None and now >= ready)
