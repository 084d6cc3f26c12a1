"""Plays written phrases against the questions that they answer, and counts what was misread.

`python -m tests.flows.phrase_corpus [FILE …]` prints the figures and the confusion list. A line
is `CONTEXT <tab> what was typed <tab> what was meant <tab> clear or ambiguous`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from flows.commands import recognise
from flows.definition import Question
from flows.faces import read_face
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.typed_words import is_command
from flows.vietnamese import Utterance, listen
from tests.flows import asked
from tests.flows.shipped import MC
from tests.flows.story_corpus import category_of, kind_of

__all__ = ["ASKED", "FOLDER", "Line", "Outcome", "Score", "play", "read_lines", "score"]

FOLDER = Path(__file__).parent / "phrases"
TODAY = date(2026, 11, 21)
PERIOD = (date(2026, 10, 1), date(2026, 10, 31))
"""The days that the writers were told the survey asks about."""
ASKED = "ASK"


class Line(msgspec.Struct, frozen=True):
    """One phrase and what its writer meant."""

    context: str
    typed: str
    meant: str
    clear: bool


class Outcome(msgspec.Struct, frozen=True):
    """What the reader made of a line: a value, or `ASK` with what it would ask about."""

    line: Line
    heard: str
    candidate: str = ""

    @property
    def kind(self) -> str:
        """How a line ended: right, asked (back without need), wrong, or guessed (no ASK)."""
        if self.line.context == "STORY":
            return kind_of(self.line.meant, self.heard, clear=self.line.clear)
        if self.line.clear:
            return _right(self.line.meant, self.heard)
        return "right" if self.heard in _ways(self.line.meant) else "guessed"


def _ways(meant: str) -> tuple[str, ...]:
    return (ASKED, meant) if "|" in meant else (ASKED,)


def _right(meant: str, heard: str) -> str:
    if heard == meant:
        return "right"
    return "asked" if heard == ASKED else "wrong"


class Score(msgspec.Struct, frozen=True):
    """How many of a set of lines were read as they were meant."""

    clear: int
    asked: int
    wrong: int
    ambiguous: int
    guessed: int

    @property
    def asked_back(self) -> float:
        """The share of the unambiguous lines that was asked back without need."""
        return self.asked / max(self.clear, 1)

    @property
    def silently_wrong(self) -> float:
        """The share of the unambiguous lines that was stored as something else."""
        return self.wrong / max(self.clear, 1)

    @property
    def kept_open(self) -> float:
        """The share of the ambiguous lines that was asked back, as it must be."""
        return 1 - self.guessed / max(self.ambiguous, 1)


def read_lines(file: Path) -> list[Line]:
    """Return the lines of a corpus; comments begin with `#`."""
    rows = file.read_text(encoding="utf-8").split("\n")
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return [Line(context, typed, meant, kind == "clear") for context, typed, meant, kind in cells]


def _listen(text: str) -> Utterance:
    heard = listen(text)
    if "today" in heard.__struct_fields__:
        return msgspec.structs.replace(heard, today=TODAY, period=PERIOD)
    return heard


def _question(name: str) -> Question:
    return MC.by_id[name]


def _number_like(kind: str) -> Question:
    return asked.question(kind if kind in QUESTION_TYPES else "number")


QUESTIONS: Mapping[str, Question] = {
    "RATE": _question("MC2"),
    "EASE": asked.EASE,
    "YN": _question("D10"),
    "ADULT": _question("SC1"),
    "CONSENT": _question("C1"),
    "DONE": _question("SC2"),
    "TRIPS": _question("D7"),
    "WAIT": _question("D8"),
    "ONTIME": _question("D9"),
    "AGE": _question("D2"),
    "SERVICE": _question("D5"),
    "WISH": _question("N1"),
    "MINUTES": _number_like("duration"),
    "MONEY": _number_like("money"),
    "DATE": _number_like("date"),
    "COUNT": asked.NUMBER,
    "PHONE": _question("PHONE"),
}
_SPELLED: Mapping[str, Mapping[str, str]] = {
    "YN": {"yes": "YES", "no": "NO", "unknown": "UNKNOWN"},
    "ADULT": {"yes": "YES", "no": "NO"},
    "RATE": {"na": "NA"},
    "EASE": {"na": "NA"},
    "PHONE": {"None": "REFUSE"},
    "CONSENT": {"yes": "YES", "no": "NO", "details": ASKED},
}
"""How the corpora spell what a question stores; reading the details is no consent."""


def _answer(line: Line) -> Outcome:
    """Play a line as the answer to its question, commands first, as a conversation does."""
    question, utterance = QUESTIONS[line.context], _listen(line.typed)
    known = recognise(utterance)
    if known is not None and is_command(question, utterance, known):
        refused = line.context == "PHONE" and known.command == "skip"
        return Outcome(line, "REFUSE" if refused else ASKED, known.command)
    heard = QUESTION_TYPES[question.type].read(question, utterance)
    spelled = _SPELLED.get(line.context, {})
    if isinstance(heard, Reading):
        value = _plain(heard.value)
        return Outcome(line, spelled.get(value, value))
    return _asked_back(line, heard)


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _asked_back(line: Line, heard: Unclear) -> Outcome:
    candidate = str(heard.candidate.value) if heard.candidate else ""
    if heard.candidate and heard.candidate.key == "confirm.phone_old":
        return Outcome(line, f"OLD:{candidate}", candidate)
    return Outcome(line, ASKED, candidate)


def _face(line: Line) -> Outcome:
    found = read_face(_listen(line.typed))
    if found is None or not found.sure:
        return Outcome(line, ASKED, str(found.value) if found else "")
    return Outcome(line, str(found.value))


_COMMANDS = {
    "erase": "delete",
    "language_vi": "language",
    "language_en": "language",
    "status": "progress",
    "opt_out": "stop",
}


def _command(line: Line) -> Outcome:
    """Play a line at a rating: words that may be a command are one if they are no answer."""
    utterance = _listen(line.typed)
    known = recognise(utterance)
    if known is None or not is_command(QUESTIONS["RATE"], utterance, known):
        heard = QUESTION_TYPES["scale5"].read(QUESTIONS["RATE"], utterance)
        stored = isinstance(heard, Reading) or line.meant == "NONE"
        return Outcome(line, "NONE" if stored else ASKED)
    return Outcome(line, _COMMANDS.get(known.command, known.command))


def _story(line: Line) -> Outcome:
    return Outcome(line, category_of(_listen(line.typed)))


_PLAYERS: Mapping[str, Callable[[Line], Outcome]] = {
    **dict.fromkeys(QUESTIONS, _answer),
    "FACE": _face,
    "COMMAND": _command,
    "STORY": _story,
}


def play(lines: list[Line]) -> list[Outcome]:
    """Return what the reader makes of each line."""
    return [_PLAYERS[line.context](line) for line in lines]


def score(outcomes: list[Outcome]) -> Score:
    """Return the counts that the bounds of the product are about."""
    kinds = Counter((outcome.line.clear, outcome.kind) for outcome in outcomes)
    clear = sum(outcome.line.clear for outcome in outcomes)
    return Score(
        clear=clear,
        asked=kinds[True, "asked"],
        wrong=kinds[True, "wrong"],
        ambiguous=len(outcomes) - clear,
        guessed=kinds[False, "guessed"],
    )


def _row(name: str, found: Score) -> str:
    return (
        f"{name:10} {found.clear:6} {found.asked:6} {found.asked_back:7.2%}"
        f" {found.wrong:6} {found.silently_wrong:7.2%}"
        f" {found.ambiguous:6} {found.guessed:7} {found.kept_open:7.2%}"
    )


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the table of figures, one line a context, and the confusion list."""
    head = ("clear", "asked", "", "wrong", "", "ambig.", "guessed", "kept")
    yield "{:10} {:>6} {:>6} {:>7} {:>6} {:>7} {:>6} {:>7} {:>7}".format("", *head)
    for context in _PLAYERS:
        mine = [outcome for outcome in outcomes if outcome.line.context == context]
        if mine:
            yield _row(context, score(mine))
    yield _row("all", score(outcomes))
    for outcome in outcomes:
        if outcome.kind != "right":
            line = outcome.line
            hint = f" ({outcome.candidate}?)" if outcome.candidate else ""
            heard = f"{line.meant}→{outcome.heard}{hint}"
            yield f"{outcome.kind}\t{line.context}\t{line.typed}\t{heard}"


def _main(names: list[str]) -> None:
    files = [Path(name) for name in names] or sorted(FOLDER.glob("*.tsv"))
    lines = [line for file in files if file.stem != "disputed" for line in read_lines(file)]
    sys.stdout.writelines(f"{row}\n" for row in report(play(lines)))


if __name__ == "__main__":
    _main(sys.argv[1:])
