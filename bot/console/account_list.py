"""The list of accounts: who may enter, with which roles, a page at a time."""

from __future__ import annotations

from typing import Final, NamedTuple

from aiohttp import web

from bot.console.account_filters import (
    STATES,
    ChosenAccounts,
    State,
    chosen_accounts,
    matching,
    state_of,
)
from bot.console.accounts import ACCOUNTS
from bot.console.granting import Units, all_within, units_for
from bot.console.routes import Route, Visit
from bot.console.wording import ROLE_NAMES
from flows.desk.roles import ROLES
from flows.texts import text_key
from storage.desk_records import AccountRow

__all__ = ["ROUTES", "STATE_NAMES"]

_PAGE: Final = 50

STATE_NAMES: Final[dict[State, str]] = {
    "active": text_key("console.account.state.active"),
    "invited": text_key("console.account.state.invited"),
    "locked": text_key("console.account.state.locked"),
    "disabled": text_key("console.account.state.disabled"),
}


class _Row(NamedTuple):
    """An account as the list shows it; of each role, the name of its unit."""

    id: str
    name: str
    login: str
    state: State
    roles: tuple[tuple[str, str], ...]


async def accounts(visit: Visit) -> web.StreamResponse:
    """Show one page of the accounts of one's units."""
    units, chosen = await units_for(visit), chosen_accounts(visit.request.query)
    mine = all_within(visit, await visit.services.storage.accounts.rows())
    found = matching(mine, chosen, visit.now, lambda one: _said(visit, one, units))
    after = visit.request.query.get("after", "")
    left = [one for one in found if one.login > after]
    shown = left[:_PAGE]
    older = chosen.query(shown[-1].login) if len(left) > _PAGE else ""
    return visit.show(
        "accounts.html",
        chosen=chosen,
        states=[(state, visit.text(STATE_NAMES[state])) for state in STATES],
        roles=[(role, visit.text(ROLE_NAMES[role])) for role in ROLES],
        units=_choosable(mine, units),
        saved=await visit.services.storage.saved_filters.of_list(visit.account.id, ACCOUNTS),
        rows=[_row(visit, one, units) for one in shown],
        count=len(found),
        older=f"{ACCOUNTS}?{older}" if older else "",
        first=_address(chosen) if after else "",
    )


def _address(chosen: ChosenAccounts) -> str:
    query = chosen.query()
    return f"{ACCOUNTS}?{query}" if query else ACCOUNTS


def _choosable(mine: list[AccountRow], units: Units) -> list[tuple[str, str]]:
    """Return the units in which there is an account to be found, by name."""
    held = {grant.unit_id for one in mine for grant in one.grants}
    return sorted(((one, units.name(one)) for one in held), key=lambda unit: unit[1])


def _said(visit: Visit, one: AccountRow, units: Units) -> list[str]:
    """Return the names of an account's roles and units: they can be looked for, too."""
    roles = (visit.text(ROLE_NAMES[grant.role]) for grant in one.grants)
    return [*roles, *(units.name(grant.unit_id) for grant in one.grants)]


def _row(visit: Visit, one: AccountRow, units: Units) -> _Row:
    roles = tuple((grant.role, units.name(grant.unit_id)) for grant in one.grants)
    return _Row(one.id, one.name, one.login, state_of(one, visit.now), roles)


ROUTES: tuple[Route, ...] = (Route("GET", ACCOUNTS, accounts, "account.list"),)
