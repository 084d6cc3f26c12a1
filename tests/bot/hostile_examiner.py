"""Stands in for the examiner of files, and does what a file that took it over would do."""

import os
import sys
import time
from pathlib import Path

from bot.files import examination

SPILT = Path(__file__).with_suffix(".spilt")


def _sleep() -> str:
    time.sleep(60)
    return "slept"


def _flood() -> str:
    block = b"x" * 1_000_000
    while True:
        sys.stdout.buffer.write(block)


def _lie() -> str:
    sys.stdout.buffer.write(b'{"kept": 7}\npixels')
    return "lied"


def _hog() -> str:
    return f"hogged {len(bytearray(1_500_000_000))}"


def _spill() -> str:
    SPILT.write_bytes(b"x" * 100)
    return "spilt"


def _leak() -> str:
    return f"secrets: {sum('TOKEN' in name for name in os.environ)}"


def _leave_a_child() -> str:
    if os.fork() == 0:
        time.sleep(60)
    return "left a child"


if __name__ == "__main__":
    examination._limit()
    done = {
        "sleep": _sleep,
        "flood": _flood,
        "lie": _lie,
        "hog": _hog,
        "spill": _spill,
        "leak": _leak,
        "fork": _leave_a_child,
    }[sys.argv[1]]()
    sys.stdout.write(f'{{"refused": "{done}"}}\n')
