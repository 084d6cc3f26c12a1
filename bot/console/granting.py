"""Who may look after whose account, and give which role where.

An account belongs wherever one of its roles counts. Whoever gives a role must have the right
over accounts there: nobody gives more than reaches as far as they do (reliability §5, elevation).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bot.console.routes import Visit
from flows.desk.policy import Thing, covers, policy, scope_of
from flows.desk.roles import ROLES, WHOLE, Action, Actor, Grant, excluded
from flows.texts import text_key
from storage.base import UnitRecord
from storage.desk_records import AccountRecord, AccountRow

__all__ = ["Units", "account_thing", "grant_fault", "is_within", "may", "must", "units_for"]


def account_thing(account_id: str | None, unit_id: str | None) -> Thing:
    """Return an account as the policy sees it, in one of its units."""
    return Thing(kind="account", account_id=account_id, unit_id=unit_id)


def _things(actor: Actor, account: AccountRecord | AccountRow) -> list[Thing]:
    """Return an account in each of its units; one without a role belongs to the top."""
    units: Iterable[str | None] = [grant.unit_id for grant in account.grants] or [actor.top]
    return [account_thing(account.id, unit_id) for unit_id in units]


def is_within(visit: Visit, account: AccountRecord) -> bool:
    """Tell whether an account may be seen: one of its roles counts where this person looks."""
    return any(
        policy(visit.actor, "account.list", thing) for thing in _things(visit.actor, account)
    )


def all_within(visit: Visit, accounts: Iterable[AccountRow]) -> list[AccountRow]:
    """Return those that may be seen, as `is_within` says of each; where, is asked once for all."""
    scope = scope_of(visit.actor, "account.list")
    return [
        one for one in accounts if any(covers(scope, thing) for thing in _things(visit.actor, one))
    ]


def may(actor: Actor, action: Action, account: AccountRecord) -> bool:
    """Tell whether that may be done to an account: wherever one of its roles counts."""
    return all(policy(actor, action, thing) for thing in _things(actor, account))


def must(visit: Visit, action: Action, account: AccountRecord) -> None:
    """Go on only if that may be done to the account.

    Raises:
        NotHereError: it may not.

    """
    for thing in _things(visit.actor, account):
        visit.must(action, thing)


def grant_fault(units: Units, grants: Sequence[Grant], added: Grant) -> str | None:
    """Return why a role cannot be given to somebody who has these; None: it can."""
    if added.role not in ROLES:
        return text_key("console.fault.role")
    if added.unit_id not in dict(units.mine):
        return text_key("console.fault.unit")
    if added in grants:
        return text_key("console.fault.has_role")
    if excluded({grant.role for grant in grants} | {added.role}):
        return text_key("console.fault.roles_apart")
    return None


class Units(msgspec.Struct, frozen=True):
    """The units by name, and those in which this person may give roles."""

    names: dict[str, str]
    mine: tuple[tuple[str, str], ...]

    def name(self, unit_id: str) -> str:
        """Return what a unit is called; one that is gone is shown by its id."""
        return self.names.get(unit_id, unit_id)


async def units_for(visit: Visit) -> Units:
    """Return the units; whoever looks after the whole installation may give roles in all of it."""
    found: list[UnitRecord] = await visit.services.storage.places.units()
    reach = scope_of(visit.actor, "account.change").units
    names = {unit.id: unit.name for unit in found}
    whole = visit.text(text_key("console.unit.whole"))
    mine = [
        (unit.id, unit.name)
        for unit in found
        if unit.ended_day is None and (reach is None or unit.id in reach)
    ]
    if reach is None:
        mine.insert(0, (WHOLE, whole))
    return Units({**names, WHOLE: whole}, tuple(mine))
