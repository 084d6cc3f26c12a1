"""The child process that looks at one file and says what is kept of it: limited, then thrown away.

It reads the file from its standard input and answers with a line of JSON, `{"kept": media type}`
or `{"refused": reason}`, and what is to be kept behind that line.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from bot.files.images import redrawn
from bot.files.kinds import DOCX, IMAGES, JPEG, OGG, PDF, XLSX, RefusedError, media_type_of
from bot.files.limits import MEGABYTE, give_up

__all__ = ["examine", "main"]

_TAKEN: Final = {
    "photo": (IMAGES, 20 * MEGABYTE),
    "voice": (frozenset({OGG}), 10 * MEGABYTE),
    "document": (IMAGES | {PDF, DOCX, XLSX}, 20 * MEGABYTE),
}
"""What was sent as → media types that it may turn out to be, and its most bytes."""

_MEMORY: Final = 768 * MEGABYTE  # address space: libraries, and a picture of `MOST_PIXELS`
_CPU_SECONDS: Final = 20


def examine(kind: str, data: bytes) -> tuple[str, bytes]:
    """Return the media type and the bytes to keep of a file that was sent as `kind`.

    Raises:
        RefusedError: nothing of it is kept.

    """
    taken, most = _TAKEN[kind]
    if len(data) > most:
        raise RefusedError("too_large")
    media_type = media_type_of(data)
    if media_type not in taken:
        raise RefusedError("wrong_kind")
    if media_type in IMAGES:
        return JPEG, redrawn(data)
    return media_type, data


def _limit() -> None:
    give_up(_MEMORY, _CPU_SECONDS)


def main(kind: str) -> None:
    """Examine what stands in the standard input, and answer."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        media_type, kept = examine(kind, data)
    except RefusedError as refused:
        answer, kept = {"refused": refused.reason}, b""
    else:
        answer = {"kept": media_type}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
