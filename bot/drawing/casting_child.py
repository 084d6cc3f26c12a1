"""The child process that does one heavy step of a draw of a large frame (`aside`)."""

from __future__ import annotations

import sys

from bot.drawing.aside import answered

__all__ = ["main"]


def main() -> None:
    """Read a task from the standard input, and answer."""
    sys.stdout.buffer.write(answered(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
