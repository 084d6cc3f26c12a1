"""The child process that reads a small sheet as a whole: limited, without secrets, thrown away.

It reads the file from its standard input and answers with one `Rows` or `Refused`.
"""

from __future__ import annotations

import sys
from itertools import islice
from typing import BinaryIO

from bot.files.limits import give_up
from bot.imports.reading_child import MEMORY, opened
from bot.imports.refusals import FileRefusedError
from bot.imports.sheets import CPU_S, MOST_ROWS, Rows, encode_sheet
from bot.imports.talk import Refused

__all__ = ["main", "read"]


def read(file: BinaryIO) -> Rows | Refused:
    """Return the rows of a sheet, or why there are none."""
    try:
        rows = list(islice(opened(file).rows(), MOST_ROWS + 1))
    except FileRefusedError as refused:
        return Refused(refused.code, refused.params)
    except MemoryError:
        return Refused("too_hard")
    if len(rows) > MOST_ROWS:
        return Refused("too_many_rows", {"most": str(MOST_ROWS)})
    return Rows(rows) if any(map(any, rows)) else Refused("empty")


def main() -> None:
    """Read what stands in the standard input, and answer."""
    give_up(MEMORY, CPU_S)
    sys.stdout.buffer.write(encode_sheet(read(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
