"""Lots cast from a frame on disk, and cast again to compare: what takes seconds of a large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bot.drawing.frame_files import FrameFile
from bot.drawing.sealing import finished
from survey.lots import Lot, cast_lots
from survey.seals import FrameFacts, Problem, Record, SealedRecord, plan_of, problems

__all__ = ["Repeated", "cast", "lots_in", "repeat"]

_PIECE: Final = 2_000
"""Lots that are read at once, some milliseconds."""
_LENGTH: Final = 4

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Lot]).decode


def cast(frame: FrameFile, blank: Record, facts: FrameFacts) -> SealedRecord:
    """Draw, and return the sealed record; who came out is laid down beside the frame."""
    strata = plan_of(blank, frame.counts)
    lots = cast_lots(frame.rows, blank.seed, strata)
    with _lots_of(frame).open("wb") as file:
        for start in range(0, len(lots), _PIECE):
            body = _encode(lots[start : start + _PIECE])
            file.write(len(body).to_bytes(_LENGTH, "big") + body)
    return finished(blank, facts, strata, lots)


def lots_in(frame: FrameFile) -> Iterator[list[Lot]]:
    """Give who was drawn from a frame, piece by piece."""
    with _lots_of(frame).open("rb") as file:
        while length := file.read(_LENGTH):
            yield _decode(file.read(int.from_bytes(length, "big")))


def _lots_of(frame: FrameFile) -> Path:
    return frame.path.with_name("lots")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A draw that was made again: who comes out, and what does not agree with its record."""

    lots: Sequence[Lot]
    problems: tuple[Problem, ...]


def repeat(frame: FrameFile, given: SealedRecord) -> Repeated:
    """Draw again as a record says, and compare all that can be compared."""
    # By the rules, not by the numbers that the record claims to have come of them.
    plan = plan_of(given.record, frame.counts)
    lots = cast_lots(frame.rows, given.record.seed, plan)
    return Repeated(lots, problems(given, frame.hash, frame.counts, lots))
