"""Whose figures an edition has, of which days, and what they were reckoned with."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

__all__ = ["Period", "Pin", "Scope", "Tree"]

Tree: TypeAlias = Literal["then", "now"]
"""Of when units are: of the transaction's day, or of the last day of the period."""

Span: TypeAlias = Literal["quarter", "half_year", "year", "other"]


class Period(Struct, frozen=True, kw_only=True):
    """ISO days of Vietnam; both belong to it."""

    span: Span
    from_day: str
    to_day: str


class Scope(Struct, frozen=True, kw_only=True):
    """Whose figures they are."""

    unit_id: str | None
    """None: the whole installation."""
    unit_name: str
    tree: Tree = "now"


class Pin(Struct, frozen=True, kw_only=True):
    """One thing that the figures depend upon, in the version that they were reckoned with."""

    kind: Literal["form", "calendar", "policy", "unit_tree", "program", "campaign"]
    name: str
    version: str
    sha256: str
