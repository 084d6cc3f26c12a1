"""An event of a unit as a form gave it: how it is read, and which field is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

import msgspec

from bot.units import Entry, Units
from bot.units.tables import GOES_TO
from bot.units.wording import FAULTS, KINDS
from flows.spelling import clean
from flows.texts import text_key
from survey.unit_events import (
    TYPES as KNOWN_TYPES,
)
from survey.unit_events import (
    Alias,
    Body,
    Code,
    Cover,
    Dissolve,
    Found,
    Kind,
    Merge,
    Move,
    Rename,
    Split,
    Type,
    Uncover,
    Withdraw,
)
from survey.unit_names import LONGEST_NAME, folded

__all__ = ["DECISION_LENGTH", "UnitWish", "WishError", "entry_of"]

DECISION_LENGTH: Final = 120
"""Characters of a decision's number and date."""


class WishError(Exception):
    """A field cannot be read: its name, and a text key with what fills it."""

    def __init__(self, field: str, key: str, **params: str) -> None:
        super().__init__(field)
        self.field = field
        self.key = key
        self.params = params


class UnitWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to enter, field by field."""

    kind: str = ""
    unit: str = ""
    day: str = ""
    decision: str = ""
    name: str = ""
    type: str = "local"
    new_type: str = ""
    """Of a rename that makes the unit one of another type; empty: it stays."""
    code: str = ""
    other: str = ""
    """The unit above, or the one that takes over."""
    into: str = ""
    communes: str = ""
    event: str = ""
    """The number of the event to withdraw."""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> UnitWish:
        """Read a form or an address."""
        given = {name: clean(fields.get(name, "")) for name in cls.__struct_fields__}
        return cls(**{name: value for name, value in given.items() if value})

    @property
    def fields(self) -> dict[str, str]:
        """The fields that say something, as forms carry them on."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}


def entry_of(wish: UnitWish, known: Units) -> Entry:
    """Return what a wish says.

    Raises:
        WishError: a field cannot be read, or names no unit, or more than one.

    """
    kind = next((kind for kind in KINDS if kind == wish.kind), None)
    if kind is None:
        raise WishError("kind", FAULTS["event"], value=wish.kind)
    if kind == "withdraw":
        return Entry(body=_withdraw(wish), day=known.today, decision=wish.decision)
    day = _day(wish)
    if len(wish.decision) > DECISION_LENGTH:
        raise WishError("decision", text_key("console.units.fault.decision"))
    return Entry(body=_READ[kind](_Reader(wish, known, day)), day=day, decision=wish.decision)


def _day(wish: UnitWish) -> date:
    try:
        return date.fromisoformat(wish.day)
    except ValueError:
        raise WishError("day", text_key("console.units.fault.day")) from None


def _withdraw(wish: UnitWish) -> Body:
    if not wish.event.isdecimal() or len(wish.event) > 9:
        raise WishError("event", text_key("units.refused.no_event"), number=wish.event[:20])
    return Withdraw(int(wish.event))


class _Reader(msgspec.Struct, frozen=True):
    """Reads the fields of a wish, on its day."""

    wish: UnitWish
    known: Units
    day: date

    def name(self) -> str:
        """Return the name."""
        name = self.wish.name
        if not name or len(name) > LONGEST_NAME:
            raise WishError("name", text_key("console.units.fault.name"))
        return name

    def other(self) -> str:
        """Return the other unit that is named."""
        return self.unit("other", self.wish.other)

    def lines(self, field: str) -> list[str]:
        """Return what stands in a box, line by line."""
        written: str = getattr(self.wish, field)
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        if not lines:
            raise WishError(field, FAULTS["missing"])
        return lines

    def unit(self, field: str, wanted: str) -> str:
        """Return the unit that an id or a name means."""
        if wanted in self.known.tree.units:
            return wanted
        found = self.known.tree.find(wanted, self.day)
        if len(found) == 1:
            return found[0]
        if not found:
            raise WishError(field, text_key("console.units.fault.unknown"), unit=wanted[:80])
        ids = ", ".join(found)
        key = text_key("console.units.fault.ambiguous")
        raise WishError(field, key, unit=wanted[:80], known=ids[:400])

    def parts(self) -> tuple[str, ...]:
        """Return the parts of a split."""
        return tuple(self.unit("into", line) for line in self.lines("into"))

    def shares(self) -> dict[str, str]:
        """Return which part each commune goes to."""
        shares: dict[str, str] = {}
        for line in self.lines("communes") if self.wish.communes else ():
            commune, sign, part = line.rpartition(GOES_TO.strip())
            if not sign or not commune.strip():
                raise WishError("communes", FAULTS["part"], value=line[:80])
            shares[commune.strip()] = self.unit("communes", part.strip())
        return shares

    def founded(self) -> Found:
        """Return the founding of a unit."""
        kind = self.type("type", self.wish.type)
        parent = self.other() if self.wish.other else None
        unit = self.wish.unit or folded(self.name())[:64]
        return Found(unit, self.name(), kind, parent, self.wish.code)

    def renamed(self) -> Rename:
        """Return another name, and another type where one is chosen."""
        kind = self.type("new_type", self.wish.new_type) if self.wish.new_type else None
        return Rename(self.wish.unit, self.name(), kind)

    def type(self, field: str, written: str) -> Type:
        """Return the type that is chosen."""
        kind = next((one for one in KNOWN_TYPES if one == written), None)
        if kind is None:
            raise WishError(field, FAULTS["type"], value=written[:80])
        return kind


_Read: TypeAlias = Callable[[_Reader], Body]

_READ: Final[Mapping[Kind, _Read]] = {
    "found": _Reader.founded,
    "rename": _Reader.renamed,
    "alias": lambda read: Alias(read.wish.unit, read.name()),
    "code": lambda read: Code(read.wish.unit, read.wish.code),
    "move": lambda read: Move(read.wish.unit, read.other()),
    "merge": lambda read: Merge((read.wish.unit,), read.other()),
    "split": lambda read: Split(read.wish.unit, read.parts(), read.shares()),
    "dissolve": lambda read: Dissolve(read.wish.unit),
    "cover": lambda read: Cover(read.wish.unit, tuple(read.lines("communes"))),
    "uncover": lambda read: Uncover(read.wish.unit, tuple(read.lines("communes"))),
}
