"""One transaction on PostgreSQL: the writes of its units, the fences they break, the commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from storage.postgres_connections import Lane
from storage.postgres_faults import DRIVER, is_lost
from storage.postgres_grouping import Job, Layer, layers_of
from storage.work import StorageUnavailableError

__all__ = ["OutcomeUnknownError", "commit", "roll_back", "write_layers"]

_Arguments: TypeAlias = Sequence[tuple[Any, ...]]

_MOST_AT_ONCE: Final = 2_000  # executions in one round trip, some 50 ms
_COMMITTED: Final = "COMMIT"


class OutcomeUnknownError(StorageUnavailableError):
    """The connection was cut while the transaction was being made durable: it may be there.
    To try again is harmless, since inbox keys and versions let nothing happen twice.
    """


async def write_layers(lane: Lane, jobs: Sequence[Job]) -> list[Job]:
    """Write the units in the transaction that is open, and return those that spoil it: they
    broke a fence after they had written something.

    Who breaks a fence with its first write has written nothing: it stays in, to no effect, with
    its `broken` set. Duplicates of messages, the usual case, so cost the others nothing.
    """
    for job in jobs:
        job.broken = None
    spoilers: list[Job] = []
    for layer in layers_of(jobs):
        statement = await lane.prepared(layer.statement.text)
        if all(fence is None for _, fence, _ in layer.owners):
            for piece in _pieces(_still_whole(layer)):
                await statement.executemany(piece)
        else:
            spoilers += await _write_fenced(lane, layer)
    return spoilers


def _pieces(arguments: _Arguments) -> Iterator[_Arguments]:
    """Cut what a large unit writes so that no round trip comes near the time that it may take."""
    for start in range(0, len(arguments), _MOST_AT_ONCE):
        yield arguments[start : start + _MOST_AT_ONCE]


def _still_whole(layer: Layer) -> _Arguments:
    if all(job.broken is None for job, _, _ in layer.owners):
        return layer.arguments
    return [
        values
        for values, (job, _, _) in zip(layer.arguments, layer.owners, strict=True)
        if job.broken is None
    ]


async def _write_fenced(lane: Lane, layer: Layer) -> list[Job]:
    """Write a layer whose statement answers which rows it touched, and look at the fences."""
    statement = await lane.prepared(layer.statement.text)
    answers: list[tuple[int]] = []
    for piece in _pieces(_still_whole(layer)):
        answers += await statement.fetchmany(piece)
    if len(answers) == len(layer.owners) == len({place for (place,) in answers}):
        return []
    touched = Counter(place for (place,) in answers)
    spoilers: list[Job] = []
    for place, (job, fence, first) in enumerate(layer.owners):
        was_whole = job.broken is None
        if was_whole and fence is not None and touched[place] != 1:
            job.broken = fence(f"{touched[place]} rows")
            if touched[place] or not first:  # what it wrote, now or before, must not stay
                spoilers.append(job)
        elif not was_whole and touched[place] and job not in spoilers:
            spoilers.append(job)
    return spoilers


async def commit(lane: Lane) -> None:
    """Make the transaction durable.

    Raises:
        OutcomeUnknownError: the connection was lost meanwhile.
        DRIVER: the server refused; nothing was written.

    """
    try:
        ended = await lane.connection.execute("COMMIT")
    except DRIVER as error:
        if lane.usable and not is_lost(error):
            raise
        raise OutcomeUnknownError("cut off during the commit") from error
    if ended != _COMMITTED:  # the server rolls back what had failed, and calls that a success
        raise StorageUnavailableError(f"the commit ended with {ended}")


async def roll_back(lane: Lane) -> None:
    """Leave the transaction, or the connection if that does not work."""
    try:
        await lane.connection.execute("ROLLBACK")
    except DRIVER:
        lane.drop()
