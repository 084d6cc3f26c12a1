"""How many open cases a scope holds, by reading one index that has all it takes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select

from flows.desk.policy import Scope
from storage.case_streams import IS_OPEN
from storage.desk_records import CaseCounts
from storage.scopes import IS_MINE, NOT_A_PARTY, is_placed, is_seen
from storage.tables import complaints as t

__all__ = ["counting", "counts_of"]


@lru_cache(maxsize=64)
def counting(shape: Scope) -> Select[Any]:
    """Return the question for a shape (`scopes.shape_of`); its parameters are those of the scope,
    and `now`.
    """
    seen = is_seen(shape)
    figures = (
        _how_many(seen),
        _how_many(and_(seen, t.c.due_at < bindparam("now"))),
        _how_many(and_(seen, IS_MINE)),
        _how_many(and_(seen, t.c.officer_id.is_(None))),
        _how_many(t.c.restricted),
    )
    counted = select(t.c.state, *figures).where(IS_OPEN, is_placed(shape), NOT_A_PARTY)
    return counted.group_by(t.c.state)


def _how_many(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((rule, 1), else_=0))


def counts_of(rows: Iterable[Any]) -> CaseCounts:
    """Return what the rows of the answer say."""
    by_state: dict[str, int] = {}
    late = mine = unowned = restricted = 0
    for state, seen, seen_late, seen_mine, seen_unowned, all_restricted in rows:
        by_state[state] = int(seen)
        late += int(seen_late)
        mine += int(seen_mine)
        unowned += int(seen_unowned)
        restricted += int(all_restricted)
    present = {state: count for state, count in by_state.items() if count}
    return CaseCounts(present, late, mine, unowned, restricted)
