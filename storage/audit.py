"""The audit log: who did what to which thing, and when; it only ever grows, and is sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, insert, select, tuple_

from flows.identifiers import Instant
from storage.audit_chain import AUDIT_FIELDS, head_of, seal
from storage.audit_heads import is_genuine
from storage.audit_verification import verify
from storage.base import Database, UnitOfWork
from storage.case_marks import begin, mark_behind
from storage.case_streams import Order
from storage.desk_records import (
    AuditFault,
    AuditFilter,
    AuditHead,
    AuditLine,
    AuditPage,
    AuditRow,
    SignedHead,
    Unsigned,
)
from storage.desk_tables import audit_chain as chain
from storage.desk_tables import audit_unsealed as unsealed
from storage.desk_tables import case_parties
from storage.dialects import named_values
from storage.scopes import OF_OWN_CASES
from storage.secrets import KeyRing
from storage.tables import audit as t
from storage.tables import complaints

__all__ = ["SqlAudit"]

_NEWEST: Final[tuple[Order, ...]] = ("newest",)
_BEYOND: Final = 2**62
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
_ALL = select(*(t.c[name] for name in AUDIT_FIELDS))
_LISTED = _ALL.order_by(t.c.id.desc()).limit(bindparam("at_most"))
_NOTE = insert(t).values(named_values(t, "id"))
_RULES: Final[dict[str, ColumnElement[bool]]] = {
    "actor": t.c.actor == bindparam("actor"),
    "action": t.c.action == bindparam("action"),
    "target": t.c.target == bindparam("target"),
    "since": t.c.at >= bindparam("since"),
    "until": t.c.at < bindparam("until"),
}

# Lists that are read once a page: an account is a party in a few cases.
_OWN_CASES = (
    select(complaints.c.code)
    .join(case_parties, case_parties.c.complaint_id == complaints.c.id)
    .where(case_parties.c.account_id == bindparam("account_id"))
)
_OF_OTHERS: Final = t.c.target.not_in(_OWN_CASES) & t.c.target.not_in(OF_OWN_CASES)
"""Not about a case that the reader is a party of, nor the responses of its chat (domain §4.2)."""

_ONE = _ALL.where(t.c.id == bindparam("number"), ~t.c.demo, _OF_OTHERS)
_PLACE = (
    select(chain.c.position, chain.c.hash, chain.c.sealed_at)
    .where(chain.c.audit_id == bindparam("number"))
    .order_by(chain.c.position.desc())
    .limit(1)
)
_since = (func.count(), func.min(t.c.at))
_BEHIND = (
    select(*_since)
    .select_from(chain.outerjoin(t, t.c.id == chain.c.audit_id))
    .where(chain.c.position > bindparam("signed"))
)
_UNSEALED = select(*_since).select_from(unsealed.outerjoin(t, t.c.id == unsealed.c.audit_id))

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_detail = msgspec.json.Decoder(dict[str, str]).decode


@lru_cache(maxsize=32)
def _page(rules: tuple[str, ...]) -> Select[Any]:
    behind = tuple_(t.c.at, t.c.id) < tuple_(
        bindparam("after_at", type_=BigInteger), bindparam("after_id", type_=BigInteger)
    )
    # Example rows are outside the chain: nobody may slip one in under that name.
    wanted = _ALL.where(behind, ~t.c.demo, _OF_OTHERS, *(_RULES[name] for name in rules))
    return wanted.order_by(t.c.at.desc(), t.c.id.desc()).limit(bindparam("size"))


def _row(row: Any) -> AuditRow:  # noqa: ANN401 – a row of any driver
    values = dict(zip(AUDIT_FIELDS, row, strict=True))
    return AuditRow(**{**values, "detail": _decode_detail(values["detail"])})


class SqlAudit:
    """`AuditRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    def note(  # noqa: PLR0913 – the contract's shape
        self,
        unit: UnitOfWork,
        *,
        at: Instant,
        actor: str,
        action: str,
        target: str,
        detail: Mapping[str, str],
        demo: bool = False,
    ) -> None:
        values = {"at": at, "actor": actor, "action": action, "target": target, "demo": demo}
        unit.add(_NOTE, {**values, "detail": _encode(dict(detail)).decode()})

    async def listed(self, limit: int = 1000) -> Sequence[Mapping[str, Any]]:
        rows = await self._database.rows(_LISTED, {"at_most": limit})
        return [msgspec.structs.asdict(_row(row)) for row in rows]

    async def page(
        self, chosen: AuditFilter, *, reader: str, after: str | None = None, size: int = 50
    ) -> AuditPage:
        given = msgspec.structs.asdict(chosen)
        [(_, start)] = begin(after, _NEWEST)
        behind = {"after_at": _BEYOND, "after_id": _BEYOND}
        if _NUMBER.fullmatch(start["after_id"]):
            behind = {"after_at": start["after_due"], "after_id": int(start["after_id"])}
        rules = tuple(name for name, value in given.items() if value is not None)
        values = {**given, **behind, "account_id": reader, "size": size + 1}
        rows = [_row(row) for row in await self._database.rows(_page(rules), values)]
        if len(rows) <= size:
            return AuditPage(tuple(rows))
        last = rows[size - 1]
        return AuditPage(tuple(rows[:size]), mark_behind(last.at, str(last.id), _NEWEST))

    async def line(self, number: int, *, reader: str) -> AuditLine | None:
        rows = await self._database.rows(_ONE, {"number": number, "account_id": reader})
        if not rows:
            return None
        found = await self._database.rows(_PLACE, {"number": number})
        places = [AuditHead(position=place, hash=code, at=at) for place, code, at in found]
        return AuditLine(_row(rows[0]), next(iter(places), None))

    async def unsigned(self, heads: Sequence[SignedHead]) -> Unsigned:
        signed = max((one.position for one in heads if is_genuine(self._ring, one)), default=0)
        [behind] = await self._database.rows(_BEHIND, {"signed": signed}, in_thread=True)
        [waiting] = await self._database.rows(_UNSEALED, in_thread=True)
        moments = [at for _, at in (behind, waiting) if at is not None]
        return Unsigned(behind[0] + waiting[0], min(moments, default=None))

    async def seal(self, now: Instant, limit: int = 500) -> int:
        return await seal(self._database, now, limit)

    async def head(self) -> AuditHead | None:
        return await head_of(self._database)

    async def verify(
        self, heads: Sequence[SignedHead] = (), now: Instant | None = None
    ) -> list[AuditFault]:
        return await verify(self._database, self._ring, heads, now)
