"""Frames to draw from."""

from collections import Counter

from survey.lots import Row
from survey.quotas import Stratum

UNITS, AREAS, MODES = ("a", "b", "c"), ("urban", "rural"), ("direct", "online")


def a_row(number: int, **changes: str) -> Row:
    """A transaction of a person of their own."""
    row = Row(
        key=f"list/{number:07d}",
        group="g",
        unit=UNITS[number % 3],
        area=AREAS[number // 3 % 2],
        mode=MODES[number // 6 % 2],
        person=f"{number:016x}",
        phone="",
    )
    return row._replace(**changes)


def a_frame(size: int) -> list[Row]:
    return [a_row(number) for number in range(size)]


def counted(rows: list[Row]) -> dict[Stratum, int]:
    return dict(Counter(row.stratum for row in rows))
