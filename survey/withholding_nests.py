"""Which values of one dimension lie within a unit, or within a value of another dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from survey.editions import DIMENSIONS

__all__ = ["UNIT", "Nests", "nested"]

UNIT: Final = "unit"
"""What the unit of a response is called among its labels."""

Nests: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""Dimension and value → what all responses of it lie within (`survey.editions.Row.within`)."""


def nested(seen: Iterable[Mapping[str, str]]) -> Nests:
    """Return what values lie within; `seen`: dimension → value of responses, each combination
    once. A value lies within nothing of a dimension of which one of its responses has no value.
    """
    beside: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for labels in seen:
        for dimension, value in labels.items():
            for other in (UNIT, *DIMENSIONS):
                if other != dimension:
                    beside[dimension, value][other].add(labels.get(other, ""))
    return {
        place: tuple(
            f"{other}/{value}"
            for other, values in others.items()
            for value in values
            if len(values) == 1 and value
        )
        for place, others in beside.items()
    }
