"""What a request to the Bot API says: token, method and parameters, whatever form they have."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec
from aiohttp import web

from bot.simulator.telegram.rules import RefusedError

__all__ = ["Address", "read_address", "read_payload"]

_decode = msgspec.json.Decoder().decode
_FORM = "application/x-www-form-urlencoded"


class Address(msgspec.Struct, frozen=True):
    """A path taken apart. `name` is a method, or with `is_file` a file's path."""

    token: str
    name: str
    is_file: bool
    query: str


def read_address(raw_path: str) -> Address | None:
    """Take a path apart, if it is one of the Bot API."""
    path, _, query = raw_path.partition("?")
    is_file = path.startswith("/file/bot")
    rest = path[9:] if is_file else path[4:]
    token, slash, name = rest.partition("/")
    if not slash or not (is_file or path.startswith("/bot")):
        return None
    return Address(unquote(token), unquote(name), is_file, query)


async def read_payload(request: web.BaseRequest, query: str) -> dict[str, Any]:
    """Return the parameters of a call: of the address, then of the body.

    Raises:
        RefusedError: the body is not what it says it is, or not read at all.

    """
    payload: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not request.can_read_body:
        return payload
    content_type = request.content_type
    if content_type == "multipart/form-data":
        return {**payload, **await _multipart(request)}
    body = await request.read()
    if not body:
        return payload
    if content_type == "application/json":
        return {**payload, **_json(body)}
    if content_type == _FORM:
        return {**payload, **_form(body)}
    raise RefusedError("wrong_content_type", f"Bad Request: {content_type} is not read")


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = _decode(body)
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except msgspec.DecodeError as error:
        raise _why(body, error) from error
    if not isinstance(found, dict):
        raise _malformed("an object is expected")
    return found


def _why(body: bytes, error: Exception) -> RefusedError:
    """Tell half a surrogate pair, which Python lets pass, from what is no JSON at all."""
    try:
        json.loads(body)
    except ValueError:
        return _malformed(str(error))
    return _not_utf8()


def _form(body: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    return dict(pairs)


async def _multipart(request: web.BaseRequest) -> dict[str, Any]:
    try:
        return dict(await request.post())
    except (ValueError, AssertionError) as error:
        raise _malformed(str(error)) from error


def _not_utf8() -> RefusedError:
    return RefusedError("not_utf8", "Bad Request: strings must be encoded in UTF-8")


def _malformed(why: str) -> RefusedError:
    return RefusedError("malformed_body", f"Bad Request: can't parse the request: {why}")
