"""Every golden conversation, word for word; `pytest tests/flows --update` rewrites them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conversations.golden import FOLDER, dumped, files, played, read

GOLDEN = [path.stem for path in files()]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_conversation_goes_as_written(name: str, pytestconfig: pytest.Config) -> None:
    path = FOLDER / f"{name}.json"
    written = read(path)
    real, _ = played(written)
    if pytestconfig.getoption("update"):
        path.write_text(dumped(real), encoding="utf-8")
        return
    for number, (expected, found) in enumerate(zip(written.steps, real.steps, strict=False)):
        kept = json.loads(json.dumps(found, ensure_ascii=False))
        kept = {k: v for k, v in kept.items() if v != []}
        assert kept == expected, f"step {number} of {name}; if it is meant: --update"
    assert path.read_text(encoding="utf-8") == dumped(real), "stale; run with --update"


def test_every_file_here_is_a_conversation_that_is_played() -> None:
    known = {FOLDER / f"{name}.json" for name in GOLDEN}
    strays = [p for p in FOLDER.rglob("*") if _is_data(p) and p not in known]
    assert not strays


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".py", ".pyc")
