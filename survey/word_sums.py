"""What counts of open words are sums of: who subtracts one from another reckons with these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from survey.cell_sums import CellSums
from survey.editions import Edition, Share, Theme
from survey.suppression import LEAST

__all__ = ["ASKED", "PRINTED", "WORDS", "is_of_words", "put_words", "words_of"]

WORDS: Final = "words/"
"""Before the names of cells of open words, which count forms: `words/asked` and so on, and the key
of a theme.
"""
PRINTED: Final = ("written", "themed", "unthemed")
"""Fields of `survey.editions.Words` that are told together, or not at all."""
ASKED: Final = f"{WORDS}asked"
_WRITTEN, _THEMED, _UNTHEMED = (WORDS + name for name in PRINTED)
_KINDS: Final = frozenset({"praised", "criticised"})


def is_of_words(theme: Theme) -> bool:
    """Tell whether a theme is one of open words."""
    return theme.kind in _KINDS


def words_of(edition: Edition) -> Edition:
    """Return an edition with nothing but its counts of open words."""
    return replace(
        edition, levels=(), csat=Share(), units=(), tables={}, targets=(), ranking=(), officers=(),
        drivers=(), changes=(), online_changes=(), variants=(), steps=(), procedures=(),
        completion=None, trend=(),
    )  # fmt: skip


def put_words(found: CellSums, edition: Edition) -> None:
    """Put forms by what their open words say. How many were asked is known from counts of forms;
    forms with a theme may have several, but none two that contradict one another, and what a
    whole has beside parts that share no form is told by subtraction.
    """
    words = edition.words
    themes = [one for one in edition.themes if is_of_words(one)]
    if words.asked:
        found.put_said(ASKED, words.asked, words.asked)
    for name in PRINTED:
        found.put_forms(WORDS + name, getattr(words, name), dear=False, withheld=words.withheld)
    for one in themes:
        found.put_forms(WORDS + one.key, one.count, dear=True)
    _tell(found, ASKED, [[_WRITTEN], [_THEMED], [_UNTHEMED]])
    _tell(found, _WRITTEN, [[_THEMED, _UNTHEMED]])
    apart = [[WORDS + one.key for one in some] for some in _apart(themes)]
    _tell(found, _THEMED, apart)
    for whole in (ASKED, _WRITTEN):
        _tell(found, whole, [*apart, *([*some, _UNTHEMED] for some in apart)])


def _tell(found: CellSums, whole: str, several: Iterable[Sequence[str]]) -> None:
    """Add what a whole has beside parts that share no form, where that is nothing or a few."""
    for parts in several:
        rest = found.people.get(whole, 0) - sum(found.people[part] for part in parts)
        if 0 <= rest < LEAST:
            found.tell_rest(whole, parts, rest)


def _apart(themes: Collection[Theme]) -> Iterator[tuple[Theme, ...]]:
    """Yield all themes that no form has two of."""
    grown: list[tuple[Theme, ...]] = [(one,) for one in themes]
    while grown:
        yield from grown
        grown = [
            (*some, one)
            for some in grown
            for one in themes
            if some[-1].key < one.key and all(one.key in other.apart for other in some)
        ]
