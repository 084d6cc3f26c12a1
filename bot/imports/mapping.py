"""Which column of one file is what: guessed, corrected by hand, and remembered for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec

from bot.imports.talk import Looked
from flows.spelling import fold
from storage.base import Storage
from storage.transaction_records import Frame, ImportRecord
from survey.transaction_columns import Field, guess, missing_fields

__all__ = ["ColumnMapping", "as_kept", "headers_of", "looked_of", "proposed", "signature"]


class ColumnMapping(msgspec.Struct, frozen=True):
    """Field → place of its column, from 0."""

    columns: Mapping[Field, int] = {}

    def missing(self, frame: Frame) -> tuple[Field, ...]:
        """Return what has to be there and is not. Without a unit, all rows are the list's own."""
        return missing_fields(frame, self.columns, has_unit=True)

    def json(self) -> str:
        """Return it as it is stored."""
        return msgspec.json.encode(self, order="deterministic").decode()


def as_kept(mapping: str) -> ColumnMapping:
    """Return a stored mapping."""
    return msgspec.json.decode(mapping, type=ColumnMapping) if mapping else ColumnMapping()


def looked_of(record: ImportRecord) -> Looked | None:
    """Return what was seen at the beginning of an import's file; None: it is not kept any more."""
    return msgspec.json.decode(record.looked, type=Looked) if record.looked else None


def headers_of(record: ImportRecord, mapping: ColumnMapping) -> dict[Field, str]:
    """Return the header of each field, as the file says it."""
    looked = looked_of(record)
    if looked is None:
        return {}
    known = looked.headers
    return {field: known[at] for field, at in mapping.columns.items() if at < len(known)}


def signature(headers: Sequence[str], frame: Frame) -> str:
    """Return what the files of one program have in common: what their headers say, in order."""
    plain = "\n".join(fold(header) for header in headers)
    return sha256(f"{frame}\n{plain}".encode()).hexdigest()


async def proposed(
    storage: Storage, unit_id: str, frame: Frame, headers: Sequence[str]
) -> ColumnMapping:
    """Return what somebody of this unit said of such headers last, else a guess."""
    kept = await storage.imports.remembered(unit_id, signature(headers, frame))
    return as_kept(kept) if kept else ColumnMapping(guess(headers, frame, fold))
