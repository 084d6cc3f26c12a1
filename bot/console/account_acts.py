"""What admins do with accounts: invite, give and take roles, reset, disable."""

from __future__ import annotations

from typing import cast

from aiohttp import web

from bot.accounts import (
    ADMIN,
    AccountLink,
    add_account,
    add_link,
    disable,
    enable,
    may_leave,
    new_account,
    note,
    reset_link,
    roles_noted,
    save,
)
from bot.console.accounts import ACCOUNTS, account_of, account_path, show_account
from bot.console.forms import Form
from bot.console.granting import grant_fault, must, units_for
from bot.console.joining import identity_faults
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.watchers import tell_watchers
from bot.live import CASES
from flows.desk.roles import ROLES, Grant, Role
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import AccountRecord

__all__ = ["ROUTES", "show_link"]

# -- invitations


async def invite_page(visit: Visit) -> web.StreamResponse:
    """Ask who is to be invited."""
    return await _show_invite(visit, Form({}), {})


async def _show_invite(visit: Visit, form: Form, faults: dict[str, str]) -> web.Response:
    return visit.show(
        "account_invite.html",
        status=422 if faults else 200,
        form=form,
        units=(await units_for(visit)).mine,
        roles=tuple(ROLES),
        faults={name: visit.text(key) for name, key in faults.items()},
    )


async def invite(visit: Visit) -> web.StreamResponse:
    """Make an account, and the link by which its person joins."""
    form = await visit.form()
    grant = _grant(form)
    faults = await _invite_faults(visit, form, grant)
    if faults:
        return await _show_invite(visit, form, faults)
    storage, unit = visit.services.storage, UnitOfWork()
    made = new_account(form["login"], form["name"], (grant,), visit.now)
    add_account(storage, unit, made, visit.by)
    link = add_link(storage, unit, "invite", made.id, visit.by)
    await tell_watchers(visit, unit, made, "account.other_invited", made.grants, visit.by)
    await storage.commit(unit)
    visit.services.live.wake(CASES)
    return show_link(visit, made, link)


async def _invite_faults(visit: Visit, form: Form, grant: Grant) -> dict[str, str]:
    faults = await identity_faults(visit, form)
    if (fault := grant_fault(await units_for(visit), (), grant)) is not None:
        faults["role"] = fault
    return faults


def show_link(visit: Visit, found: AccountRecord, link: AccountLink) -> web.Response:
    """Show a link, once: it is kept nowhere."""
    return visit.show(
        "account_link.html",
        account=found,
        path=account_path(found.id),
        purpose=link.record.purpose,
        address=link.address(visit.services.settings.base_url),
        until=link.record.expires_at,
    )


def _grant(form: Form) -> Grant:
    """Return the role that was chosen; whether it can be given is asked of `grant_fault`."""
    return Grant(cast("Role", form["role"]), form["unit"])


# -- roles


async def add_role(visit: Visit) -> web.StreamResponse:
    """Give a role."""
    form, found = await visit.form(), await account_of(visit)
    must(visit, "account.change", found)
    added = _grant(form)
    if (fault := grant_fault(await units_for(visit), found.grants, added)) is not None:
        return await show_account(visit, found, fault=fault)
    await _store_grants(
        visit, UnitOfWork(), found, (*found.grants, added), "account.role_given", added
    )
    undo = _undo(found, "roles/remove", added)
    return visit.go(account_path(found.id), text_key("console.account.role_given"), undo=undo)


async def remove_role(visit: Visit) -> web.StreamResponse:
    """Take a role away; it counts no more from the next request on."""
    form, found = await visit.form(), await account_of(visit)
    must(visit, "account.change", found)
    taken = _grant(form)
    unit = UnitOfWork()
    if taken == ADMIN and not await may_leave(visit.services.storage, unit, found):
        return await show_account(visit, found, fault=text_key("console.fault.last_admin"))
    if taken in found.grants:
        left = tuple(grant for grant in found.grants if grant != taken)
        await _store_grants(visit, unit, found, left, "account.role_taken", taken)
    undo = _undo(found, "roles", taken)
    return visit.go(account_path(found.id), text_key("console.account.role_taken"), undo=undo)


async def _store_grants(
    visit: Visit,
    unit: UnitOfWork,
    found: AccountRecord,
    grants: tuple[Grant, ...],
    action: str,
    about: Grant,
) -> None:
    storage = visit.services.storage
    saved = save(storage, unit, found, grants=grants)
    if action == "account.role_given":
        await tell_watchers(visit, unit, saved, "account.other_role_given", (about,), visit.by)
    detail = {
        "role": about.role,
        "unit": about.unit_id,
        "roles_before": roles_noted(found.grants),
        "roles": roles_noted(grants),
    }
    note(storage, unit, found, visit.by, action, detail)
    await storage.commit(unit)
    visit.services.live.wake(CASES)


def _undo(found: AccountRecord, act: str, grant: Grant) -> Undo:
    fields = {"role": grant.role, "unit": grant.unit_id}
    return Undo(f"{account_path(found.id)}/{act}", fields, text_key("console.undo"))


# -- invitations made anew


async def new_link(visit: Visit) -> web.StreamResponse:
    """Make a fresh invitation for somebody who has not joined. Whoever has joined is let in anew
    by two people (`resets`): this page looks as if they had joined meanwhile.
    """
    await visit.form()
    found = await account_of(visit)
    must(visit, "account.reset", found)
    if found.password_hash is not None:
        raise StaleSessionError(found.id)
    storage, unit = visit.services.storage, UnitOfWork()
    link = reset_link(storage, unit, found, visit.by)
    await storage.commit(unit)
    return show_link(visit, found, link)


# -- the end


async def disable_account(visit: Visit) -> web.StreamResponse:
    """Close an account; all its sessions end."""
    await visit.form()
    found = await account_of(visit)
    must(visit, "account.disable", found)
    storage, unit = visit.services.storage, UnitOfWork()
    if not await may_leave(storage, unit, found):
        return await show_account(visit, found, fault=text_key("console.fault.last_admin"))
    disable(storage, unit, found, visit.by)
    await storage.commit(unit)
    visit.services.live.wake(CASES)
    undo = Undo(f"{account_path(found.id)}/enable", {}, text_key("console.undo"))
    return visit.go(
        account_path(found.id), text_key("console.account.disabled"), undo=undo, name=found.name
    )


async def enable_account(visit: Visit) -> web.StreamResponse:
    """Open an account again, with the password that it had."""
    await visit.form()
    found = await account_of(visit)
    must(visit, "account.disable", found)
    if found.state == "active":
        raise StaleSessionError(found.id)
    storage, unit = visit.services.storage, UnitOfWork()
    enable(storage, unit, found, visit.by)
    await storage.commit(unit)
    return visit.go(account_path(found.id), text_key("console.account.enabled"), name=found.name)


_ONE = f"{ACCOUNTS}/{{id:[0-9a-z]{{26}}}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ACCOUNTS}/invite", invite_page, "account.invite"),
    Route("POST", f"{ACCOUNTS}/invite", invite, "account.invite"),
    Route("POST", f"{_ONE}/roles", add_role, "account.change"),
    Route("POST", f"{_ONE}/roles/remove", remove_role, "account.change"),
    Route("POST", f"{_ONE}/link", new_link, "account.reset"),
    Route("POST", f"{_ONE}/disable", disable_account, "account.disable"),
    Route("POST", f"{_ONE}/enable", enable_account, "account.disable"),
)
