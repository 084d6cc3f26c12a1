"""Filters of a list that somebody keeps under a name."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["ROUTES"]

_LISTS: Final = (
    "/console/cases",
    "/console/responses",
    "/console/accounts",
    "/console/audit",
)
_NAME, _QUERY, _MOST = 40, 1000, 30
"""Characters of a name and of a query, and filters of a list that one person keeps, at most."""


async def keep(visit: Visit) -> web.StreamResponse:
    """Keep what is chosen in a list under a name; the same name takes the newer one."""
    form = await visit.form()
    path, name, query = _list(form["next"]), form["name"], _tidy(form["query"])
    if not query or not 0 < len(name) <= _NAME:
        return visit.go(f"{path}?{query}" if query else path, text_key("console.filters.unnamed"))
    storage = visit.services.storage
    kept = dict(await storage.saved_filters.of_list(visit.account.id, path))
    if name not in kept and len(kept) >= _MOST:
        return visit.go(f"{path}?{query}", text_key("console.filters.too_many"))
    unit = UnitOfWork()
    storage.saved_filters.keep(unit, visit.account.id, path, name, query)
    await storage.commit(unit)
    return visit.go(f"{path}?{query}", text_key("console.filters.kept"), name=name)


async def drop(visit: Visit) -> web.StreamResponse:
    """Forget a filter; it can be brought back by one press."""
    form = await visit.form()
    path, name = _list(form["next"]), form["name"]
    storage = visit.services.storage
    query = dict(await storage.saved_filters.of_list(visit.account.id, path)).get(name)
    if query is None:
        raise NotHereError
    unit = UnitOfWork()
    storage.saved_filters.drop(unit, visit.account.id, path, name)
    await storage.commit(unit)
    undo = Undo(
        "/console/filters", {"name": name, "query": query, "next": path}, text_key("console.undo")
    )
    return visit.go(path, text_key("console.filters.dropped"), undo=undo, name=name)


def _list(path: str) -> str:
    if path not in _LISTS:
        raise NotHereError
    return path


def _tidy(query: str) -> str:
    """Return a query without empty parts, and without the place in the list."""
    parts = [(name, value) for name, value in parse_qsl(query[:_QUERY]) if name != "after"]
    return urlencode(parts)


ROUTES: tuple[Route, ...] = (
    Route("POST", "/console/filters", keep, "own"),
    Route("POST", "/console/filters/drop", drop, "own"),
)
