"""From what a person typed to what can be read: cleaned, redacted and in one spelling."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import msgspec

from flows.keyboards import undo_keys
from flows.lexicon import ABBREVIATIONS, AFTER_NOT, POLITE_HEADS, POLITE_TAILS
from flows.redaction import redact
from flows.spelling import clean, fold, normalise, unmark
from flows.tone_twins import CONFUSED, settle_tones

__all__ = ["Utterance", "fold", "listen", "split_words", "words_of"]

_WORD = re.compile(r"[^\W_]+")


class Utterance(msgspec.Struct, frozen=True):
    """What was typed, in the forms in which it is stored and read."""

    raw: str
    """The person's own words (NFC), redacted and without invisible characters: may be stored."""
    accented: str
    """`raw` in one spelling, punctuation kept: "rất hài lòng!", "4/5"."""
    plain: str
    """`accented` without marks; letter by letter as long as `accented`."""
    words: tuple[str, ...] = ()
    """The accented words: chat spellings written out, politeness left out, no punctuation."""
    decoded: tuple[str, ...] = ()
    """`words` with Telex and VNI keys undone, where there were any; else empty."""
    flags: tuple[str, ...] = ()
    """What was noticed, such as `redacted:otp`."""
    today: date | None = None
    """The day on which it was said, in Vietnam; None where nobody knows it."""
    period: tuple[date, date] | None = None
    """The days that the open survey asks about, where it names them."""

    @property
    def asks(self) -> bool:
        """Whether it is a question itself: "đồng ý?" agrees to nothing."""
        return self.accented.endswith("?")


_SHORT_WORDS = frozenset((*ABBREVIATIONS, *AFTER_NOT))


def _written_out(words: list[str]) -> list[str]:
    if _SHORT_WORDS.isdisjoint(words):
        return words  # most of what people write
    out: list[str] = []
    for word in words:
        behind_not = bool(out) and out[-1] == "không"
        meant = (behind_not and AFTER_NOT.get(word)) or ABBREVIATIONS.get(word)
        out.extend(meant.split() if meant else (word,))
    return out


def _without_politeness(words: list[str]) -> tuple[str, ...]:
    first, last = 0, len(words)
    while last - first > 1 and words[last - 1] in POLITE_TAILS:
        last -= 1
    while last - first > 1 and words[first] in POLITE_HEADS:
        first += 1
    return tuple(words[first:last])


def split_words(normal: str) -> tuple[str, ...]:
    """Return the words of a normalised text, as `Utterance.words` has them."""
    return _without_politeness(_written_out(_WORD.findall(normal)))


def _decoded(words: tuple[str, ...]) -> tuple[str, ...]:
    decoded = tuple(map(undo_keys, words))
    return decoded if decoded != words else ()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a label or phrase of ours, in the spelling of `Utterance.words`.

    Remembered: never call it with what a person typed.
    """
    return split_words(normalise(clean(text)))


def listen(text: str, today: date | None = None) -> Utterance:
    """Return what can be read and stored of a text that was typed `today`. Never raises,
    whatever the text.
    """
    redacted = redact(text)
    accented = normalise(redacted.text)
    found = _WORD.findall(accented)
    if not CONFUSED.isdisjoint(found):
        accented = settle_tones(accented)
        found = _WORD.findall(accented)
    words = _without_politeness(_written_out(found))
    return Utterance(
        raw=redacted.text,
        accented=accented,
        plain=unmark(accented),
        words=words,
        decoded=_decoded(words),
        flags=tuple(f"redacted:{kind}" for kind in redacted.kinds),
        today=today,
    )
