"""Closed tables of phrases, looked up with and without accents; two meanings are no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeAlias, TypeVar

from flows.lexicon import OPENERS, SOFT_TAILS
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, split_words, words_of

__all__ = ["M", "Phrasebook", "Words", "clauses", "variants"]

M = TypeVar("M")
Words: TypeAlias = tuple[str, ...]

# Without accents too; but "co" is có (yes) before it is cô.
_OPENERS = frozenset(
    words_of(form) for opener in OPENERS for form in (opener, unmark(opener)) if form != "co"
)
_LONGEST_OPENER = max(map(len, _OPENERS))
_OPENER_STARTS = frozenset(opener[0] for opener in _OPENERS)

_LONGEST_ANSWER = 40  # words; a story has no politeness around a phrase

EXACT, SHORTENED, DECODED = 1.0, 0.9, 0.8

_CLAUSE = re.compile(
    r"[,.;:!?\n()…–-]+|"
    r"\b(?:nhưng(?: mà)?|nhung|tuy nhiên|tuy|song|chỉ có điều|mỗi tội|vì|vi|do|tại|bởi|nên|mà"
    r"|còn|but|however|because|although|though)\b"
)


class Phrasebook(Generic[M]):
    """Phrases and their meanings.

    What people leave out of the spelling may be left out; a spelling that then fits two meanings
    fits none (domain §7: unique or ask).
    """

    def __init__(self, table: Mapping[M, Iterable[str]]) -> None:
        self._known: dict[str, list[tuple[str, M]]] = {}
        self._sizes: set[tuple[int, int]] = set()
        """Words and letters of each phrase. Marks change neither, so that most of what people
        write is known to be no phrase before its marks are looked at.
        """
        self._longest_from: dict[str, int] = {}
        self.longest = 0
        for meaning, phrases in table.items():
            for phrase in phrases:
                self._add(words_of(phrase), meaning)

    def _add(self, words: Words, meaning: M) -> None:
        phrase = " ".join(words)
        self._known.setdefault(unmark(phrase), []).append((phrase, meaning))
        self.longest = max(self.longest, len(words))
        self._sizes.add((len(words), len(phrase)))
        first = unmark(words[0])
        self._longest_from[first] = max(self._longest_from.get(first, 0), len(words))

    def find(self, words: Words) -> tuple[M, float] | None:
        """Return the one meaning of exactly these words, and a confidence."""
        if not 0 < len(words) <= self.longest:
            return None
        phrase = " ".join(words)
        if (len(words), len(phrase)) not in self._sizes:
            return None
        known = self._known.get(unmark(phrase))
        if known is None:
            return None
        meanings = {m for p, m in known if p == phrase}
        confidence = EXACT
        if not meanings:
            meanings = {m for p, m in known if is_shortened(phrase, p)}
            confidence = SHORTENED
        return (meanings.pop(), confidence) if len(meanings) == 1 else None

    def hear(self, utterance: Utterance) -> tuple[M, float] | None:
        """Return the meaning of the whole utterance, openings and soft endings aside."""
        for words in variants(utterance.words):
            if found := self.find(words):
                return found
        for words in variants(utterance.decoded):
            if found := self.find(words):
                return found[0], DECODED
        return None

    def split(self, words: Words) -> Iterator[tuple[M | None, Words]]:
        """Yield the phrases that `words` consist of, longest first; None for unknown words."""
        at = 0
        while at < len(words):
            meaning, length = self._longest_at(words, at)
            yield meaning, words[at : at + length]
            at += length

    def _longest_at(self, words: Words, at: int) -> tuple[M | None, int]:
        longest = self._longest_from.get(unmark(words[at]), 0)
        for length in range(min(longest, len(words) - at), 0, -1):
            if found := self.find(words[at : at + length]):
                return found[0], length
        return None, 1


def _without_opener(words: Words) -> Words:
    if words[0] not in _OPENER_STARTS:
        return words
    for length in range(min(_LONGEST_OPENER, len(words) - 1), 0, -1):
        if words[:length] in _OPENERS:
            return words[length:]
    return words


def _without_tail(words: Words) -> Words:
    return words[:-1] if len(words) > 1 and words[-1] in SOFT_TAILS else words


def variants(words: Words) -> Iterator[Words]:
    """Yield the words, then without soft endings, then without openings as well.

    The whole comes first, so that a label that begins or ends with such a word is found.
    """
    if not words:
        return
    yield words
    if len(words) > _LONGEST_ANSWER:
        return
    bare = words
    while (shorter := _without_tail(bare)) is not bare:
        yield shorter
        bare = shorter
    for whole in (words, bare) if bare is not words else (words,):
        rest = whole
        while (shorter := _without_opener(rest)) is not rest:
            yield shorter
            rest = shorter


def clauses(accented: str) -> list[Words]:
    """Return the words of each clause: parts between punctuation and words such as "but"."""
    return [words for part in _CLAUSE.split(accented) if (words := split_words(part))]
