"""Broadcasts: their rows, the freezing of their audiences, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Text,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from flows.broadcasts import Quiet, RecipientState, Window
from flows.identifiers import Instant
from storage.audiences import AUDIENCE_COLUMNS, audience, boundary, outlook, sorting
from storage.base import Database
from storage.broadcast_records import BroadcastRecord, Counted, Outcome, Share
from storage.broadcast_tables import broadcast_recipients as r
from storage.broadcast_tables import broadcasts as t
from storage.dialects import named_values
from storage.enrolling import COUNT_AUDIENCE, ENROLL, LOST, MUST_BE_WHOLE
from storage.scopes import listed
from storage.work import StaleSessionError, UnitOfWork
from survey.campaigns import Words

__all__ = ["SqlBroadcasts"]

_OF_WINDOW: Final = Window.__struct_fields__
_OF_QUIET: Final = {"quiet_from": "since", "quiet_to": "until", "quiet_days": "days"}
_PLAIN: Final = tuple(
    name
    for name in BroadcastRecord.__struct_fields__
    if name not in {"window", "quiet", "texts", "proposed"}
)
_COLUMNS: Final = (*_PLAIN, *_OF_WINDOW, *_OF_QUIET, "texts", "proposed")
_KEPT: Final = (
    "id",
    "campaign_id",
    "wave",
    "made_at",
    "made_by",
    "audience",
    "frozen_upto",
    "sorted_upto",
    "adds",
    "version",
)
_ALL = select(*(t.c[name] for name in _COLUMNS))
_BY_ID = _ALL.where(t.c.id == bindparam("id"))
_OF_CAMPAIGN = _ALL.where(t.c.campaign_id == bindparam("campaign_id")).order_by(
    t.c.made_at, t.c.wave, t.c.id
)
_waits = exists(
    select(r.c.number).where(
        r.c.broadcast_id == t.c.id,
        literal_column("broadcast_recipients.state = 'pending'"),
        r.c.channel.is_not(None),
    )
)
_UNDER_WAY = _ALL.where(
    or_(
        t.c.state == "running",
        and_(t.c.frozen_upto.is_not(None), t.c.state == "paused"),
        and_(
            or_(t.c.state == "cancelled", t.c.state == "done"),
            or_(_waits, t.c.sorted_upto < t.c.audience),
        ),
    )
).order_by(t.c.confirmed_at, t.c.id)
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("its_id"), t.c.version == bindparam("was_version"))
    .values({name: bindparam(name) for name in _COLUMNS if name not in _KEPT})
    .values(version=t.c.version + 1)
)

# Never together with another freezing, whose cursor it would set back.
_FREEZE_ANEW = (
    update(t)
    .where(
        t.c.id == bindparam("its_id"),
        t.c.frozen_upto.is_(None),
        t.c.sorted_upto == t.c.audience,
    )
    .values(frozen_upto="", adds=bindparam("adds"))
)

# -- freezing: the fence first, so that only one process goes on

_IS = t.c.id == bindparam("broadcast_id")
_ADVANCE = (
    update(t)
    .where(
        _IS,
        or_(t.c.state == "running", t.c.state == "paused"),
        t.c.frozen_upto == bindparam("after"),
        t.c.audience == bindparam("numbered"),
    )
    .values(frozen_upto=bindparam("upto"))
)
_FREEZE = {
    (reminds, adds, is_last): insert(r).from_select(
        AUDIENCE_COLUMNS, audience(int(reminds), adds=adds, is_last=is_last)
    )
    for reminds, adds, is_last in product((False, True), repeat=3)
}
_SORT = sorting()
_ADVANCE_SORTING = (
    update(t)
    .where(_IS, t.c.sorted_upto == bindparam("sorted_before"))
    .values(sorted_upto=bindparam("sorted_now"))
)
_BOUNDARY = boundary()
_OUTLOOK = [outlook(wave) for wave in (0, 1)]
_PROGRESS = (
    select(r.c.channel, r.c.state, r.c.reason, func.count())
    .where(r.c.broadcast_id == bindparam("broadcast_id"))
    .group_by(r.c.channel, r.c.state, r.c.reason)
    .order_by(r.c.channel, r.c.state, r.c.reason)
)
_OUTCOMES = (
    select(r.c.number, r.c.channel, r.c.state, r.c.reason, r.c.at)
    .where(
        r.c.broadcast_id == bindparam("broadcast_id"),
        r.c.number > bindparam("after"),
        or_(
            bindparam("in_state", type_=Text).is_(None),
            r.c.state == bindparam("in_state", type_=Text),
        ),
    )
    .order_by(r.c.number)
    .limit(bindparam("most"))
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_words = msgspec.json.Decoder(tuple[Words, ...]).decode


class SqlBroadcasts:
    """`BroadcastRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, broadcast_id: str) -> BroadcastRecord | None:
        rows = await self._database.rows(_BY_ID, {"id": broadcast_id})
        return _record(rows[0]) if rows else None

    async def of_campaign(self, campaign_id: str) -> list[BroadcastRecord]:
        values = {"campaign_id": campaign_id}
        return [_record(row) for row in await self._database.rows(_OF_CAMPAIGN, values)]

    async def under_way(self) -> list[BroadcastRecord]:
        return [_record(row) for row in await self._database.rows(_UNDER_WAY)]

    def add(self, unit: UnitOfWork, record: BroadcastRecord) -> None:
        unit.add(_ADD, _values(record))

    def save(self, unit: UnitOfWork, record: BroadcastRecord) -> None:
        values = {"its_id": record.id, "was_version": record.version}
        unit.add(_SAVE, {**_values(record), **values}, StaleSessionError)

    def freeze_anew(self, unit: UnitOfWork, broadcast_id: str, *, adds: bool) -> None:
        values = {"its_id": broadcast_id, "adds": adds}
        unit.add(_FREEZE_ANEW, values, StaleSessionError)

    async def outlook(
        self, campaign_id: str, wave: int, *, email: bool, asked_since: Instant
    ) -> list[Share]:
        values = {"campaign_id": campaign_id, "wave": wave, "email": email}
        statement = _OUTLOOK[min(wave, 1)]
        rows = await self._database.rows(
            statement, {**values, "asked_since": asked_since}, in_thread=True
        )
        return [Share(*row) for row in rows]

    async def lost(self, broadcast_id: str, *, most: int) -> list[str]:
        values = {"broadcast_id": broadcast_id, "most": most}
        return [row[0] for row in await self._database.rows(LOST, values, in_thread=True)]

    def enroll(
        self, unit: UnitOfWork, record: BroadcastRecord, transactions: Collection[str]
    ) -> None:
        its = {"broadcast_id": record.id, "numbered": record.audience}
        whose = {"campaign_id": record.campaign_id, "wave": 0, "after": ""}
        unit.add(MUST_BE_WHOLE, its, StaleSessionError)
        unit.add(ENROLL, {**its, **whose, "transactions": listed(transactions)})
        unit.add(COUNT_AUDIENCE, {"broadcast_id": record.id})

    async def freeze_end(self, record: BroadcastRecord, most: int) -> str | None:
        values = {"campaign_id": record.campaign_id, "after": record.frozen_upto, "most": most}
        rows = await self._database.rows(_BOUNDARY, values)
        return rows[0][0] if rows else None

    def freeze(self, unit: UnitOfWork, record: BroadcastRecord, upto: str | None) -> None:
        at = {"broadcast_id": record.id, "after": record.frozen_upto, "upto": upto}
        whole = {**at, "numbered": record.audience}
        people = {"campaign_id": record.campaign_id, "wave": record.wave}
        unit.add(_ADVANCE, whole, StaleSessionError)
        unit.add(_FREEZE[record.wave > 0, record.adds, upto is None], {**whole, **people})
        unit.add(COUNT_AUDIENCE, {"broadcast_id": record.id})

    def sort(self, unit: UnitOfWork, record: BroadcastRecord, upto: int, *, email: bool) -> None:
        before = {"broadcast_id": record.id, "sorted_before": record.sorted_upto}
        whole = {**before, "sorted_now": upto}
        unit.add(_ADVANCE_SORTING, whole, StaleSessionError)
        chats, rest = _SORT
        unit.add(chats, whole)
        unit.add(rest, {**whole, "email": email})

    async def progress(self, broadcast_id: str) -> list[Counted]:
        values = {"broadcast_id": broadcast_id}
        rows = await self._database.rows(_PROGRESS, values, in_thread=True)
        return [Counted(*row) for row in rows]

    async def outcomes(
        self, broadcast_id: str, state: RecipientState | None, *, after: int, most: int
    ) -> list[Outcome]:
        values = {"broadcast_id": broadcast_id, "in_state": state, "after": after, "most": most}
        rows = await self._database.rows(_OUTCOMES, values, in_thread=True)
        return [Outcome(*row) for row in rows]


def _record(row: Any) -> BroadcastRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_COLUMNS, row, strict=True))
    values |= {name: bool(values[name]) for name in ("adds", "planned")}
    return BroadcastRecord(
        **{name: values[name] for name in _PLAIN},
        window=Window(**{name: Instant(values[name]) for name in _OF_WINDOW}),
        quiet=Quiet(values["quiet_from"], values["quiet_to"], days=bool(values["quiet_days"])),
        texts=_words(values["texts"]),
        proposed=_words(values["proposed"] or "[]"),
    )


def _values(record: BroadcastRecord) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in _PLAIN}
    values |= msgspec.structs.asdict(record.window)
    values |= {name: getattr(record.quiet, of) for name, of in _OF_QUIET.items()}
    proposed = _encode(record.proposed).decode() if record.proposed else None
    return {**values, "texts": _encode(record.texts).decode(), "proposed": proposed}
