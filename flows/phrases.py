"""Closed tables of phrases, looked up with and without accents; two meanings are no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Generic, TypeAlias, TypeVar

from flows.lexicon import OPENERS, SOFT_TAILS
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, split_words, words_of

__all__ = ["M", "Phrasebook", "Words", "clauses", "parts", "unmarked", "variants"]

M = TypeVar("M")
_Step: TypeAlias = dict[str, "_Step"]
"""Plain word → the words that phrases go on with."""
_END = ""
"""Stands among them where a phrase may end."""
Words: TypeAlias = tuple[str, ...]

# Without accents too; but "co" is có (yes) before it is cô.
_OPENERS = frozenset(
    words_of(form) for opener in OPENERS for form in (opener, unmark(opener)) if form != "co"
)
_LONGEST_OPENER = max(map(len, _OPENERS))
_OPENER_STARTS = frozenset(opener[0] for opener in _OPENERS)

_LONGEST_ANSWER = 40  # words; a story has no politeness around a phrase

EXACT, SHORTENED, DECODED = 1.0, 0.9, 0.8

_CONTRAST = (
    r"nhưng(?: mà)?|nhung(?: ma)?|tuy nhiên|song|chỉ có điều|chỉ có|chỉ tội|mỗi tội|mỗi cái"
    r"|tuy(?! \w+$)"  # no "tuy có" but "tùy cô", where it is all
    r"|có điều|(?<!khó )(?<!sao )mà|ma(?! (?:nào|nó|mới)\b)|chớ|chứ|trừ|riêng"
    r"|but|however|although|though"
    # "còn" is "but as for", not in "không còn gì", "vẫn còn".
    r"|(?<!không )(?<!vẫn )(?<!chẳng )(?<!chả )(?<!khong )còn(?! (?:gì|chi|nữa|lại|ai))"
)
_CLAUSE = re.compile(
    rf"(?<!\bai )\b(?P<but>{_CONTRAST})\b"
    r"|\b(?:vì|vi|(?<!lý )(?<!ly )do|tại|bởi|nên|because)\b|[,.;:!?\n()…–-]+"
)


class Phrasebook(Generic[M]):
    """Phrases and their meanings.

    What people leave out of the spelling may be left out; a spelling that then fits two meanings
    fits none (domain §7: unique or ask).
    """

    def __init__(self, table: Mapping[M, Iterable[str]]) -> None:
        self._known: dict[str, list[tuple[str, M]]] = {}
        self._exact: dict[Words, set[M]] = {}
        self._sizes: set[tuple[int, int]] = set()
        """Words and letters of each phrase. Marks change neither, so that most of what people
        write is known to be no phrase before its marks are looked at.
        """
        self._first: _Step = {}
        self.vocabulary: set[str] = set()
        """Every word of every phrase, without marks."""
        self.longest = 0
        for meaning, phrases in table.items():
            for phrase in phrases:
                self._add(words_of(phrase), meaning)

    def _add(self, words: Words, meaning: M) -> None:
        phrase = " ".join(words)
        plain = unmark(phrase)
        self._known.setdefault(plain, []).append((phrase, meaning))
        self._exact.setdefault(words, set()).add(meaning)
        self.longest = max(self.longest, len(words))
        self._sizes.add((len(words), len(phrase)))
        step = self._first
        for word in plain.split(" "):
            self.vocabulary.add(word)
            step = step.setdefault(word, {})
        step[_END] = {}

    def find(self, words: Words) -> tuple[M, float] | None:
        """Return the one meaning of exactly these words, and a confidence."""
        if meanings := self.exact(words):
            return (next(iter(meanings)), EXACT) if len(meanings) == 1 else None
        meanings = self.shortened(words)
        return (next(iter(meanings)), SHORTENED) if len(meanings) == 1 else None

    def exact(self, words: Words) -> AbstractSet[M]:
        """Return the meanings of exactly these words."""
        return self._exact.get(words, frozenset())

    def shortened(self, words: Words) -> AbstractSet[M]:
        """Return the meanings of the phrases that these words are, some marks left out or none."""
        if not 0 < len(words) <= self.longest:
            return frozenset()
        phrase = " ".join(words)
        if (len(words), len(phrase)) not in self._sizes:
            return frozenset()
        return self._shortened(phrase, unmark(phrase))

    def _shortened(self, phrase: str, plain: str) -> AbstractSet[M]:
        known = self._known.get(plain, ())
        return {meaning for written, meaning in known if is_shortened(phrase, written)}

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
        plain = unmarked(words)
        at = 0
        while at < len(words):
            meaning, length = self._longest_at(words, plain, at)
            yield meaning, words[at : at + length]
            at += length

    def _longest_at(self, words: Words, plain: Words, at: int) -> tuple[M | None, int]:
        for length in reversed(self._lengths(plain, at)):
            end = at + length
            found = self.exact(words[at:end]) or self._shortened(
                " ".join(words[at:end]), " ".join(plain[at:end])
            )
            if len(found) == 1:
                return next(iter(found)), length
        return None, 1

    def _lengths(self, plain: Words, at: int) -> list[int]:
        """Return the lengths of the phrases that begin here, marks aside, shortest first."""
        step, found = self._first, []
        for place in range(at, len(plain)):
            known = step.get(plain[place])
            if known is None:
                break
            step = known
            if _END in step:
                found.append(place - at + 1)
        return found


def unmarked(words: Words) -> Words:
    """Return the words without marks; all at once, which costs as much as one by itself."""
    return tuple(unmark(" ".join(words)).split(" "))


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


def parts(accented: str) -> list[tuple[bool, Words]]:
    """Return the words of each clause, and whether a "but" opens it: what stands between
    punctuation and words such as "but" and "because".
    """
    found: list[tuple[bool, Words]] = []
    at, contrast = 0, False
    for match in (*_CLAUSE.finditer(accented), None):
        if words := split_words(accented[at : match.start() if match else len(accented)]):
            found.append((contrast, words))
            contrast = False
        if match:
            at = match.end()
            contrast = contrast or match["but"] is not None
    return found


def clauses(accented: str) -> list[Words]:
    """Return the words of each clause alone."""
    return [words for _, words in parts(accented)]
