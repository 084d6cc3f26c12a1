"""The heavy steps of draws, beside the event loop: in a thread, those of large frames in a process
of their own, since Python's threads keep one another waiting.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from bot.drawing.casting import cast, repeat
from bot.drawing.frame_files import FrameFile, Gathering, merged
from bot.files.children import child, exchanged
from survey.quotas import Stratum
from survey.seals import FrameFacts, Problem, Record, SealedRecord

__all__ = ["answered", "drawn_aside", "merged_aside", "problems_aside"]

_CHILD: Final = "bot.drawing.casting_child"
_IN_THREAD: Final = 20_000
"""Rows that take less than a process takes to start."""
_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of an answer: strata are in it, people are in files."""

_Answer = TypeVar("_Answer", bound=Struct)


class _Frame(Struct, frozen=True):
    """A `FrameFile`, as it is told."""

    path: str
    hash: str
    counts: tuple[tuple[Stratum, int], ...]

    @classmethod
    def of(cls, file: FrameFile) -> _Frame:
        return cls(str(file.path), file.hash, tuple(file.counts.items()))

    @property
    def file(self) -> FrameFile:
        return FrameFile(Path(self.path), self.hash, dict(self.counts))


class _Merge(Struct, frozen=True, tag=True):
    folder: str
    runs: int


class _Cast(Struct, frozen=True, tag=True):
    frame: _Frame
    blank: Record
    facts: FrameFacts


class _Compare(Struct, frozen=True, tag=True):
    frame: _Frame
    given: SealedRecord


class _Compared(Struct, frozen=True):
    problems: tuple[Problem, ...]


_Task: TypeAlias = _Merge | _Cast | _Compare

_encode = msgspec.msgpack.Encoder().encode
_task = msgspec.msgpack.Decoder(_Task).decode


async def merged_aside(gathering: Gathering) -> FrameFile:
    """Return what was gathered as a frame.

    Raises:
        ValueError: one of the lines is none of a frame.

    """
    task = _Merge(str(gathering.folder), gathering.put_aside())
    return (await _aside(task, gathering.size, _Frame)).file


async def drawn_aside(frame: FrameFile, blank: Record, facts: FrameFacts) -> SealedRecord:
    """Draw from a frame, as `cast`."""
    return await _aside(_Cast(_Frame.of(frame), blank, facts), frame.size, SealedRecord)


async def problems_aside(frame: FrameFile, given: SealedRecord) -> tuple[Problem, ...]:
    """Return what does not agree with a record when it is drawn again, as `repeat`."""
    return (await _aside(_Compare(_Frame.of(frame), given), frame.size, _Compared)).problems


async def _aside(task: _Task, rows: int, answer: type[_Answer]) -> _Answer:
    said = _encode(task)
    is_small = rows <= _IN_THREAD
    found = await (asyncio.to_thread(answered, said) if is_small else _in_child(said))
    return msgspec.msgpack.decode(found, type=answer)


async def _in_child(said: bytes) -> bytes:
    try:
        async with child(_CHILD) as process:
            found = await exchanged(process, said, _LONGEST)
            if found:  # it ends by itself, and needs nobody to end it
                await process.wait()
    except OSError:  # no process can be had now: it takes longer for everybody
        found = b""
    # Here it shows by what it broke off.
    return found or await asyncio.to_thread(answered, said)


def answered(said: bytes) -> bytes:
    """Do a task, and return what came of it, both as they go through a pipe."""
    task: _Task = _task(said)
    match task:
        case _Merge(folder, runs):
            return _encode(_Frame.of(merged(Path(folder), runs)))
        case _Cast(frame, blank, facts):
            return _encode(cast(frame.file, blank, facts))
        case _Compare(frame, given):
            return _encode(_Compared(repeat(frame.file, given).problems))
