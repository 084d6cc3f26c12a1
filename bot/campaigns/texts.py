"""What campaigns write to people: the standard texts, an office's own, and how both are filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from bot.i18n import Catalogues
from flows.desk.template_text import filled
from flows.texts import text_key
from survey.campaigns import CHANNELS, Channel, Terms, Words

__all__ = ["WAVES", "Said", "all_words", "lacking", "said", "standard", "stop_phrase"]

WAVES: Final = (0, 1, 2)
"""The invitation, and the reminders (at most two)."""

_TEXTS: Final[Mapping[tuple[Channel, int], str]] = {
    ("telegram", 0): text_key("invitation_text.telegram.first"),
    ("telegram", 1): text_key("invitation_text.telegram.second"),
    ("telegram", 2): text_key("invitation_text.telegram.last"),
    ("email", 0): text_key("invitation_text.email.first"),
    ("email", 1): text_key("invitation_text.email.second"),
    ("email", 2): text_key("invitation_text.email.last"),
    ("list", 0): text_key("invitation_text.list.first"),
    ("list", 1): text_key("invitation_text.list.second"),
    ("list", 2): text_key("invitation_text.list.last"),
}
_SUBJECTS: Final[Mapping[tuple[Channel, int], str]] = {
    ("email", 0): text_key("invitation_text.email.first.subject"),
    ("email", 1): text_key("invitation_text.email.second.subject"),
    ("email", 2): text_key("invitation_text.email.last.subject"),
    ("list", 0): text_key("invitation_text.list.first.subject"),
    ("list", 1): text_key("invitation_text.list.second.subject"),
    ("list", 2): text_key("invitation_text.list.last.subject"),
}
_STOPS: Final[Mapping[Channel, str]] = {
    "telegram": text_key("invitation_text.stop.telegram"),
    "email": text_key("invitation_text.stop.email"),
    "list": text_key("invitation_text.stop.list"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text is filled with for one person."""

    office: str
    service: str
    day: date
    """Of their transaction."""
    minutes: int
    link: str
    ends_on: date
    stop_link: str = ""
    """Where one press ends all e-mails; e-mails only."""


def standard(texts: Catalogues, channel: Channel, language: str, wave: int) -> Words:
    """Return the text that is sent where nobody wrote another; `wave`: one of `WAVES`."""
    subject = _SUBJECTS.get((channel, wave))
    return Words(
        channel=channel,
        language=language,
        wave=wave,
        subject="" if subject is None else texts.text(language, subject),
        text=texts.text(language, _TEXTS[channel, wave]),
    )


def all_words(texts: Catalogues, terms: Terms, own: Iterable[Words]) -> list[Words]:
    """Return every text of a campaign, by channel, wave and language: an office's own ones, and
    the standard ones for the rest. There is a text for each reminder that the terms plan, in each
    language; none in one that is not offered here and in which nobody wrote.
    """
    written = {(one.channel, one.wave, one.language): one for one in own}
    waves = WAVES[: len(terms.reminders) + 1]
    return [
        written.get((channel, wave, language)) or standard(texts, channel, language, wave)
        for channel in CHANNELS
        for wave in waves
        for language in terms.languages
        if language in texts.languages or (channel, wave, language) in written
    ]


def lacking(terms: Terms, words: Iterable[Words]) -> list[tuple[Channel, str]]:
    """Return by which channel, and in which language of a campaign, one of its waves says
    nothing. `words`: those of the wave.
    """
    there = {(one.channel, one.language) for one in words if one.text}
    return [pair for pair in product(CHANNELS, terms.languages) if pair not in there]


def stop_phrase(texts: Catalogues, channel: Channel, language: str, link: str = "") -> str:
    """Return how one is asked no more, as the end of a sentence ("…, please …")."""
    return texts.text(language, _STOPS[channel], {"link": link})


def said(texts: Catalogues, words: Words, about: Said) -> tuple[str, str]:
    """Return subject and text as one person reads them."""
    language = words.language
    values = {
        "co_quan": about.office,
        "dich_vu": about.service,
        "ngay": texts.date(language, about.day),
        "phut": str(about.minutes),
        "link": about.link,
        "han": texts.date(language, about.ends_on),
        "dung": stop_phrase(texts, words.channel, language, about.stop_link),
    }
    return filled(words.subject, values), filled(words.text, values)
