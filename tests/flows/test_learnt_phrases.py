"""What was learnt from the list of misreadings stays learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.phrase_corpus import Line, play, read_lines

LEARNT = read_lines(Path(__file__).parent / "learnt.tsv")


@pytest.mark.parametrize("line", LEARNT, ids=lambda line: line.typed)
def test_it_is_read_as_people_meant_it(line: Line) -> None:
    [outcome] = play([line])
    assert outcome.heard == line.meant
