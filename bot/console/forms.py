"""Posted forms of the console: their fields, and the token that shows they came from our page."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs

from aiohttp import web

from bot.web.pages import Refusal
from flows.texts import text_key

__all__ = ["CSRF_FIELD", "Form", "has_token", "number_in", "read_form"]

CSRF_FIELD = "csrf"
_FIELDS = 300
"""Fields of one form at most: a table with a box in each row has some two hundred."""

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
"""More digits than any row has versions; Python itself refuses to read thousands."""


class Form(Mapping[str, str]):
    """The fields of a form, without spaces around them; a field that was not sent is empty."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        return self._fields.get(name, [""])[0].strip()

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def exact(self, name: str) -> str:
        """Return a field as it was typed, spaces included: passwords."""
        return self._fields.get(name, [""])[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that may stand in the form many times (boxes)."""
        return tuple(value.strip() for value in self._fields.get(name, ()))


def number_in(text: str) -> int:
    """Return the number that a field holds; 0 for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else 0


async def read_form(request: web.Request, csrf: str) -> Form:
    """Return the fields of a posted form.

    Raises:
        Refusal: it is no form, or does not carry the token of our pages.

    """
    raw = await request.read()
    try:
        text = raw.decode().replace("%00", "").replace("\0", "")  # PostgreSQL takes no NUL
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise Refusal(400, text_key("web.unreadable")) from None
    form = Form(fields)
    if not has_token(form, csrf):
        raise Refusal(403, text_key("console.stale_form"))
    return form


def has_token(form: Form, csrf: str) -> bool:
    """Tell whether a form carries the token of our pages."""
    return bool(csrf) and hmac.compare_digest(form[CSRF_FIELD].encode(), csrf.encode())
