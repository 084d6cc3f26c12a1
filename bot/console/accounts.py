"""The list of accounts and the page of one: who may enter, with which roles, since when."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec
from aiohttp import web

from bot.console.entrance import is_alive
from bot.console.gate import is_locked
from bot.console.granting import Units, is_within, may, units_for
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from flows.desk.roles import ROLES
from flows.identifiers import Instant
from storage.desk_records import AccountRecord

__all__ = ["ACCOUNTS", "ROUTES", "account_of", "account_path", "show_account"]

ACCOUNTS: Final = "/console/accounts"

State: TypeAlias = Literal["invited", "active", "locked", "disabled"]


class _Row(msgspec.Struct, frozen=True):
    """An account as the list shows it."""

    account: AccountRecord
    state: State
    roles: tuple[tuple[str, str], ...]
    """Role, and the name of its unit."""


def account_path(account_id: str) -> str:
    """Return the address of an account's page."""
    return f"{ACCOUNTS}/{account_id}"


async def account_of(visit: Visit) -> AccountRecord:
    """Return the account that the address names.

    Raises:
        NotHereError: there is none, or none that this person may see.

    """
    found = await visit.services.storage.accounts.by_id(visit.request.match_info["id"])
    if found is None or not is_within(visit, found):
        raise NotHereError
    return found


async def accounts(visit: Visit) -> web.StreamResponse:
    """List the accounts of one's units."""
    units = await units_for(visit)
    found = [
        one for one in await visit.services.storage.accounts.listed() if is_within(visit, one)
    ]
    rows = [_row(one, units, visit.now) for one in found]
    return visit.show("accounts.html", rows=rows)


async def account(visit: Visit) -> web.StreamResponse:
    """Show one account."""
    return await show_account(visit, await account_of(visit))


async def show_account(
    visit: Visit, found: AccountRecord, *, fault: str | None = None
) -> web.Response:
    """Show an account's page; `fault` says why a role could not be given."""
    units = await units_for(visit)
    sessions = await visit.services.storage.desk_sessions.of_account(found.id)
    return visit.show(
        "account.html",
        status=422 if fault else 200,
        row=_row(found, units, visit.now),
        units=units,
        roles=tuple(ROLES),
        fault=visit.text(fault) if fault else "",
        is_me=found.id == visit.account.id,
        seen=max((one.seen_at for one in sessions if is_alive(one, visit.now)), default=None),
        allowed={action for action in _ACTIONS if may(visit, action, found)},
    )


_ACTIONS: Final = ("account.change", "account.reset", "account.disable")


def _row(found: AccountRecord, units: Units, now: Instant) -> _Row:
    roles = tuple((grant.role, units.name(grant.unit_id)) for grant in found.grants)
    return _Row(found, _state(found, now), roles)


def _state(found: AccountRecord, now: Instant) -> State:
    if found.state == "disabled":
        return "disabled"
    if found.password_hash is None or found.totp_secret is None:
        return "invited"
    return "locked" if is_locked(found, now) else "active"


ROUTES: tuple[Route, ...] = (
    Route("GET", ACCOUNTS, accounts, "account.list"),
    Route("GET", f"{ACCOUNTS}/{{id:[0-9a-z]{{26}}}}", account, "account.list"),
)
