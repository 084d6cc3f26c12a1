"""Lists the forms that came to one thing: what stands behind the counts of `storage.counting`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, null, true

from flows.time_units import DAY
from storage.base import Database
from storage.counting import AHEAD, OPENED, OUTCOME, SENT, day_numbered, rule_values
from storage.figure_records import Placed, Span
from storage.scopes import among, listed
from storage.tables import invitations as i
from storage.tables import responses as r
from survey.validity import Rules

__all__ = ["forms_that_came_to", "placed"]


def _listing(
    counting: Select[Any], at: ColumnElement[Any], unit: ColumnElement[Any],
    served: ColumnElement[Any], *, in_units: bool,
) -> Select[Any]:  # fmt: skip
    """Return the statement that lists what another one counts, the newest first. Of invitations
    that nobody answered there is nothing to list.
    """
    columns = (r.c.id, unit, r.c.commune, served, (at + AHEAD) // DAY)
    return (
        counting.with_only_columns(*columns)
        .group_by(None)
        .where(
            bindparam("outcome") == OUTCOME,
            r.c.id.is_not(None),
            among(unit, "units") if in_units else true(),
        )
        .order_by(at.desc(), r.c.id)
        .limit(bindparam("most"))
    )


_LISTED: Final = {
    in_units: (
        _listing(OPENED, r.c.started_at, r.c.unit_id, cast(null(), Text), in_units=in_units),
        _listing(
            SENT, i.c.created_at, func.coalesce(r.c.unit_id, i.c.unit_id), i.c.period_from,
            in_units=in_units,
        ),
    )
    for in_units in (False, True)
}  # fmt: skip


async def forms_that_came_to(
    database: Database, span: Span, outcome: str, rules: Rules, forms: Collection[str], most: int
) -> list[Placed]:
    """Return the responses among the forms issued in a span that came to one outcome, the newest
    first.
    """
    values = {
        "outcome": outcome,
        "since": span.since,
        "until": span.until,
        "forms": listed(forms),
        "units": listed(span.units or ()),
        "most": most,
        **rule_values(rules),
    }
    found = [
        placed(*row)
        for statement in _LISTED[span.units is not None]
        for row in await database.rows(statement, values, in_thread=True)
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:most]


def placed(
    response_id: str, unit_id: str | None, commune: str | None, served: str | None, number: int
) -> Placed:
    """Return a response as its row has it: the day is a number of days since the epoch, and no
    day of service stands where no invitation names one.
    """
    day = day_numbered(number).isoformat()
    return Placed(response_id, unit_id or "", commune, day, served or day)
