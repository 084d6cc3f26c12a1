"""Finds every cue of a table in a text, few tried in vain: by first words, and words that follow.

A text with marks is searched by its words as they are typed, one without by its words without
marks: "tôi" begins no cue that begins with "tội".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import TypeAlias

import msgspec

from flows.cue_patterns import (
    NUMBERS_SAID,
    SIGNS,
    Alternative,
    Cue,
    Slot,
    Text,
    alternatives_of,
    cues_of,
    is_word,
    parts_of,
)
from flows.cue_words.groups import Groups
from flows.phrases import Words

__all__ = ["CueTable", "Found"]

_Spelling: TypeAlias = Callable[[Alternative], Words]
"""The words of an alternative as a text is searched for them: with its marks, or without."""


class Found(msgspec.Struct, frozen=True):
    """A cue that was found: which sign it is of, how much it weighs, and its words."""

    sign: str
    weight: float
    start: int
    """Number of its first word."""
    end: int
    """Number of the word behind its last."""


class _Start(msgspec.Struct, frozen=True, eq=False):
    """How a cue can begin with one word."""

    alternatives: tuple[Alternative, ...]
    cue: Cue
    needs: tuple[frozenset[str], ...]
    """Words of which the cue cannot do without one, for each of its further places."""

    def found(self, text: Text, at: int) -> Found | None:
        for first in self.alternatives:
            end = first.ends(text, at)
            if end >= 0 and (end := self.cue.ends(text, end)) >= 0:
                return Found(self.cue.sign, self.cue.weight, at, end)
        return None


class _Starts:
    """What can begin with one word, by what leaves few of it to be tried: the word that must come
    next or, behind a gap, a word that the cue cannot do without.
    """

    __slots__ = ("_always", "_by_need", "_by_next", "_spelled")

    def __init__(self, spelled: _Spelling, starts: Iterable[_Start]) -> None:
        self._spelled = spelled
        self._always: list[_Start] = []
        self._by_next: dict[str, list[_Start]] = {}
        self._by_need: dict[str, list[_Start]] = {}
        for start in starts:
            self._add(start)

    def _add(self, start: _Start) -> None:
        follows = {word for one in start.alternatives for word in self._behind(one, start.cue)}
        if None in follows or not SIGNS.isdisjoint(follows):
            self._add_by_need(start)
        else:
            for word in follows:
                self._by_next.setdefault(word or "", []).append(start)

    def _behind(self, alternative: Alternative, cue: Cue) -> Iterator[str | None]:
        """Yield what can be the second word; None where that is any, or there is none."""
        words = self._spelled(alternative)
        if len(words) > 1:
            yield words[1]
        elif cue.parts and isinstance(cue.parts[0], Slot):
            yield from cue.parts[0].first_words(self._spelled)
        else:
            yield None

    def _add_by_need(self, start: _Start) -> None:
        if not start.needs:
            self._always.append(start)
        for word in start.needs[-1] if start.needs else ():
            self._by_need.setdefault(word, []).append(start)

    def found(self, text: Text, words: Words, at: int) -> Iterable[Found]:
        """Give what begins at `at`; `words` are those of the text, as they are searched."""
        likely = self._likely(words, at)
        return filter(None, [start.found(text, at) for start in likely]) if likely else ()

    def _likely(self, words: Words, at: int) -> Sequence[_Start]:
        """Return what may begin at `at`."""
        nexts = self._by_next.get(words[at + 1], ()) if at + 1 < len(words) else ()
        if not nexts and self._by_need.keys().isdisjoint(words):
            return self._always  # most words of most texts
        behind = frozenset(words[at + 1 :])
        near = [start for start in nexts if not any(map(behind.isdisjoint, start.needs))]
        if self._by_need.keys().isdisjoint(behind):
            return [*self._always, *near] if near else self._always
        far = dict.fromkeys(
            start
            for word in behind
            for start in self._by_need.get(word, ())
            if not any(map(behind.isdisjoint, start.needs))
        )
        return [*self._always, *near, *far]


class _Written(msgspec.Struct, frozen=True):
    """A cue of which only the beginning has been read."""

    sign: str
    weight: float
    alternatives: tuple[Alternative, ...]
    rest: str

    def start(self, spelled: _Spelling) -> _Start:
        parts = parts_of(self.rest)
        slots = (part for part in parts if isinstance(part, Slot))
        needs = tuple(slot.first_words(spelled) for slot in slots if not slot.counted)
        return _Start(self.alternatives, Cue(self.sign, self.weight, parts), needs)


class _Begun:
    """The cues that begin with one word. They are read to the end when a text has the word for the
    first time: no start need wait for all of them.
    """

    __slots__ = ("_spelled", "known", "written")

    def __init__(self, spelled: _Spelling) -> None:
        self._spelled = spelled
        self.written: list[_Written] = []
        self.known: _Starts | None = None

    def read(self) -> _Starts:
        """Return what begins with the word. Two threads may read the same: either one is whole."""
        read = _Starts(self._spelled, [one.start(self._spelled) for one in self.written])
        self.known = read
        return read


class _Index:
    """Cues by their first word in one spelling."""

    def __init__(self, spelled: _Spelling) -> None:
        self.spelled = spelled
        self.begun: dict[str, _Begun] = {}

    def add(self, cue: _Written) -> None:
        """Add a cue, under each word that it can begin with."""
        begun: dict[str, list[Alternative]] = {}
        for alternative in cue.alternatives:
            begun.setdefault(self.spelled(alternative)[0], []).append(alternative)
        for word, those in begun.items():
            if word not in self.begun:
                self.begun[word] = _Begun(self.spelled)
            self.begun[word].written.append(_Written(cue.sign, cue.weight, tuple(those), cue.rest))


class CueTable:
    """Cues, to be found by their words: sign → weights and cues."""

    def __init__(self, table: Mapping[str, Groups]) -> None:
        self._marked, self._plain = _Index(attrgetter("marked")), _Index(attrgetter("plain"))
        for sign, groups in table.items():
            for weight, cues in groups:
                for cue in cues_of(cues):
                    self._add(sign, weight, cue)
        self._counted = tuple(sign for sign in SIGNS if sign in self._plain.begun)

    def _add(self, sign: str, weight: float, cue: str) -> None:
        first, _, rest = cue.partition(" ")
        written = _Written(sign, weight, alternatives_of(first, lone=not rest), rest)
        self._marked.add(written)
        self._plain.add(written)

    def find(self, text: Text) -> list[Found]:
        """Return every cue in a text, in the order of its words."""
        by_marks = text.bears_marks and not text.leaves_out
        index, words = (self._marked, text.marked) if by_marks else (self._plain, text.plain)
        begun = index.begun
        found: list[Found] = []
        for at, word in enumerate(words):
            if word in begun:
                starts = begun[word].known or begun[word].read()
                found += starts.found(text, words, at)
            if self._counted and (word[0].isdigit() or word in NUMBERS_SAID):
                for sign in filter(partial(is_word, typed=word), self._counted):
                    starts = begun[sign].known or begun[sign].read()
                    found += starts.found(text, words, at)
        return found
