"""Files that officers send with a form of ours, read no further than we take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Final, NamedTuple

from aiohttp import BodyPartReader, MultipartReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.console.forms import Form, has_token, read_form
from bot.web.pages import Refusal
from flows.spelling import clean
from flows.texts import text_key

__all__ = ["StreamedUpload", "Upload", "open_upload", "read_upload"]

_MULTIPART: Final = "multipart/form-data"
_PARTS: Final = 10
_FIELD_BYTES: Final = 4096
_PIECE: Final = 64 * 1024
_NAME: Final = 120  # characters of a file's name
_MANGLED: Final = (ValueError, AssertionError, RuntimeError, HttpProcessingError)
"""What aiohttp says of a mangled body."""


class Upload(NamedTuple):
    """The fields of a form, and its file: what it is called, and what it holds. Without a file
    both are empty.
    """

    form: Form
    name: str
    content: bytes


class StreamedUpload(NamedTuple):
    """The fields that stand before a file in a form, and the file as it comes in."""

    form: Form
    name: str
    pieces: AsyncIterator[bytes]


async def read_upload(
    request: web.Request, csrf: str, most: int, longest_field: int = _FIELD_BYTES
) -> Upload:
    """Return a posted form with at most one file of at most `most` bytes, and fields of at most
    `longest_field` bytes each.

    The token stands before the file in our pages: a stranger's file is not read at all.

    Raises:
        Refusal: it is no such form, its token is not ours, or the file is larger.

    """
    if request.content_type != _MULTIPART:
        return Upload(await read_form(request, csrf), "", b"")
    try:
        return await _read(await request.multipart(), csrf, most, longest_field)
    except _MANGLED:
        raise Refusal(400, text_key("web.unreadable")) from None


async def open_upload(request: web.Request, csrf: str, most: int) -> StreamedUpload:
    """Return a posted form with a file that is too large to be held: it is read as it is asked
    for, at most `most` bytes of it. Fields behind it are not read.

    Raises:
        Refusal: it is no such form, or its token is not ours; `pieces` raises it for the file.

    """
    if request.content_type != _MULTIPART:
        return StreamedUpload(await read_form(request, csrf), "", _nothing())
    fields: dict[str, list[str]] = {}
    try:
        parts = await request.multipart()
        for _ in range(_PARTS):
            part = await parts.next()
            if not isinstance(part, BodyPartReader):
                break
            if part.filename is not None:
                _must_be_ours(Form(fields), csrf)
                return StreamedUpload(Form(fields), _named(part.filename), _pieces(part, most))
            await _take_field(fields, part)
    except _MANGLED:
        raise Refusal(400, text_key("web.unreadable")) from None
    _must_be_ours(Form(fields), csrf)
    return StreamedUpload(Form(fields), "", _nothing())


async def _nothing() -> AsyncIterator[bytes]:
    none: tuple[bytes, ...] = ()
    for piece in none:
        yield piece


async def _read(parts: MultipartReader, csrf: str, most: int, longest_field: int) -> Upload:
    fields: dict[str, list[str]] = {}
    name, content = "", b""
    for _ in range(_PARTS):
        part = await parts.next()
        if part is None:
            break
        if not isinstance(part, BodyPartReader):
            raise Refusal(400, text_key("web.unreadable"))
        if part.filename is None:
            await _take_field(fields, part, longest_field)
        else:
            _must_be_ours(Form(fields), csrf)
            name = _named(part.filename)
            content = await _bytes(part, most)
    form = Form(fields)
    _must_be_ours(form, csrf)
    return Upload(form, name, content)


def _must_be_ours(form: Form, csrf: str) -> None:
    if not has_token(form, csrf):
        raise Refusal(403, text_key("console.stale_form"))


def _named(filename: str) -> str:
    return clean(PurePath(filename).name)[:_NAME]


async def _take_field(
    fields: dict[str, list[str]], part: BodyPartReader, longest: int = _FIELD_BYTES
) -> None:
    text = (await _bytes(part, longest)).decode().replace("\0", "")
    fields.setdefault(part.name or "", []).append(text)


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    return b"".join([piece async for piece in _pieces(part, most)])


async def _pieces(part: BodyPartReader, most: int) -> AsyncIterator[bytes]:
    """Read a part, as long as it is not longer than it may be."""
    if hdrs.CONTENT_TRANSFER_ENCODING in part.headers:  # no browser sends it
        raise Refusal(400, text_key("web.unreadable"))
    size = 0
    try:
        while piece := await part.read_chunk(_PIECE):
            size += len(piece)
            if size > most:
                raise Refusal(413, text_key("console.upload.too_large"))
            yield bytes(piece)
    except _MANGLED:
        raise Refusal(400, text_key("web.unreadable")) from None
