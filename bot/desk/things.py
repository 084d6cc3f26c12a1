"""What the policy is asked about: a case as a thing, an account as an actor in the unit tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.desk.policy import Thing
from flows.desk.roles import Actor, Grant
from storage.base import ComplaintRecord, UnitRecord
from storage.desk_records import AccountRecord

__all__ = ["UnitTree", "actor_in", "thing_of"]


def thing_of(record: ComplaintRecord, parties: Iterable[str] = ()) -> Thing:
    """Return what the policy looks at of a case. `parties`: accounts that it concerns."""
    return Thing(
        kind="case",
        unit_id=record.unit_id,
        owner_unit_id=record.owner_unit_id,
        officer_id=record.officer_id,
        restricted=record.restricted,
        severity=record.severity,
        parties=frozenset(parties),
    )


def actor_in(units: Iterable[UnitRecord], account: AccountRecord) -> Actor:
    """Return who an account is to the policy; `units`: the tree as of now."""
    return UnitTree(units).actor(account.id, account.grants)


class UnitTree:
    """The units as of now, put in order once for any number of accounts."""

    def __init__(self, units: Iterable[UnitRecord]) -> None:
        self._children: dict[str | None, list[str]] = {}
        self._known = set()
        self._parents: dict[str, str | None] = {}
        for unit in units:
            self._parents[unit.id] = unit.parent_id
            self._children.setdefault(unit.parent_id, []).append(unit.id)
            self._known.add(unit.id)

    def actor(self, account_id: str, grants: tuple[Grant, ...]) -> Actor:
        """Return who an account with these grants is to the policy."""
        granted = {grant.unit_id for grant in grants} & self._known
        below = {unit_id: _with_all_below(unit_id, self._children) for unit_id in granted}
        tops = self._children.get(None, [])
        above = {unit_id: self._above(unit_id) for unit_id in granted}
        return Actor(account_id, grants, below, tops[0] if len(tops) == 1 else None, above)

    def _above(self, unit_id: str) -> frozenset[str]:
        """Return all units above one; a circle in the tree is walked once."""
        found: set[str] = set()
        parent = self._parents.get(unit_id)
        while parent is not None and parent not in found:
            found.add(parent)
            parent = self._parents.get(parent)
        return frozenset(found)


def _with_all_below(unit_id: str, children: Mapping[str | None, Iterable[str]]) -> frozenset[str]:
    """Return a unit and all below it; a circle in the tree is walked once."""
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(new)
        waiting.extend(new)
    return frozenset(found)
