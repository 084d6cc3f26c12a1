"""What responses leave behind that suspicion looks at: moments, devices, numbers of staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    select,
)

from flows.identifiers import Instant, SessionId
from storage.base import Database, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.judging_records import AnsweredAt, Sent
from storage.judging_tables import session_devices as devices
from storage.meta_rows import KEEP_META
from storage.office_tables import officers
from storage.responses import response_columns, response_of
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import answers, meta, phones
from storage.tables import responses as r

__all__ = ["SqlTraces"]

_OFFICIAL = (~r.c.trial, ~r.c.demo)
_ENDED: Final[ColumnElement[bool]] = literal_column("responses.state IN ('completed', 'stopped')")
_NEWEST = select(func.max(r.c.completed_at)).where(
    among(r.c.form, "forms"), r.c.started_at >= bindparam("since"), _ENDED, *_OFFICIAL
)
_is_staff = exists(
    select(phones.c.response_id)
    .join(officers, officers.c.phone_index == phones.c.blind_index)
    .where(phones.c.response_id == r.c.id)
    .correlate(r)
)
_OF_FORM = r.c.form == bindparam("form")
# Joined to nothing, so that no index fits: both databases would sooner go along all of a form in
# the order that is asked for than along those of one unit.
_OF_FORM_TOO = r.c.form.concat("") == bindparam("form")
_IS_SENT = (
    r.c.started_at >= bindparam("since"),
    _ENDED,
    *_OFFICIAL,
    r.c.completed_at.is_not(None),
)
_BY_UNIT = select(r.c.unit_id, func.count()).where(_OF_FORM, *_IS_SENT).group_by(r.c.unit_id)


def _sent(*whose: ColumnElement[bool]) -> Select[Any]:
    return (
        select(devices.c.device_index, _is_staff, *response_columns)
        .outerjoin(devices, devices.c.session_id == r.c.session_id)
        .where(*_IS_SENT, *whose)
        .order_by(r.c.started_at.desc(), r.c.id.desc())
        .limit(bindparam("most"))
    )


_SENT = _sent(_OF_FORM)
_SENT_IN = _sent(_OF_FORM_TOO, r.c.unit_id == bindparam("unit_id"))
_SENT_NOWHERE = _sent(_OF_FORM_TOO, r.c.unit_id.is_(None))
# Not of tablets, nor where one person helps many: those are there for it (`survey.suspicion`).
_CROWDED = (
    select(devices.c.device_index, func.count())
    .join(r, r.c.session_id == devices.c.session_id)
    .where(
        _OF_FORM,
        *_IS_SENT,
        r.c.channel != "kiosk",
        r.c.invitation_kind.is_distinct_from("assisted"),
    )
    .group_by(devices.c.device_index)
    .having(func.count() > bindparam("above"))
)
_ANSWERED = (
    select(answers.c.response_id, answers.c.question, answers.c.revision, answers.c.value,
           answers.c.at)
    .where(among(answers.c.response_id, "ids"), ~answers.c.retracted)
    .order_by(answers.c.response_id, answers.c.at, answers.c.question, answers.c.revision)
)  # fmt: skip
_NOTE_DEVICE = ByDialect(
    lambda insert: insert(devices).values(named_values(devices)).on_conflict_do_nothing()
)
_LOOKED: Final = "suspected_upto"
_UPTO = select(meta.c.value).where(meta.c.key == _LOOKED)
_FORGET_DEVICES = delete(devices).where(devices.c.at < bindparam("before"))


class SqlTraces:
    """`TraceRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def newest(self, forms: Collection[str], since: Instant) -> Instant | None:
        values = {"forms": listed(forms), "since": since}
        [[found]] = await self._database.rows(_NEWEST, values, in_thread=True)
        return None if found is None else Instant(found)

    async def sent_by_unit(self, form: str, since: Instant) -> dict[str | None, int]:
        values = {"form": form, "since": since}
        return dict(await self._database.rows(_BY_UNIT, values, in_thread=True))

    async def sent(self, form: str, since: Instant, most: int) -> list[Sent]:
        return await self._sent(_SENT, {"form": form, "since": since, "most": most})

    async def sent_in(
        self, unit_id: str | None, form: str, since: Instant, most: int
    ) -> list[Sent]:
        values = {"unit_id": unit_id, "form": form, "since": since, "most": most}
        return await self._sent(_SENT_NOWHERE if unit_id is None else _SENT_IN, values)

    async def _sent(self, statement: Select[Any], values: dict[str, Any]) -> list[Sent]:
        rows = await self._database.rows(statement, values, in_thread=True)
        return [
            Sent(
                response=response_of(row[2:]),
                device=None if row[0] is None else bytes(row[0]).hex(),
                staff=bool(row[1]),
            )
            for row in reversed(rows)
        ]

    async def crowded(self, form: str, since: Instant, above: int) -> dict[str, int]:
        values = {"form": form, "since": since, "above": above}
        rows = await self._database.rows(_CROWDED, values, in_thread=True)
        return {bytes(device).hex(): many for device, many in rows}

    async def answered(self, ids: Collection[str]) -> dict[str, list[AnsweredAt]]:
        found: dict[str, list[AnsweredAt]] = defaultdict(list)
        rows = await self._database.rows(_ANSWERED, {"ids": listed(ids)}, in_thread=True)
        for response_id, question, revision, value, at in rows:
            known = None if value is None else msgspec.json.decode(value)
            one = AnsweredAt(question=question, revision=revision, value=known, at=at)
            found[response_id].append(one)
        return dict(found)

    async def looked_upto(self) -> Instant:
        rows = await self._database.rows(_UPTO)
        return Instant(int(rows[0][0])) if rows else Instant(0)

    def keep_looked(self, unit: UnitOfWork, upto: Instant) -> None:
        unit.add(KEEP_META, {"key": _LOOKED, "value": str(upto)})

    def note_device(
        self, unit: UnitOfWork, session_id: SessionId, device: str, at: Instant
    ) -> None:
        index = self._ring.blind_index(f"device {device}")
        unit.add(_NOTE_DEVICE, {"session_id": session_id, "device_index": index, "at": at})

    def forget_devices(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET_DEVICES, {"before": before})
