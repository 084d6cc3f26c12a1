"""What was written without sight of the reader is read as it was meant, within the bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.phrase_corpus import FOLDER, Line, Outcome, play, read_lines, report, score

# The two that the reader was first fitted to. The others are played by the command: what each gave
# at first sight stands in docs/reading.md.
CORPORA = [FOLDER / f"{name}.tsv" for name in ("elders", "south")]

# The bounds: unambiguous ones asked back < 3 %, ambiguous ones asked back ≥ 95 %, silently wrong
# ≤ 0.2 %.
MOST_ASKED, LEAST_KEPT_OPEN, MOST_WRONG = 0.03, 0.95, 0.002
MOST_DISPUTED = 0.015


@pytest.mark.parametrize("file", CORPORA, ids=lambda file: file.stem)
def test_a_corpus_is_read_within_the_bounds(file: Path) -> None:
    outcomes = play(read_lines(file))
    found = score(outcomes)
    confusion = "\n".join(report(outcomes))
    assert found.asked_back < MOST_ASKED, confusion
    assert found.kept_open >= LEAST_KEPT_OPEN, confusion
    assert found.silently_wrong <= MOST_WRONG, confusion


def test_the_corpora_are_large_and_hold_no_line_twice() -> None:
    assert len(CORPORA) >= 2
    lines = [line for file in CORPORA for line in read_lines(file)]
    assert len(lines) >= 2000
    for file in CORPORA:
        own = [(line.context, line.typed) for line in read_lines(file)]
        assert len(set(own)) == len(own)


def test_few_lines_are_disputed_and_none_without_a_reason() -> None:
    rows = (FOLDER / "disputed.tsv").read_text(encoding="utf-8").splitlines()
    disputed = [row.split("\t") for row in rows if not row.startswith("#")]
    lines = sum(len(read_lines(file)) for file in CORPORA)
    assert all(len(row) == 6 and row[5] for row in disputed)
    assert len(disputed) <= MOST_DISPUTED * lines


def _outcome(meant: str, heard: str, *, clear: bool) -> Outcome:
    return Outcome(Line("RATE", "x", meant, clear), heard)


def test_the_score_counts_what_was_asked_guessed_and_wrong() -> None:
    outcomes = [
        _outcome("4", "4", clear=True),
        _outcome("4", "ASK", clear=True),
        _outcome("4", "2", clear=True),
        _outcome("4", "4", clear=True),
        _outcome("ASK", "ASK", clear=False),
        _outcome("ASK", "4", clear=False),
        _outcome("case:PA03|case:PA04", "case:PA03", clear=False),
    ]
    found = score(outcomes)
    assert (found.clear, found.asked, found.wrong) == (4, 1, 1)
    assert (found.asked_back, found.silently_wrong) == (0.25, 0.25)
    assert (found.ambiguous, found.guessed) == (3, 2)
    assert found.kept_open == pytest.approx(1 / 3)
    assert [outcome.kind for outcome in outcomes] == [
        "right", "asked", "wrong", "right", "right", "guessed", "guessed",
    ]  # fmt: skip


def test_the_report_ends_with_the_confusion_list() -> None:
    *_, last = report([_outcome("4", "2", clear=True)])
    assert last == "wrong\tRATE\tx\t4→2"
