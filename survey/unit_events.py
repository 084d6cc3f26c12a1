"""What happens to units: dated events, each by its decision, as values that can be stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "KINDS",
    "TYPES",
    "Alias",
    "Body",
    "Code",
    "Cover",
    "Dissolve",
    "Found",
    "Kind",
    "Merge",
    "Move",
    "Rename",
    "Split",
    "Type",
    "Uncover",
    "UnitEvent",
    "Withdraw",
    "named",
]

Type: TypeAlias = Literal[
    "central", "regional", "provincial", "office", "interdistrict", "district", "local"
]
"""Trung ương, khu vực, tỉnh; văn phòng of one of these; liên huyện, huyện, cơ sở (domain §5)."""
TYPES: Final[tuple[Type, ...]] = get_args(Type)


class _Body(Struct, frozen=True, tag_field="kind", tag=str.lower):
    """What happens; it is stored under the name of its class."""


class Found(_Body, frozen=True):
    """A unit begins. Its id is for ever: never given to another, and never changed."""

    unit: str
    name: str
    type: Type = "local"
    parent: str | None = None
    """None: nothing is above it."""
    code: str = ""


class Rename(_Body, frozen=True):
    """A unit goes by another name; by the one before it is still found. The decision may make it
    a unit of another type, as in 2025 (domain §5).
    """

    unit: str
    name: str
    type: Type | None = None
    """None: the type stays."""


class Alias(_Body, frozen=True):
    """A unit is also known by this name: short forms, and what lists and scans make of it."""

    unit: str
    name: str


class Code(_Body, frozen=True):
    """A unit has another code: lists disagree about codes, so that none is a key (domain §5)."""

    unit: str
    code: str


class Move(_Body, frozen=True):
    """A unit belongs below another one."""

    unit: str
    parent: str


class Merge(_Body, frozen=True):
    """Units end, and another takes over what is below them, and the communes that they cover."""

    units: tuple[str, ...]
    into: str


class Split(_Body, frozen=True):
    """A unit ends in parts. `communes`: which part each commune that it covers goes to."""

    unit: str
    into: tuple[str, ...]
    communes: Mapping[str, str] = {}


class Dissolve(_Body, frozen=True):
    """A unit ends without successor; what is below it belongs to the unit above."""

    unit: str


class Cover(_Body, frozen=True):
    """Communes are covered by this unit, and no longer by whichever covered them."""

    unit: str
    communes: tuple[str, ...]


class Uncover(_Body, frozen=True):
    """Communes are covered by this unit no more."""

    unit: str
    communes: tuple[str, ...]


class Withdraw(_Body, frozen=True):
    """An event was entered by mistake: the tree is as if it had never been."""

    number: int


Body: TypeAlias = (
    Found | Rename | Alias | Code | Move | Merge | Split | Dissolve | Cover | Uncover | Withdraw
)
Kind: TypeAlias = Literal[
    "found",
    "rename",
    "alias",
    "code",
    "move",
    "merge",
    "split",
    "dissolve",
    "cover",
    "uncover",
    "withdraw",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class UnitEvent(Struct, frozen=True, kw_only=True):
    """One event. `day`: the first on which it holds; `number`: the order in which events were
    entered, from 1, without gaps. The highest number is the version of the tree.
    """

    number: int
    day: date
    body: Body
    decision: str = ""
    """Number and date of the decision."""
    example: bool = False
    """Shipped for trying out, and not known for certain."""
    at: int = 0
    """When it was entered, in epoch milliseconds."""
    actor: str = ""

    @property
    def kind(self) -> Kind:
        """What happens."""
        kind: Kind = self.body.__struct_config__.tag  # type: ignore[assignment]  # ours: see KINDS
        return kind


def named(body: Body) -> tuple[str, ...]:
    """Return the units that an event names, the one that it is mostly about first."""
    if isinstance(body, Merge):
        return (body.into, *body.units)
    if isinstance(body, Split):
        return (body.unit, *body.into)
    if isinstance(body, Withdraw):
        return ()
    above = body.parent if isinstance(body, Found | Move) else None
    return (body.unit,) if above is None else (body.unit, above)
