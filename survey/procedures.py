"""The catalogue of procedures as dated lines: which one counts on a day, and what a text names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "AUDIENCES",
    "CHANNELS",
    "Audience",
    "Channel",
    "Procedure",
    "in_force",
    "name_on",
    "named",
]

Channel: TypeAlias = Literal["desk", "online", "post"]
"""How it can be handed in (hình thức nộp hồ sơ)."""

Audience: TypeAlias = Literal["citizen", "employer", "both"]

CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


class Procedure(Struct, frozen=True, kw_only=True):
    """A procedure (thủ tục hành chính) as it is from a day on. A change of its name or term is a
    new line from another day: what was done before keeps the term of its time.
    """

    code: str
    name: str
    from_day: date
    to_day: date | None = None
    """The last day on which this line counts."""
    term_days: int | None = None
    """The legal term in working days; None: at once, or as each case says."""
    channels: tuple[Channel, ...] = ("desk",)
    audience: Audience = "citizen"
    form: str | None = None
    """The survey that is asked after it, where one is made for it."""
    demo: bool = False

    def counts_on(self, day: date) -> bool:
        """Return whether this line counts on a day."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


def in_force(lines: Iterable[Procedure], day: date) -> dict[str, Procedure]:
    """Return the line of each code that counts on a day; of two, the one that began later."""
    found: dict[str, Procedure] = {}
    for line in sorted(lines, key=lambda one: one.from_day):
        if line.counts_on(day):
            found[line.code] = line
    return found


def name_on(lines: Iterable[Procedure], code: str, day: date) -> str | None:
    """Return what a procedure was called on a day, else what it is called last; None: it is not in
    the catalogue.
    """
    own = [line for line in lines if line.code == code]
    last = max(own, key=lambda line: line.from_day, default=None)
    found = in_force(own, day).get(code) or last
    return found.name if found else None


def named(
    lines: Iterable[Procedure], wanted: str, day: date, fold: Callable[[str], str]
) -> tuple[Procedure, ...]:
    """Return the procedures that a text names on a day: the one with this code, else those with
    this name. `fold` takes away what does not count in it (accents, capitals). More than one is
    for a human to choose from, never a guess.
    """
    known = in_force(lines, day)
    folded = fold(wanted)
    by_code = [line for line in known.values() if fold(line.code) == folded]
    by_name = [line for line in known.values() if fold(line.name) == folded]
    return tuple(by_code or by_name)
