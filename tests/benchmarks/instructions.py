"""Prints how many instructions a step takes in the server, now and in any commit of before.

    python -m tests.benchmarks.instructions [COMMIT …]

Commits as git names them; `.` is the folder as it is, and all that is counted if none is named.
The first one is what the others are compared with. It needs Valgrind and about three minutes a
commit. Two runs differ by 0.2 %, whatever else the machine does: that is what this measure is for.
Time also depends on the caches and on the kernel, so that seconds have the last word.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["main"]

ROOT = Path(__file__).parents[2]
_HERE = "."
_GIT = shutil.which("git") or "git"
_CODE = ("bot", "flows", "storage", "tests/benchmarks")


@contextmanager
def _checkout(commit: str) -> Iterator[Path]:
    """Give a folder with the code of a commit."""
    if commit == _HERE:
        yield ROOT
        return
    folder = Path(tempfile.mkdtemp(prefix="commit-"))
    try:
        archive = folder / "archive.tar"
        told = [_GIT, "archive", "--output", str(archive), commit]
        subprocess.run(told, cwd=ROOT, check=True)
        shutil.unpack_archive(archive, folder, filter="data")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _counted(folder: Path) -> int:
    """Return the instructions of a step of the code in a folder."""
    # Else the first run would compile what the second one finds compiled.
    compiled = [sys.executable, "-m", "compileall", "-q", *_CODE]
    subprocess.run(compiled, cwd=folder, check=True)
    counting = [sys.executable, "-P", str(Path(__file__).with_name("counted.py"))]
    environ = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
    told = subprocess.run(counting, cwd=folder, env=environ, check=True, stdout=subprocess.PIPE)
    return int(told.stdout)


def main() -> None:
    """Count and print."""
    out, first = sys.stdout.write, 0
    out("| commit | instructions of a step, in thousands | of the first |\n|---|---|---|\n")
    for commit in sys.argv[1:] or [_HERE]:
        with _checkout(commit) as folder:
            found = _counted(folder)
        first = first or found
        out(f"| {commit} | {found / 1000:,.0f} | {found / first:.3f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
