"""An OpenAPI description of the site's addresses, made from the router and the templates.

It says what the service itself says: which addresses there are, with which methods, and which
names forms send. Nothing in it is written by hand that could fall behind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from aiohttp import web

from bot.console.forms import CSRF_FIELD
from tests.console.grounds import EVENTS

__all__ = ["described"]

Known: TypeAlias = Mapping[str, Sequence[str]]
"""What is there, by placeholder; `places/id`: what an `id` below /console/places is."""

_TEMPLATES: Final = Path(__file__).parents[2] / "bot" / "console" / "templates"
_NAMES: Final = re.compile(r'name="(\w[\w-]*)"|parts\.(?:field|select)\("([\w-]+)"')
_ENDLESS: Final = {EVENTS, "/chat/events"}
"""Streams: there is no answer that could be waited for."""
_FORM: Final = "application/x-www-form-urlencoded"
_HOSTILE: Final = (
    "\0",
    "9" * 5000,
    "-1",
    "2026-02-30",
    "\u202e",
    "' OR 1=1 --",
    "newest.1." + "9" * 40,
)
"""What breaks programs now and then: more digits than a number may have, days that are none."""
_TEXT: Final = {"anyOf": [{"type": "string", "maxLength": 40}, {"enum": list(_HOSTILE)}]}


def described(site: web.Application, known: Known) -> dict[str, Any]:
    """Return the description. `known`: what may stand in addresses, by placeholder, so that more
    than made-up names is asked for.
    """
    paths: dict[str, dict[str, Any]] = {}
    for route in site.router.routes():
        resource = route.resource
        if resource is None or resource.canonical in _ENDLESS or route.method in {"HEAD", "*"}:
            continue
        operation = _operation(route.method, resource.canonical, known)
        paths.setdefault(resource.canonical, {})[route.method.lower()] = operation
    return {
        "openapi": "3.0.3",
        "info": {"title": "Lắng Nghe", "version": "1"},
        "paths": paths,
    }


def _operation(method: str, path: str, known: Known) -> dict[str, Any]:
    below = path.removeprefix("/console/").partition("/")[0]
    ids = {name: known.get(f"{below}/{name}", known.get(name)) for name in _placeholders(path)}
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _named(there)}
        for name, there in ids.items()
    ]
    if method == "GET":
        parameters += [
            {"name": name, "in": "query", "schema": _TEXT} for name in ("after", *sorted(_sent()))
        ]
        return {"parameters": parameters, "responses": _RESPONSES}
    fields = {"type": "object", "properties": dict.fromkeys(sorted(_sent()), _TEXT)}
    body = {"content": {_FORM: {"schema": fields}}}
    return {"parameters": parameters, "requestBody": body, "responses": _RESPONSES}


def _placeholders(path: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", path)


def _named(known: Sequence[str] | None) -> dict[str, Any]:
    made_up = {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,43}$"}
    return made_up if known is None else {"anyOf": [{"enum": list(known)}, made_up]}


_RESPONSES: Final = {"default": {"description": "a page, a file, or the way on"}}


def _sent() -> set[str]:
    """Return the names under which pages of the console send something."""
    return set(_found()) - {CSRF_FIELD, "viewport", "robots", "theme-color", "format-detection"}


def _found() -> Iterator[str]:
    for template in _TEMPLATES.glob("*.html"):
        for first, second in _NAMES.findall(template.read_text(encoding="utf-8")):
            yield first or second
