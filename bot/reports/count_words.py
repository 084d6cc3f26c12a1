"""How counts are said to people: columns, reasons, and what is odd about a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bot.count_tables import Reviewed
from flows.texts import text_key
from storage.counting_records import CountTableState
from survey.count_layout import LayoutError, Problem
from survey.count_tables import Flag, FlagCode
from survey.counts import Column
from survey.unit_tree import UnitTree
from survey.validity import Reason

__all__ = ["COLUMNS", "FLAGS", "KINDS", "PROBLEMS", "REASONS", "TABLE_STATES","flag_sentences",
           "problem_params"]  # fmt: skip

Say = Callable[..., str]
"""Text key and parameters → text, in the reader's language."""

COLUMNS: Final[Mapping[Column, str]] = {
    "issued": text_key("count.column.issued"),
    "returned": text_key("count.column.returned"),
    "valid": text_key("count.column.valid"),
    "invalid": text_key("count.column.invalid"),
}
REASONS: Final[Mapping[Reason, str]] = {
    "erased": text_key("count.reason.erased"),
    "declined": text_key("count.reason.declined"),
    "ineligible": text_key("count.reason.ineligible"),
    "redirected": text_key("count.reason.redirected"),
    "duplicate": text_key("count.reason.duplicate"),
    "set_aside": text_key("count.reason.set_aside"),
    "to_be_judged": text_key("count.reason.to_be_judged"),
    "unfinished": text_key("count.reason.unfinished"),
    "straight_lined": text_key("count.reason.straight_lined"),
    "late": text_key("count.reason.late"),
    "unproved": text_key("count.reason.unproved"),
}
TABLE_STATES: Final[Mapping[CountTableState, str]] = {
    "draft": text_key("count.table.draft"),
    "approved": text_key("count.table.approved"),
    "withdrawn": text_key("count.table.withdrawn"),
}
KINDS: Final[Mapping[str, str]] = {
    "personal": text_key("count.kind.personal"),
    "place": text_key("count.kind.place"),
    "assisted": text_key("count.kind.assisted"),
    "none": text_key("count.kind.none"),
}
"""Kinds of invitation: they are counted apart (design §5)."""
FLAGS: Final[Mapping[FlagCode, str]] = {
    "unreadable": text_key("count.flag.unreadable"),
    "missing": text_key("count.flag.missing"),
    "more_returned": text_key("count.flag.more_returned"),
    "not_reconciled": text_key("count.flag.not_reconciled"),
    "total_differs": text_key("count.flag.total_differs"),
    "not_returned_as_invalid": text_key("count.flag.not_returned_as_invalid"),
    "no_total": text_key("count.flag.no_total"),
    "unknown_unit": text_key("count.flag.unknown_unit"),
    "ambiguous_unit": text_key("count.flag.ambiguous_unit"),
    "spelt_otherwise": text_key("count.flag.spelt_otherwise"),
    "unit_twice": text_key("count.flag.unit_twice"),
    "unit_missing": text_key("count.flag.unit_missing"),
    "all_returned": text_key("count.flag.all_returned"),
    "none_invalid": text_key("count.flag.none_invalid"),
}
PROBLEMS: Final[Mapping[Problem, str]] = {
    "no_header": text_key("count.problem.no_header"),
    "column_twice": text_key("count.problem.column_twice"),
    "no_rows": text_key("count.problem.no_rows"),
    "after_total": text_key("count.problem.after_total"),
}
_NAMES: Final[Mapping[str, str]] = {
    "name": text_key("count.column.name"),
    **{str(column): key for column, key in COLUMNS.items()},
}


def flag_sentences(say: Say, found: Reviewed) -> list[tuple[Flag, str]]:
    """Return the flags of a reviewed table, each with its sentence."""
    on = date.fromisoformat(found.table.to_day)
    units = {row.name: row.unit_ids[0] for row in found.source.rows if row.unit_ids}
    return [
        (flag, _said(say, flag, _called(found.tree, units, flag.name, on)))
        for flag in found.review.flags
    ]


def _called(tree: UnitTree, units: Mapping[str, str], name: str, on: date) -> str:
    """Return what the unit is called that a row, or an id, means."""
    unit = tree.units.get(units.get(name, name))
    state = unit.lately(on) if unit is not None else None
    return name if state is None else state.name


def _said(say: Say, flag: Flag, unit: str) -> str:
    return say(
        FLAGS[flag.code],
        row=flag.row,
        column=say(COLUMNS[flag.column]) if flag.column else "",
        name=flag.name,
        written=flag.written,
        computed=flag.computed,
        rows=", ".join(flag.rows),
        unit=unit,
    )


def problem_params(say: Say, error: LayoutError) -> dict[str, str]:
    """Return what the text of `PROBLEMS` is filled with."""
    named = [say(_NAMES[name]) for name in error.column.split(", ") if name in _NAMES]
    column = ", ".join(named) if error.problem == "no_header" else error.column
    return {"row": str(error.row), "column": column}
