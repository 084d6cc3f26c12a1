"""The page of one account: how it stands, with which roles, since when."""

from __future__ import annotations

from typing import Final

import msgspec
from aiohttp import web

from bot.console.account_filters import State, state_of
from bot.console.entrance import is_alive
from bot.console.granting import Units, is_within, may, units_for
from bot.console.reset_view import reset_view
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from flows.desk.roles import ROLES
from flows.identifiers import Instant
from storage.desk_records import AccountRecord

__all__ = ["ACCOUNTS", "ROUTES", "account_of", "account_path", "show_account"]

ACCOUNTS: Final = "/console/accounts"


class _Row(msgspec.Struct, frozen=True):
    """An account as its page shows it."""

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
        allowed={action for action in _ACTIONS if may(visit.actor, action, found)},
        reset=await reset_view(visit, found),
    )


_ACTIONS: Final = ("account.change", "account.reset", "account.disable")


def _row(found: AccountRecord, units: Units, now: Instant) -> _Row:
    roles = tuple((grant.role, units.name(grant.unit_id)) for grant in found.grants)
    return _Row(found, state_of(found, now), roles)


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ACCOUNTS}/{{id:[0-9a-z]{{26}}}}", account, "account.list"),
)
