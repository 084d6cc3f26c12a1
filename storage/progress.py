"""Reads what a campaign's invitations brought: when, by which channel, where people stopped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, tuple_

from flows.time_units import DAY, HOUR
from storage.base import Database
from storage.counting import AHEAD, IS_FORM, OUTCOME, rule_values
from storage.counting_tables import response_weights as w
from storage.progress_records import Came, Reached
from storage.scopes import among, listed
from storage.tables import answers as a
from storage.tables import invitations as i
from storage.tables import responses as r
from survey.validity import Rules

__all__ = ["SqlProgress"]

_moment = func.coalesce(r.c.completed_at, r.c.started_at) + AHEAD
_KEYS = (r.c.unit_id, r.c.channel, _moment // DAY, _moment % DAY // HOUR, OUTCOME)
_of_campaign = i.c.campaign_id == bindparam("campaign_id")
# Spelt out, not a parameter: only so does the partial index fit.
_IS_PERSONAL: Final[ColumnElement[bool]] = literal_column("responses.invitation_kind = 'personal'")
_OFFICIAL: Final = (_of_campaign, _IS_PERSONAL, ~r.c.trial, ~r.c.demo)
_CAME = (
    select(*_KEYS, func.count())
    .select_from(i.join(r, r.c.invitation_id == i.c.id).outerjoin(w, w.c.response_id == r.c.id))
    .where(*_OFFICIAL, IS_FORM, among(r.c.form, "forms"))
    .group_by(*_KEYS)
)
_later = a.alias("later")
_is_last = ~(
    select(_later.c.question)
    .where(
        _later.c.response_id == a.c.response_id,
        _later.c.revision == 1,  # who corrects an answer went no further by that
        tuple_(_later.c.at, _later.c.question) > tuple_(a.c.at, a.c.question),
    )
    .correlate(a)
    .exists()
)
_UNSENT: Final[ColumnElement[bool]] = literal_column(
    "responses.state IN ('in_progress', 'stopped', 'abandoned')"
)
_ONCE = (r.c.form, r.c.version, a.c.question)
_REACHED = (
    select(*_ONCE, func.count(), func.count().filter(_UNSENT, _is_last))
    .select_from(i.join(r, r.c.invitation_id == i.c.id).join(a, a.c.response_id == r.c.id))
    .where(*_OFFICIAL, IS_FORM, a.c.revision == 1, among(r.c.form, "forms"))
    .group_by(*_ONCE)
)
_is_answered = select(a.c.question).where(a.c.response_id == r.c.id).exists()
_UNANSWERED = (
    select(func.count())
    .select_from(i.join(r, r.c.invitation_id == i.c.id))
    .where(*_OFFICIAL, IS_FORM, _UNSENT, ~_is_answered, among(r.c.form, "forms"))
)


def _within(statement: Select[Any]) -> Select[Any]:
    return statement.where(among(r.c.unit_id, "units"))


_CAME_IN, _REACHED_IN = _within(_CAME), _within(_REACHED)
_UNANSWERED_IN = _within(_UNANSWERED)


class SqlProgress:
    """`ProgressRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def came(
        self, campaign_id: str, units: Collection[str] | None, rules: Rules,
        forms: Collection[str],
    ) -> list[Came]:  # fmt: skip
        statement = _CAME if units is None else _CAME_IN
        values = {**_values(campaign_id, units, forms), **rule_values(rules)}
        rows = await self._database.rows(statement, values, in_thread=True)
        return [_came(row) for row in rows if row[4] != "not_returned"]

    async def reached(
        self, campaign_id: str, units: Collection[str] | None, forms: Collection[str]
    ) -> list[Reached]:
        statement = _REACHED if units is None else _REACHED_IN
        values = _values(campaign_id, units, forms)
        rows = await self._database.rows(statement, values, in_thread=True)
        return [
            Reached(form=row[0], version=row[1], question=row[2], answered=row[3], stopped=row[4])
            for row in rows
        ]

    async def unanswered(
        self, campaign_id: str, units: Collection[str] | None, forms: Collection[str]
    ) -> int:
        statement = _UNANSWERED if units is None else _UNANSWERED_IN
        values = _values(campaign_id, units, forms)
        [[found]] = await self._database.rows(statement, values, in_thread=True)
        return int(found)


def _values(
    campaign_id: str, units: Collection[str] | None, forms: Collection[str]
) -> dict[str, str]:
    return {"campaign_id": campaign_id, "units": listed(units or ()), "forms": listed(forms)}


def _came(row: Any) -> Came:  # noqa: ANN401 – a row of any driver
    unit_id, channel, day, hour, outcome, forms = row
    return Came(
        unit_id=unit_id,
        channel=channel,
        day=datetime.fromtimestamp(day * DAY / 1000, UTC).date(),
        hour=hour,
        outcome=outcome,
        forms=forms,
    )
