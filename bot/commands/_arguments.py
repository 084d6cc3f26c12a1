"""Arguments as people write them: days the Vietnamese way or the ISO way, ends of validity."""

from __future__ import annotations

import re
from datetime import date, timedelta

import click

from bot.commands.base import offered_languages, text
from flows.identifiers import Instant
from flows.texts import text_key

_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # beyond them clocks have no day before or after
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")

__all__ = [
    "DAY",
    "LANGUAGE",
    "DayParam",
    "LanguageParam",
    "day_of",
    "end_of",
    "start_of",
    "today",
]


class DayParam(click.ParamType[date]):
    """A day: 05/01/2026 or 2026-01-05."""

    name = "dd/mm/yyyy"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day, or refuse what is none."""
        if isinstance(value, date):
            return value
        found = _VIETNAMESE.fullmatch(value.strip())
        try:
            if found:
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            else:
                day = date.fromisoformat(value.strip())
        except ValueError:
            return self.fail(text(text_key("cli.not_a_day"), value=value), param, ctx)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return self.fail(text(text_key("cli.not_a_day"), value=value), param, ctx)
        return day


DAY = DayParam()


def start_of(day: date) -> Instant:
    """Return the first moment of a day in Vietnam."""
    from bot.i18n import start_of as start

    return start(day)


def end_of(day: date) -> Instant:
    """Return the first moment after a day in Vietnam."""
    return start_of(day + timedelta(days=1))


def day_of(instant: Instant) -> date:
    """Return the day in Vietnam on which an instant falls."""
    from bot.i18n import day_of as day

    return day(instant)


def today() -> date:
    """Return the day that it is in Vietnam."""
    from bot.commands.base import now

    return day_of(now())


class LanguageParam(click.ParamType[str]):
    """A language that citizens can be spoken to in, by its code."""

    name = "vi|en|…"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code, or refuse what is not offered and say what is."""
        known = offered_languages()
        if value.lower() in known:
            return value.lower()
        key = text_key("cli.unknown_language")
        return self.fail(text(key, value=value, known=", ".join(known)), param, ctx)


LANGUAGE = LanguageParam()
