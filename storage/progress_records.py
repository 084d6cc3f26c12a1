"""What is read of a campaign while it runs: what came back when and how, and where people stop."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

__all__ = ["Came", "Reached"]


class Came(Struct, frozen=True, kw_only=True):
    """Forms that came back and agree in all that following tells apart."""

    unit_id: str | None
    channel: str
    day: date
    """When they were sent, or begun where they were not; in Vietnam, as is `hour`."""
    hour: int
    """0–23."""
    outcome: str
    """`valid`, or the reason why not (`survey.validity.Reason`)."""
    forms: int


class Reached(Struct, frozen=True, kw_only=True):
    """How far people came in one version of a form."""

    form: str
    version: int
    question: str
    answered: int
    """Responses in which it was answered."""
    stopped: int
    """Those of them that went no further, and were not sent."""
