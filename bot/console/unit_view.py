"""Units as pages show them: the tree of a day, one unit, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from bot.console.audit_values import Telling
from bot.console.routes import Visit
from bot.units import Units
from bot.units.wording import KINDS, TYPES, said
from flows.desk.policy import Thing, covers, scope_of
from survey.unit_events import UnitEvent, Withdraw, named
from survey.unit_refusals import UnitRefusedError
from survey.unit_tree import OnDay

__all__ = [
    "Branch",
    "Happened",
    "branches",
    "history_of",
    "may_see",
    "name_of",
    "of_tree",
    "why_of",
]

_SHOWN: Final = 30
"""Communes that are listed one by one; of more, their number is told."""


class Branch(NamedTuple):
    """A unit in the tree, how deep it lies, and whether its page is open to the reader."""

    unit: str
    name: str
    type: str
    depth: int
    open: bool


class Happened(NamedTuple):
    """An event in a unit's history."""

    number: int
    day: date
    kind: str
    text: str
    decision: str
    who: str
    at: int
    example: bool
    withdrawn: bool


def name_of(known: Units, unit: str | None) -> str:
    """Return what a unit is called now, or was last."""
    there = known.tree.units.get(unit or "")
    return there.states[-1].name if there else unit or "–"


def may_see(visit: Visit, unit: str) -> bool:
    """Tell whether this person may look at a unit: it is in their reach, or they shape the tree,
    and with it units that are still to come.
    """
    return visit.may("unit.read", Thing(kind="unit", unit_id=unit)) or (
        visit.may("unit.change", of_tree(visit))
    )


def of_tree(visit: Visit) -> Thing:
    """Return the whole tree as the policy sees it: who shapes it, does so everywhere."""
    return Thing(kind="unit", unit_id=visit.actor.top)


def branches(visit: Visit, there: OnDay) -> list[Branch]:
    """Return the units of a day that this person may see, and those above them, tops first."""
    scope = scope_of(visit.actor, "unit.read")
    seen = {unit for unit in there.units if covers(scope, Thing(kind="unit", unit_id=unit))}
    if visit.may("unit.change", of_tree(visit)):
        seen = set(there.units)
    shown = seen | {above for unit in seen for above in there.ancestors(unit)}
    return [
        Branch(
            unit,
            there.units[unit].name,
            visit.text(TYPES[there.units[unit].type]),
            len(there.ancestors(unit)),
            unit in seen,
        )
        for top in there.children.get(None, ())
        for unit in there.below(top)
        if unit in shown
    ]


def why_of(visit: Visit, known: Units, refused: UnitRefusedError, mine: frozenset[int]) -> str:
    """Return why an event is refused, in the reader's language. `mine`: the numbers of the events
    that are looked at; any other is told, too.
    """
    return said(
        refused,
        mine,
        lambda unit: name_of(known, unit),
        lambda iso: visit.services.texts.date(visit.language, date.fromisoformat(iso)),
        visit.text,
    )


# -- what happened


async def history_of(visit: Visit, known: Units, unit: str) -> list[Happened]:
    """Return the events that name a unit, newest day first; withdrawn ones too."""
    gone = {one.body.number for one in known.events if isinstance(one.body, Withdraw)}
    events = [event for event in known.events if unit in named(event.body)]
    telling = await _telling(visit, events)
    events.sort(key=lambda one: (one.day, one.number), reverse=True)
    return [
        Happened(
            number=event.number,
            day=event.day,
            kind=visit.text(KINDS[event.kind]),
            text=_told(visit, known, event, unit),
            decision=event.decision,
            who=telling.actor(event.actor),
            at=event.at,
            example=event.example,
            withdrawn=event.number in gone,
        )
        for event in events
    ]


async def _telling(visit: Visit, events: Sequence[UnitEvent]) -> Telling:
    """Return what says who entered events, as the audit log does."""
    accounts = {event.actor.removeprefix("account:") for event in events}
    people = await visit.services.storage.accounts.names(accounts)
    return Telling(visit.text, people, str)


def _told(visit: Visit, known: Units, event: UnitEvent, unit: str) -> str:
    """Return what an event says beside its kind: names, a type, other units than this one,
    communes.
    """
    said = [getattr(event.body, field, "") for field in ("name", "code")]
    kind = getattr(event.body, "type", None)
    said.append(visit.text(TYPES[kind]) if kind else "")
    said += [f"{name_of(known, one)} ({one})" for one in named(event.body) if one != unit]
    said += list(getattr(event.body, "communes", ()))[:_SHOWN]
    return " · ".join(dict.fromkeys(one for one in said if one))
