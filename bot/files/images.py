"""Pictures redrawn: what comes out holds pixels only, of a size that a screen shows."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401 - WebP is known once imported

from bot.files.kinds import RefusedError

__all__ = ["LONGEST_SIDE", "MOST_PIXELS", "redrawn"]

LONGEST_SIDE: Final = 2_000
"""Pixels of the longer side of what is kept: a page of A4 can be read."""

MOST_PIXELS: Final = 40_000_000
"""A picture says its size before it is unpacked. 40 million fit any phone's camera at its usual
setting, and need 160 MB at most; a flood of pixels needs gigabytes.
"""

_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")

# We look at the size ourselves, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def redrawn(data: bytes) -> bytes:
    """Return a picture as a new JPEG: upright, at most `LONGEST_SIDE` long, and without place,
    time, camera, comments and anything that hung behind the pixels.

    Raises:
        RefusedError: it is no picture, a broken one, or has too many pixels.

    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return _drawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedError("too_many_pixels") from None
    except RefusedError:
        raise
    except Exception:  # noqa: BLE001 - a painter stumbles over strange bytes in any way it likes
        raise RefusedError("broken") from None


def _drawn(picture: Image.Image) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:  # nothing but its head was read so far
        raise RefusedError("too_many_pixels")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    # A new sheet: whatever else the old one carried stays behind.
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A"))
    drawn = io.BytesIO()
    sheet.save(drawn, "JPEG", quality=_QUALITY, optimize=True)
    return drawn.getvalue()
