"""The texts people read, by key and language, and how numbers and dates are written for them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from gettext import c2py
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self, TypeAlias
from zoneinfo import ZoneInfo

import structlog
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from flows.identifiers import Instant
from flows.texts import text_key

__all__ = [
    "FALLBACK",
    "OPERATORS",
    "ZONE",
    "Catalogues",
    "day_of",
    "names_of",
    "own_name",
    "start_of",
]

FALLBACK = "vi"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""All of Vietnam keeps one time; deadlines and dates are read in it."""

OPERATORS = (
    "answer.", "case.event.", "case.role.", "case.severity.", "channel.", "cli.", "console.",
    "desk.", "doctor.",
    "example.", "export.", "invitation.", "misreading.", "print.", "question.kind.", "queue.",
    "report.", "response.", "settings.", "simulate.", "storage.", "system.", "xlsform.",
)  # fmt: skip
"""How the keys begin that only officers and operators read: they speak Vietnamese or English, so
that a language for citizens need not have them."""

_NO_BREAK_SPACE = "\u00a0"  # between number and percent sign, as Vietnamese reports print it
_DAY = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_MOMENT = {"vi": "HH:mm dd/MM/yyyy", "en": "d MMM yyyy, HH:mm"}

_log = structlog.get_logger(__name__)

Entry: TypeAlias = str | tuple[str, ...]
"""A text, or its plural forms in the order of the catalogue."""
Plural: TypeAlias = Callable[[int], int]
"""Which plural form a number takes."""


class Catalogues:
    """Every text in every language, in memory, as plain dictionaries.

    A key that a language lacks is read in Vietnamese. A key that is nowhere raises KeyError
    when `strict` (tests); otherwise the key itself is shown, and logged once.
    """

    def __init__(
        self,
        texts: Mapping[str, Mapping[str, Entry]],
        *,
        strict: bool = False,
        plurals: Mapping[str, Plural] | None = None,
    ) -> None:
        self._texts = {language: dict(entries) for language, entries in texts.items()}
        self._plurals = plurals or {}
        self._strict = strict
        self._reported: set[str] = set()
        lacking = {language: self._lacking(language) for language in self._texts}
        self.unfinished = {language: keys for language, keys in lacking.items() if keys}
        """Language → what it still lacks of what citizens read. It is not offered to anybody."""
        finished = self._texts.keys() - self.unfinished.keys()
        self.languages = tuple(sorted(finished, key=lambda name: (name != FALLBACK, name)))
        """What is offered, Vietnamese first."""

    @classmethod
    def load(cls, folder: Traversable | None = None, *, strict: bool = False) -> Self:
        """Read every `<language>/LC_MESSAGES/messages.po` (some 25 ms a language)."""
        found = {
            entry.name: _read(entry)
            for entry in (folder or _locales()).iterdir()
            if (entry / "LC_MESSAGES" / "messages.po").is_file()
        }
        return cls(
            {language: entries for language, (entries, _) in found.items()},
            strict=strict,
            plurals={language: plural for language, (_, plural) in found.items()},
        )

    def offering(self, languages: Iterable[str]) -> Self:
        """Return the same texts, of which only these languages are offered."""
        wanted = frozenset(languages)
        narrowed = copy.copy(self)
        narrowed.languages = tuple(name for name in self.languages if name in wanted)
        return narrowed

    def _lacking(self, language: str) -> tuple[str, ...]:
        """Return what a language lacks of what citizens read; its own name, if nobody knows it."""
        if language == FALLBACK:
            return ()
        if _locale(language) is None:
            return (language,)
        read = (key for key in self._texts[FALLBACK] if not key.startswith(OPERATORS))
        return tuple(sorted(key for key in read if key not in self._texts[language]))

    def text(self, language: str, key: str, params: Mapping[str, object] | None = None) -> str:
        """Return a text with its `%(name)s` places filled.

        A text without such places is returned as it is, so that a lone `%` does no harm.

        Raises:
            KeyError: when strict, for a key that is nowhere or a place without a value.

        """
        found = self.template(language, key, params)
        if "%(" not in found:
            return found
        try:
            return found % (params or {})
        except (KeyError, ValueError):
            if self._strict:
                raise
            self._report(key)
            return found

    def template(self, language: str, key: str, params: Mapping[str, object] | None = None) -> str:
        """Return a text with its `%(name)s` places still open, in the plural form that `count`
        takes, or the only whole number among the values.

        Raises:
            KeyError: when strict, for a key that is nowhere.

        """
        for name in (language, FALLBACK):
            found = self._texts.get(name, {}).get(key)
            if isinstance(found, tuple):
                return found[self._form(name, len(found), params or {})]
            if found:
                return found
        return self._missing(key)

    def _form(self, language: str, forms: int, params: Mapping[str, object]) -> int:
        """Return which of the plural forms is meant; the last one where there is no number."""
        given = [params["count"]] if params.get("count") is not None else params.values()
        numbers = [int(text) for text in map(str, given) if text.isdecimal()]
        plural = self._plurals.get(language)
        if plural is None or len(numbers) != 1:
            return forms - 1
        return min(plural(numbers[0]), forms - 1)

    def has(self, key: str) -> bool:
        """Whether some language has this text."""
        return any(key in entries for entries in self._texts.values())

    def keys(self, language: str) -> frozenset[str]:
        """All keys of one language."""
        return frozenset(self._texts.get(language, {}))

    def number(self, language: str, value: float, digits: int | None = None) -> str:
        """Write a number: 1.234,5 in Vietnamese; `digits` fixes the decimal places."""
        pattern = None if digits is None else f"#,##0{'.' if digits else ''}{'0' * digits}"
        return format_decimal(value, format=pattern, locale=language)

    def percent(self, language: str, share: float, digits: int = 2) -> str:
        """Write a share (0 to 1) as a percentage: 85,61 % in Vietnamese."""
        decimals = f".{'0' * digits}" if digits else ""
        gap = _NO_BREAK_SPACE if language == FALLBACK else ""
        return format_percent(share, format=f"#,##0{decimals}{gap}%", locale=language)

    def money(self, language: str, amount: float) -> str:
        """Return an amount of đồng: "1.250.000 đồng"."""
        params = {"number": self.number(language, amount)}
        return self.text(language, text_key("value.money"), params)

    def lasting(self, language: str, minutes: float) -> str:
        """Return how long something takes: "1 giờ 30 phút"."""
        hours, rest = divmod(int(minutes), 60)
        params = {"hours": str(hours), "minutes": str(rest)}
        if not hours:
            return self.text(language, text_key("value.minutes"), params)
        if not rest:
            return self.text(language, text_key("value.hours"), params)
        return self.text(language, text_key("value.hours_minutes"), params)

    def date(self, language: str, day: date) -> str:
        """Write a day: 05/01/2026 in Vietnamese."""
        return format_date(day, _DAY.get(language, "medium"), locale=language)

    def moment(self, language: str, instant: Instant) -> str:
        """Write a day and time of day as clocks in Vietnam show it: 14:05 05/01/2026."""
        local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZONE)
        return format_datetime(local, _MOMENT.get(language, "medium"), locale=language)

    def _missing(self, key: str) -> str:
        if self._strict:
            raise KeyError(key)
        self._report(key)
        return key

    def _report(self, key: str) -> None:
        if key not in self._reported:
            self._reported.add(key)
            _log.error("text_missing", key=key)


def day_of(instant: Instant) -> date:
    """Return the day in Vietnam on which an instant falls."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZONE).date()


def start_of(day: date) -> Instant:
    """Return the first moment of a day in Vietnam."""
    return Instant(int(datetime.combine(day, time(), ZONE).timestamp() * 1000))


def _locales() -> Traversable:
    """Return the folder of the source tree, or the one inside an installed package."""
    beside = Path(__file__).parents[1] / "locales"
    return beside if beside.is_dir() else files("bot") / "_locales"


def _read(folder: Traversable) -> tuple[dict[str, Entry], Plural]:
    """Return a catalogue's texts, and its own rule for plurals."""
    locale = _locale(folder.name)
    with (folder / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    texts = {
        _first(message.id): entry
        for message in catalogue
        if message.id and not message.fuzzy and (entry := _entry(message.string))
    }
    return texts, c2py(catalogue.plural_expr)


def _first(identity: str | Iterable[str]) -> str:
    return identity if isinstance(identity, str) else next(iter(identity))


def _entry(string: str | Iterable[str] | None) -> Entry | None:
    """Return a text, or all its plural forms; None where one is missing."""
    if string is None or isinstance(string, str):
        return string or None
    forms = tuple(string)
    return forms if forms and all(forms) else None


# -- languages


@cache
def _locale(language: str) -> Locale | None:
    """Return what CLDR knows of a language; None where it knows nothing."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def own_name(language: str) -> str:
    """Return a language's own name for itself (CLDR): "Tiếng Việt", "English"."""
    locale = _locale(language)
    name = (locale and locale.get_display_name(language)) or language
    return name[:1].upper() + name[1:]


@cache
def names_of(language: str) -> tuple[str, ...]:
    """Return its own name, then what Vietnamese and English call it: words that ask for it."""
    locale = _locale(language)
    called = [locale.get_display_name(other) for other in (FALLBACK, "en")] if locale else []
    return tuple(dict.fromkeys(filter(None, (own_name(language), *called))))
