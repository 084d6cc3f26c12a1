"""Invitation slips of a list of transactions: who was invited so far, and the next slips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.console import transaction_page
from bot.console.routes import Route, Visit
from bot.slips import MOST_SLIPS, Printed, Printer, left_out
from flows.desk.policy import Thing
from flows.texts import text_key
from storage.base import StaleSessionError
from storage.inviting_records import Following
from storage.transaction_records import ImportRecord

__all__ = ["ROUTES"]

_PATH: Final = f"{transaction_page.ONE}/slips"
_DIGITS: Final = 7
"""Of a row's number: no list has more rows."""


async def page(visit: Visit) -> web.StreamResponse:
    """Show what follows a list so far, and which rows come next."""
    record = await transaction_page.found(visit)
    following = await visit.services.storage.invitations.following(record.id)
    wish = {"first": str(max(following.last_row + 1, 2)), "count": str(MOST_SLIPS)}
    return _show(visit, record, following, wish, {})


def _show(
    visit: Visit,
    record: ImportRecord,
    following: Following,
    wish: Mapping[str, str],
    faults: Mapping[str, str],
    nobody: tuple[str, ...] = (),
) -> web.Response:
    thing = Thing(kind="invitation", unit_id=record.unit_id)
    waiting = record.good - following.invited - following.passed_over
    return visit.show(
        "slips.html",
        status=422 if faults else 200,
        record=record,
        back=f"{transaction_page.PATH}/{record.id}",
        following=following,
        waiting=max(waiting, 0),
        others=following.passed_over - following.asked_lately,
        every_days=visit.services.settings.invite_every_days,
        may_issue=record.state == "applied" and visit.may("invitation.issue", thing),
        wish=wish,
        faults={field: visit.text(key, most=MOST_SLIPS) for field, key in faults.items()},
        nobody=nobody,
        most=MOST_SLIPS,
    )


async def print_slips(visit: Visit) -> web.StreamResponse:
    """Give the slips of some rows as a PDF; where nobody gets one, say why."""
    form = await visit.form()
    record = await transaction_page.found(visit)
    visit.must("invitation.issue", Thing(kind="invitation", unit_id=record.unit_id))
    if record.state != "applied":
        raise StaleSessionError(record.id)
    first, count = _number(form["first"]), _number(form["count"])
    wrong = {
        "first": (not first, text_key("console.slips.fault.first")),
        "count": (not 1 <= count <= MOST_SLIPS, text_key("console.slips.fault.count")),
    }
    if faults := {field: key for field, (is_wrong, key) in wrong.items() if is_wrong}:
        following = await visit.services.storage.invitations.following(record.id)
        return _show(visit, record, following, form, faults)
    printed = await _printer(visit).print(record, first - 1, count, visit.now)
    if not printed.pdf:
        return await _nobody(visit, record, form, printed)
    name = f"phieu-moi-{first}-{printed.last_row}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=printed.pdf, content_type="application/pdf", headers=headers)


def _number(written: str) -> int:
    """Return the number that was typed; 0 for anything else."""
    digits = written.strip()
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS
    return int(digits) if is_number else 0


def _printer(visit: Visit) -> Printer:
    services = visit.services
    rules = services.runner.turns.renderer.rules
    return Printer(services.storage, rules, services.settings, services.texts, visit.actor_name)


async def _nobody(
    visit: Visit, record: ImportRecord, wish: Mapping[str, str], printed: Printed
) -> web.Response:
    """Show the page again, with the reasons why these rows have no slip."""
    following = await visit.services.storage.invitations.following(record.id)
    every_days = visit.services.settings.invite_every_days
    reasons = left_out(printed, visit.services.texts, visit.language, every_days)
    return _show(visit, record, following, wish, {}, reasons)


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "transaction.read"),
    Route("POST", _PATH, print_slips, "invitation.issue"),
)
