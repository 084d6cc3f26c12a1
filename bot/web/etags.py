"""Answers that may be kept for a while, and are not sent again to who has them already."""

from __future__ import annotations

import hashlib

from aiohttp import hdrs, web

__all__ = ["kept"]


def kept(request: web.Request, response: web.Response, control: str) -> web.Response:
    """Give an answer an ETag; who shows the same one gets 304 without a body.

    `control`: its Cache-Control. It varies with cookies, by which pages choose the size of type.
    """
    body = response.body if isinstance(response.body, bytes) else b""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {
        hdrs.CACHE_CONTROL: control,
        hdrs.ETAG: f'W/"{tag}"',  # weak: it travels compressed or not
        hdrs.VARY: "Accept-Encoding, Cookie",
    }
    if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    response.headers.update(headers)
    return response
