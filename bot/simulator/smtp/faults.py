"""Failures on demand: at which word of the dialogue they befall whom, how often, and how."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.simulator.planning import PlannedFault, PlannedFaults

__all__ = ["Fault", "Faults", "Word"]

Word: TypeAlias = Literal[
    "greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "content"
]
"""What the server answers when it befalls; `content`: the letter is all there."""
_Kind: TypeAlias = Literal["refused", "closed", "withheld"]


@dataclass(slots=True, kw_only=True, eq=False)
class Fault(PlannedFault):
    """One failure at a `word`. `to` is a part of the recipient (empty: anybody's). In each case
    the server first says nothing for `seconds`.

    - refused: it answers with `code` and `text`; nothing is taken
    - closed: the connection ends without an answer; nothing is taken
    - withheld: the letter is taken, and the connection ends without an answer
    """

    kind: _Kind | None
    word: Word
    code: int = 451
    text: str = "4.3.0 Try again later"
    to: str = ""

    def befalls(self, word: Word, recipient: str, rng: random.Random) -> bool:
        """Tell whether it happens now, and count it."""
        return word == self.word and self.to in recipient and self.happens(rng)


class Faults(PlannedFaults[Fault]):
    """The failures that are planned; the first that fits happens."""

    def draw(self, word: Word, recipient: str) -> Fault | None:
        """Return what befalls a word, if anything does."""
        return next((f for f in self._planned if f.befalls(word, recipient, self._rng)), None)

    # -- the usual ones

    def refuse(
        self, word: Word, code: int, text: str, *, to: str = "", times: int | None = None
    ) -> Fault:
        """Answer a word with a code."""
        fault = Fault(kind="refused", word=word, code=code, text=text, to=to, times=times)
        return self.add(fault)

    def close(self, word: Word, *, to: str = "", times: int | None = None) -> Fault:
        """End the connection instead of answering a word."""
        return self.add(Fault(kind="closed", word=word, to=to, times=times))

    def withhold(
        self, *, to: str = "", times: int | None = None, probability: float = 1.0
    ) -> Fault:
        """Take a letter and never say so."""
        fault = Fault(kind="withheld", word="content", to=to, times=times, probability=probability)
        return self.add(fault)

    def slow(self, word: Word, seconds: float, *, times: int | None = None) -> Fault:
        """Let an answer take longer, by real time."""
        return self.add(Fault(kind=None, word=word, seconds=seconds, times=times))
