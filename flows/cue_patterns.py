"""The small language in which cues are written, read into what can be compared with a text.

A cue is words in a row: `hẹn ~~ chưa/không`. Alternatives stand between `/`, the words of one
alternative are joined by `_`, `~` is up to three words of the same clause, `~~` up to eight words
and over commas, `#` is a number, `%` one above 1, `$` an amount of money, `<name>` a list of
alternatives of `MACROS`. Hỏi and ngã, which half of the country does not tell apart, are one. In a
text without marks marks are not looked at, but for alternatives behind `=` and for most cues of a
single word: those are common other words then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

import msgspec

from flows.cue_words.groups import Groups
from flows.cue_words.lists import CLEAR_WITHOUT_MARKS, MACROS, NUMBERS, SEVERAL
from flows.lexicon import ABBREVIATIONS, AFTER_NOT, listed
from flows.phrases import Words
from flows.spelling import normalise, unmark

__all__ = [
    "BREAKS",
    "NUMBERS_SAID",
    "SAID_OTHERWISE",
    "SIGNS",
    "Alternative",
    "Cue",
    "Slot",
    "Text",
    "alternatives_of",
    "cues_of",
    "is_word",
    "parts_of",
    "spoken",
    "text_of",
    "words_of_cues",
]

BREAKS = frozenset({",", "."})
"""What stands in a text for the end of a clause, and of a sentence."""

_GAPS = {"~": (3, BREAKS), "~~": (8, frozenset({"."}))}
"""Sign → the most words that it stands for, and what it does not cross."""
_EXACT = "="
_ONE_NUMBER, _SEVERAL, _AMOUNT, _PRICE = "#", "%", "$", "&"
_PRICED = re.compile(
    r"\d[\d.,]*(?:k|tr|trẹo|củ|cu|xị|xi|triệu|trieu|ngàn|ngan|nghìn|nghin|đ|d)\d*"
)
_GOES_ON = re.compile(r"(?<=/)\s*\n\s*|(?<= )\+\n\s*")

_LOCAL = {"nỏ": "không", "mô": "đâu", "hắn": "nó", "rứa": "vậy", "vô": "vào"}
_LOCAL |= dict.fromkeys(("đéo", "đếch", "đách", "cóc", "đíu", "éo", "đêk"), "không")
"""Words of the Centre and the South, and swearing that denies: "đéo giải quyết"."""

_ONE_TONE = {
    unicodedata.normalize("NFC", base + "\u0303"): unicodedata.normalize("NFC", base + "\u0309")
    for base in "aăâeêioôơuưy"
}
"""Each letter with ngã → the same with hỏi."""
_TWO_TONES = re.compile(f"[{''.join(_ONE_TONE)}]")


def _in_one_tone(text: str) -> str:
    if _TWO_TONES.search(text):
        for typed, meant in _ONE_TONE.items():
            text = text.replace(typed, meant)  # a table of `translate` costs five times as much
    return text


SAID_OTHERWISE = frozenset((*ABBREVIATIONS, *_LOCAL, *AFTER_NOT))
"""Typed words that may stand for others; all others stand for themselves."""


def spoken(word: str, *, denied: bool = False) -> tuple[str, ...]:
    """Return the words that a typed word stands for, in texts and in cues alike; `denied`: a
    "not" stands before it.
    """
    meant = (denied and AFTER_NOT.get(word)) or ABBREVIATIONS.get(word) or _LOCAL.get(word)
    return tuple(meant.split()) if meant else (word,)


def cues_of(table: str) -> tuple[str, ...]:
    """Return the cues of one text of a table."""
    return listed(_GOES_ON.sub("", table))


def words_of_cues(table: Mapping[str, Groups]) -> frozenset[str]:
    """Return all words of the cues of a table, without their marks."""
    texts = (text for groups in table.values() for _, text in groups)
    return frozenset(_CUE_WORD.findall(unmark(" ".join(texts))))


_CUE_WORD = re.compile(r"[^\W\d_]+")


class Text(msgspec.Struct, frozen=True):
    """A text as cues are looked for in it: its words with and without marks, in step."""

    marked: tuple[str, ...]
    plain: tuple[str, ...]
    bears_marks: bool
    """Whether its writer types marks, so that a word without them is another word."""
    leaves_out: bool = False
    """Whether the writer types marks here, and leaves them out there."""


def text_of(words: Sequence[str], *, bears_marks: bool, leaves_out: bool = False) -> Text:
    """Return words, and breaks between them, in the spelling of cues."""
    whole = " ".join(words)  # all at once costs as much as one by itself
    marked, plain = _in_one_tone(whole).split(), unmark(whole).split()
    return Text(tuple(marked), tuple(plain), bears_marks, leaves_out)


class Alternative(msgspec.Struct, frozen=True):
    """Words in a row, one way to fill a place of a cue."""

    marked: tuple[str, ...]
    plain: tuple[str, ...]
    exact: bool
    """Whether its marks are looked at in any text."""
    counts: bool
    """Whether a number is in it."""

    def ends(self, text: Text, at: int) -> int:
        """Return where it ends if it stands at `at`, else -1."""
        looks = text.bears_marks or self.exact
        known, typed = (self.marked, text.marked) if looks else (self.plain, text.plain)
        end = at + len(known)
        if typed[at:end] == known:
            return end
        if text.leaves_out and not self.exact:
            return end if self._is_left_out(text, at, end) else -1
        if not self.counts or end > len(typed):
            return -1
        return end if all(map(is_word, known, typed[at:end])) else -1

    def _is_left_out(self, text: Text, at: int, end: int) -> bool:
        """Whether the words stand there, some of them without any mark."""
        return len(text.plain) >= end and all(
            is_word(marked, typed) or (typed.isascii() and is_word(plain, typed))
            for marked, plain, typed in zip(
                self.marked, self.plain, text.marked[at:end], strict=True
            )
        )


def _folded(words: str) -> frozenset[str]:
    both = {form for word in words.split() for form in (_in_one_tone(word), unmark(word))}
    return frozenset(both)


NUMBERS_SAID, _MANY = _folded(NUMBERS), _folded(SEVERAL)
"""Words that say a number, and one above 1, with marks and without."""
SIGNS = frozenset({_ONE_NUMBER, _SEVERAL, _PRICE})
"""What stands in a cue for a number, one above 1, and a price."""


def is_word(known: str, typed: str) -> bool:
    """Whether a typed word is this word of a cue, or a number that its sign stands for."""
    if known == _ONE_NUMBER:
        return typed[0].isdigit() or typed in NUMBERS_SAID
    if known == _SEVERAL:
        return (typed[0].isdigit() and typed != "1") or typed in _MANY
    if known == _PRICE:
        return _PRICED.fullmatch(typed) is not None
    return known == typed


class Slot(msgspec.Struct, frozen=True):
    """One place of a cue: by what it can begin with, without marks, its alternatives, longest
    first; and those that begin with a number.
    """

    begun: Mapping[str, tuple[Alternative, ...]]
    counted: tuple[tuple[str, tuple[Alternative, ...]], ...]

    def first_words(self, spelled: Callable[[Alternative], Words]) -> frozenset[str]:
        """Return the words that it can begin with."""
        every = chain.from_iterable(self.begun.values())
        return frozenset(spelled(alternative)[0] for alternative in every)

    def at(self, text: Text, at: int) -> Iterator[Alternative]:
        """Yield the alternatives that can begin with the word at `at`."""
        if at >= len(text.plain):
            return
        word = text.plain[at]
        yield from self.begun.get(word, ())
        for sign, alternatives in self.counted:
            if is_word(sign, word):
                yield from alternatives


Part: TypeAlias = Slot | str
"""A slot, or the sign of a gap."""


def _written(slot: str) -> Iterator[str]:
    """Yield the alternatives of a slot, macros and amounts written out."""
    for one in slot.split("/"):
        if one.startswith("<"):
            yield from MACROS[one[1:-1]].split("/")
        elif one == _AMOUNT:
            yield _PRICE
            yield from (f"{_ONE_NUMBER}_{unit}" for unit in MACROS["money"].split("/"))
        else:
            yield one


@cache  # the words of all cues are a few hundred
def _said(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that a word of a cue stands for, with marks and without."""
    meant = spoken(normalise(written) or written)
    return tuple(map(_in_one_tone, meant)), tuple(map(unmark, meant))


def _alternative(written: str, *, lone: bool) -> Alternative:
    said = [_said(word) for word in written.removeprefix(_EXACT).split("_")]
    marked = tuple(word for words, _ in said for word in words)
    plain = tuple(word for _, words in said for word in words)
    unclear = lone and len(plain) == 1 and plain[0] not in CLEAR_WITHOUT_MARKS
    exact = written.startswith(_EXACT) or unclear
    return Alternative(marked, plain, exact, not SIGNS.isdisjoint(plain))


def alternatives_of(written: str, *, lone: bool) -> tuple[Alternative, ...]:
    """Return the alternatives of a place, the longest first; `lone`: it is the whole of a cue."""
    longest_first = sorted(_written(written), key=len, reverse=True)
    return tuple(_alternative(one, lone=lone) for one in longest_first)


def _slot(written: str) -> Slot:
    begun: dict[str, list[Alternative]] = {}
    for alternative in alternatives_of(written, lone=False):
        begun.setdefault(alternative.plain[0], []).append(alternative)
    found = {word: tuple(alternatives) for word, alternatives in begun.items()}
    counted = tuple((word, found[word]) for word in found if word in SIGNS)
    return Slot(found, counted)


class Cue(msgspec.Struct, frozen=True):
    """A cue whose first place has been found: what it tells, and what has to follow."""

    sign: str
    weight: float
    parts: tuple[Part, ...]
    """Behind the first slot."""

    def ends(self, text: Text, at: int, part: int = 0) -> int:
        """Return where the cue ends whose part number `part` begins at `at`, else -1."""
        if part == len(self.parts):
            return at
        there = self.parts[part]
        if isinstance(there, str):
            return self._behind_gap(text, at, part + 1, *_GAPS[there])
        for alternative in there.at(text, at):
            end = alternative.ends(text, at)
            if end >= 0 and (last := self.ends(text, end, part + 1)) >= 0:
                return last
        return -1

    def _behind_gap(self, text: Text, at: int, part: int, most: int, walls: frozenset[str]) -> int:
        for start in range(at, min(at + most, len(text.plain) - 1) + 1):
            if (end := self.ends(text, start, part)) >= 0:
                return end
            if text.plain[start] in walls:
                break
        return -1


@cache  # the same rest stands behind each of a cue's first words
def parts_of(written: str) -> tuple[Part, ...]:
    """Return the parts of a cue behind its first slot."""
    return tuple(one if one in _GAPS else _slot(one) for one in written.split())
