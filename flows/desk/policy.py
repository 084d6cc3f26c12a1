"""The one policy: whether an actor may do an action on a thing, and where (invariant I20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from flows.desk.cases import GRAVE
from flows.desk.roles import FROM_ABOVE, OF_WHOLE, ROLES, WHOLE, Action, Actor, Grant, counting

__all__ = ["Action", "Scope", "Thing", "anywhere", "covers", "policy", "scope_of"]


class Thing(Struct, frozen=True, kw_only=True):
    """What is acted on, with no more than what the decision needs."""

    kind: Literal[
        "case",
        "response",
        "account",
        "calendar",
        "audit",
        "template",
        "own",
        "transaction",
        "unit",
        "place",
        "procedure",
        "hotline",
        "form",
        "count",
        "invitation",
        "api_key",
        "campaign",
        "broadcast",
        "figure",
        "report",
        "improvement",
        "result",
    ]
    unit_id: str | None = None
    """The unit that it is about."""
    owner_unit_id: str | None = None
    """Of a case: the unit that answers for it."""
    officer_id: str | None = None
    restricted: bool = False
    """Of a response: a restricted case was told in the same chat."""
    severity: int = 0
    parties: frozenset[str] = frozenset()
    """Accounts of those who are complained of or rated in the linked form."""
    account_id: str | None = None
    exists: bool = True


class Scope(Struct, frozen=True, kw_only=True):
    """Where one action may be done: what a repository puts into the WHERE of each statement.

    A case is inside if `owner_unit_id` is in `units`, or is in `own_units` and `officer_id` is
    `account_id`; if it is restricted, `owner_unit_id` must be in `restricted_units` too; and
    `account_id` is not among its parties. A response is inside if `unit_id` is in `units`.
    Each set: None = the whole installation, rows without a unit included; empty = nothing.

    There is a set for each, not a flag, because one account may hold two roles in two units:
    an inspector of A who is a head in B sees restricted cases of A only.
    """

    account_id: str
    units: frozenset[str] | None = frozenset()
    own_units: frozenset[str] | None = frozenset()
    restricted_units: frozenset[str] | None = frozenset()


def scope_of(actor: Actor, action: Action) -> Scope:
    """Return where `actor` may do `action`.

    Restricted cases are counted by all, seen only by roles that may read them (domain §4.2).
    What is the whole installation's (`OF_WHOLE`), a role in one of its units does not reach.
    """
    allowed = [
        grant
        for grant in counting(actor.grants)
        if action in ROLES[grant.role].actions
        and (action not in OF_WHOLE or grant.unit_id in (WHOLE, actor.top))
    ]
    of_cases = action.startswith("case.")
    own = [grant for grant in allowed if of_cases and ROLES[grant.role].own_only]
    seeing = [
        grant
        for grant in allowed
        if action == "case.count" or "case.read_restricted" in ROLES[grant.role].actions
    ]
    units = _reach(actor, [grant for grant in allowed if grant not in own])
    if units is not None and action in FROM_ABOVE:
        units = units.union(*(actor.above.get(grant.unit_id, frozenset()) for grant in allowed))
    return Scope(
        account_id=actor.account_id,
        units=units,
        own_units=_reach(actor, own),
        restricted_units=_reach(actor, seeing),
    )


def _reach(actor: Actor, grants: Iterable[Grant]) -> frozenset[str] | None:
    units: frozenset[str] = frozenset()
    for grant in grants:
        if grant.unit_id == WHOLE:
            return None
        units |= actor.units.get(grant.unit_id, frozenset())
    return units


_OF_UNITS: Final = frozenset(
    {"unit", "response", "account", "transaction", "invitation", "place", "count", "campaign"}
    | {"broadcast", "figure", "report", "improvement"}
)
"""Kinds of things of which each belongs to a unit."""


def covers(scope: Scope, thing: Thing) -> bool:
    """Return whether `thing` lies in `scope`: in Python what the statements say in SQL.

    The calendar, the audit and the templates have no unit: whoever has the right there has it in
    a scope that is not empty. An account without a unit is nobody's but the whole installation's.
    """
    if thing.kind == "own":
        return thing.account_id == scope.account_id
    if scope.account_id in thing.parties:
        return False
    if thing.kind == "case":
        return _covers_case(scope, thing)
    if thing.kind in _OF_UNITS:
        return _within(scope.units, thing.unit_id) and _is_unlocked(scope, thing)
    return scope.units is None or bool(scope.units)


def _covers_case(scope: Scope, case: Thing) -> bool:
    unit = case.owner_unit_id
    is_own = case.officer_id == scope.account_id
    seen = _within(scope.units, unit) or (is_own and _within(scope.own_units, unit))
    return seen and _is_unlocked(scope, case)


def _is_unlocked(scope: Scope, thing: Thing) -> bool:
    """Tell whether nothing restricted is met: the case itself, or the one told beside a survey."""
    return not thing.restricted or _within(scope.restricted_units, thing.owner_unit_id)


def _within(units: frozenset[str] | None, unit_id: str | None) -> bool:
    return units is None or unit_id in units


def policy(actor: Actor, action: Action, thing: Thing) -> bool:
    """Return whether `actor` may do `action` on `thing`; absent and forbidden are both False."""
    kind, _, _ = action.partition(".")
    if not thing.exists or thing.kind != kind or not covers(scope_of(actor, action), thing):
        return False
    return not (_judges_own_team(actor, action, thing) or _changes_oneself(actor, action, thing))


def _judges_own_team(actor: Actor, action: Action, thing: Thing) -> bool:
    """Whoever works in the very unit that a case is about is of its team; inspectors are not.

    A role in the whole installation is held in the office at its top, and is of that team; of a
    case about a unit below, whoever has a role above is the other team.
    """
    if action != "case.close" or thing.severity < GRAVE:
        return False
    team = {thing.unit_id, WHOLE} if thing.unit_id == actor.top else {thing.unit_id}
    return any(grant.unit_id in team and grant.role != "inspector" for grant in actor.grants)


_OF_OTHERS: frozenset[Action] = frozenset({"account.change", "account.reset", "account.disable"})


def _changes_oneself(actor: Actor, action: Action, thing: Thing) -> bool:
    """Nobody gives rights to themselves, or shuts themselves out."""
    return action in _OF_OTHERS and thing.account_id == actor.account_id


def anywhere(actor: Actor, action: Action) -> bool:
    """Return whether there can be a thing on which `actor` may do `action`."""
    if action.startswith("own."):
        return True
    scope = scope_of(actor, action)
    return not (scope.units == scope.own_units == frozenset())
