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

__all__ = [
    "SHORTEST_REASON",
    "Order",
    "TooManyRefusal",
    "as_file",
    "give",
    "kind_asked",
    "order_of",
    "reason_in",
]

SHORTEST_REASON: Final = 5
"""Characters of why somebody looks or takes away: "gọi" alone tells an auditor nothing."""

_LONGEST_REASON: Final = 200  # characters
_LONGEST_QUERY: Final = 300
_SEARCHES: Final = frozenset({"find", "q"})
"""Parameters of lists in which people search with words of their own."""
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
    words: int
    """How many words were searched for. They may be a citizen's name, and no line of the log is
    ever taken back: it keeps their number (I19).
    """


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
    chosen = parse_qsl(form["query"])
    words = sum(len(value.split()) for name, value in chosen if name in _SEARCHES)
    return Order(form["format"], reason, _noted(chosen), words)


def _noted(chosen: Sequence[tuple[str, str]]) -> str:
    said = "&".join(f"{name}={value}" for name, value in chosen if name not in _SEARCHES)
    return phones_hidden(redact(said).text)[:_LONGEST_QUERY]


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
    response = await as_file(visit, sheets, order.kind, name)
    unit, storage = UnitOfWork(), visit.services.storage
    chosen = {"query": order.query, "words": str(order.words or "")}
    detail = {**noted, **chosen, "format": order.kind, "reason": order.reason}
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action=action,
        target=action.partition(".")[0],
        detail={name: value for name, value in detail.items() if value},
    )
    await storage.commit(unit)
    return response


async def as_file(visit: Visit, sheets: Sequence[Sheet], kind: str, name: str) -> web.Response:
    """Return tables as a file of a kind; whoever calls sees to what must be written down."""
    body = await asyncio.to_thread(_written, sheets, kind)
    disposition = f'attachment; filename="{name}-{day_of(visit.now).isoformat()}.{kind}"'
    headers = {"Content-Type": _TYPES[kind], "Content-Disposition": disposition}
    return web.Response(body=body, headers=headers)


def kind_asked(visit: Visit) -> str:
    """Return the kind of file that an address asks for by `format`; .csv where it says none."""
    return "xlsx" if visit.request.query.get("format") == "xlsx" else "csv"


def _written(sheets: Sequence[Sheet], kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table.{kind}")
        if kind == "xlsx":
            write_xlsx(path, sheets)
        else:
            write_csv(path, sheets[0])
        return path.read_bytes()
