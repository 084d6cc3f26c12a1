"""Pages of the queue as SQL: one stream for each unit and value that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    literal_column,
    select,
    tuple_,
)

from flows.desk.policy import Scope
from storage.case_states import IS_CLOSED, IS_OPEN, IS_RUNNING, IS_UNTAKEN, IS_UNTIMED
from storage.desk_records import CaseRow
from storage.desk_tables import complaint_words
from storage.scopes import IS_MINE, among, is_clear, shape_of
from storage.streams import merged, rounded
from storage.tables import complaints as t

__all__ = [
    "FIELDS",
    "Facet",
    "Order",
    "Rest",
    "Shape",
    "page_of",
]

Order: TypeAlias = Literal["dated", "undated", "newest"]
"""By due date, where the term runs; where none runs, which comes behind; by age, newest first."""
Facet: TypeAlias = Literal[
    "", "state", "category", "severity", "officer_id", "unowned", "restricted", "word"
]
"""What a stream is about beside its unit."""
Rest: TypeAlias = Literal[
    "states",
    "categories",
    "severity",
    "unowned",
    "restricted",
    "mine",
    "late",
    "running",
    "within",
    "since",
    "told_in",
]
"""A rule that is looked at row by row."""

FIELDS = CaseRow.__struct_fields__
_BARE: Final[Mapping[Order, tuple[str, ...]]] = {
    "dated": ("id", "due_at"),
    "undated": ("id", "created_at"),
    "newest": ("id", "created_at"),
}
"""What the order needs. Beside an id, one column that no index of the queue holds: an index that
answers all by itself looks cheap to PostgreSQL, although what it finds must then be sorted.
"""

_RESTS: Final[Mapping[Rest, ColumnElement[bool]]] = {
    "states": among(t.c.state, "states"),
    "categories": among(t.c.category, "categories"),
    # A sum is no way into an index: PostgreSQL would lay the bitmaps of two indexes together, and
    # read for it whatever the whole house has of either.
    "severity": t.c.severity + literal_column("0", Integer) >= bindparam("severity_from"),
    "unowned": IS_UNTAKEN,
    "restricted": t.c.restricted,
    "mine": IS_MINE,
    "late": t.c.due_at <= bindparam("late_at"),
    "running": IS_RUNNING,
    "within": among(t.c.owner_unit_id, "within"),
    "since": t.c.id >= bindparam("since_id", type_=Text),
    "told_in": among(t.c.unit_id, "told_in"),
}


class Shape(NamedTuple):
    """What tells one statement from another; values come as parameters."""

    closed: bool | None
    """Closed cases, open ones, or (None, with words) all."""
    by_unit: bool
    facet: Facet
    order: Order
    rests: frozenset[Rest]
    words: int
    """How many words must occur, beside that of the streams."""
    scope: Scope
    """Only which of its sets are the whole house matters."""
    streams: int
    bare: bool = False
    """Whether rows that are only counted are wanted: ids, not `FIELDS`."""


def page_of(shape: Shape) -> object:
    """Return the statement of a page. Its parameters are `unit_N` and `value_N` of each stream
    (None: it is empty), `after_due` and `after_id` (where the page begins), `word_N`, `size`,
    and those of the rules.
    """
    return _page_of(shape._replace(scope=shape_of(shape.scope), streams=rounded(shape.streams)))


@lru_cache(maxsize=500)
def _page_of(shape: Shape) -> object:
    streams = [_stream(shape, number) for number in range(shape.streams)]
    keys = ("due_at", "id") if shape.order == "dated" else ("id",)
    return merged(streams, *keys, newest=shape.order == "newest")


def _stream(shape: Shape, number: int) -> Select[Any]:
    rules = [is_clear(shape.scope), *_lead(shape, number), *_behind(shape)]
    rules += [_RESTS[name] for name in sorted(shape.rests)]
    rules += [_occurs(word) for word in range(1, shape.words + 1)]
    fields = _BARE[shape.order] if shape.bare else FIELDS
    found = select(_key(shape), *(t.c[name] for name in fields[1:])).where(and_(*rules))
    if shape.facet == "word":
        return found.join(complaint_words, complaint_words.c.complaint_id == t.c.id)
    return found


def _lead(shape: Shape, number: int) -> list[ColumnElement[bool]]:
    """Return the columns with which the index begins."""
    rows = complaint_words.c if shape.facet == "word" else t.c
    rules = []
    if shape.by_unit:
        rules.append(rows.owner_unit_id == bindparam(f"unit_{number}", type_=Text))
    if shape.facet == "word":
        rules.append(complaint_words.c.word_index == bindparam("word_0"))
    elif shape.facet == "unowned":
        rules.append(IS_UNTAKEN)
    elif shape.facet:
        rules.append(t.c[shape.facet] == bindparam(f"value_{number}", type_=t.c[shape.facet].type))
    return rules


def _key(shape: Shape) -> ColumnElement[str]:
    """Return the id, from where the streams have it in order."""
    return complaint_words.c.complaint_id.label("id") if shape.facet == "word" else t.c.id


def _behind(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """Yield where the page begins, and which index it goes along. Nothing is said twice: for
    PostgreSQL that makes few rows of many, and another index the better one.
    """
    after = bindparam("after_id", type_=Text)
    if shape.facet == "word":
        # Said of both: PostgreSQL may merge two indexes, and must begin amid both.
        yield and_(complaint_words.c.complaint_id < after, t.c.id < after)
    elif shape.order == "newest":
        yield t.c.id < after
    elif shape.order == "undated":
        yield t.c.id > after
    else:
        yield tuple_(t.c.due_at, t.c.id) > tuple_(bindparam("after_due", type_=BigInteger), after)
    yield from _rows_of_index(shape)


def _rows_of_index(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """Yield the rules of the partial index, beside those of the facet."""
    if shape.order == "newest":
        if shape.closed is not None and shape.facet != "unowned":
            yield IS_CLOSED if shape.closed else IS_OPEN
    elif shape.facet == "unowned":  # these terms all run, if there is one
        if shape.order == "undated":
            yield t.c.due_at.is_(None)
    elif shape.order == "undated":
        yield and_(IS_OPEN, IS_UNTIMED)
    else:  # only states in which the term runs are asked for by state
        yield IS_OPEN if shape.facet == "state" else IS_RUNNING


def _occurs(number: int) -> ColumnElement[bool]:
    other = complaint_words.alias(f"word_{number}")
    found = select(other.c.complaint_id).where(
        other.c.word_index == bindparam(f"word_{number}"), other.c.complaint_id == t.c.id
    )
    # Not EXISTS: PostgreSQL would turn it into a join, and may begin with the more common word.
    return found.scalar_subquery().is_not(None)
