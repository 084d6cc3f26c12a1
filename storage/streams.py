"""Many ordered streams of rows as one statement that reads hardly more than a page of all.

A stream follows an index that begins with what the stream is about (a unit, a state) and goes on
in the order of the page, from behind the mark. However many rows there are, each stream is read as
far as it is needed: `unit IN (…) ORDER BY due` would read, and sort, all rows of those units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import GenerativeSelect, Select, bindparam, select, union_all

from storage.dialects import ByDialect

__all__ = ["merged", "pieces", "rounded"]

T = TypeVar("T")

_SIZES: Final = (1, 2, 4, 8, 16, 32, 64)  # SQLite takes 500 in one statement; planning takes time


def rounded(count: int) -> int:
    """Return how many streams a statement for `count` of them has: few statements are enough."""
    return next(size for size in _SIZES if size >= count)


def pieces(streams: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield what fits into one statement, piece by piece."""
    most = _SIZES[-1]
    return (streams[first : first + most] for first in range(0, len(streams), most))


def merged(streams: Sequence[Select[Any]], *keys: str, newest: bool) -> object:
    """Return the first `size` rows of streams, in the order of these columns, up or down.

    Both merge the streams row by row, 36 of them in a millisecond. SQLite needs them bare for it;
    PostgreSQL would sort them, all of their rows, if each did not say its order and its end.
    """
    if len(streams) == 1:
        return _page(streams[0], keys, newest=newest)
    pages = (select(_page(stream, keys, newest=newest).subquery()) for stream in streams)
    return ByDialect.either(
        sqlite=_page(union_all(*streams), keys, newest=newest),
        postgresql=_page(union_all(*pages), keys, newest=newest),
    )


Rows = TypeVar("Rows", bound=GenerativeSelect)


def _page(rows: Rows, keys: Sequence[str], *, newest: bool) -> Rows:
    columns = [rows.selected_columns[key] for key in keys]
    order = [column.desc() if newest else column for column in columns]
    return rows.order_by(*order).limit(bindparam("size"))
