"""A table as a value, and how its cells look on paper and in a sheet.

One table serves the .docx, the .pdf and the .xlsx, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Share

__all__ = [
    "HASH_SHOWN", "Cell", "Column", "Kind", "Span", "Table", "is_inferred", "marks", "shown",
]  # fmt: skip

Kind: TypeAlias = Literal[
    "text",
    "count",
    "share",  # a Share: the figure to judge by, in per cent
    "raw",  # a Share: the figure as answered
    "interval",  # a Share or a Span, in per cent
    "bounds",  # a Span, as it is
    "heads",  # a Share: respondents of its best
    "points",  # a difference, in percentage points
    "number",  # two places
    "hash",  # the first characters on paper, all of them in a sheet
]


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of a difference or of a correlation."""

    low: float
    high: float


Cell: TypeAlias = str | int | float | Share | Span | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what is in it, and its part of the width."""

    title: str
    kind: Kind
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table under its caption. `strong`: numbers of rows that are set bold."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    strong: frozenset[int] = frozenset()


HASH_SHOWN: Final = 12
"""Characters of a checksum on paper; sheets have all of them."""

_NONE, _WITHHELD, _UNPROVEN, _INFERRED = "–", "…", "*", "**"


def shown(voice: Voice, column: Column, cell: Cell) -> str:
    """Return a cell as it is printed; what has no figure is marked, never left blank."""
    if cell is None:
        return "" if column.kind == "text" else _NONE
    if isinstance(cell, Share):
        return _share(voice, column.kind, cell)
    if isinstance(cell, Span):
        return _span(voice, column.kind, cell)
    if isinstance(cell, str):
        return cell[:HASH_SHOWN] if column.kind == "hash" else cell
    return _number(voice, column.kind, cell)


def _span(voice: Voice, kind: Kind, span: Span) -> str:
    write = voice.number if kind == "bounds" else voice.share
    low, high = write(span.low), write(span.high)
    if span.low >= 0:
        return f"{low}–{high}"
    # A dash beside a minus is misread: -0,05–2,49.
    return voice.say(text_key("report.value.span"), low=low, high=high)


def _number(voice: Voice, kind: Kind, value: float) -> str:
    if kind in {"share", "points"}:
        return voice.share(value)
    return voice.count(int(value)) if kind == "count" else voice.number(value)


def _share(voice: Voice, kind: Kind, share: Share) -> str:
    if share.withheld:
        return _WITHHELD
    if kind == "heads":
        return voice.count(share.people)
    if kind == "interval":
        if share.low is None or share.high is None:
            return _NONE
        return f"{voice.share(share.low)}–{voice.share(share.high)}"
    value = share.raw if kind == "raw" else share.best
    return _NONE if value is None else voice.share(value) + _mark(share)


def _mark(share: Share) -> str:
    if is_inferred(share):
        return _INFERRED
    return "" if share.proven else _UNPROVEN


def is_inferred(share: Share) -> bool:
    """Whether a figure follows from others and was not answered itself (docs/method.md, B5)."""
    return share.best is not None and not share.answers


def marks(voice: Voice, tables: Iterable[Table]) -> str:
    """Return what the marks in some tables mean; empty: there are none."""
    found = {
        mark
        for table in tables
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
        for mark in _marks_of(voice, column, cell)
    }
    return "; ".join(f"({mark}) {voice.say(key)}" for mark, key in _MEANINGS if mark in found)


def _marks_of(voice: Voice, column: Column, cell: Cell) -> Iterable[str]:
    text = shown(voice, column, cell)
    if cell is None or text in {_NONE, _WITHHELD}:
        return [text]
    return [_mark(cell)] if isinstance(cell, Share) else []


_MEANINGS: Final = (
    (_NONE, text_key("report.mark.absent")),
    (_WITHHELD, text_key("report.mark.withheld")),
    (_UNPROVEN, text_key("report.mark.not_proven")),
    (_INFERRED, text_key("report.mark.inferred")),
)
