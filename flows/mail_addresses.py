"""What an e-mail address looks like: one, as people write it, without quotes or comments."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_mail_address", "shortened"]

# Nothing that ends a command or begins another address (RFC 5321 §4.1.2).
_PART: Final = r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f]"
_ADDRESS: Final = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,255}}")


def is_mail_address(text: str) -> bool:
    """Return whether a text is one address. Letters beyond ASCII are allowed (RFC 6531)."""
    return _ADDRESS.fullmatch(text) is not None


def shortened(address: str) -> str:
    """Return an address as its owner knows it again and nobody else learns it: n…@example.vn."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
