"""The files that pages need, in memory, under addresses that change with their content."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

__all__ = ["StaticFiles"]

_ROOT = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".css", ".js", ".svg", ".txt"})


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    media_type: str


class StaticFiles:
    """One version for all files: styles and modules name one another by relative paths, so a
    page gets all of one release or all of another. `prefix`: where these files are served.
    """

    def __init__(self, root: Path = _ROOT, prefix: str = "/static") -> None:
        self._prefix = prefix
        self._files = {
            path.relative_to(root).as_posix(): _read(path)
            for path in sorted(root.rglob("*"))
            if path.suffix in _TYPES
        }
        digest = sha256()
        for name, file in self._files.items():
            digest.update(f"{name}:{len(file.content)}:".encode() + file.content)
        self._version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """Return the address of a file.

        Raises:
            KeyError: there is no such file; a template names it wrongly.

        """
        if name not in self._files:
            raise KeyError(name)
        return f"{self._prefix}/{self._version}/{name}"

    def packed(self, name: str) -> bytes:
        """Return a file as it travels: compressed, where that helps."""
        file = self._files[name]
        return file.packed or file.content

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `/static/{version}/{name}`; what an old page asks for is not kept for long."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        is_current = request.match_info["version"] == self._version
        age = "public, max-age=31536000, immutable" if is_current else "no-cache"
        headers = {"Content-Type": file.media_type, "Cache-Control": age}
        if file.packed is None:
            return web.Response(body=file.content, headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=file.content, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=file.packed, headers=headers)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in _COMPRESSED else None
    return _File(content, packed, _TYPES[path.suffix])
