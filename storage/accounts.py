"""Accounts with what they are granted, and the links by which they begin or begin anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from flows.desk.parties import Person
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import Database
from storage.desk_records import AccountLinkRecord, AccountRecord, AccountRow
from storage.desk_tables import account_grants as grants
from storage.desk_tables import account_links as links
from storage.desk_tables import accounts as t
from storage.dialects import named_values
from storage.meta_rows import KEEP_META, take_turn, turn_of
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import meta
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlAccounts"]

_FIELDS = tuple(name for name in AccountRecord.__struct_fields__ if name != "grants")
_STORED = {"recovery": "recovery_codes"}
"""Fields whose column has another name. The version before kept recovery codes in a column that
is written empty now: hashes of them lay open there, and could be planted.
"""
_ALL = select(*(t.c[_STORED.get(name, name)] for name in _FIELDS)).order_by(t.c.login)
_joined = t.c.password_hash.is_not(None) & t.c.totp_secret.is_not(None)
_ROWS = select(t.c.id, t.c.login, t.c.name, t.c.state, t.c.locked_until, _joined).order_by(
    t.c.login
)
_BY_ID = _ALL.where(t.c.id == bindparam("account_id"))
_BY_LOGIN = _ALL.where(t.c.login == bindparam("login"))
_PEOPLE = select(t.c.id, t.c.name).where(t.c.state == "active").order_by(t.c.id)
_ALL_NAMES = select(t.c.id, t.c.name).order_by(t.c.id)
_NAMES = _ALL_NAMES.where(among(t.c.id, "ids"))
_COUNT = select(func.count()).select_from(t)
_GRANTS = select(grants.c.account_id, grants.c.role, grants.c.unit_id).order_by(
    grants.c.account_id, grants.c.unit_id, grants.c.role
)
_GRANTS_OF = _GRANTS.where(grants.c.account_id == bindparam("account_id"))
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_id"), t.c.version == bindparam("known_version"))
    .values({one.name: bindparam(f"new_{one.name}") for one in t.c if one is not t.c.id})
)
_GRANT = insert(grants).values(named_values(grants))
_REVOKE = delete(grants).where(grants.c.account_id == bindparam("of_account"))

_ADMINS = "admins_changed"

_NAMES_READ = "names_read"
_PROGRESS = select(meta.c.value).where(meta.c.key == _NAMES_READ)

_LINK_FIELDS = AccountLinkRecord.__struct_fields__
_LINK = select(*(links.c[name] for name in _LINK_FIELDS)).where(
    links.c.token_hash == bindparam("token_hash")
)
_ADD_LINK = insert(links).values(named_values(links))
_use = update(links).where(links.c.used_at.is_(None)).values(used_at=bindparam("at"))
_USE_LINK = _use.where(links.c.token_hash == bindparam("of_hash"))
_REVOKE_FIRST_LINKS = _use.where(links.c.purpose == "first_admin")
_REVOKE_LINKS = _use.where(links.c.account_id == bindparam("of_account"))

_NONE = "[]"
_encode = msgspec.json.Encoder().encode
_decode_hashes = msgspec.json.Decoder(tuple[str, ...]).decode


class SqlAccounts:
    """`AccountRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def by_id(self, account_id: str) -> AccountRecord | None:
        return await self._one(_BY_ID, account_id=account_id)

    async def by_login(self, login: str) -> AccountRecord | None:
        return await self._one(_BY_LOGIN, login=login)

    async def _one(self, question: Select[Any], **values: str) -> AccountRecord | None:
        rows = await self._database.rows(question, values)
        if not rows:
            return None
        found = await self._database.rows(_GRANTS_OF, {"account_id": rows[0][0]})
        return self._record(rows[0], (Grant(role, unit_id) for _, role, unit_id in found))

    async def listed(self) -> list[AccountRecord]:
        granted = await self._granted()
        rows = await self._database.rows(_ALL)
        return [self._record(row, granted.get(row[0], ())) for row in rows]

    async def rows(self) -> list[AccountRow]:
        granted = await self._granted()
        return [
            AccountRow(
                id=one,
                login=login,
                name=name,
                state=state,
                locked_until=locked_until,
                joined=bool(joined),
                grants=tuple(granted.get(one, ())),
            )
            for one, login, name, state, locked_until, joined in await self._database.rows(_ROWS)
        ]

    async def _granted(self) -> dict[str, list[Grant]]:
        """Return the grants of all accounts, by account."""
        granted: dict[str, list[Grant]] = {}
        for account_id, role, unit_id in await self._database.rows(_GRANTS):
            granted.setdefault(account_id, []).append(Grant(role, unit_id))
        return granted

    async def names(self, ids: Collection[str] | None = None) -> dict[str, str]:
        if ids is None:
            return dict(await self._database.rows(_ALL_NAMES))
        return dict(await self._database.rows(_NAMES, {"ids": listed(ids)}))

    async def people(self) -> tuple[Person, ...]:
        granted = await self._granted()
        rows = await self._database.rows(_PEOPLE)
        return tuple(Person(one, name, tuple(granted.get(one, ()))) for one, name in rows)

    async def names_read(self) -> str | None:
        rows = await self._database.rows(_PROGRESS)
        return str(rows[0][0]) if rows else None

    def keep_names_read(self, unit: UnitOfWork, progress: str) -> None:
        unit.add(KEEP_META, {"key": _NAMES_READ, "value": progress})

    async def count(self) -> int:
        [[count]] = await self._database.rows(_COUNT)
        return int(count)

    def _record(self, row: Any, granted: Iterable[Grant]) -> AccountRecord:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_FIELDS, row, strict=True))
        opened = partial(self._ring.open_text, "accounts")
        values["totp_secret"] = opened("totp_secret", values["id"], values["totp_secret"])
        codes = opened("recovery_codes", values["id"], values["recovery"])
        values["recovery"] = () if codes is None else _decode_hashes(codes)
        return AccountRecord(**values, grants=tuple(granted))

    def add(self, unit: UnitOfWork, record: AccountRecord) -> None:
        unit.add(_ADD, self._values(record))
        self._grant(unit, record)

    def save(self, unit: UnitOfWork, record: AccountRecord) -> None:
        values = {f"new_{name}": value for name, value in self._values(record).items()}
        known = {"of_id": record.id, "known_version": record.version - 1}
        unit.add(_SAVE, {**values, **known}, StaleSessionError)
        unit.add(_REVOKE, {"of_account": record.id})
        self._grant(unit, record)

    def _values(self, record: AccountRecord) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in _FIELDS}
        sealed, codes = (
            partial(self._ring.seal_text, "accounts"),
            _encode(record.recovery).decode(),
        )
        values["totp_secret"] = sealed("totp_secret", record.id, record.totp_secret)
        values["recovery_codes"] = sealed("recovery_codes", record.id, codes)
        values["recovery"] = _NONE
        return values

    def _grant(self, unit: UnitOfWork, record: AccountRecord) -> None:
        for grant in set(record.grants):
            values = {"account_id": record.id, "role": grant.role, "unit_id": grant.unit_id}
            unit.add(_GRANT, values)

    async def admins_turn(self) -> int:
        return await turn_of(self._database, _ADMINS)

    def take_admins_turn(self, unit: UnitOfWork, known: int) -> None:
        take_turn(unit, _ADMINS, known)

    async def link(self, token_hash: str) -> AccountLinkRecord | None:
        rows = await self._database.rows(_LINK, {"token_hash": token_hash})
        return AccountLinkRecord(**dict(zip(_LINK_FIELDS, rows[0], strict=True))) if rows else None

    def add_link(self, unit: UnitOfWork, record: AccountLinkRecord) -> None:
        unit.add(_ADD_LINK, msgspec.structs.asdict(record))

    def use_link(self, unit: UnitOfWork, token_hash: str, at: Instant) -> None:
        unit.add(_USE_LINK, {"of_hash": token_hash, "at": at}, StaleSessionError)

    def revoke_first_links(self, unit: UnitOfWork, at: Instant) -> None:
        unit.add(_REVOKE_FIRST_LINKS, {"at": at})

    def revoke_links(self, unit: UnitOfWork, account_id: str, at: Instant) -> None:
        unit.add(_REVOKE_LINKS, {"of_account": account_id, "at": at})
