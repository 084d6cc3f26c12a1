"""What comments speak of, with counts, and a few of them in people's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from survey.editions import Edition, Theme
from survey.findings.base import SHOWN, Finding, Quotes, counted_themes

__all__ = ["most", "voices"]

_UNSORTED: Final = "PA15"
"""Cases of other subjects, and of none of ours (domain §4.2)."""


def voices(edition: Edition) -> Iterator[Finding]:
    """Return the themes of complaints, of low ratings, of wishes and of open words, and
    quotations.
    """
    kinds = {kind: _of(edition, kind) for kind in ("complaint", "weakness", "wish")}
    for kind, themes in kinds.items():
        if themes:
            yield _named(kind, themes)
    quoted = [theme for theme in edition.themes if theme.comments]
    if quoted:
        yield _quoted(quoted)
    yield from _opinions(edition)
    if not (edition.themes or edition.words.written):
        yield Finding(section="voices", rule="none", figures=("themes",))


def _opinions(edition: Edition) -> Iterator[Finding]:
    """Return what open words praise and criticise (R41), and how many of them fit no theme."""
    words = edition.words
    if words.withheld:
        yield Finding(section="voices", rule="words_withheld", figures=("words",))
    elif words.written:
        counts = ("written", "themed", "unthemed")
        yield Finding(
            section="voices",
            rule="words",
            values={name: getattr(words, name) for name in counts},
            figures=tuple(f"words/{name}" for name in counts if getattr(words, name)),
        )
    for kind in ("praised", "criticised"):
        if themes := _of(edition, kind):
            yield _opinion(kind, themes)


def _opinion(kind: str, themes: Sequence[Theme]) -> Finding:
    shown = themes[:SHOWN]
    return Finding(
        section="voices",
        rule=kind if len(themes) > SHOWN else f"{kind}_all",
        values={"themes": counted_themes(shown)},
        figures=tuple(f"themes/{theme.key}" for theme in shown),
    )


def most(edition: Edition, kind: str) -> Theme | None:
    """Return the theme of a kind that most people speak of; what was put under no subject is none
    that anybody could be asked to settle.
    """
    return next((one for one in _of(edition, kind) if one.key != _UNSORTED), None)


def _of(edition: Edition, kind: str) -> list[Theme]:
    themes = [theme for theme in edition.themes if theme.kind == kind and theme.count]
    return sorted(themes, key=lambda theme: (-theme.count, theme.key))


def _named(kind: str, themes: Sequence[Theme]) -> Finding:
    shown = themes[:SHOWN]
    return Finding(
        section="voices",
        rule=kind if len(themes) > SHOWN else f"{kind}_all",  # none is left out: "most" is wrong
        values={
            "themes": counted_themes(shown),
            "count": sum(theme.count for theme in themes),
            "kinds": len(themes),
        },
        figures=tuple(f"themes/{theme.key}" for theme in shown),
    )


def _quoted(themes: Sequence[Theme]) -> Finding:
    quotes = [(one.text, one.unit) for theme in themes for one in theme.comments[:1]]
    return Finding(
        section="voices",
        rule="quotes",
        values={"quotes": Quotes(tuple(quotes[:SHOWN]))},
        figures=tuple(f"themes/{theme.key}" for theme in themes[:SHOWN]),
    )
