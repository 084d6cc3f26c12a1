"""The words around the report's text as Decree 30/2020, appendix I, wants them (domain §6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.writing import period_of
from flows.texts import text_key
from survey.editions import Edition
from survey.report_parts import Letterhead

__all__ = ["Letter", "letter_of", "lettered", "roman"]

_BLANK: Final = "\u00a0" * 6
"""Room for what is written by hand, or not known yet."""
_LETTERS: Final = text_key("report.letters")
"""Of points: in Vietnamese đ follows d, and there are no f and j."""
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is printed before and after the text, complete."""

    parent_agency: str
    agency: str
    nation: str
    motto: str
    number: str
    place_and_day: str
    title: str
    subject: str
    addressed: Sequence[str]
    """One line, or with several of them a line for each below the word."""
    bases: Sequence[str]
    opening: str
    closing: str
    recipients_title: str
    recipients: Sequence[str]
    authority: str
    office: str
    signer: str
    attached: str
    """Below the title of each annex: which report it belongs to."""
    annex: str
    """The word before an annex's number."""


def letter_of(edition: Edition, letterhead: Letterhead, voice: Voice) -> Letter:
    """Return the words; what is not known yet is left blank, as in a draft."""
    agency = letterhead.agency or edition.scope.unit_name
    period = period_of(edition.period, voice)
    number, day = _number(letterhead), _day(letterhead, voice)
    subject = letterhead.subject or voice.say(
        text_key("report.subject"), unit=edition.scope.unit_name, period=period
    )
    return Letter(
        parent_agency=letterhead.parent_agency.upper(),
        agency=agency.upper(),
        nation=voice.say(text_key("report.letter.nation")),
        motto=voice.say(text_key("report.letter.motto")),
        number=voice.say(text_key("report.letter.number"), number=number),
        place_and_day=f"{letterhead.place}, {day}" if letterhead.place else day,
        title=voice.say(text_key("report.letter.title")),
        subject=subject,
        addressed=_addressed(letterhead, voice),
        bases=_bases(letterhead.bases, voice),
        opening=voice.say(text_key("report.letter.opening"), agency=agency, period=period),
        closing=voice.say(text_key("report.letter.closing"), agency=agency, period=period),
        recipients_title=voice.say(text_key("report.letter.recipients")),
        recipients=_recipients(letterhead, voice),
        authority=letterhead.authority.upper(),
        office=letterhead.office.upper(),
        signer=letterhead.signer,
        attached=voice.say(
            text_key("report.letter.attached"), number=number, day=day, agency=agency
        ),
        annex=voice.say(text_key("report.letter.annex")),
    )


def _number(letterhead: Letterhead) -> str:
    """Return number and symbol; a number below ten has a zero before it."""
    number = _BLANK if letterhead.number is None else f"{letterhead.number:02}"
    return f"{number}/{letterhead.symbol}"


def _day(letterhead: Letterhead, voice: Voice) -> str:
    """Return the day in words; days below ten and the months 1 and 2 have a zero before them."""
    if not letterhead.day:
        return voice.say(text_key("report.letter.day"), day=_BLANK, month=_BLANK, year=_BLANK)
    day = date.fromisoformat(letterhead.day)
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return voice.say(text_key("report.letter.day"), day=f"{day:%d}", month=month, year=day.year)


def _addressed(letterhead: Letterhead, voice: Voice) -> list[str]:
    to = letterhead.addressed_to
    if not to:
        return []
    before = voice.say(text_key("report.letter.addressed"))
    bare = [one.strip().rstrip(";.") for one in to]
    if len(bare) == 1:
        return [f"{before} {bare[0]}"]
    return [before, *(f"- {one};" for one in bare[:-1]), f"- {bare[-1]}."]


def _bases(bases: Sequence[str], voice: Voice) -> list[str]:
    """Return the grounds, each ending with a semicolon, the last with a full stop."""
    word = voice.say(text_key("report.letter.basis"))
    bare = [base.strip().rstrip(";.") for base in bases]
    said = [base if base.startswith(word) else f"{word} {base}" for base in bare]
    return [*(f"{base};" for base in said[:-1]), *(f"{base}." for base in said[-1:])]


def _recipients(letterhead: Letterhead, voice: Voice) -> list[str]:
    kept = voice.say(text_key("report.letter.archive"), archive=letterhead.archive)
    return [*(f"- {one.rstrip(';.')};" for one in letterhead.recipients), f"- {kept}."]


def lettered(number: int, voice: Voice) -> str:
    """Return the mark of a point, from 1: a), b), c), d), đ), e), g).

    Raises:
        IndexError: there are no so many letters.

    """
    return f"{voice.say(_LETTERS).split()[number - 1]})"


def roman(number: int) -> str:
    """Return a Roman number, 1–39."""
    said = ""
    for value, letters in _ROMAN:
        while number >= value:
            said, number = said + letters, number - value
    return said
