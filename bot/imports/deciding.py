"""What people decide about an import: to hand it in, to map it, to let it count, to take it back.

Each act is one transaction with its audit row. Rows begin and cease to count by one update of the
import's state; a number that every such change moves on (`ImportRepository.next_version`) sees to
it that of two imports with the same row, only one counts it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Final

import msgspec

from bot.imports.mapping import ColumnMapping, looked_of, proposed, signature
from bot.imports.pace import considerate
from bot.imports.reader import MOST_BYTES, look
from bot.imports.refusals import FileRefusedError
from bot.imports.talk import Looked, Refused, Wish
from flows.identifiers import Instant, identifier_from
from flows.workdays import local_date
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.transaction_records import EMPTIED, Frame, ImportRecord

__all__ = ["By", "HandedIn", "Importer", "LeanedOnError", "NotReadyError"]

_PIECE: Final = 256 * 1024  # bytes of one commit: some ms of the writer's time
_UPLOAD_MS: Final = 15 * 60_000
"""For how long a file may take to come in; what is left of one that did not is removed."""
_LONGEST_NAME: Final = 120
_TRIES: Final = 20


class NotReadyError(StaleSessionError):
    """The import is not in a state in which this can be done: somebody else was faster."""


class LeanedOnError(Exception):
    """An import cannot be undone: later ones left out rows since it holds them."""

    def __init__(self, later: tuple[ImportRecord, ...]) -> None:
        super().__init__(f"{len(later)} later imports")
        self.later = later


class By(msgspec.Struct, frozen=True):
    """Who decides, as the audit log names them, and when."""

    actor: str
    at: Instant


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was handed in: whose rows they are, and by what right we hold their numbers."""

    name: str
    frame: Frame
    unit_id: str
    legal_basis: str
    purge_on: str | None = None


class Importer:
    """Decisions about imports, on behalf of one person."""

    def __init__(self, storage: Storage, by: By) -> None:
        self._storage = storage
        self._by = by

    # -- handing in

    async def hand_in(self, about: HandedIn, file: AsyncIterable[bytes]) -> ImportRecord:
        """Keep a file, look into it, and return its import: to be mapped, or refused. If the same
        file is here already, that one is returned, and nothing has changed.

        Raises:
            FileRefusedError: it is too large.

        """
        begun = await self._begin(about)
        size, digest = 0, hashlib.sha256()
        async for number, piece in _numbered(_in_pieces(file)):
            size += len(piece)
            if size > MOST_BYTES:
                raise FileRefusedError("too_large", megabytes=MOST_BYTES // 1_000_000)
            digest.update(piece)
            unit = UnitOfWork()
            async with considerate():
                self._storage.imports.keep_piece(unit, begun.id, number, piece)
                await self._storage.commit(unit)
        whole = msgspec.structs.replace(begun, size=max(size, 1), sha256=digest.hexdigest())
        return await self._looked_into(whole, begun)

    async def _begin(self, about: HandedIn) -> ImportRecord:
        """Write the row first, as one that failed: should the file not arrive, it is emptied."""
        record = ImportRecord(
            id=identifier_from(os.urandom(32), "import", self._by.at),
            state="failed",
            frame=about.frame,
            unit_id=about.unit_id,
            name=about.name[:_LONGEST_NAME],
            sha256="",
            size=1,
            legal_basis=about.legal_basis,
            purge_on=about.purge_on,
            reason="broken_off",
            by=self._by.actor,
            at=self._by.at,
            lease_until=Instant(self._by.at + _UPLOAD_MS),
        )
        unit = UnitOfWork()
        self._storage.imports.add(unit, record)
        await self._storage.commit(unit)
        return record

    async def _looked_into(self, whole: ImportRecord, begun: ImportRecord) -> ImportRecord:
        same = await self._storage.imports.same_file(whole.sha256, whole.unit_id)
        known = next((one for one in same if one.frame == whole.frame), None)
        if known is not None:
            await self._save(begun, {"reason": "same_file", "lease_until": Instant(0)})
            return known
        today = local_date(self._by.at).isoformat()
        wish = Wish(ledger=whole.frame, today=today)
        found = await look(wish, self._storage.imports.pieces(whole.id), whole.size)
        parts = {"size": whole.size, "sha256": whole.sha256, "lease_until": Instant(0)}
        changes = parts | await self._seen(whole, found)
        return await self._save(begun, changes, "transaction.uploaded")

    async def _seen(self, whole: ImportRecord, found: Looked | Refused) -> dict[str, object]:
        if isinstance(found, Refused):
            return {"state": "refused", "reason": found.code, "detail": found.params}
        mapping = await proposed(self._storage, whole.unit_id, whole.frame, found.headers)
        looked = msgspec.json.encode(found).decode()
        return {"state": "mapping", "reason": None, "looked": looked, "mapping": mapping.json()}

    # -- mapping

    async def read(self, record: ImportRecord, mapping: ColumnMapping) -> ImportRecord:
        """Let a job read the file with these columns; they are proposed for the next such file.

        Raises:
            NotReadyError: it is being read, or was decided about.
            StaleSessionError: somebody else was faster.

        """
        looked = looked_of(record)
        if record.state != "mapping" or looked is None or mapping.missing(record.frame):
            raise NotReadyError
        unit = UnitOfWork()
        headers = signature(looked.headers, record.frame)
        self._storage.imports.remember(unit, record.unit_id, headers, mapping.json(), self._by.at)
        changes = {"state": "reading", "mapping": mapping.json()}
        return await self._save(record, changes, "transaction.mapped", unit)

    # -- counting

    async def apply(self, record: ImportRecord) -> ImportRecord:
        """Let all rows count, by one update. If what counts has changed since they were compared
        with it, they are compared anew first: the import that is returned is being read then.

        Raises:
            NotReadyError: rows have faults, none is new, or it is not checked.
            StaleSessionError: somebody else was faster.

        """
        if record.state != "checked" or record.faulty or not record.good:
            raise NotReadyError
        version = await self._storage.imports.version()
        if version != record.checked_version or await self._storage.transactions.meets_api(
            record.id
        ):
            return await self._save(record, {"state": "reading"})
        unit = UnitOfWork()
        self._storage.imports.next_version(unit, version)
        changes = {"state": "applied", "applied_at": self._by.at}
        return await self._save(record, changes, "transaction.applied", unit)

    async def undo(self, import_id: str) -> ImportRecord:
        """Take an import back, whether it counts or not: at once nothing of it counts, and a job
        removes what is stored.

        Raises:
            LeanedOnError: later imports left out rows that this one holds.
            NotReadyError: nothing is left of it.
            StaleSessionError: somebody else was faster.

        """
        for _ in range(_TRIES):
            record = await self._storage.imports.by_id(import_id)
            if record is None or record.state in EMPTIED:
                raise NotReadyError
            try:
                return await self._undone(record)
            except StaleSessionError:
                continue  # while it is read, it moves on ten times a second
        raise StaleSessionError

    async def _undone(self, record: ImportRecord) -> ImportRecord:
        unit = UnitOfWork()
        if record.state == "applied":
            later = await self._storage.imports.leaning_on(record.id)
            if later:
                raise LeanedOnError(tuple(later))
            self._storage.imports.next_version(unit, await self._storage.imports.version())
        changes = {**_NOTHING, "state": "undone", "undone_at": self._by.at}
        return await self._save(record, changes, "transaction.undone", unit)

    async def _save(
        self,
        record: ImportRecord,
        changes: Mapping[str, object],
        action: str | None = None,
        unit: UnitOfWork | None = None,
    ) -> ImportRecord:
        unit = unit or UnitOfWork()
        changed = msgspec.structs.replace(record, **changes)
        self._storage.imports.save(unit, changed, record)
        if action is not None:
            self._storage.audit.note(
                unit,
                at=self._by.at,
                actor=self._by.actor,
                action=action,
                target=f"import:{record.id}",
                detail=_told(record if action == "transaction.undone" else changed),
            )
        await self._storage.commit(unit)
        return changed


_NOTHING: Final[Mapping[str, object]] = {
    "name": "", "sha256": "", "looked": None, "mapping": "", "legal_basis": "", "purge_on": None,
    "rows": 0, "good": 0, "faulty": 0, "duplicates": 0, "leans_on": (), "lease_until": Instant(0),
    "reason": None, "detail": {},
}  # fmt: skip
"""What an undone import says of itself. How far it was read is kept until its rows are gone."""


def _told(record: ImportRecord) -> dict[str, str]:
    """Return what the audit log says of an import: no names and no numbers of people."""
    told = {
        "unit": record.unit_id,
        "rows": str(record.rows),
        "basis": record.legal_basis,
        "sha256": record.sha256,
    }
    return {name: value for name, value in told.items() if value not in ("", "0")}


async def _in_pieces(file: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Yield the file in pieces of one size, the last but for it."""
    kept = bytearray()
    async for some in file:
        kept += some
        while len(kept) >= _PIECE:
            yield bytes(kept[:_PIECE])
            del kept[:_PIECE]
    if kept:
        yield bytes(kept)


async def _numbered(pieces: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, bytes]]:
    number = 0
    async for piece in pieces:
        yield number, piece
        number += 1
