"""The parts of a report that are kept as bytes: its figures, its text, and what was printed."""

from __future__ import annotations

import msgspec

from storage.base import MissingRowError, Storage
from storage.report_records import PartKind
from survey.editions import Edition
from survey.report_edits import Printed, Written

__all__ = ["edition_in", "packed", "printed_in", "written_in"]

packed = msgspec.json.Encoder(order="deterministic").encode
"""Writes a value as the bytes that are sealed: equal values, equal bytes."""
_edition = msgspec.json.Decoder(Edition).decode
_written = msgspec.json.Decoder(Written).decode
_printed = msgspec.json.Decoder(Printed).decode


async def _part(storage: Storage, report_id: str, kind: PartKind) -> bytes:
    data = await storage.reports.part(report_id, kind)
    if data is None:
        raise MissingRowError(f"{report_id}/{kind}")
    return data


async def written_in(storage: Storage, report_id: str) -> Written:
    """Return what the rules wrote of the figures that a report pins.

    Raises:
        MissingRowError: they wrote nothing.

    """
    return _written(await _part(storage, report_id, "written"))


async def edition_in(storage: Storage, report_id: str) -> Edition:
    """Return the figures that a report pins.

    Raises:
        MissingRowError: it pins none.

    """
    return _edition(await _part(storage, report_id, "edition"))


async def printed_in(storage: Storage, report_id: str) -> Printed:
    """Return what the documents of an issued report were made of.

    Raises:
        MissingRowError: it was never issued.

    """
    return _printed(await _part(storage, report_id, "issued"))
