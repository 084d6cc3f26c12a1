"""Campaigns as rows: one for each, and one for each of its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import Select, Table, bindparam, delete, insert, select, update

from storage.base import Database, StaleSessionError, UnitOfWork
from storage.campaign_records import CampaignRecord, TrialPerson
from storage.campaign_tables import (
    campaign_groups,
    campaign_quotas,
    campaign_targets,
    campaign_testers,
    campaign_texts,
)
from storage.campaign_tables import campaigns as t
from storage.dialects import named_values
from storage.scopes import among, listed
from storage.secrets import KeyRing
from survey.campaigns import Group, Life, Parts, Quota, Target, Terms, Words

__all__ = ["SqlCampaigns"]

_OWN: Final = ("id", "copied_from", "version")
_TERMS: Final = Terms.__struct_fields__
_LIFE: Final = Life.__struct_fields__
_LISTS: Final = frozenset({"languages", "reminders", "modes", "procedures", "unit_ids"})
"""Columns that hold a JSON array."""
_SEALED: Final = ("name", "phone", "email")

_LISTED = select(*(t.c[name] for name in (*_OWN, *_TERMS, *_LIFE))).order_by(
    t.c.made_at.desc(), t.c.id
)
_BY_ID = _LISTED.where(t.c.id == bindparam("campaign_id"))
_ADD = insert(t).values(named_values(t))
_SAVED: Final = (*_TERMS, *(name for name in _LIFE if not name.startswith("made_")), "version")
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_campaign"), t.c.version == bindparam("before"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
_HOLD_RUNNING = (
    update(t)
    .where(t.c.id == bindparam("of_campaign"), t.c.state == "running")
    .values(version=t.c.version)
)
_TESTERS = (
    select(campaign_testers.c.position, *(campaign_testers.c[name] for name in _SEALED))
    .where(campaign_testers.c.campaign_id == bindparam("campaign_id"))
    .order_by(campaign_testers.c.position)
)
_REMOVE_TESTERS = delete(campaign_testers).where(
    campaign_testers.c.campaign_id == bindparam("campaign_id")
)
_ADD_TESTER = insert(campaign_testers).values(named_values(campaign_testers))

_encode = msgspec.json.Encoder().encode
_Kind = TypeVar("_Kind", bound=msgspec.Struct)


def _columns(value: msgspec.Struct) -> dict[str, Any]:
    """Return a value as columns."""
    return {
        name: _encode(one).decode() if name in _LISTS else one
        for name, one in msgspec.to_builtins(value).items()
    }


def _value(kind: type[_Kind], names: Iterable[str], row: Sequence[Any]) -> _Kind:
    """Return columns as a value; SQLite has no other yes and no than 1 and 0."""
    found = {
        name: msgspec.json.decode(one) if name in _LISTS else one
        for name, one in zip(names, row, strict=True)
    }
    return msgspec.convert(found, kind, strict=False)


class _Part(Generic[_Kind]):
    """The table of one kind of parts."""

    def __init__(self, table: Table, kind: type[_Kind], *order: str) -> None:
        own = table.c.campaign_id == bindparam("campaign_id")
        self._kind = kind
        self._names = [field.encode_name for field in msgspec.structs.fields(kind)]
        self._select = (
            select(*(table.c[name] for name in self._names))
            .where(own)
            .order_by(*(table.c[name] for name in order))
        )
        self._add = insert(table).values(named_values(table))
        self._remove = delete(table).where(own)
        self._is_ordered = "position" in table.c

    async def load(self, database: Database, campaign_id: str) -> tuple[_Kind, ...]:
        """Return a campaign's parts of this kind."""
        rows = await database.rows(self._select, {"campaign_id": campaign_id})
        return tuple(_value(self._kind, self._names, row) for row in rows)

    def put(self, unit: UnitOfWork, campaign_id: str, parts: Iterable[_Kind]) -> None:
        """Put these in the place of those that there are."""
        unit.add(self._remove, {"campaign_id": campaign_id})
        for position, part in enumerate(parts):
            place = {"position": position} if self._is_ordered else {}
            unit.add(self._add, {"campaign_id": campaign_id, **place, **_columns(part)})


_GROUPS = _Part(campaign_groups, Group, "position")
_TARGETS = _Part(campaign_targets, Target, "position")
_TEXTS = _Part(campaign_texts, Words, "wave", "channel", "language")
_QUOTAS = _Part(campaign_quotas, Quota, "group_id", "area", "mode")


class SqlCampaigns:
    """`CampaignRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- reading

    async def listed(self, units: Collection[str] | None) -> list[CampaignRecord]:
        return await self._records(_LISTED, units, {})

    async def by_id(
        self, units: Collection[str] | None, campaign_id: str
    ) -> CampaignRecord | None:
        found = await self._records(_BY_ID, units, {"campaign_id": campaign_id})
        return found[0] if found else None

    async def _records(
        self, statement: Select[Any], units: Collection[str] | None, values: dict[str, str]
    ) -> list[CampaignRecord]:
        """Return the campaigns of the statement that belong to one of the units, or all."""
        if units is not None:
            statement = statement.where(among(t.c.unit_id, "units"))
            values = {**values, "units": listed(units)}
        return [_record(row) for row in await self._database.rows(statement, values)]

    async def parts(self, campaign_id: str) -> Parts:
        return Parts(
            groups=await _GROUPS.load(self._database, campaign_id),
            targets=await _TARGETS.load(self._database, campaign_id),
            texts=await _TEXTS.load(self._database, campaign_id),
            quotas=await _QUOTAS.load(self._database, campaign_id),
        )

    async def testers(self, campaign_id: str) -> list[TrialPerson]:
        rows = await self._database.rows(_TESTERS, {"campaign_id": campaign_id})
        return [self._tester(campaign_id, *row) for row in rows]

    def _tester(self, campaign_id: str, position: int, *sealed: bytes | None) -> TrialPerson:
        place, open_text = f"{campaign_id}/{position}", self._ring.open_text
        pairs = zip(_SEALED, sealed, strict=True)
        opened = {name: open_text("campaign_testers", name, place, one) for name, one in pairs}
        return msgspec.convert(opened, TrialPerson)

    # -- writing

    def add(self, unit: UnitOfWork, record: CampaignRecord, parts: Parts) -> None:
        own = {name: getattr(record, name) for name in _OWN}
        unit.add(_ADD, {**own, **_columns(record.terms), **_columns(record.life)})
        self.put_parts(unit, record.id, parts)

    def save(self, unit: UnitOfWork, record: CampaignRecord) -> None:
        new = {**_columns(record.terms), **_columns(record.life), "version": record.version + 1}
        values = {f"new_{name}": new[name] for name in _SAVED}
        fence = {"of_campaign": record.id, "before": record.version}
        unit.add(_SAVE, {**values, **fence}, StaleSessionError)

    def must_run(self, unit: UnitOfWork, campaign_id: str) -> None:
        unit.add(_HOLD_RUNNING, {"of_campaign": campaign_id}, StaleSessionError)

    def put_parts(self, unit: UnitOfWork, campaign_id: str, parts: Parts) -> None:
        _GROUPS.put(unit, campaign_id, parts.groups)
        _TARGETS.put(unit, campaign_id, parts.targets)
        _TEXTS.put(unit, campaign_id, parts.texts)
        _QUOTAS.put(unit, campaign_id, parts.quotas)

    def put_testers(
        self, unit: UnitOfWork, campaign_id: str, testers: Sequence[TrialPerson]
    ) -> None:
        unit.add(_REMOVE_TESTERS, {"campaign_id": campaign_id})
        for position, tester in enumerate(testers):
            unit.add(_ADD_TESTER, self._sealed(campaign_id, position, tester))

    def _sealed(self, campaign_id: str, position: int, tester: TrialPerson) -> dict[str, Any]:
        place, seal = f"{campaign_id}/{position}", self._ring.seal_text
        values = msgspec.structs.asdict(tester)
        sealed = {name: seal("campaign_testers", name, place, values[name]) for name in _SEALED}
        index = None if tester.phone is None else self._ring.blind_index(tester.phone)
        return {"campaign_id": campaign_id, "position": position, "phone_index": index, **sealed}


def _record(row: Sequence[Any]) -> CampaignRecord:
    own, rest = row[: len(_OWN)], row[len(_OWN) :]
    return CampaignRecord(
        **dict(zip(_OWN, own, strict=True)),
        terms=_value(Terms, _TERMS, rest[: len(_TERMS)]),
        life=_value(Life, _LIFE, rest[len(_TERMS) :]),
    )
