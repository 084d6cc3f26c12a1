"""A table that is given as a file, once it is written down who took it, and why (I21)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.forms import Form
from bot.console.routes import Visit
from bot.i18n import day_of
from bot.reports.sheets import Sheet, write_csv, write_xlsx
from bot.web.pages import Refusal
from flows.hidden_phones import phones_hidden
from flows.redaction import redact
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["SHORTEST_REASON", "Order", "TooManyRefusal", "give", "order_of", "reason_in"]

SHORTEST_REASON: Final = 5
"""Characters of why somebody looks or takes away: "gọi" alone tells an auditor nothing."""

_LONGEST_REASON: Final = 200  # characters
_LONGEST_QUERY: Final = 300
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TooManyRefusal(Refusal):
    """There is more than one file holds: a part of it would pass for all."""

    def __init__(self) -> None:
        super().__init__(422, text_key("console.export.too_many"))


class Order(NamedTuple):
    """Which file somebody wants, of what, and why."""

    kind: str
    reason: str
    query: str
    """What was chosen, as the page's address says it; without what must not be stored."""


def reason_in(form: Form) -> str | None:
    """Return why somebody does it, without what must not be stored; None if it says too little."""
    reason = redact(form["reason"]).text[:_LONGEST_REASON]
    return reason if len(reason) >= SHORTEST_REASON else None


def order_of(form: Form) -> Order:
    """Read what was asked for.

    Raises:
        Refusal: no such kind of file, or no reason.

    """
    reason = reason_in(form)
    if form["format"] not in _TYPES or reason is None:
        raise Refusal(422, text_key("console.cases.no_reason"))
    return Order(form["format"], reason, _noted(form["query"]))


def _noted(query: str) -> str:
    chosen = "&".join(f"{name}={value}" for name, value in parse_qsl(query))
    return phones_hidden(redact(chosen).text)[:_LONGEST_QUERY]


async def give(
    visit: Visit,
    order: Order,
    sheets: Sequence[Sheet],
    action: str,
    noted: Mapping[str, str],
    name: str,
) -> web.Response:
    """Return the file; `noted` stands in the audit log beside its kind and reason.

    `name`: what the file is called, in letters that every disk takes. A .csv file holds the first
    table only.
    """
    body = await asyncio.to_thread(_written, sheets, order.kind)
    unit, storage = UnitOfWork(), visit.services.storage
    chosen = {"query": order.query} if order.query else {}
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action=action,
        target=action.partition(".")[0],
        detail={**noted, **chosen, "format": order.kind, "reason": order.reason},
    )
    await storage.commit(unit)
    disposition = f'attachment; filename="{name}-{day_of(visit.now).isoformat()}.{order.kind}"'
    headers = {"Content-Type": _TYPES[order.kind], "Content-Disposition": disposition}
    return web.Response(body=body, headers=headers)


def _written(sheets: Sequence[Sheet], kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table.{kind}")
        if kind == "xlsx":
            write_xlsx(path, sheets)
        else:
            write_csv(path, sheets[0])
        return path.read_bytes()
