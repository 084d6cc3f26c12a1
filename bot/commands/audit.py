"""`audit`: whether anybody has changed what was written about who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.base import PROBLEM, TextCommand, TextGroup, open_desk, run, say, text
from flows.texts import text_key
from flows.time_units import MINUTE

if TYPE_CHECKING:
    from storage.desk_records import AuditFault

__all__ = ["audit"]


@click.group(cls=TextGroup, help=text_key("cli.audit.help"))
def audit() -> None:
    """Look after the audit log."""


@audit.command(cls=TextCommand, help=text_key("cli.audit.verify.help"))
def verify() -> None:
    """Compare every row with the chain, and the chain with the signed heads."""
    if run(_verify()):
        raise SystemExit(PROBLEM)


async def _verify() -> int:
    from bot.turns import now_ms
    from storage.audit_heads import AuditHeads

    async with open_desk() as desk:
        heads = AuditHeads(desk.settings.audit_heads, desk.storage.ring).read()
        now = now_ms()
        faults = await desk.storage.audit.verify(heads, now)
        head = await desk.storage.audit.head()
        unsigned = await desk.storage.audit.unsigned(heads)
    for fault in faults:
        click.echo(_line(fault))
    if faults:
        say(text_key("cli.audit.broken"), err=True, count=len(faults))
    else:
        rows = head.position if head is not None else 0
        say(text_key("cli.audit.whole"), rows=rows, heads=len(heads))
    if unsigned.since is not None:
        minutes = max(0, now - unsigned.since) // MINUTE
        say(text_key("cli.audit.unsigned"), rows=unsigned.rows, minutes=minutes)
    return len(faults)


def _line(fault: AuditFault) -> str:
    """Return one fault: its place in the chain, the row, and what is wrong with it."""
    from bot.reports.wording import AUDIT_FAULTS

    places = (fault.position, fault.audit_id)
    shown = ("-" if place is None else str(place) for place in places)
    return "\t".join((*shown, text(AUDIT_FAULTS[fault.kind])))
