"""Events on their way into the tree: planned, looked at, and entered in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from bot.units.effect import put_in_effect
from bot.units.known import Units
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from survey.unit_effects import Effects, effects_of
from survey.unit_events import Body, UnitEvent, Withdraw, named
from survey.unit_tree import UnitTree, grown

__all__ = ["Entry", "Plan", "enter", "numbered", "planned"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to enter: what happens on which day, by which decision."""

    body: Body
    day: date
    decision: str = ""
    example: bool = False


class Plan(msgspec.Struct, frozen=True):
    """Events that fit, and the tree with them."""

    known: Units
    events: tuple[UnitEvent, ...]
    tree: UnitTree

    @property
    def after(self) -> Units:
        """What is known of units with them."""
        return replace(self.known, tree=self.tree)

    @property
    def effects(self) -> Effects:
        """What is another on the day of the last event, by it."""
        return effects_of(self.known.tree, self.tree, self.events[-1].day)

    @property
    def ending(self) -> tuple[str, ...]:
        """Units that are there today, and by these events are not."""
        return effects_of(self.known.tree, self.tree, self.known.today).ended


def planned(known: Units, entries: Sequence[Entry], by: str) -> Plan:
    """Return the entries as the next events.

    Raises:
        UnitRefusedError: one does not fit what holds on its day, or a later one does not any more.

    """
    events = numbered(known, entries, by)
    return Plan(known, events, grown(known.events, events))


def numbered(known: Units, entries: Sequence[Entry], by: str) -> tuple[UnitEvent, ...]:
    """Return the entries as events behind those that are known, whether they fit or not."""
    return tuple(
        UnitEvent(
            number=number,
            day=_day(known, one),
            body=one.body,
            decision=one.decision,
            example=one.example,
            at=known.now,
            actor=by,
        )
        for number, one in enumerate(entries, known.tree.version + 1)
    )


def _day(known: Units, entry: Entry) -> date:
    """Return the first day on which an event holds; a withdrawal has that of what it withdraws."""
    if isinstance(entry.body, Withdraw):
        days = {event.number: event.day for event in known.events}
        return days.get(entry.body.number, entry.day)
    return entry.day


async def enter(storage: Storage, plan: Plan, by: str, at: Instant) -> None:
    """Write a plan, what it changes today, and who did it, in one transaction (I21).

    Raises:
        StaleSessionError: somebody else entered an event since it was planned.

    """
    unit = UnitOfWork()
    plan.known.add(storage, unit, plan.events)
    await put_in_effect(storage, unit, plan.tree, plan.known)
    if len(plan.events) == 1:
        (event,) = plan.events
        target, detail = _said(event, plan.known)
        action = "unit.change"
    else:
        target, action = "units", "unit.imported"
        detail = {"rows": str(len(plan.events))}
    is_demo = all(plan.known.is_example(event) for event in plan.events)
    storage.audit.note(
        unit, at=at, actor=by, action=action, target=target, detail=detail, demo=is_demo
    )
    await storage.commit(unit)


def _said(event: UnitEvent, known: Units) -> tuple[str, dict[str, str]]:
    """Return what an event is mostly about, and what the audit log says beside it."""
    of = event
    if isinstance(event.body, Withdraw):
        of = next(one for one in known.events if one.number == event.body.number)
    detail = {
        "event": event.kind,
        "number": str(of.number),
        "day": event.day.isoformat(),
        "decision": event.decision,
    }
    return named(of.body)[0], detail
