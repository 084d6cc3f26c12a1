"""The signs by which a sentence points to a choice: aliases with a gap, with "or", or a cue.

An alias of a choice is read like its label, unless it is a sign: `trễ|chậm … không báo` stands for
one word or the other, then anything, then "not told"; `~giấy tờ` for these words anywhere, even
denied, where a question asks for a topic rather than for a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from flows.lexicon import listed
from flows.phrases import Words
from flows.spelling import is_shortened, unmark
from flows.vietnamese import words_of

__all__ = ["DENIALS", "Sign", "Text", "is_sign", "read_sign", "shown"]

_CUE, _GAP, _OR = "~", "…", "|"

DENIALS = frozenset(
    {"không", "chưa", "chẳng", "chả", "đừng", "khong", "chua", "chang", "not", "no"}
)
"""What denies the words behind it."""
_BETWEEN = frozenset(
    listed("""
        có, co, thấy, thay, ai, được, duoc, hề, he, bị, bi, gì, gi, nói, phải, phai, cần, can
        một, mot, lời, tiếng, nào, muốn, còn, con, cho, họ, ho, hết, kịp, làm, thông, bao, giờ
        từng, đi
    """)
)
"""May stand between a denial and what it denies: "không thấy ai báo"."""
_AFTER = frozenset({"đâu", "mô", "mo"})
_REACH = 3  # words between a denial and what it denies


class Phrase(msgspec.Struct, frozen=True):
    """Words and the same without marks, worked out once."""

    words: Words
    plain: Words

    @classmethod
    def of(cls, words: Words) -> Phrase:
        """Return the phrase of these words."""
        return cls(words, tuple(map(unmark, words)))


class Sign(msgspec.Struct, frozen=True):
    """The parts of a sign, in order; each is one of several phrases."""

    parts: tuple[tuple[Phrase, ...], ...]
    cue: bool = False


class Text(msgspec.Struct, frozen=True):
    """What was typed: its words, and whether all of it was typed without marks."""

    said: Phrase
    unmarked: bool

    @classmethod
    def of(cls, words: Words, *, unmarked: bool) -> Text:
        """Return the text of these words."""
        return cls(Phrase.of(words), unmarked)

    def places(self, phrase: Phrase, start: int) -> Iterator[int]:
        """Yield where the phrase stands, marks perhaps left out.

        A single word without marks is another word in a text that has marks: "cho" is no "chờ".
        """
        if phrase.plain[0] not in self.said.plain:
            return  # most signs, of most texts
        size = len(phrase.words)
        lenient = size > 1 or self.unmarked
        for at in range(start, len(self.said.words) - size + 1):
            if self.said.plain[at : at + size] != phrase.plain:
                continue
            typed = self.said.words[at : at + size]
            if typed == phrase.words or (lenient and all(map(is_shortened, typed, phrase.words))):
                yield at

    def denial(self, start: int, end: int) -> str | None:
        """Return the word that denies the words in between, if there is one."""
        words = self.said.words
        for word in reversed(words[max(0, start - _REACH - 1) : start]):
            if word in DENIALS or word == "đâu":
                return word
            if word not in _BETWEEN:
                break
        behind = 1 if words[start:end] == ("có",) else _REACH  # "họ có hẹn đâu" is about hẹn
        if _AFTER.isdisjoint(words[end : end + behind]):
            return None
        return _denial_of(words[max(0, start - 2) : start])


def _denial_of(words: Words) -> str:
    """Return what "đâu" behind means: "đã có đâu" is "chưa có", "có đổi đâu" is "không đổi"."""
    return "không" if {"đã", "da"}.isdisjoint(words) else "chưa"


def is_sign(alias: str) -> bool:
    """Whether an alias is no plain phrase."""
    return alias.startswith(_CUE) or _GAP in alias or _OR in alias


@lru_cache(maxsize=2048)
def read_sign(alias: str) -> Sign:
    """Return what an alias asks for."""
    parts = (
        tuple(Phrase.of(words) for phrase in part.split(_OR) if (words := words_of(phrase)))
        for part in alias.removeprefix(_CUE).split(_GAP)
    )
    return Sign(tuple(part for part in parts if part), alias.startswith(_CUE))


def shown(sign: Sign, text: Text) -> tuple[int, int] | None:
    """Return where a text shows every part of a sign, in its order: first word, and behind the
    last; None if it does not.
    """
    first, at = -1, 0
    for phrases in sign.parts:
        spans = [span for phrase in phrases for span in _spans(phrase, text, at, cue=sign.cue)]
        if not spans:
            return None
        start, at = min(spans, key=lambda span: (span[0], -span[1]))
        first = start if first < 0 else first
    return (first, at) if first >= 0 else None


def _spans(phrase: Phrase, text: Text, start: int, *, cue: bool) -> Iterator[tuple[int, int]]:
    """Yield where the phrase stands in the text, denied only as it says itself."""
    denied = phrase.words[0] in DENIALS and len(phrase.words) > 1
    bare = Phrase(phrase.words[1:], phrase.plain[1:]) if denied else phrase
    for at in text.places(bare, start):
        end = at + len(bare.words)
        by = text.denial(at, end)
        if cue or (by is not None and _fits(phrase.words[0], by) if denied else by is None):
            yield (at - 1 if denied else at), end


def _fits(written: str, said: str) -> bool:
    """Whether a denial is the written one: "chưa" denies for now, "không" for good."""
    return (said in ("chưa", "chua")) == (written == "chưa")
