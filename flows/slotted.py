"""Phrases that are put together out of slots: they are matched slot by slot, never written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, TypeAlias

import msgspec

from flows.phrases import M, Words, unmarked
from flows.spelling import is_shortened, unmark
from flows.vietnamese import words_of

__all__ = ["LEFT_OUT", "Slots", "SlottedPhrases"]

Slots: TypeAlias = Sequence[Sequence[str]]
"""One phrase out of each in turn makes a whole one."""

LEFT_OUT = "-"
"""Stands in a slot that may be left out."""

_Size: TypeAlias = tuple[int, int]
"""Words and their letters. Marks change neither, so that most of what people write is known to be
no phrase before its words are looked at.
"""


def _size(words: Words) -> _Size:
    return len(words), sum(map(len, words))


class _Slot(msgspec.Struct, frozen=True):
    phrases: frozenset[Words]
    by_plain: Mapping[Words, tuple[str, ...]]
    """Words without marks → the phrases that are written so."""
    lengths: tuple[int, ...]

    def ends(self, words: Words, at: int) -> Iterator[int]:
        """Yield where a phrase ends that begins at `at`, as it is written."""
        for length in self.lengths:
            if words[at : at + length] in self.phrases:
                yield at + length

    def shortened_ends(self, words: Words, plain: Words, at: int) -> Iterator[int]:
        """Yield the same, marks left out or not."""
        for length in self.lengths:
            end = at + length
            known = self.by_plain.get(plain[at:end], ())
            if known and any(is_shortened(" ".join(words[at:end]), phrase) for phrase in known):
                yield end


class _Pattern(msgspec.Struct, frozen=True, eq=False):
    slots: tuple[_Slot, ...]
    sizes: frozenset[_Size]
    """Those of all the phrases that its slots make."""

    def makes(self, words: Words) -> bool:
        places = {0}
        for slot in self.slots:
            places = {end for at in places for end in slot.ends(words, at)}
        return len(words) in places

    def makes_shortened(self, words: Words, plain: Words) -> bool:
        places = {0}
        for slot in self.slots:
            places = {end for at in places for end in slot.shortened_ends(words, plain, at)}
        return len(words) in places

    def first_words(self) -> frozenset[str]:
        """Return the words that its phrases begin with, without marks."""
        found: set[str] = set()
        for slot in self.slots:
            found.update(words[0] for words in slot.by_plain if words)
            if () not in slot.phrases:
                break
        return frozenset(found)


class SlottedPhrases(Generic[M]):
    """What `flows.phrases.Phrasebook` is for phrases that are written out: looked up with marks
    and without. The ten thousand that slots make would cost every start a fifth of a second.
    """

    def __init__(self, table: Mapping[M, Iterable[Slots]]) -> None:
        self._from: dict[str, list[tuple[M, _Pattern]]] = {}
        self.vocabulary: set[str] = set()
        """Every word of every phrase, without marks."""
        self.longest = 0
        for meaning, patterns in table.items():
            for slots in patterns:
                self._add(meaning, _pattern(slots))

    def _add(self, meaning: M, pattern: _Pattern) -> None:
        self.longest = max(self.longest, *(length for length, _ in pattern.sizes))
        for slot in pattern.slots:
            self.vocabulary.update(*slot.by_plain)
        for word in pattern.first_words():
            self._from.setdefault(word, []).append((meaning, pattern))

    def exact(self, words: Words) -> AbstractSet[M]:
        """Return the meanings of exactly these words."""
        return {meaning for meaning, pattern in self._likely(words) if pattern.makes(words)}

    def shortened(self, words: Words) -> AbstractSet[M]:
        """Return the meanings of the phrases that these words are, some marks left out or none."""
        likely = self._likely(words)
        if not likely:
            return frozenset()
        plain = unmarked(words)
        return {meaning for meaning, pattern in likely if pattern.makes_shortened(words, plain)}

    def _likely(self, words: Words) -> list[tuple[M, _Pattern]]:
        if not 0 < len(words) <= self.longest:
            return []
        size = _size(words)
        begun = self._from.get(unmark(words[0]), ())
        return [(meaning, pattern) for meaning, pattern in begun if size in pattern.sizes]


def _pattern(written: Slots) -> _Pattern:
    slots = tuple(map(_slot, written))
    sizes = {(0, 0)}
    for slot in slots:
        own = set(map(_size, slot.phrases))
        sizes = {(n + more, m + letters) for n, m in sizes for more, letters in own}
    return _Pattern(slots, frozenset(sizes))


def _slot(written: Sequence[str]) -> _Slot:
    phrases = frozenset(() if phrase == LEFT_OUT else words_of(phrase) for phrase in written)
    by_plain: dict[Words, tuple[str, ...]] = {}
    for words in phrases:
        plain = unmarked(words) if words else ()
        by_plain[plain] = (*by_plain.get(plain, ()), " ".join(words))
    return _Slot(phrases, by_plain, tuple(sorted({len(words) for words in phrases})))
