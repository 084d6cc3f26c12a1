"""Judging as rows: reasons, voices, and where each response stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Select,
    Text,
    bindparam,
    exists,
    insert,
    literal_column,
    select,
    true,
    tuple_,
    update,
)

from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId
from storage.base import Database, StaleSessionError, UnitOfWork
from storage.case_marks import begin, mark_behind
from storage.case_streams import Order
from storage.dialects import ByDialect, named_values
from storage.judging_records import (
    Judged,
    JudgementRecord,
    JudgingPage,
    JudgingRecord,
    SuspicionRecord,
)
from storage.judging_tables import judgings as t
from storage.judging_tables import response_judgements as said
from storage.judging_tables import response_suspicions as odd
from storage.office_tables import officers
from storage.responses import response_columns, response_of
from storage.scopes import (
    NOT_OF_OWN_CASE,
    among,
    is_unlocked,
    listed,
    scope_values,
    shape_of,
)
from storage.secrets import KeyRing
from storage.tables import invitations, phones
from storage.tables import responses as r
from survey.judging import STATES, JudgingState
from survey.suspicion import SUSPICIONS

__all__ = ["SqlJudging"]

_OLDEST: Final[tuple[Order, ...]] = ("dated",)
_FIELDS: Final = JudgingRecord.__struct_fields__
_COLUMNS: Final = tuple(t.c[name] for name in _FIELDS)
_BY_ID = select(*_COLUMNS).where(t.c.response_id == bindparam("response_id"))
_STATES = select(t.c.response_id, t.c.state).where(among(t.c.response_id, "ids"))
# Spelt out, not a parameter: only so can SQLite prove that the partial index fits.
_IN_STATE: Final[dict[str, ColumnElement[bool]]] = {
    state: literal_column(f"judgings.state = '{state}'") for state in STATES
}
_OPEN_FIRST = ByDialect(lambda insert: insert(t).values(named_values(t)).on_conflict_do_nothing())
_SAVE = (
    update(t)
    .where(t.c.response_id == bindparam("of_response"), t.c.version == bindparam("before"))
    .values(state=bindparam("new_state"), settled_at=bindparam("new_settled_at"),
            version=t.c.version + 1)
)  # fmt: skip
# Beside each response stands whether it waits: figures and lists read responses, not judgings.
_LET_WAIT = (
    update(r)
    .where(
        r.c.id == bindparam("of_response"),
        exists(
            select(t.c.response_id).where(
                t.c.response_id == bindparam("of_response"), t.c.state == "open"
            )
        ),
    )
    .values(to_be_judged=true())
)
_TURN = (
    update(r)
    .where(r.c.id == bindparam("of_response"))
    .values(to_be_judged=bindparam("waits", type_=Boolean))
)

_SUSPICIONS = select(*(odd.c[name] for name in SuspicionRecord.__struct_fields__)).where(
    among(odd.c.response_id, "ids")
)
_SUSPECT = ByDialect(lambda insert: insert(odd).values(named_values(odd)).on_conflict_do_nothing())
_SAID_FIELDS: Final = JudgementRecord.__struct_fields__
_SAID = (
    select(*(said.c[name] for name in _SAID_FIELDS))
    .where(said.c.response_id == bindparam("response_id"))
    .order_by(said.c.number)
)
_SAY = insert(said).values(named_values(said, "number"))
_WITHDRAW = (
    update(said)
    .where(said.c.number == bindparam("of_number"), said.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("moment"))
)

_STAFF = (
    select(officers.c.account_id)
    .join(phones, phones.c.blind_index == officers.c.phone_index)
    .where(phones.c.response_id == bindparam("response_id"), officers.c.account_id.is_not(None))
)
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_detail = msgspec.json.Decoder(dict[str, int]).decode


@lru_cache(maxsize=32)
def _page(shape: Scope, state: JudgingState, *, of_campaign: bool) -> Select[Any]:
    behind = tuple_(t.c.opened_at, t.c.response_id) > tuple_(
        bindparam("after_due", type_=BigInteger), bindparam("after_id", type_=Text)
    )
    placed = true() if shape.units is None else among(r.c.unit_id, "units")
    statement = (
        select(*_COLUMNS, *response_columns)
        .join(r, r.c.id == t.c.response_id)
        .where(_IN_STATE[state], behind, placed, NOT_OF_OWN_CASE, is_unlocked(shape))
        .order_by(t.c.opened_at, t.c.response_id)
        .limit(bindparam("size"))
    )
    if not of_campaign:
        return statement
    return statement.join(invitations, invitations.c.id == r.c.invitation_id).where(
        invitations.c.campaign_id == bindparam("campaign_id")
    )


class SqlJudging:
    """`JudgingRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- reading

    async def by_id(self, response_id: str) -> JudgingRecord | None:
        rows = await self._database.rows(_BY_ID, {"response_id": response_id})
        return _judging(rows[0]) if rows else None

    async def states(self, ids: Collection[str]) -> dict[str, JudgingState]:
        rows = await self._database.rows(_STATES, {"ids": listed(ids)})
        return dict(rows)

    async def page(
        self, scope: Scope, state: JudgingState, *, campaign_id: str | None = None,
        after: str | None = None, size: int = 50,
    ) -> JudgingPage:  # fmt: skip
        [(_, start)] = begin(after, _OLDEST)
        values = {
            **scope_values(scope), **start, "campaign_id": campaign_id, "size": size + 1,
        }  # fmt: skip
        statement = _page(shape_of(scope), state, of_campaign=campaign_id is not None)
        rows = await self._database.rows(statement, values)
        found = [
            Judged(response_of(row[len(_FIELDS) :]), _judging(row[: len(_FIELDS)])) for row in rows
        ]
        if len(found) <= size:
            return JudgingPage(tuple(found))
        behind = found[size - 1].judging
        mark = mark_behind(behind.opened_at, behind.response_id, _OLDEST)
        return JudgingPage(tuple(found[:size]), mark)

    async def suspicions(self, ids: Collection[str]) -> dict[str, list[SuspicionRecord]]:
        found: dict[str, list[SuspicionRecord]] = defaultdict(list)
        for row in await self._database.rows(_SUSPICIONS, {"ids": listed(ids)}):
            values = dict(zip(SuspicionRecord.__struct_fields__, row, strict=True))
            detail = _decode_detail(values["detail"])
            found[values["response_id"]].append(SuspicionRecord(**{**values, "detail": detail}))
        for reasons in found.values():
            reasons.sort(key=lambda one: SUSPICIONS.index(one.reason))
        return dict(found)

    async def judgements(self, response_id: ResponseId) -> list[JudgementRecord]:
        rows = await self._database.rows(_SAID, {"response_id": response_id})
        return [self._judgement(row) for row in rows]

    def _judgement(self, row: Any) -> JudgementRecord:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_SAID_FIELDS, row, strict=True))
        note = self._ring.open_text(*_place_of(values), values["note"])
        return JudgementRecord(**{**values, "note": note})

    async def staff_accounts(self, response_id: ResponseId) -> frozenset[str]:
        rows = await self._database.rows(_STAFF, {"response_id": response_id})
        return frozenset(account_id for (account_id,) in rows)

    # -- writing

    def suspect(self, unit: UnitOfWork, found: Sequence[SuspicionRecord]) -> None:
        opened = {one.response_id: one.at for one in found}
        for response_id, at in opened.items():
            record = JudgingRecord(response_id=response_id, opened_at=at)
            unit.add(_OPEN_FIRST, msgspec.structs.asdict(record))
        for one in found:
            detail = _encode(dict(one.detail)).decode()
            unit.add(_SUSPECT, {**msgspec.structs.asdict(one), "detail": detail})
        for response_id in opened:
            unit.add(_LET_WAIT, {"of_response": response_id})

    def judge(self, unit: UnitOfWork, record: JudgementRecord) -> None:
        values = msgspec.structs.asdict(record)
        del values["number"]
        unit.add(_SAY, {**values, "note": self._ring.seal_text(*_place_of(values), record.note)})

    def withdraw(self, unit: UnitOfWork, number: int, at: Instant) -> None:
        unit.add(_WITHDRAW, {"of_number": number, "moment": at}, StaleSessionError)

    def save(self, unit: UnitOfWork, record: JudgingRecord) -> None:
        values = {
            "of_response": record.response_id,
            "before": record.version,
            "new_state": record.state,
            "new_settled_at": record.settled_at,
        }
        unit.add(_SAVE, values, StaleSessionError)
        unit.add(_TURN, {"of_response": record.response_id, "waits": record.state == "open"})


def _judging(row: Any) -> JudgingRecord:  # noqa: ANN401 – a row of any driver
    return JudgingRecord(**dict(zip(_FIELDS, row, strict=True)))


def _place_of(values: dict[str, Any]) -> tuple[str, str, str]:
    """Return where a note belongs: nobody moves it to somebody else's."""
    place = f"{values['response_id']}/{values['actor']}/{values['at']}"
    return "response_judgements", "note", place
