"""What a process that looks at strangers' files gives up before it does: it imports nothing."""

from __future__ import annotations

import sys

__all__ = ["MEGABYTE", "give_up"]

MEGABYTE = 1024 * 1024


def give_up(memory: int, cpu_seconds: int, *, file_bytes: int = 0) -> None:
    """Give up what a hostile file could use against the machine: memory (bytes of address space),
    processor time, writing files larger than `file_bytes`, leaving a core.
    """
    if sys.platform == "win32":
        return  # the parent's patience is the only limit there
    import resource  # noqa: PLC0415 - not on every system

    for name, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (limit, limit))
