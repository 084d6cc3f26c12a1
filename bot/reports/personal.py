"""How personal data looks in a file: masked, unless its reveal was asked for and written down."""

from __future__ import annotations

import re

__all__ = ["is_phone", "masked_phone", "readable_phone"]

_PHONE = re.compile(r"\+84\d{8,10}")


def is_phone(value: object) -> bool:
    """Whether a stored value is a telephone number (E.164)."""
    return isinstance(value, str) and bool(_PHONE.fullmatch(value))


def readable_phone(phone: str) -> str:
    """Return a number as people in Vietnam write it: 0912 345 678."""
    digits = "0" + phone.removeprefix("+84")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def masked_phone(phone: str) -> str:
    """Return a number with its middle hidden: enough to recognise one's own, not to call."""
    digits = "0" + phone.removeprefix("+84")
    return f"{digits[:2]}•• ••• {digits[-3:]}"
