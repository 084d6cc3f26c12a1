"""`queue`: the open cases, the most pressing first."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import day_of
from bot.commands.base import (
    Desk,
    TextCommand,
    TextOption,
    now,
    open_desk,
    run,
    say,
    text,
)
from flows.cues import masked
from flows.identifiers import Instant
from flows.texts import text_key
from flows.time_units import DAY

if TYPE_CHECKING:
    from storage.base import ComplaintRecord

__all__ = ["queue"]

_WIDTHS = (13, 9, 4, 1, 10, 5, 14, 17)
"""Characters of the table's columns: 73, and a space between each two: 80."""
_HEADERS = (
    text_key("queue.header.code"),
    text_key("queue.header.kind"),
    text_key("queue.header.category"),
    text_key("queue.header.severity"),
    text_key("queue.header.due"),
    text_key("queue.header.late"),
    text_key("queue.header.state"),
    text_key("queue.header.owner"),
)
_NEVER = 1 << 62


@click.command(cls=TextCommand, help=text_key("cli.queue.help"))
@click.option("--json", "as_json", is_flag=True, cls=TextOption, help=text_key("cli.queue.json"))
@click.option("--text", "with_text", is_flag=True, cls=TextOption, help=text_key("cli.queue.text"))
@click.option("--demo/--no-demo", default=True, show_default=True, cls=TextOption,
              help=text_key("cli.queue.demo"))  # fmt: skip
def queue(as_json: bool, with_text: bool, demo: bool) -> None:
    """Show open cases."""
    run(_queue(as_json=as_json, with_text=with_text, demo=demo))


async def _queue(*, as_json: bool, with_text: bool, demo: bool) -> None:
    async with open_desk() as desk:
        cases = await desk.storage.complaints.listed(open_only=True, demo=None if demo else False)
        cases.sort(key=lambda case: (case.due_at or _NEVER, -case.severity, case.created_at))
        if with_text and cases:
            await _note_reading(desk, len(cases))
        if as_json:
            rows = [await _as_data(desk, case, with_text=with_text) for case in cases]
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            await _show(desk, cases, with_text=with_text)


async def _note_reading(desk: Desk, count: int) -> None:
    """Write down that cases' words were read (invariant I21), before they are shown."""
    from storage.base import UnitOfWork

    unit = UnitOfWork()
    desk.note(
        unit,
        action="complaints_read",
        target="queue",
        detail={"rows": str(count)},
    )
    await desk.storage.commit(unit)


async def _show(desk: Desk, cases: list[ComplaintRecord], *, with_text: bool) -> None:
    if not cases:
        say(text_key("queue.empty"))
        return
    click.echo(_line([text(key) for key in _HEADERS]))
    click.echo(" ".join("-" * width for width in _WIDTHS))
    for case in cases:
        click.echo(_line(_cells(desk, case)))
        if await _erased(desk, case):
            click.echo(textwrap.indent(text(text_key("case.event.erased_on_request")), "    "))
        if with_text and case.story is not None:
            click.echo(textwrap.indent(_story(case), "    "))
    moment = now()
    late = sum(1 for case in cases if case.due_at is not None and case.due_at < moment)
    say(text_key("queue.total"), count=len(cases), late=late)


async def _erased(desk: Desk, case: ComplaintRecord) -> bool:
    from bot.reports.wording import erased_on_request

    return erased_on_request(await desk.storage.complaints.history(case.id))


def _cells(desk: Desk, case: ComplaintRecord) -> list[str]:
    from bot.reports.wording import CASE_KINDS, CASE_STATES, OWNER_ROLES, key_of

    return [
        case.code,
        text(key_of(CASE_KINDS, case.kind)),
        case.category,
        str(case.severity),
        desk.texts.date("vi", day_of(case.due_at)) if case.due_at else "–",
        _lateness(case.due_at),
        text(key_of(CASE_STATES, case.state)),
        text(key_of(OWNER_ROLES, case.owner_role)),
    ]


def _lateness(due_at: Instant | None) -> str:
    """Return by how many days a case is late, or nothing."""
    overdue = now() - due_at if due_at else -1
    return text(text_key("queue.days"), count=overdue // DAY + 1) if overdue > 0 else ""


def _line(cells: list[str]) -> str:
    return " ".join(map(_fitted, cells, _WIDTHS)).rstrip()


def _fitted(cell: str, width: int) -> str:
    """Fill or cut a cell; composed letters, so that one character is one place."""
    composed = unicodedata.normalize("NFC", cell)
    return composed.ljust(width) if len(composed) <= width else composed[: width - 1] + "…"


def _story(case: ComplaintRecord) -> str:
    if case.restricted:
        return text(text_key("export.restricted"))
    return "\n".join(textwrap.wrap(_printable(masked(case.story or "")), 74)) or "–"


def _printable(words: str) -> str:
    """Make control characters visible: a citizen's words must not steer an officer's screen."""
    return "".join(c if c.isprintable() else "\ufffd" if c != "\n" else " " for c in words)


async def _as_data(desk: Desk, case: ComplaintRecord, *, with_text: bool) -> dict[str, object]:
    place = await desk.storage.places.place(case.place_id) if case.place_id else None
    data: dict[str, object] = {
        "code": case.code,
        "kind": case.kind,
        "category": case.category,
        "severity": case.severity,
        "state": case.state,
        "owner_role": case.owner_role,
        "owner_unit": case.owner_unit_id,
        "received_at": case.created_at,
        "due_at": case.due_at,
        "late": case.due_at is not None and case.due_at < now(),
        "restricted": case.restricted,
        "erased_on_request": await _erased(desk, case),
        "place": place.name if place else None,
        "counter": case.counter_id,
        "trial": case.trial,
        "demo": case.demo,
    }
    if with_text and not case.restricted:
        data["text"] = case.story
    return data
