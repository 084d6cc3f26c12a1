"""Pins: the versions of all that figures were reckoned with, so that they can be derived again."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

import msgspec

from bot.calendars import calendar_around
from bot.figures.framing import Frames
from bot.figures.placing import Placing
from bot.figures.settling import DEFINITION
from bot.figures.sources import Sources
from survey.editions import Pin

__all__ = ["common_pins", "pins"]


async def pins(
    sources: Sources, placing: Placing, frames: Frames, heard: Collection[str]
) -> tuple[Pin, ...]:
    """Return all pins of weighted figures: those of `common_pins`, and the campaigns drawn."""
    drawn = (
        Pin(kind="campaign", name=name, version="", sha256=seal)
        for name, seal in sorted(frames.seals.items())
    )
    return (*await common_pins(sources, placing, heard), *drawn)


async def common_pins(
    sources: Sources, placing: Placing, heard: Collection[str]
) -> tuple[Pin, ...]:
    """Return the pins of any figures: forms in the versions that they are of (`heard`, of
    `survey.cells.VERSION`), calendar, policy, how responses are counted, tree of units, program.
    """
    calendar = calendar_around(placing.today).version
    policy = msgspec.json.encode(sources.rules)
    events = await sources.storage.units.events()
    tree = msgspec.json.encode([one for one in events if one.number <= placing.tree.version])
    definition = str(DEFINITION)
    return (
        *_forms(sources, heard),
        _pin("calendar", "holidays", calendar, calendar.encode()),
        _pin("policy", "validity", policy.decode(), policy),
        _pin("policy", "definition", definition, definition.encode()),
        _pin("unit_tree", "units", str(placing.tree.version), tree),
        _pin("program", "langnghe", _program(), _program().encode()),
    )


def _forms(sources: Sources, heard: Collection[str]) -> list[Pin]:
    return [
        Pin(kind="form", name=name, version=str(number), sha256=form.content_hash)
        for (name, number), form in sorted(sources.forms.items())
        if f"{name}/{number}" in heard
    ]


def _pin(
    kind: Literal["calendar", "policy", "unit_tree", "program"],
    name: str,
    number: str,
    content: bytes,
) -> Pin:
    return Pin(kind=kind, name=name, version=number, sha256=sha256(content).hexdigest())


def _program() -> str:
    try:
        return version("lang-nghe")
    except PackageNotFoundError:
        return ""  # run from a clone, without an installed package
