"""Marks in lists: where a page ends, as a short text that the next one begins behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from storage.case_streams import Order

__all__ = ["begin", "mark_behind"]

_FORM = re.compile(r"(dated|undated|newest)\.(-?\d{1,15})\.([ -~]{1,64})", re.ASCII)
_FIRST: Final = {"after_due": -(2**62), "after_id": ""}
_LAST: Final = {"after_due": 2**62, "after_id": "z" * 40}  # ids begin with the time: not with a z


def begin(after: str | None, orders: Sequence[Order]) -> Iterator[tuple[Order, dict[str, Any]]]:
    """Yield the orders that are still to be gone through, each with where it begins. What is no
    mark of these orders begins at the beginning.
    """
    mark = _FORM.fullmatch(after or "")
    known = mark is not None and mark[1] in orders
    for order in orders:
        if mark is None or not known:
            yield order, _LAST if order == "newest" else _FIRST
        elif mark[1] == order:
            known = False
            yield order, {"after_due": int(mark[2]), "after_id": mark[3]}


def mark_behind(date: int | None, row_id: str, orders: Sequence[Order]) -> str:
    """Return the mark behind a row with this date."""
    order = orders[0] if len(orders) == 1 else "undated" if date is None else "dated"
    return f"{order}.{date or 0}.{row_id}"
