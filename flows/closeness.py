"""Which phrases of a table were meant by words run together, torn apart or mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from flows.common_words import COMMON, is_common
from flows.spelling import is_shortened, unmark
from flows.syllables import is_syllable, said_as, spellings

__all__ = ["Speller"]

Words: TypeAlias = tuple[str, ...]

_WIDEST = 4  # words of a phrase that may have been torn apart
_LONGEST_RUN = 40  # letters: "khonghailongvethaidophucvu" is read, a story without spaces is not
_SHORTEST_TYPO = 5  # letters of a word or phrase that may be typed with one wrong letter
_SHORTEST_PART = 2  # letters of each word of it
_SHORTEST_CLASH = 7  # the same, where every word of it is a word as it stands
_SHORTEST_MEANT = 10  # the same, where every word is known, and none bears a mark: "vinh thuong"

# Neighbours on a QWERTY keyboard.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> frozenset[tuple[str, str]]:
    places = {
        letter: (row + 0.0, column + 0.25 * row + 0.25 * (row > 1))
        for row, letters in enumerate(_ROWS)
        for column, letter in enumerate(letters)
    }
    heard_alike = {("i", "y"), ("y", "i")}
    return frozenset(heard_alike) | frozenset(
        (a, b)
        for a, (row, column) in places.items()
        for b, (other, place) in places.items()
        if a != b and abs(row - other) <= 1 and abs(column - place) <= 1
    )


_NEAR = _neighbours()


def _without_one(key: str) -> Iterator[str]:
    return (key[:at] + key[at + 1 :] for at in range(len(key)))


def _one_slip(typed: str, key: str) -> bool:
    """Whether one slip of a finger lies between: a letter missing, doubled, swapped, beside."""
    if len(typed) != len(key):
        longer, shorter = (typed, key) if len(typed) > len(key) else (key, typed)
        return len(longer) == len(shorter) + 1 and shorter in set(_without_one(longer))
    wrong = [at for at, (a, b) in enumerate(zip(typed, key, strict=True)) if a != b]
    if len(wrong) == 1:
        return (typed[wrong[0]], key[wrong[0]]) in _NEAR
    first, *more = wrong or [-1]
    return more == [first + 1] and typed[first : first + 2] == key[first + 1 : first - 1 : -1]


def _same(window: Words, phrases: Iterable[Words]) -> bool:
    """Whether these are the words of one of the phrases, marks perhaps left out."""
    return any(
        len(window) == len(phrase) and all(map(is_shortened, window, phrase)) for phrase in phrases
    )


class Speller:
    """Mends what was typed towards the phrases of one question, and only where one fits."""

    def __init__(self, phrases: Iterable[Words]) -> None:
        self._phrases = frozenset(phrases)

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """Plain word → its accented spellings in the phrases."""
        words: dict[str, set[str]] = {}
        for phrase in self._phrases:
            for word in phrase:
                words.setdefault(unmark(word), set()).add(word)
        return words

    @cached_property
    def _joined(self) -> dict[str, set[Words]]:
        """Phrase in one piece, without marks → the phrases that it is."""
        joined: dict[str, set[Words]] = {}
        for phrase in self._phrases:
            joined.setdefault(unmark("".join(phrase)), set()).add(phrase)
        return joined

    @cached_property
    def _by_ear(self) -> dict[str, str]:
        """Word as regions spell it by ear → the word meant, by the commonest accent."""
        heard = sorted(
            (place, spelled, word)
            for words in self._words.values()
            for word in words
            for place, spelled in said_as(word)
        )
        found: dict[str, tuple[int, str]] = {}
        for place, spelled, word in heard:
            known = found.setdefault(spelled, (place, word))
            if known[0] == place and known[1] != word:
                found[spelled] = (place, "")
        return {spelled: word for spelled, (_, word) in found.items() if word}

    def _heard(self, word: str) -> str:
        """Return the known word that an accented word is by ear, or the word itself."""
        return word if word.isascii() or word in COMMON else self._by_ear.get(word, word)

    @cached_property
    def _nearby(self) -> frozenset[str]:
        """The words without marks, as spelled by ear, and with one letter left out."""
        plain = set(self._words) | {unmark(spelled) for spelled in self._by_ear}
        return frozenset(plain.union(*map(_without_one, (w for w in plain if len(w) > 2))))

    def resembles(self, word: str) -> bool:
        """Whether a word may be one of the known ones, mistyped: too near to pass over."""
        plain = unmark(word)
        near = {plain, *(_without_one(plain) if len(plain) > 2 else ())}
        return word not in COMMON and not self._nearby.isdisjoint(near)

    @cached_property
    def _shorter(self) -> dict[str, set[str]]:
        """Piece with one letter left out → the pieces that it may have been."""
        shorter: dict[str, set[str]] = {}
        for key in self._joined:
            if len(key) >= _SHORTEST_TYPO:
                for less in (key, *_without_one(key)):
                    shorter.setdefault(less, set()).add(key)
        return shorter

    @cached_property
    def _pieces(self) -> dict[str, str]:
        """Each spelling of a word, keyboard keys left in it → the word, where it is one."""
        found: dict[str, set[str]] = {}
        for words in self._words.values():
            for word in words:
                for typed in spellings(word):
                    found.setdefault(typed, set()).add(word)
        return {
            typed: words.pop() if len(words) == 1 else unmark(min(words))
            for typed, words in found.items()
            if len({unmark(word) for word in words}) == 1
        }

    def knows(self, word: str) -> bool:
        """Whether a word is one of the phrases' words, marks perhaps left out."""
        known = self._words.get(unmark(word))
        return known is not None and any(is_shortened(word, k) for k in known)

    def _as_meant(self, word: str) -> bool:
        if is_common(word):
            return True
        return self.knows(word) if word.isascii() else word in self._words.get(unmark(word), ())

    def mend(self, words: Words) -> Words:
        """Return the words with what is none of the known ones in their spelling, where one
        reading fits; what fits none stays as it is.
        """
        words = tuple(word if self.knows(word) else self._heard(word) for word in words)
        mended: list[str] = []
        at = 0
        while at < len(words):
            near, length = self._near(words, at)
            mended.extend(near)
            at += length
        return tuple(mended)

    def _near(self, words: Words, at: int) -> tuple[Words, int]:
        for length in range(min(_WIDEST, len(words) - at), 0, -1):
            window = words[at : at + length]
            if length == 1 and self.knows(window[0]):
                break
            if all(map(self.knows, window)) and window in self._phrases:
                return window, length
            if phrase := self._meant(window):
                return phrase, length
        word = words[at]
        return (word,) if self.knows(word) else self._apart(word), 1

    def _meant(self, window: Words) -> Words | None:
        """Return the one phrase that these words are in one piece, or with one wrong letter."""
        key = unmark("".join(window))
        exact = self._joined.get(key)
        clash = all(map(is_syllable, window))
        if exact is not None:
            return next(iter(exact)) if len(exact) == 1 and self._joins(window, exact) else None
        if clash and (len(window) == 1 or all(map(self._as_meant, window))):
            unmarked = len(window) > 1 and key == "".join(window)
            return self._mistyped(key, _SHORTEST_MEANT) if unmarked else None
        if min(map(len, window)) < _SHORTEST_PART:
            return None  # "khá t" may be anything
        return self._mistyped(key, _SHORTEST_CLASH if clash else _SHORTEST_TYPO)

    def _joins(self, window: Words, phrases: set[Words]) -> bool:
        """Whether words are the phrase of the same letters, and no words of their own."""
        if _same(window, phrases):
            return True
        if len(window) > 1 and all(len(phrase) == 1 for phrase in phrases):
            return not any(map(self._as_meant, window))  # "quá t" is no torn "quát"
        if not all(map(is_syllable, window)):
            return True
        # One syllable with other marks is another word: "chăm" is not "chậm".
        return len(window) > 1 and not all(map(self._as_meant, window))

    def _mistyped(self, key: str, shortest: int) -> Words | None:
        keys = {
            known
            for less in (key, *_without_one(key))
            for known in self._shorter.get(less, ())
            # A "k" in front may be "không": "khài lòng".
            if len(known) >= shortest and key != f"k{known}" and _one_slip(key, known)
        }
        if len(keys) != 1:
            return None
        phrases = self._joined[keys.pop()]
        return next(iter(phrases)) if len(phrases) == 1 else None

    def _apart(self, word: str) -> Words:
        """Return the known words that run together in this one, the fewest; or the word."""
        if not 2 < len(word) <= _LONGEST_RUN or is_syllable(word):
            return (word,)
        pieces = self._pieces
        best: list[Words | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 10), end):
                before = best[start]
                piece = pieces.get(word[start:end])
                if before is None or piece is None:
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = (*before, piece)
        return best[-1] or (word,)
