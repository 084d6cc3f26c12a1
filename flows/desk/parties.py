"""Whose names stand in what a citizen wrote: they never see the case (domain §4.2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Final, TypeAlias

from msgspec import Struct

from flows.desk.party_words import ADDRESSES, BRIDGES, PLACES, TITLES
from flows.desk.roles import WHOLE, Grant
from flows.spelling import clean, fold_clean

__all__ = ["Person", "named_in", "works_in"]

_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^)]*\)")
_TAIL: Final = 2
"""Words at the end of a name by which people are called; one alone names far too many."""

_Words: TypeAlias = tuple[str, ...]


class Person(Struct, frozen=True):
    """An account as far as names go: what its holder is called, and where they work."""

    account_id: str
    name: str
    grants: tuple[Grant, ...] = ()


def works_in(person: Person, units: Collection[str]) -> bool:
    """Return whether a grant counts in one of `units`, which come with all above them."""
    return any(grant.unit_id == WHOLE or grant.unit_id in units for grant in person.grants)


def named_in(
    texts: Iterable[str], people: Collection[Person], units: Collection[str]
) -> frozenset[str]:
    """Return the accounts whose names stand in `texts`.

    `units`: those that the case is about or belongs to, and all above them. Their people are
    known by the last two words of their name too, where a word of address stands before and no
    two of them share those words; everybody by the full name. Marks and capitals do not count,
    and one word alone names nobody. Of namesakes all are kept away: better one officer too many.
    """
    stories = [_Story(text) for text in texts]
    names = {person.account_id: _name(person.name) for person in people}
    near = [person.account_id for person in people if works_in(person, units)]
    sharing = Counter(names[account_id][-_TAIL:] for account_id in near)
    called = {one: names[one][-_TAIL:] for one in near if sharing[names[one][-_TAIL:]] == 1}
    return frozenset(
        account_id
        for account_id, name in names.items()
        if len(name) >= _TAIL
        and any(story.has(name) or story.calls(called.get(account_id, ())) for story in stories)
    )


def _name(text: str) -> _Words:
    """Return the folded words of a name, without what is said of its bearer beside it."""
    words = _words(_ASIDE.sub(" ", clean(text)))
    start = next((n for n in range(len(words)) if not _is_title(words[n])), len(words))
    return tuple(map(fold_clean, words[start:]))


def _words(text: str) -> _Words:
    return tuple(_WORD.findall(text.lower()))


def _is_title(word: str) -> bool:
    return word in TITLES or word in ADDRESSES


def _phrases(table: Iterable[str]) -> frozenset[_Words]:
    return frozenset(_words(phrase) for phrase in table)


_ADDRESSES, _BRIDGES, _PLACES = map(_phrases, (ADDRESSES, BRIDGES, PLACES))
_LONGEST: Final = max(map(len, _ADDRESSES | _BRIDGES | _PLACES))


class _Story:
    """A text as words, as they were written and folded."""

    def __init__(self, text: str) -> None:
        self._written = _words(clean(text))
        self._folded = tuple(map(fold_clean, self._written))
        self._joined = f" {' '.join(self._folded)} "

    def has(self, name: _Words) -> bool:
        return f" {' '.join(name)} " in self._joined

    def calls(self, tail: _Words) -> bool:
        """Whether somebody is called by these words: a word of address leads to them."""
        if len(tail) < _TAIL or not self.has(tail):
            return False
        size = len(tail)
        places = range(len(self._folded) - size + 1)
        return any(self._is_led(n) for n in places if self._folded[n : n + size] == tail)

    def _is_led(self, end: int) -> bool:
        """Whether what ends before `end` is a word of address that is not a place's."""
        starts = [end, *self._before(end, _BRIDGES)]
        heads = [head for start in starts for head in self._before(start, _ADDRESSES)]
        return any(not list(self._before(head, _PLACES, exact=True)) for head in heads)

    def _before(
        self, end: int, phrases: Collection[_Words], *, exact: bool = False
    ) -> Iterator[int]:
        """Yield where phrases begin that end before `end`. A word without marks may be one that
        was typed without them; not where `exact`.
        """
        for start in range(max(0, end - _LONGEST), end):
            written = self._written[start:end]
            if any(_same(written, phrase, exact=exact) for phrase in phrases):
                yield start


def _same(written: _Words, phrase: _Words, *, exact: bool) -> bool:
    if written == phrase or exact:
        return written == phrase
    return len(written) == len(phrase) and all(
        word in (other, fold_clean(other)) for word, other in zip(written, phrase, strict=True)
    )
