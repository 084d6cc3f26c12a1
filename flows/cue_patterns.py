"""The small language in which cues are written, and what finds them in a text word by word.

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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import msgspec

from flows.cue_words.groups import Groups
from flows.cue_words.lists import CLEAR_WITHOUT_MARKS, MACROS, NUMBERS, SEVERAL
from flows.lexicon import ABBREVIATIONS, AFTER_NOT, listed
from flows.spelling import normalise, unmark

__all__ = ["BREAKS", "CueTable", "Found", "Text", "cues_of", "spoken", "text_of", "words_of_cues"]

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
    ord(unicodedata.normalize("NFC", base + "\u0303")): unicodedata.normalize(
        "NFC", base + "\u0309"
    )
    for base in "aăâeêioôơuưy"
}
"""Each letter with ngã → the same with hỏi."""
_TWO_TONES = re.compile(f"[{''.join(map(chr, _ONE_TONE))}]")


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
    marked = whole.translate(_ONE_TONE) if _TWO_TONES.search(whole) else whole
    return Text(tuple(marked.split()), tuple(unmark(whole).split()), bears_marks, leaves_out)


class Found(msgspec.Struct, frozen=True):
    """A cue that was found: which sign it is of, how much it weighs, and its words."""

    sign: str
    weight: float
    start: int
    """Number of its first word."""
    end: int
    """Number of the word behind its last."""


class _Alternative(msgspec.Struct, frozen=True):
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
        return end if all(map(_is, known, typed[at:end])) else -1

    def _is_left_out(self, text: Text, at: int, end: int) -> bool:
        """Whether the words stand there, some of them without any mark."""
        return len(text.plain) >= end and all(
            _is(marked, typed) or (typed.isascii() and _is(plain, typed))
            for marked, plain, typed in zip(
                self.marked, self.plain, text.marked[at:end], strict=True
            )
        )


def _folded(words: str) -> frozenset[str]:
    both = {form for word in words.split() for form in (word.translate(_ONE_TONE), unmark(word))}
    return frozenset(both)


_NUMBERS, _MANY = _folded(NUMBERS), _folded(SEVERAL)
_SIGNS = frozenset({_ONE_NUMBER, _SEVERAL, _PRICE})


def _is(known: str, typed: str) -> bool:
    if known == _ONE_NUMBER:
        return typed[0].isdigit() or typed in _NUMBERS
    if known == _SEVERAL:
        return (typed[0].isdigit() and typed != "1") or typed in _MANY
    if known == _PRICE:
        return _PRICED.fullmatch(typed) is not None
    return known == typed


class _Slot(msgspec.Struct, frozen=True):
    """One place of a cue: by what it can begin with, without marks, its alternatives, longest
    first; and those that begin with a number.
    """

    begun: Mapping[str, tuple[_Alternative, ...]]
    counted: tuple[tuple[str, tuple[_Alternative, ...]], ...]

    def at(self, text: Text, at: int) -> Iterator[_Alternative]:
        """Yield the alternatives that can begin with the word at `at`."""
        if at >= len(text.plain):
            return
        word = text.plain[at]
        yield from self.begun.get(word, ())
        for sign, alternatives in self.counted:
            if _is(sign, word):
                yield from alternatives


_Part: TypeAlias = _Slot | str
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
    return tuple(word.translate(_ONE_TONE) for word in meant), tuple(map(unmark, meant))


def _alternative(written: str, *, lone: bool) -> _Alternative:
    """Return one; `lone`: it is the whole of a cue."""
    said = [_said(word) for word in written.removeprefix(_EXACT).split("_")]
    marked = tuple(word for words, _ in said for word in words)
    plain = tuple(word for _, words in said for word in words)
    unclear = lone and len(plain) == 1 and plain[0] not in CLEAR_WITHOUT_MARKS
    exact = written.startswith(_EXACT) or unclear
    return _Alternative(marked, plain, exact, not _SIGNS.isdisjoint(plain))


def _slot(written: str, *, lone: bool) -> _Slot:
    begun: dict[str, list[_Alternative]] = {}
    for one in sorted(_written(written), key=len, reverse=True):
        alternative = _alternative(one, lone=lone)
        begun.setdefault(alternative.plain[0], []).append(alternative)
    found = {word: tuple(alternatives) for word, alternatives in begun.items()}
    counted = tuple((word, found[word]) for word in found if word in _SIGNS)
    return _Slot(found, counted)


class _Cue(msgspec.Struct, frozen=True):
    sign: str
    weight: float
    parts: tuple[_Part, ...]
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


class _Start(msgspec.Struct, frozen=True):
    """How a cue can begin with one word; `number` tells starts apart."""

    number: int
    alternatives: tuple[_Alternative, ...]
    cue: _Cue
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

    __slots__ = ("always", "by_need", "by_next")

    def __init__(self) -> None:
        self.always: list[_Start] = []
        self.by_next: dict[str, list[_Start]] = {}
        self.by_need: dict[str, list[_Start]] = {}

    def add(self, start: _Start) -> None:
        follows = {word for one in start.alternatives for word in _following(one, start.cue)}
        if None in follows or not _SIGNS.isdisjoint(follows):
            self._add_by_need(start)
        else:
            for word in follows:
                self.by_next.setdefault(word or "", []).append(start)

    def _add_by_need(self, start: _Start) -> None:
        if not start.needs:
            self.always.append(start)
        for word in start.needs[-1] if start.needs else ():
            self.by_need.setdefault(word, []).append(start)

    def likely(self, plain: tuple[str, ...], at: int, there: frozenset[str]) -> Sequence[_Start]:
        """Return what may begin at `at`; `there` are the words of the text."""
        following = plain[at + 1] if at + 1 < len(plain) else ""
        found = [*self.always, *self.by_next.get(following, ())]
        if self.by_need.keys().isdisjoint(there):
            return found
        behind = set(plain[at + 1 :])
        far = {
            start.number: start
            for word in behind
            for start in self.by_need.get(word, ())
            if not any(map(behind.isdisjoint, start.needs))
        }
        return [*found, *far.values()]


def _following(alternative: _Alternative, cue: _Cue) -> Iterator[str | None]:
    """Yield what can be the second word of a cue; None where that is any, or there is none."""
    if len(alternative.plain) > 1:
        yield alternative.plain[1]
    elif cue.parts and isinstance(cue.parts[0], _Slot):
        yield from cue.parts[0].begun
    else:
        yield None


class _Written(msgspec.Struct, frozen=True):
    """A cue of which only the beginning has been read."""

    sign: str
    weight: float
    alternatives: tuple[_Alternative, ...]
    rest: str

    def start(self, number: int) -> _Start:
        parts, needs = _parts(self.rest)
        return _Start(number, self.alternatives, _Cue(self.sign, self.weight, parts), needs)


@cache  # the same rest stands behind each of a cue's first words
def _parts(written: str) -> tuple[tuple[_Part, ...], tuple[frozenset[str], ...]]:
    """Return the parts of a cue behind its first slot, and what of them it cannot do without."""
    parts = tuple(one if one in _GAPS else _slot(one, lone=False) for one in written.split())
    slots = (part for part in parts if isinstance(part, _Slot))
    return parts, tuple(frozenset(slot.begun) for slot in slots if not slot.counted)


class CueTable:
    """Cues by their first word: sign → weights and cues. They are read to the end when a text has
    that word for the first time: no start need wait for all of them.
    """

    def __init__(self, table: Mapping[str, Groups]) -> None:
        self._from: dict[str, _Starts] = {}
        self._written: dict[str, list[_Written]] = {}
        for sign, groups in table.items():
            for weight, cues in groups:
                for cue in cues_of(cues):
                    self._add(sign, weight, cue)
        self._counted = tuple(sign for sign in _SIGNS if sign in self._written)

    def _add(self, sign: str, weight: float, cue: str) -> None:
        first, _, rest = cue.partition(" ")
        for word, alternatives in _slot(first, lone=not rest).begun.items():
            written = _Written(sign, weight, alternatives, rest)
            self._written.setdefault(word, []).append(written)

    def _starts(self, word: str) -> _Starts | None:
        if word in self._written and word not in self._from:
            self._from[word] = starts = _Starts()
            for number, written in enumerate(self._written[word]):
                starts.add(written.start(number))
        return self._from.get(word)

    def find(self, text: Text) -> list[Found]:
        """Return every cue in a text, in the order of its words."""
        there = frozenset(text.plain)
        found: list[Found] = []
        for at, word in enumerate(text.plain):
            for starts in self._beginning(word):
                tried = (start.found(text, at) for start in starts.likely(text.plain, at, there))
                found += filter(None, tried)
        return found

    def _beginning(self, word: str) -> Iterator[_Starts]:
        signs = self._counted if word[0].isdigit() or word in _NUMBERS else ()
        for known in (word, *(sign for sign in signs if _is(sign, word))):
            if starts := self._starts(known):
                yield starts
