"""Where to look for the cases that a filter wants: which streams, and what is looked at by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final, NamedTuple, TypeAlias

from flows.desk.cases import RUNNING
from flows.desk.policy import Scope
from flows.identifiers import Instant, first_identifier
from storage.case_states import CLOSED
from storage.case_streams import Facet, Order, Rest
from storage.desk_records import CaseFilter
from storage.scopes import listed

__all__ = ["Part", "order_of", "parts_of", "streams_of"]

_WORST: Final = 4  # severities go from 0 to 4 (domain §4.2)
_FEW_STATES: Final = 3  # more of them are most of the queue: it is read as it lies
_SEVERE: Final = 3  # cases from here on are few enough to be looked for
_ANY: Final = (None,)
_Units: TypeAlias = frozenset[str] | None


class Part(NamedTuple):
    """Streams of one shape. Each stream has a unit and a value; None where it is about all."""

    closed: bool | None
    facet: Facet
    by_unit: bool
    streams: tuple[tuple[str | None, Any], ...]
    rests: frozenset[Rest]
    values: Mapping[str, Any]


def order_of(chosen: CaseFilter) -> tuple[Order, ...]:
    """Return the orders that are gone through one behind the other."""
    if chosen.words or CLOSED in chosen.states or _came(chosen):
        return ("newest",)
    if chosen.late_at is not None:
        return ("dated",)
    return ("newest",) if chosen.order == "newest" else ("dated", "undated")


def _came(chosen: CaseFilter) -> bool:
    """Tell whether cases of a time are wanted: in the order of their ids they lie together."""
    return chosen.since is not None or chosen.until is not None


def parts_of(scope: Scope, chosen: CaseFilter) -> list[Part]:
    """Return where to look; nothing, where the scope is empty. Parts may name a case twice."""
    units, own = _narrowed(scope.units, chosen), _narrowed(scope.own_units, chosen)
    if chosen.mine:
        return list(_of_officer(scope, chosen, _joined(units, own)))
    found = list(_of_units(chosen, units))
    if units is not None and (own is None or own - units):
        found += _of_officer(scope, chosen, own)
    return found


def streams_of(part: Part, order: Order) -> tuple[tuple[str | None, Any], ...]:
    """Return the streams of a part that have anything in an order: what waits has no date."""
    if part.facet != "state" or order != "dated":
        return part.streams
    return tuple(stream for stream in part.streams if stream[1] in RUNNING)


def _narrowed(units: _Units, chosen: CaseFilter) -> _Units:
    if chosen.unit_id is None:
        return units
    asked = frozenset({chosen.unit_id})
    return asked if units is None else units & asked


def _joined(units: _Units, own: _Units) -> _Units:
    return None if units is None or own is None else units | own


def _of_units(chosen: CaseFilter, units: _Units) -> Iterator[Part]:
    by_unit = units is not None
    places = [None] if units is None else sorted(units)
    for closed in _endings(chosen, searching=bool(chosen.words)):
        facet, picked = _facet(chosen, closed=closed)
        streams = tuple(product(places, picked))
        if streams:
            rests = _rests(chosen, facet)
            yield Part(closed, facet, by_unit, streams, rests, _values(chosen))


def _of_officer(scope: Scope, chosen: CaseFilter, within: _Units) -> Iterator[Part]:
    """Yield where the account's own cases are: few, whatever else is asked of them."""
    if within is not None and not within:
        return
    streams = ((None, scope.account_id),)
    rests = _rests(chosen, "officer_id")
    values = _values(chosen)
    if within is not None:
        rests |= {"within"}
        values = {**values, "within": listed(within)}
    for closed in _endings(chosen, searching=False):
        yield Part(closed, "officer_id", False, streams, rests, values)


def _endings(chosen: CaseFilter, *, searching: bool) -> list[bool | None]:
    """Return which cases are read: open ones (False), closed ones (True), both at once (None)."""
    if searching:
        return [None]
    if not chosen.states:
        return [False, True] if chosen.words else [False]
    is_open = any(state != CLOSED for state in chosen.states)
    return [*([False] if is_open else []), *([True] if CLOSED in chosen.states else [])]


def _facet(chosen: CaseFilter, *, closed: bool | None) -> tuple[Facet, tuple[Any, ...]]:
    """Return what the streams are about, and the values: the fewer cases it picks, the better."""
    states = tuple(state for state in chosen.states if state != CLOSED)
    severe = tuple(range(chosen.severity_from, _WORST + 1))
    facets: tuple[tuple[bool, Facet, tuple[Any, ...]], ...] = (
        (bool(chosen.words), "word", _ANY),
        (bool(closed), "", _ANY),
        (bool(chosen.categories), "category", chosen.categories),
        (0 < len(states) <= _FEW_STATES, "state", states),
        (chosen.severity_from >= _SEVERE, "severity", severe),
        (chosen.unowned, "unowned", _ANY),
        (chosen.restricted, "restricted", (True,)),
    )
    return next(((name, values) for fits, name, values in facets if fits), ("", _ANY))


def _rests(chosen: CaseFilter, facet: Facet) -> frozenset[Rest]:
    """Return the rules that the streams do not see to."""
    wanted: dict[Rest, object] = {
        "states": chosen.states and facet != "state",
        "categories": chosen.categories and facet != "category",
        "severity": chosen.severity_from and facet != "severity",
        "unowned": chosen.unowned and facet != "unowned",
        "restricted": chosen.restricted and facet != "restricted",
        "late": chosen.late_at is not None,
        "running": chosen.late_at is not None and order_of(chosen) == ("newest",),
        "since": chosen.since is not None,
        "told_in": chosen.told_in is not None,
    }
    return frozenset(name for name, is_wanted in wanted.items() if is_wanted)


def _values(chosen: CaseFilter) -> dict[str, Any]:
    return {
        "states": listed(chosen.states),
        "categories": listed(chosen.categories),
        "severity_from": chosen.severity_from,
        "late_at": chosen.late_at,
        "since_id": first_identifier(chosen.since or Instant(0)),
        "told_in": listed(chosen.told_in or ()),
    }
