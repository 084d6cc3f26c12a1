"""Stands in for the reader of lists, and does what a file that took it over would do: what, the
wish says in place of the day.
"""

import os
import sys
import time
from collections.abc import Callable

from bot.files.limits import MEGABYTE, give_up
from bot.imports.reading_child import MEMORY
from bot.imports.talk import LENGTH, Refused, decode_wish, framed


def _hog() -> None:
    bytearray(600 * MEGABYTE)


def _spin() -> None:
    while True:
        pass


def _lie() -> None:
    sys.stdout.buffer.write((2**31).to_bytes(4, "big") + b"x" * 1000)
    sys.stdout.buffer.flush()
    time.sleep(60)


def _invent() -> None:
    sys.stdout.buffer.write(framed(Refused("no such code", {"secret": "x"})))


def _leave_a_child() -> None:
    if os.fork() == 0:
        time.sleep(60)


def _leak() -> None:
    secrets = [name for name in os.environ if name not in {"PATH", "PYTHONPATH", "LC_CTYPE"}]
    sys.stdout.buffer.write(framed(Refused("nul", {"row": ",".join(secrets)})))


WAYS: dict[str, Callable[[], None]] = {
    "fork": _leave_a_child,
    "hog": _hog,
    "invent": _invent,
    "leak": _leak,
    "lie": _lie,
    "sleep": lambda: time.sleep(60),
    "spin": _spin,
}

if __name__ == "__main__":
    give_up(MEMORY, 2)
    source = sys.stdin.buffer
    wish = decode_wish(source.read(int.from_bytes(source.read(LENGTH), "big")))
    WAYS[wish.today]()
