"""Files that a citizen sent for a case: what they are, and the way to an officer's disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.case_loading import Found, found
from bot.console.routes import Visit
from bot.desk import NotHereError
from bot.files.kinds import DOCX, JPEG, OGG, PDF, PNG, WEBP, XLSX
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import AttachmentRecord, UnitOfWork

__all__ = ["CaseFile", "download", "files_of"]

_ENDINGS: Final[Mapping[str, str]] = {
    JPEG: "jpg",
    PNG: "png",
    WEBP: "webp",
    OGG: "ogg",
    PDF: "pdf",
    DOCX: "docx",
    XLSX: "xlsx",
}
_KINDS: Final[Mapping[str, str]] = {
    "photo": text_key("console.case.file.photo"),
    "voice": text_key("console.case.file.voice"),
    "document": text_key("console.case.file.document"),
}
_STATES: Final[Mapping[str, str]] = {
    "waiting": text_key("console.case.file.waiting"),
    "refused": text_key("console.case.file.refused"),
    "gone": text_key("console.case.file.gone"),
}
_HEADERS: Final = {"Content-Security-Policy": "default-src 'none'; sandbox"}
"""Whatever a viewer makes of a file, it runs nothing and reaches nobody."""


class CaseFile(NamedTuple):
    """One file; `href` is empty where there is nothing to fetch, and `state` says why."""

    kind: str
    at: Instant
    kilobytes: int
    href: str
    state: str


async def files_of(visit: Visit, case: Found) -> list[CaseFile]:
    """Return what was sent for a case, oldest first."""
    sent = await visit.services.storage.attachments.of_response(case.record.response_id)
    return [_file(visit, case.record.code, number, one) for number, one in enumerate(sent, 1)]


def _file(visit: Visit, code: str, number: int, sent: AttachmentRecord) -> CaseFile:
    stored = sent.state == "stored"
    return CaseFile(
        kind=visit.text(_KINDS[sent.kind]),
        at=sent.at,
        kilobytes=max(1, (sent.size or 0) // 1024),
        href=f"/console/cases/{code}/files/{number}" if stored else "",
        state="" if stored else visit.text(_STATES[sent.state]),
    )


async def download(visit: Visit) -> web.StreamResponse:
    """Give one file to save, once it is written down who took it. Its kind is what we found in it
    when it was fetched, and its name is ours.
    """
    case, number = await found(visit), visit.request.match_info["file"]
    storage = visit.services.storage
    sent = await storage.attachments.of_response(case.record.response_id)
    wanted = {str(place): one for place, one in enumerate(sent, 1)}.get(number)
    data = await storage.attachments.data(wanted.id) if wanted else None
    if wanted is None or data is None or wanted.media_type is None:
        raise NotHereError
    unit = UnitOfWork()
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="case.file",
        target=case.record.code,
        detail={"file": number, "sha256": wanted.sha256 or ""},
        demo=case.record.demo,
    )
    await storage.commit(unit)
    name = f"{case.record.code}-{number}.{_ENDINGS.get(wanted.media_type, 'bin')}"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Type": wanted.media_type, "Content-Disposition": disposition}
    return web.Response(body=data, headers=headers | _HEADERS)
