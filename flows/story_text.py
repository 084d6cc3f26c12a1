"""A free text as its cues are looked for: words, breaks between clauses, and places in the raw."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from flows.cue_patterns import BREAKS, SAID_OTHERWISE, Text, spoken, text_of, words_of_cues
from flows.cue_table import Found
from flows.cue_words import SUBJECTS, TROUBLES
from flows.keyboards import undo_keys
from flows.lexicon import listed
from flows.spelling import unmark
from flows.syllables import STOPS, is_syllable
from flows.vietnamese import Utterance

__all__ = ["Heard", "hear_story", "spans_of"]

_TOKEN = re.compile(r"[^\W_]+|[,.;:!?()…–-]")
_RAW_TOKEN = re.compile(r"[^\W_]+")
_ENDS = ".!?;"
_MARKED_SHARE = 0.5  # of the words: who types marks at all puts them on two words of three


class Heard(msgspec.Struct, frozen=True):
    """A text in words, and the number of the token of the raw text that each came from."""

    words: tuple[str, ...]
    tokens: tuple[int, ...]
    """-1 for a break."""
    text: Text


def hear_story(utterance: Utterance) -> Heard:
    """Return the words of a text as they are meant, clause by clause."""
    words: list[str] = []
    tokens: list[int] = []
    number = 0
    has_keys = bool(utterance.decoded)
    for token in _TOKEN.findall(utterance.accented):
        if token[0].isalnum():
            may_be_run = has_keys or len(token) >= _SHORTEST_RUN
            if token in SAID_OTHERWISE or (may_be_run and not _stands_alone(token)):
                meant = _meant(token, words, has_keys=has_keys)
                words += meant
                tokens += [number] * len(meant)
            else:
                words.append(token)
                tokens.append(number)
            number += 1
        elif words and words[-1] not in BREAKS:
            words.append("." if token in _ENDS else ",")
            tokens.append(-1)
    return Heard(tuple(words), tuple(tokens), _text(words))


def _text(words: list[str]) -> Text:
    marked = len(words) - sum(map(str.isascii, words))
    bears_marks = marked >= len(words) * _MARKED_SHARE
    leaves_out = marked > 0 and not _BARE.isdisjoint(words)
    return text_of(words, bears_marks=bears_marks or leaves_out, leaves_out=leaves_out)


def _stands_alone(token: str) -> bool:
    """Whether a word is what it seems to be: no two words in one, no keys left in it."""
    return unmark(token) in _OPEN or token in _KNOWN or is_syllable(token) or token.isdecimal()


def _meant(token: str, before: list[str], *, has_keys: bool) -> list[str]:
    """Return the words that a typed word stands for, behind those `before` it."""
    meant: list[str] = []
    for word in _mended(token, has_keys=has_keys):
        denied = (meant or before or [""])[-1] == "không"
        meant += spoken(word, denied=denied)
    return meant


def _mended(token: str, *, has_keys: bool) -> tuple[str, ...]:
    """Return a word with keyboard keys undone, or the two that were run together in it."""
    if (len(token) < _SHORTEST_RUN and not has_keys) or _stands_alone(token):
        return (token,)
    undone = undo_keys(token) if has_keys else token
    if undone != token and is_syllable(undone):
        return (undone,)
    halves = ((token[:at], token[at:]) for at in range(2, len(token) - 1))
    apart = [two for two in halves if all(map(_is_known, two))]
    return apart[0] if len(apart) == 1 else (token,)


def _is_known(part: str) -> bool:
    return unmark(part) in _KNOWN and is_syllable(part)


_SHORTEST_RUN = 5  # letters of two words that were run together
_KNOWN = words_of_cues({**TROUBLES, **SUBJECTS})
_OPEN = frozenset(word for word in _KNOWN if is_syllable(word) and not word.endswith(STOPS))
"""Words of cues that are syllables with whatever marks: their end bears every tone."""
_BARE = frozenset(
    listed("""
        khong, duoc, nguoi, chua, phai, roi, viec, tien, gio, thang, nhan, vien, cua, nhieu, toi
        hiem, giay, het, cung, nop, luong, huu, benh, thuoc, kham, noi, voi, nhu, nhung, nuoc
        tieng, tuan, truoc, thay, nao, hoi, hen, tre, cham, lau, nghi, cong, quay, thai, quat
    """)
)
"""Words that without marks are none: who types them leaves marks out."""


def spans_of(
    found: Iterable[Found], heard: Heard, utterance: Utterance
) -> tuple[tuple[int, int], ...]:
    """Return where cues stand in the person's own text; none where that cannot be told."""
    places = [match.span() for match in _RAW_TOKEN.finditer(utterance.raw)]
    spans = set()
    for one in found:
        numbers = [n for n in heard.tokens[one.start : one.end] if n >= 0]
        if numbers and numbers[-1] < len(places):
            spans.add((places[numbers[0]][0], places[numbers[-1]][1]))
    return tuple(sorted(spans))
