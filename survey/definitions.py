"""By which definition responses were counted: what was published stays as it was counted then.

Whenever what a response counts as is changed, all are counted anew. Public sums are of whole
blocks that never change (`survey.publishing`): the same people summed up once more, otherwise,
would tell of the few whose answers the change moves. So figures hold sums of both definitions
until the months of the earlier one have left, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from survey.editions import Pin

__all__ = ["EARLIER", "definition_of", "with_earlier"]

_NAME: Final = "definition"
EARLIER: Final = f"{_NAME}/"
"""How pins of earlier definitions are named: `definition/2026-11`, by the last month of theirs."""


def definition_of(pins: Iterable[Pin]) -> str:
    """Return the version of the definition; "": not noted."""
    found = (one.version for one in pins if (one.kind, one.name) == ("policy", _NAME))
    return next(found, "")


def with_earlier(
    pins: tuple[Pin, ...], before: Iterable[Pin], month: str, first: str
) -> tuple[Pin, ...]:
    """Return the pins of a publication, with those of earlier definitions that sums of its months
    may still hold.

    `before`: pins of the publication before; `month`: of this one; `first`: the first month that
    it looks back on, as 2026-01.
    """
    known = tuple(before)
    earlier = [
        one
        for one in known
        if one.name.startswith(EARLIER) and one.name.removeprefix(EARLIER) >= first
    ]
    if definition_of(known) != definition_of(pins):
        ended = (one for one in known if (one.kind, one.name) == ("policy", _NAME))
        earlier += [msgspec.structs.replace(one, name=f"{EARLIER}{month}") for one in ended]
    return (*pins, *earlier)
