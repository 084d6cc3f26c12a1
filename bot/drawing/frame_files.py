"""Frames as sorted files: a million rows take disk, not memory, and come in one order only."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Final, Literal, TextIO

from survey.lots import Row, row_of
from survey.quotas import Stratum

__all__ = ["HEADER", "FrameFile", "Gathering", "gathered", "merged", "read_frame"]

HEADER: Final = ",".join(Row._fields)
"""The first line of a frame that is given away; it is no part of what is hashed."""
_IN_MEMORY: Final = 20_000
"""Lines that are sorted at once, some 4 MB and milliseconds."""


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A frame on disk: its lines in the order of their bytes, their SHA-256, and how many there
    are in each stratum.
    """

    path: Path
    hash: str
    counts: Mapping[Stratum, int]

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return sum(self.counts.values())

    def lines(self) -> Iterator[str]:
        """Give the lines, without their ends."""
        with _opened(self.path) as file:
            yield from (line.removesuffix("\n") for line in file)

    def rows(self) -> Iterator[Row]:
        """Give the rows."""
        return map(row_of, self.lines())


def _opened(path: Path, mode: Literal["r", "w"] = "r") -> TextIO:
    # Other line ends would be other lines, and so other hashes.
    return path.open(mode, encoding="utf-8", newline="\n")


@dataclass(slots=True)
class Gathering:
    """A frame that comes in portions, in any order. `folder`: where it may put its files."""

    folder: Path
    size: int = 0
    """Lines so far."""
    _waiting: list[str] = field(default_factory=list)
    _runs: int = 0

    def add(self, lines: Iterable[str]) -> None:
        """Take more lines."""
        for line in lines:
            self._waiting.append(f"{line}\n")
            self.size += 1
            if len(self._waiting) >= _IN_MEMORY:
                self.put_aside()

    def put_aside(self) -> int:
        """Sort what has not been, write it to disk, and return how many such runs there are."""
        self._waiting.sort()
        with _opened(_run(self.folder, self._runs), "w") as file:
            file.writelines(self._waiting)
        self._runs += 1
        self._waiting.clear()
        return self._runs

    def finished(self) -> FrameFile:
        """Merge what was taken into one file.

        Raises:
            ValueError: one of the lines is none of a frame.

        """
        return merged(self.folder, self.put_aside())


def _run(folder: Path, number: int) -> Path:
    return folder / f"run-{number}"


def merged(folder: Path, runs: int) -> FrameFile:
    """Merge so many sorted runs of a folder into one file.

    Raises:
        ValueError: one of the lines is none of a frame.

    """
    path, digest, counts = folder / "frame", hashlib.sha256(), Counter[Stratum]()
    paths = [_run(folder, number) for number in range(runs)]
    with ExitStack() as files, _opened(path, "w") as whole:
        for line in merge(*(files.enter_context(_opened(run)) for run in paths)):
            digest.update(line.encode())
            counts[row_of(line.removesuffix("\n")).stratum] += 1
            whole.write(line)
    for run in paths:
        run.unlink()
    return FrameFile(path, digest.hexdigest(), dict(counts))


def gathered(lines: Iterable[str], folder: Path) -> FrameFile:
    """Return lines, in any order, as a frame.

    Raises:
        ValueError: one of them is none of a frame.

    """
    gathering = Gathering(folder)
    gathering.add(lines)
    return gathering.finished()


def read_frame(path: Path, folder: Path) -> FrameFile:
    """Read a frame that was given away; Windows may have changed its line ends, and programs may
    have sorted it otherwise.

    Raises:
        ValueError: it is none.

    """
    with path.open(encoding="utf-8-sig") as file:
        header = next(islice(file, 1), "").rstrip("\n")
        if header != HEADER:
            message = f"{path.name} does not begin with {HEADER}"
            raise ValueError(message)
        return gathered((line.rstrip("\n") for line in file), folder)
