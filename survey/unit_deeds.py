"""What each kind of event does to the tree of units, and when it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from survey.unit_events import (
    Alias,
    Code,
    Cover,
    Dissolve,
    Found,
    Merge,
    Move,
    Rename,
    Split,
    Uncover,
    UnitEvent,
)
from survey.unit_names import LONGEST_NAME, folded
from survey.unit_refusals import UnitRefusedError
from survey.unit_replay import Replay
from survey.unit_states import State, Unit

__all__ = ["DEEDS"]

_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
"""Ids stand in addresses of pages and in files."""
_BETWEEN: Final = re.compile(r"[;=\n]")
"""What stands between communes in files."""


def _found(tree: Replay, event: UnitEvent, body: Found) -> None:
    """Let a unit begin."""
    if not _ID.fullmatch(body.unit):
        raise UnitRefusedError("bad_id", event, unit=body.unit[:80])
    if body.unit in tree.units:
        since = tree.units[body.unit].founded.isoformat()
        raise UnitRefusedError("known_id", event, unit=body.unit, since=since)
    if body.parent is not None:
        tree.live(event, body.parent)
    tree.must_be_named(event, body.unit, body.name, body.parent)
    state = State(
        since=event.day, name=body.name, type=body.type, parent=body.parent, code=body.code
    )
    tree.units[body.unit] = Unit(id=body.unit, states=(state,), example=event.example)
    tree.below.setdefault(body.parent, set()).add(body.unit)
    tree.placed[body.unit] = event.day


def _rename(tree: Replay, event: UnitEvent, body: Rename) -> None:
    """Let a unit go by another name, or be of another type, or both."""
    state = tree.live(event, body.unit)
    kind, is_named = body.type or state.type, state.name != body.name
    if not is_named and state.type == kind:
        raise UnitRefusedError("same", event, unit=body.unit)
    tree.must_be_named(event, body.unit, body.name, state.parent)
    aliases = _with(state.aliases, state.name) if is_named else state.aliases
    tree.put(event, body.unit, name=body.name, type=kind, aliases=aliases)


def _alias(tree: Replay, event: UnitEvent, body: Alias) -> None:
    """Let a unit be known by a further name."""
    state = tree.live(event, body.unit)
    if not folded(body.name) or len(body.name) > LONGEST_NAME:
        raise UnitRefusedError("bad_name", event, name=body.name[:LONGEST_NAME])
    if body.name in (state.name, *state.aliases):
        raise UnitRefusedError("same", event, unit=body.unit)
    tree.put(event, body.unit, aliases=_with(state.aliases, body.name))


def _code(tree: Replay, event: UnitEvent, body: Code) -> None:
    """Give a unit another code."""
    if tree.live(event, body.unit).code == body.code:
        raise UnitRefusedError("same", event, unit=body.unit)
    tree.put(event, body.unit, code=body.code)


def _move(tree: Replay, event: UnitEvent, body: Move) -> None:
    """Hang a unit below another one; on one day it cannot belong below two."""
    state = tree.live(event, body.unit)
    tree.live(event, body.parent)
    if tree.is_below(body.parent, body.unit):
        raise UnitRefusedError("circle", event, unit=body.unit, parent=body.parent)
    if state.parent == body.parent:
        raise UnitRefusedError("same", event, unit=body.unit)
    if tree.placed.get(body.unit) == event.day:
        other = state.parent or ""
        raise UnitRefusedError(
            "two_parents", event, unit=body.unit, parent=body.parent, other=other
        )
    tree.placed[body.unit] = event.day
    tree.put(event, body.unit, parent=body.parent)


def _merge(tree: Replay, event: UnitEvent, body: Merge) -> None:
    """Let a unit take over others with all that is theirs."""
    tree.live(event, body.into)
    if not body.units or body.into in body.units or len(set(body.units)) < len(body.units):
        raise UnitRefusedError("no_parts", event, unit=body.into)
    for unit in body.units:
        tree.live(event, unit)
        if tree.is_below(body.into, unit):
            raise UnitRefusedError("circle", event, unit=unit, parent=body.into)
    for unit in body.units:
        tree.hang(event, unit, body.into)
        for commune in tree.communes_of(unit):
            tree.cover(event, commune, body.into)
        tree.end(event, unit, (body.into,))


def _split(tree: Replay, event: UnitEvent, body: Split) -> None:
    """End a unit in parts. Units below it were moved before: where to is not guessed."""
    tree.live(event, body.unit)
    parts = set(body.into)
    if len(parts) < 2 or len(parts) < len(body.into) or body.unit in parts:
        raise UnitRefusedError("no_parts", event, unit=body.unit)
    for part in body.into:
        tree.live(event, part)
    if tree.below.get(body.unit):
        raise UnitRefusedError(
            "has_units", event, unit=body.unit, first=min(tree.below[body.unit])
        )
    held = set(tree.communes_of(body.unit))
    for commune, part in sorted(body.communes.items()):
        if commune not in held or part not in parts:
            raise UnitRefusedError("commune_elsewhere", event, commune=commune, unit=body.unit)
    if left := held - body.communes.keys():
        raise UnitRefusedError("commune_open", event, commune=min(left), unit=body.unit)
    for commune, part in body.communes.items():
        tree.cover(event, commune, part)
    tree.end(event, body.unit, body.into)


def _dissolve(tree: Replay, event: UnitEvent, body: Dissolve) -> None:
    """End a unit that nobody succeeds; the top of the tree cannot end so."""
    state = tree.live(event, body.unit)
    if state.parent is None:
        raise UnitRefusedError("top", event, unit=body.unit)
    tree.hang(event, body.unit, state.parent)
    for commune in tree.communes_of(body.unit):
        tree.cover(event, commune, None)
    tree.end(event, body.unit, ())


def _cover(tree: Replay, event: UnitEvent, body: Cover) -> None:
    """Let a unit cover communes; those of others go over to it, once on a day."""
    tree.live(event, body.unit)
    _must_name_communes(event, body.communes)
    held = tree.communes_of(body.unit)
    for commune in body.communes:
        if commune in held:
            raise UnitRefusedError("same", event, unit=body.unit, commune=commune)
        if tree.given.get(commune) == event.day:
            raise UnitRefusedError("commune_twice", event, commune=commune, unit=body.unit)
    for commune in body.communes:
        tree.given[commune] = event.day
        tree.cover(event, commune, body.unit)


def _uncover(tree: Replay, event: UnitEvent, body: Uncover) -> None:
    """Let nobody cover communes that this unit covers."""
    tree.live(event, body.unit)
    _must_name_communes(event, body.communes)
    held = tree.communes_of(body.unit)
    for commune in body.communes:
        if commune not in held:
            raise UnitRefusedError("commune_elsewhere", event, commune=commune, unit=body.unit)
    for commune in body.communes:
        tree.cover(event, commune, None)


def _must_name_communes(event: UnitEvent, communes: tuple[str, ...]) -> None:
    if not communes or not all(commune.strip() for commune in communes):
        raise UnitRefusedError("no_communes", event)
    for commune in communes:
        if _BETWEEN.search(commune) or len(commune) > LONGEST_NAME:
            raise UnitRefusedError("bad_commune", event, commune=commune[:LONGEST_NAME])
    if len(set(communes)) < len(communes):
        twice = next(one for one in communes if communes.count(one) > 1)
        raise UnitRefusedError("commune_twice", event, commune=twice, unit="")


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


DEEDS: Final[Mapping[type, Callable[[Replay, UnitEvent, Any], None]]] = {
    Found: _found,
    Rename: _rename,
    Alias: _alias,
    Code: _code,
    Move: _move,
    Merge: _merge,
    Split: _split,
    Dissolve: _dissolve,
    Cover: _cover,
    Uncover: _uncover,
}
"""What each kind of event does to the tree; those that do not fit raise UnitRefusedError."""
