"""What a mutation run found, module by module: `python -m tests.house.mutation_scores`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

__all__ = ["scores", "table"]

FOUND = "mutants"
KILLED = frozenset({1, 3, 36, 37, 24, -24, 152, 255})
"""Exit codes of a test run that noticed the change, or never came to an end because of it."""
UNTESTED = frozenset({5, 33})


def scores(folder: Path) -> dict[str, Counter[str]]:
    """Return for each module how many changes were noticed, survived, or met no test."""
    found: dict[str, Counter[str]] = {}
    for meta in sorted(folder.rglob("*.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].values()
        verdicts = Counter(_verdict(code) for code in codes if code is not None)
        if verdicts:
            found[meta.relative_to(folder).as_posix().removesuffix(".meta")] = verdicts
    return found


def _verdict(code: int) -> str:
    if code in KILLED:
        return "killed"
    return "untested" if code in UNTESTED else "survived"


def table(found: dict[str, Counter[str]]) -> str:
    """Return the scores as a table in Markdown; the last line is the sum."""
    lines = ["| Module | Changes | Noticed | Share |", "|---|---:|---:|---:|"]
    every: Counter[str] = Counter()
    for verdicts in found.values():
        every.update(verdicts)
    lines += [_line(f"`{module}`", verdicts) for module, verdicts in found.items()]
    return "\n".join([*lines, _line("**all**", every)])


def _line(name: str, verdicts: Counter[str]) -> str:
    total = verdicts.total()
    return f"| {name} | {total} | {verdicts['killed']} | {verdicts['killed'] / total:.0%} |"


def main() -> int:
    """Print the table; fail where nothing was measured."""
    found = scores(Path(FOUND))
    if not found:
        sys.stderr.write("nothing measured yet; run: make mutation\n")
        return 1
    sys.stdout.write(f"{table(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
