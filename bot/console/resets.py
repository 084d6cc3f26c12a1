"""Letting the owner of an account in anew: one person asks, another one makes the link, and the
owner can say no (docs/desk-rules.md).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.accounts import note, reset_link
from bot.console.account_acts import show_link
from bot.console.accounts import ACCOUNTS, account_of, account_path, show_account
from bot.console.granting import must
from bot.console.reset_view import delay_ms, others_for
from bot.console.routes import Route, Visit
from bot.live import CASES
from flows.desk.notices import AccountKind
from flows.desk.resets import OPEN_MS, may_make, ready_at
from flows.identifiers import Instant, identifier_from
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import AccountRecord
from storage.trust import NoticeRecord, ResetRecord

__all__ = ["ROUTES"]


async def ask(visit: Visit) -> web.StreamResponse:
    """Ask for a link: the owner hears of it, and so do all who can make it."""
    form, found = await visit.form(), await account_of(visit)
    must(visit, "account.reset", found)
    if found.password_hash is None or found.state != "active":  # who is shut out cannot say no
        raise StaleSessionError(found.id)
    others = await others_for(visit, found)
    record = _asked(visit, found, device_lost=form["device"] == "lost", others=bool(others))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.account_resets.ask(unit, record)
    detail = {"authenticator": "lost" if record.device_lost else "kept"}
    note(storage, unit, found, visit.by, "account.reset_asked", detail)
    for other in others:
        _tell(visit, unit, other.id, "account.reset_wanted", found, detail)
    await _commit(visit, unit)
    flash = text_key("console.reset.asked") if others else text_key("console.reset.asked_alone")
    return visit.go(account_path(found.id), flash, name=found.name)


def _asked(visit: Visit, found: AccountRecord, *, device_lost: bool, others: bool) -> ResetRecord:
    calendar = visit.services.runner.turns.renderer.rules.calendar
    ready = ready_at(calendar, visit.now, delay_ms(visit), others=others)
    return ResetRecord(
        id=identifier_from(os.urandom(32), "reset", visit.now),
        account_id=found.id,
        device_lost=device_lost,
        asked_by=visit.account.id,
        asked_at=visit.now,
        ready_at=ready,
        expires_at=Instant((ready or visit.now) + OPEN_MS),
    )


async def make(visit: Visit) -> web.StreamResponse:
    """Make the link that somebody else asked for, and show it, once. Of two who do it at the same
    time one gets a link.
    """
    await visit.form()
    found = await account_of(visit)
    must(visit, "account.reset", found)
    if found.state != "active":
        raise StaleSessionError(found.id)
    reset, me = await _open_reset(visit, found.id), visit.account.id
    others = bool(await others_for(visit, found))
    if not may_make(me, reset.asked_by, reset.ready_at, visit.now, others=others):
        return await show_account(visit, found, fault=text_key("console.reset.not_alone"))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.account_resets.end(unit, reset, "made", visit.now)
    link = reset_link(
        storage, unit, found, visit.by, device_lost=reset.device_lost, asked_by=reset.asked_by
    )
    await _commit(visit, unit)
    return show_link(visit, found, link)


async def refuse(visit: Visit) -> web.StreamResponse:
    """Say no for somebody else, or take back what one asked for."""
    await visit.form()
    found = await account_of(visit)
    must(visit, "account.reset", found)
    await _refuse(visit, found)
    return visit.go(account_path(found.id), text_key("console.reset.refused"), name=found.name)


async def refuse_own(visit: Visit) -> web.StreamResponse:
    """Say no as the owner: nobody lets anybody into this account by what was asked for."""
    await visit.form()
    await _refuse(visit, visit.account)
    return visit.go(_ME, text_key("console.reset.refused_mine"))


async def _refuse(visit: Visit, found: AccountRecord) -> None:
    reset = await _open_reset(visit, found.id)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.account_resets.end(unit, reset, "refused", visit.now)
    note(storage, unit, found, visit.by, "account.reset_refused")
    if reset.asked_by != visit.account.id:
        _tell(visit, unit, reset.asked_by, "account.reset_refused", found)
    await _commit(visit, unit)


async def _open_reset(visit: Visit, account_id: str) -> ResetRecord:
    """Return what was asked for.

    Raises:
        StaleSessionError: nothing, or it was done, refused, or is too old.

    """
    reset = await visit.services.storage.account_resets.open_for(account_id, visit.now)
    if reset is None:
        raise StaleSessionError(account_id)
    return reset


def _tell(
    visit: Visit,
    unit: UnitOfWork,
    account_id: str,
    kind: AccountKind,
    about: AccountRecord,
    detail: Mapping[str, str] | None = None,
) -> None:
    told = NoticeRecord(
        account_id=account_id,
        kind=kind,
        object=about.id,
        made_at=visit.now,
        params={"by": visit.actor_name, **(detail or {})},
    )
    visit.services.storage.notices.add(unit, told)


async def _commit(visit: Visit, unit: UnitOfWork) -> None:
    await visit.services.storage.commit(unit)
    visit.services.live.wake(CASES)


_ONE: Final = f"{ACCOUNTS}/{{id:[0-9a-z]{{26}}}}"
_ME: Final = "/console/me"

ROUTES: tuple[Route, ...] = (
    Route("POST", f"{_ONE}/reset", ask, "account.reset"),
    Route("POST", f"{_ONE}/reset/make", make, "account.reset"),
    Route("POST", f"{_ONE}/reset/refuse", refuse, "account.reset"),
    Route("POST", f"{_ME}/reset/refuse", refuse_own, "own"),
)
