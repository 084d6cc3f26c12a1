"""The texts people read, by key and language, and how numbers and dates are written for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from flows.identifiers import Instant

__all__ = ["FALLBACK", "ZONE", "Catalogues", "day_of"]

FALLBACK = "vi"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""All of Vietnam keeps one time; deadlines and dates are read in it."""

_NO_BREAK_SPACE = "\u00a0"  # between number and percent sign, as Vietnamese reports print it
_DAY = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_MOMENT = {"vi": "HH:mm dd/MM/yyyy", "en": "d MMM yyyy, HH:mm"}

_log = structlog.get_logger(__name__)


class Catalogues:
    """Every text in every language, in memory, as plain dictionaries.

    A key that a language lacks is read in Vietnamese. A key that is nowhere raises KeyError
    when `strict` (tests); otherwise the key itself is shown, and logged once.
    """

    def __init__(self, texts: Mapping[str, Mapping[str, str]], *, strict: bool = False) -> None:
        self._texts = {language: dict(entries) for language, entries in texts.items()}
        self._strict = strict
        self._reported: set[str] = set()
        self.languages = tuple(sorted(self._texts, key=lambda name: (name != FALLBACK, name)))

    @classmethod
    def load(cls, *, strict: bool = False) -> Self:
        """Read every `locales/<language>/LC_MESSAGES/messages.po` (some 25 ms a language)."""
        texts = {
            folder.name: _read(folder)
            for folder in _locales().iterdir()
            if (folder / "LC_MESSAGES" / "messages.po").is_file()
        }
        return cls(texts, strict=strict)

    def text(self, language: str, key: str, params: Mapping[str, object] | None = None) -> str:
        """Return a text with its `%(name)s` places filled.

        A text without such places is returned as it is, so that a lone `%` does no harm.

        Raises:
            KeyError: when strict, for a key that is nowhere or a place without a value.

        """
        found = self.template(language, key)
        if "%(" not in found:
            return found
        try:
            return found % (params or {})
        except (KeyError, ValueError):
            if self._strict:
                raise
            self._report(key)
            return found

    def template(self, language: str, key: str) -> str:
        """Return a text with its `%(name)s` places still open.

        Raises:
            KeyError: when strict, for a key that is nowhere.

        """
        found = self._texts.get(language, {}).get(key) or self._texts[FALLBACK].get(key)
        return self._missing(key) if found is None else found

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


def _locales() -> Traversable:
    """Return the folder of the source tree, or the one inside an installed package."""
    beside = Path(__file__).parents[1] / "locales"
    return beside if beside.is_dir() else files("bot") / "_locales"


def _read(folder: Traversable) -> dict[str, str]:
    with (folder / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=folder.name)
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
