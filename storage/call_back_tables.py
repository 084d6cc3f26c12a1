"""The table of calls that verify responses, and what they come to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Integer,
    Table,
    literal_column,
    select,
)

from storage.columns import added_inside, flag, instant, metadata, one_of, sealed, text
from storage.triggers import keep_history
from survey.call_backs import CONCLUSIVE, OUTCOMES

__all__ = ["call_backs", "concluded_of"]

# A line for each call, whether or not anybody was reached.
call_backs = Table(
    "call_backs", metadata, added_inside("responses.id", "response_id"),
    Column("number", Integer, primary_key=True), text("outcome"), sealed("note"), instant("at"),
    text("actor"), flag("demo"),
    CheckConstraint("number >= 1", name="number"), one_of("outcome", OUTCOMES),
)  # fmt: skip
keep_history(call_backs, erasable="note")

_LISTED: Final = ", ".join(f"'{one}'" for one in sorted(CONCLUSIVE))
_IS_CONCLUSIVE: ColumnElement[bool] = literal_column(f"call_backs.outcome IN ({_LISTED})")


def concluded_of(response_id: ColumnElement[str]) -> ColumnElement[str | None]:
    """Return, for a statement about responses, what the calls about one come to
    (`survey.call_backs.concluded`); NULL: nothing.
    """
    return (
        select(call_backs.c.outcome)
        .where(call_backs.c.response_id == response_id, _IS_CONCLUSIVE)
        .order_by(call_backs.c.number.desc())
        .limit(1)
        .correlate(response_id.table)
        .scalar_subquery()
    )
