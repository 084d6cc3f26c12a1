"""How figures are said in a report: numbers as Vietnamese administration writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.i18n import FALLBACK, Catalogues
from bot.reports.count_words import KINDS, REASONS
from bot.reports.judging_words import SIGNS
from bot.reports.wording import OWNER_ROLES
from flows.texts import text_key
from survey.findings.base import (
    Bound,
    Coded,
    Codes,
    Day,
    Names,
    Note,
    Percent,
    Points,
    Quotes,
    Tally,
    Value,
)
from survey.findings.proposals import UNIT

__all__ = ["Voice"]

_CODES: Final[Mapping[Codes, Mapping[str, str]]] = {
    "invalid": {str(reason): key for reason, key in REASONS.items()},
    "invitation": KINDS,
    "suspicion": {str(reason): key for reason, key in SIGNS.items()},
    "owner": {**OWNER_ROLES, UNIT: text_key("report.owner.unit")},
}

_MOST: Final = 12
"""Names that a sentence lists; the table beside it has all of them."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The words and numbers of one language; a report is Vietnamese."""

    texts: Catalogues
    language: str = FALLBACK

    def say(self, key: str, **params: object) -> str:
        """Return a text with its places filled."""
        return self.texts.text(self.language, key, params)

    def has_place(self, key: str, name: str) -> bool:
        """Whether a text has a place of this name."""
        return f"%({name})" in self.texts.template(self.language, key)

    def count(self, number: int) -> str:
        """Write a whole number: 1.015."""
        return self.texts.number(self.language, number, digits=0)

    def plain(self, number: float) -> str:
        """Write a number with as many places as it has: 90; 17,5."""
        return self.texts.number(self.language, number)

    def number(self, number: float) -> str:
        """Write a number with two places: 0,14."""
        return self.texts.number(self.language, number, digits=2)

    def share(self, value: float) -> str:
        """Write a share (0–1) in per cent without the sign: 85,61 (R39)."""
        return self.texts.number(self.language, 100 * value, digits=2)

    def percent(self, value: float) -> str:
        """Write a share (0–1) with the sign: 85,61 %."""
        return self.texts.percent(self.language, value)

    def day(self, iso: str) -> str:
        """Write a day: 05/01/2026."""
        return self.texts.date(self.language, date.fromisoformat(iso))

    def value(self, value: Value) -> str:
        """Write a value of a finding."""
        if isinstance(value, str):
            return value
        if isinstance(value, int | Percent | Points):
            return self._note(value)
        if isinstance(value, float):
            return self.plain(value)
        return self._bound(value) if isinstance(value, Bound) else self._listed(value)

    def _note(self, value: Note) -> str:
        if isinstance(value, Percent):
            return self.percent(value.value)
        return self.share(value.value) if isinstance(value, Points) else self.count(value)

    def _listed(self, value: Names | Quotes | Tally | Coded | Day) -> str:
        if isinstance(value, Day):
            return self.day(value.day)
        if isinstance(value, Coded):
            return self.coded(value.codes, value.code)
        if isinstance(value, Names):
            return "; ".join(self._named(value))
        if isinstance(value, Quotes):
            return "; ".join(self._quoted(value))
        return "; ".join(self._counted(value))

    def _bound(self, bound: Bound) -> str:
        """Write a target in the words of who set it: "≥ 90 %", or "> 85 %" (R40)."""
        met, exceeded = text_key("report.value.met"), text_key("report.value.exceeded")
        return self.say(exceeded if bound.is_exceeded else met, percent=self.plain(bound.percent))

    def coded(self, codes: Codes, code: str) -> str:
        """Write a code in words; one without words stands for itself."""
        key = _CODES[codes].get(code)
        return self.say(key) if key else code

    def _named(self, names: Names) -> Iterable[str]:
        said = names.names
        if names.notes:
            pairs = zip(names.names, names.notes, strict=True)
            said = tuple(self._with_note(name, note) for name, note in pairs)
        if len(said) <= _MOST:
            return said
        more = self.say(text_key("report.value.more"), count=self.count(len(said) - _MOST))
        return (*said[:_MOST], more)

    def _with_note(self, name: str, note: Note) -> str:
        said = self._note(note)
        if isinstance(note, Points):
            said = self.say(text_key("report.value.points"), points=said)
        elif isinstance(note, int):
            said = self.say(text_key("report.value.times"), count=said)
        return f"{name} ({said})"

    def _quoted(self, quotes: Quotes) -> Iterable[str]:
        key = text_key("report.value.quote")
        return (self.say(key, quote=text.rstrip("."), unit=unit) for text, unit in quotes.quotes)

    def _counted(self, tally: Tally) -> Iterable[str]:
        key = text_key("report.value.forms")
        return (
            self.say(key, name=self.coded(tally.codes, code), count=self.count(number))
            for code, number in tally.counts
        )
