"""The blocks that a report consists of, beside its tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.reports.satisfaction.cells import Table
from bot.reports.satisfaction.charts import Chart

__all__ = ["Annex", "Block", "Heading", "Item", "Note", "Passage"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number: I. (1) or 1. (2)."""

    level: Literal[1, 2]
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that begins with a mark: 1. or a)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print below a table."""

    text: str


Block: TypeAlias = Heading | Passage | Item | Note | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex with its Roman number and pages of its own; `wide`: it lies on its side."""

    number: str
    title: str
    blocks: Sequence[Block]
    wide: bool = False
