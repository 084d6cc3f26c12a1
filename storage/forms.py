"""Published forms: every version for ever, with the sources it was read from."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, select

from storage.base import Database, FormConflictError, FormRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.tables import forms as t

__all__ = ["SqlForms"]

_ALL = select(t.c.form, t.c.version, t.c.content_hash, t.c.sources, t.c.published_at).order_by(
    t.c.form, t.c.version
)
# Publishing the same content again touches the one row and changes nothing.
_PUBLISH = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.form, t.c.version],
            set_={"content_hash": t.c.content_hash},
            where=t.c.content_hash == bindparam("content_hash"),
        )
    )
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_sources = msgspec.json.Decoder(dict[str, str]).decode


class SqlForms:
    """`FormRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[FormRecord]:
        return [
            FormRecord(
                form=form,
                version=version,
                content_hash=content_hash,
                sources=_decode_sources(sources),
                published_at=published_at,
            )
            for form, version, content_hash, sources, published_at in await self._database.rows(
                _ALL
            )
        ]

    def publish(self, unit: UnitOfWork, record: FormRecord) -> None:
        values = msgspec.structs.asdict(record)
        values["sources"] = _encode(dict(record.sources)).decode()
        unit.add(_PUBLISH, values, FormConflictError)
