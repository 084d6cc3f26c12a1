"""How the writes of many units become few round trips: the same statement, many values."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from storage.dialects import Numbered
from storage.work import StorageError

__all__ = ["Fence", "Job", "Layer", "Step", "layers_of"]

Fence: TypeAlias = type[StorageError]
"""What to raise unless a write touches exactly one row."""
Step: TypeAlias = tuple[Numbered, tuple[Any, ...], Fence | None]
"""A statement (the answering one, if there is a fence), its values, and the fence."""


class Job:
    """A unit on its way: its steps, and who waits for it."""

    __slots__ = ("broken", "done", "steps")

    def __init__(self, steps: Sequence[Step], done: asyncio.Future[None]) -> None:
        self.steps = steps
        self.done = done
        self.broken: StorageError | None = None
        """The fence that it broke in the transaction that runs."""

    def settle(self, error: StorageError | None) -> None:
        """Tell who waits; they may have gone, and what was written is there all the same."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


@dataclass(slots=True)
class Layer:
    """One statement with the values of several units, in one round trip."""

    statement: Numbered
    arguments: list[tuple[Any, ...]] = field(default_factory=list)
    owners: list[tuple[Job, Fence | None, bool]] = field(default_factory=list)
    """Of each values: the unit, its fence, and whether this is the unit's first write."""


def layers_of(jobs: Sequence[Job]) -> list[Layer]:
    """Return the writes of all units, grouped by statement.

    Each unit's own writes keep their order: a write joins the first layer with its statement
    that is not before the unit's last one. Units that wait together have no order among them;
    where one must not overtake another, a fence says so.
    """
    layers: list[Layer] = []
    for job in jobs:
        at = 0
        first = True
        for statement, values, fence in job.steps:
            at = _place(layers, statement, at)
            layer = layers[at]
            # Which of them touched a row, the answers tell by their places (`Numbered.answering`).
            layer.arguments.append(values if fence is None else (*values, len(layer.owners)))
            layer.owners.append((job, fence, first))
            first = False
    return layers


def _place(layers: list[Layer], statement: Numbered, start: int) -> int:
    for index in range(start, len(layers)):
        if layers[index].statement is statement:
            return index
    layers.append(Layer(statement))
    return len(layers) - 1
