"""Whether archived documents are whole, and come out the same when they are made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.reporting.parts import printed_in
from bot.reporting.press import Press
from storage.base import MissingRowError, Storage
from storage.report_records import DOCUMENTS, DocumentKind, ReportRecord

__all__ = ["Finding", "Verified", "verified"]

Finding: TypeAlias = Literal[
    "same",  # whole, and equal to the byte when made again
    "changed",  # what is archived is not what was archived
    "differs",  # whole, but made again it comes out otherwise
]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of one document."""

    kind: DocumentKind
    finding: Finding
    sha256: str
    """Of the document when it was issued."""


async def verified(
    storage: Storage,
    press: Press,
    record: ReportRecord,
    progress: Callable[[DocumentKind], None] | None = None,
) -> list[Verified]:
    """Make the documents of an issued report again and compare them with the archive.

    Raises:
        MissingRowError: it was never issued, or a document is gone.
        CiphertextError: somebody changed what is archived without the key ring.

    """
    value = await printed_in(storage, record.id)
    again = {one.kind: one.sha256 for one in await press.documents(value, progress=progress)}
    return [await _compared(storage, record, kind, again[kind]) for kind in DOCUMENTS]


async def _compared(
    storage: Storage, record: ReportRecord, kind: DocumentKind, again: str
) -> Verified:
    kept = await storage.reports.document(record.id, kind)
    if kept is None:
        raise MissingRowError(f"{record.id}/{kind}")
    if hashlib.sha256(kept.data).hexdigest() != kept.sha256:
        return Verified(kind, "changed", kept.sha256)
    return Verified(kind, "same" if again == kept.sha256 else "differs", kept.sha256)
