"""Counting then and now: which unit of today something that happened then belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.unit_tree import UnitTree

__all__ = ["LONGEST_BEFORE", "Restated", "Why", "day_of_service", "restate"]

LONGEST_BEFORE: Final = timedelta(days=731)
"""How long before its form was issued a service is looked for. Campaigns ask about the last year
or two; without an end, a unit that ever gave a commune away would be parted for ever.
"""

Why: TypeAlias = Literal["unknown", "dissolved", "split"]
"""Why there is no unit of today: it was never there, nobody succeeds it, or it was split and
without its commune nobody can tell which part it belongs to (domain §5: never guessed).
"""


class Restated(Struct, frozen=True):
    """The unit of today, or why there is none: which unit stands in the way, and since when."""

    unit: str | None
    why: Why | None = None
    at: str | None = None
    since: date | None = None


def day_of_service(issued: date, served: date) -> date:
    """Return the day whose organisation tells what a form is about: that of the service, for
    communes may have changed hands until the form was issued. No later than it was issued, and no
    more than `LONGEST_BEFORE` earlier.
    """
    return max(min(served, issued), issued - LONGEST_BEFORE)


def restate(tree: UnitTree, unit: str, commune: str | None, then: date, today: date) -> Restated:
    """Return where something that belonged to a unit on a day belongs today; of a form, on
    `day_of_service`.

    A commune that the unit covered then decides: it belongs to whoever covers it today, also
    where the unit is still there and gave the commune away. Otherwise the successors do, as long
    as there is one only. A form may be issued when the unit that served is no more: what that
    covered is told of its last day.
    """
    if commune is not None and tree.covering(commune, _last_there(tree, unit, then)) == unit:
        now = tree.covering(commune, today)
        if now is not None:
            return Restated(now)
    return _followed(tree, unit, today)


def _last_there(tree: UnitTree, unit: str, then: date) -> date:
    known = tree.units.get(unit)
    return then if known is None else known.nearest(then)


def _followed(tree: UnitTree, unit: str, today: date) -> Restated:
    known = tree.units.get(unit)
    while known is not None:
        if known.ended is None or today < known.ended:
            return Restated(known.id)
        if len(known.successors) != 1:
            why: Why = "split" if known.successors else "dissolved"
            return Restated(None, why, known.id, known.ended)
        known = tree.units.get(known.successors[0])
    return Restated(None, "unknown", unit)
