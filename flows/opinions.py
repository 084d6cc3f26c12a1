"""What the open words at the end of a form praise and criticise, by theme.

A theme is given where a cue stands for it that is neither denied, nor wished for, nor asked, nor
ironic, and where nothing else in the text says the contrary of the same thing. Precision comes
before reach: words that fit no theme are counted as such. The criticism has the categories of
domain §4.2 by the rules that suggest them in chat (`flows.stories`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from flows.cue_patterns import BREAKS
from flows.cue_table import CueTable, Found
from flows.cue_words.praises import PRAISES, SPARED, TAKEN_BACK
from flows.lexicon import listed
from flows.spelling import unmark
from flows.stories import categories_of, cues_in
from flows.story_signs import Told, told_in
from flows.story_text import Heard, hear_story
from flows.vietnamese import Utterance
from flows.vocabulary import CATEGORIES

__all__ = ["PRAISED", "Opinions", "excludes", "opinions_of"]

PRAISED: Final = tuple(PRAISES)
"""Themes of praise, in the order in which they are told of."""
_WHOLE: Final = "whole"

_PRAISES, _SPARED, _TAKEN_BACK = CueTable(PRAISES), CueTable(SPARED), CueTable(TAKEN_BACK)

_CONTRARY: Final[Mapping[str, frozenset[str]]] = {
    "attitude": frozenset({"PA01", "PA02"}),
    "speed": frozenset({"PA03"}),
    "clarity": frozenset({"PA04"}),
    "simplicity": frozenset({"PA02"}),
    "openness": frozenset({"PA05"}),
    "premises": frozenset({"PA06"}),
    "online": frozenset({"PA07"}),
}
"""Praise → what says the contrary of it: of a text with both nobody can tell what it means."""

_ALL_OF_IT: Final = frozenset({"irony", "unclear"})
_CRITICISM: Final = frozenset({"hearsay", "once", "own_life"})
"""Signs of `TAKEN_BACK` that take back all of a text, and what it criticises."""
_PRAISE: Final = frozenset({"hearsay", "own_life", "elsewhere", "supposed"})
"""Those that take back the praise behind them."""

_MOCKING = re.compile(
    r"[:=]\){2,}|[\U0001F644\U0001F60F\U0001F643\U0001F921]|[\"“”][^\"“”]{1,30}[\"“”]"
)
"""Signs of irony that are no words: laughing, rolled eyes, a few words between quotation marks."""
_NEAR: Final = 3  # words from a "not" to praise
_THAN_BEFORE = frozenset(listed("trước, xưa, hồi, năm, truoc, xua, hoi, nam"))
"""What makes of "nhanh hơn" no wish."""
_NOTHING = frozenset(
    listed("""
        khong, chua, chang, cha, ko, k, hong, co, y, kien, gi, j, gop, them, het, ca, nua, a, nha
        nhe, toi, em, tui, minh, da, thoi, cung, thi, bo, sung, dau, no, nothing
    """)
)
"""Words, without marks, of which a text is made that says that there is nothing to say."""
_DENYING = frozenset(listed("khong, chua, chang, ko, k, hong, no, nothing"))


class Opinions(msgspec.Struct, frozen=True):
    """What a text praises and criticises."""

    praised: frozenset[str] = frozenset()
    """Themes of `PRAISED`."""
    criticised: frozenset[str] = frozenset()
    """Categories of domain §4.2."""
    is_empty: bool = False
    """Whether it says that there is nothing to say."""


def excludes(theme: str) -> frozenset[str]:
    """Return the themes, among those praised and the categories, that no text has together with
    one: what says the contrary; praise of nothing in particular stands alone.
    """
    if theme == _WHOLE:
        return frozenset({*PRAISED, *CATEGORIES} - {_WHOLE})
    praised = {one for one, wrong in _CONTRARY.items() if theme in wrong}
    return frozenset({_WHOLE, *praised, *_CONTRARY.get(theme, ())})


def opinions_of(utterance: Utterance) -> Opinions:
    """Return the themes of a text; none where it is ironic."""
    heard = hear_story(utterance)
    if _says_nothing(heard):
        return Opinions(is_empty=True)
    taken = _TAKEN_BACK.find(heard.text)
    signs = {one.sign for one in taken}
    if _MOCKING.search(utterance.raw) or not _ALL_OF_IT.isdisjoint(signs):
        return Opinions()
    themed = _PRAISES.find(heard.text)
    told = told_in([*cues_in(heard), *map(_as_praise, themed)], heard)
    is_of_now = _CRITICISM.isdisjoint(signs)
    criticised = categories_of(told, heard) if is_of_now else frozenset()
    praised = frozenset() if "?" in utterance.raw else _praised(themed, told, heard, taken)
    return _plain(praised, criticised, told)


def _says_nothing(heard: Heard) -> bool:
    words = {unmark(word) for word in heard.words if word[0].isalnum()}
    return words <= _NOTHING and not _DENYING.isdisjoint(words)


def _as_praise(found: Found) -> Found:
    """Return a cue of a theme as the rules of denial know praise."""
    return Found("praise", found.weight, found.start, found.end)


def _praised(themed: list[Found], told: Told, heard: Heard, taken: list[Found]) -> frozenset[str]:
    undenied = {(one.start, one.end) for one in told.praises}
    held = [one for one in themed if (one.start, one.end) in undenied and not _denies(one, heard)]
    return frozenset(
        one.sign
        for one in (*held, *_SPARED.find(heard.text))
        if not _is_hoped_for(one, told, heard, taken)
    )


def _denies(found: Found, heard: Heard) -> bool:
    """Whether a "not" stands within the words of praise, or closely before them in their clause:
    of praise that is too much sooner than too little.
    """
    before = heard.words[max(0, found.start - _NEAR) : found.start]
    breaks = [at for at, word in enumerate(before, 1) if word in BREAKS]
    near = (*before[max(breaks, default=0) :], *heard.words[found.start : found.end])
    return "đâu" in near or not _DENYING.isdisjoint(map(unmark, near))


def _is_hoped_for(found: Found, told: Told, heard: Heard, taken: list[Found]) -> bool:
    """Whether praise is not of what was: a wish, hearsay or another office stands before it in its
    sentence, or "hơn" behind it.
    """
    doubts = [*told.wishes, *(one for one in taken if one.sign in _PRAISE)]
    before = [one for one in doubts if one.start <= found.start]
    if any("." not in heard.words[one.start : found.start] for one in before):
        return True
    behind = heard.words[found.end : found.end + 2]
    return behind[:1] in _MORE and _THAN_BEFORE.isdisjoint(behind[1:])


_MORE = {("hơn",), ("hon",)}


def _plain(praised: frozenset[str], criticised: frozenset[str], told: Told) -> Opinions:
    """Return what does not contradict itself. Praise of nothing in particular stands alone."""
    clear = {one for one in praised if criticised.isdisjoint(_CONTRARY.get(one, ()))}
    doubtful = {wrong for one in praised for wrong in _CONTRARY.get(one, ())}
    if clear != {_WHOLE} or told.troubles:
        clear.discard(_WHOLE)
    return Opinions(frozenset(clear), criticised - doubtful)
