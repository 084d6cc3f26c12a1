"""What is wrong with a form: where it stands, in words that its writer can act on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

__all__ = ["Fault", "FormFaultsError", "Place", "suggestion"]


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the sources. `line` and `column` count from 1; 0 means that no source is known.

    `path` walks from the top of the file, list positions counting from 0 as in yq:
    `sections[1].questions[3].text.en`.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where} {self.path}".rstrip()


class Fault(msgspec.Struct, frozen=True, order=True):
    """One thing to mend. `code` is stable, for tests and tools; `message` is for people."""

    place: Place
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.code}]"


class FormFaultsError(Exception):
    """A form cannot be used. Holds every fault found, in the order of the sources."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for a known word that is close to `word`, else nothing."""
    close = get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
