"""What keeps a campaign from being handed in: its terms, its parts, and each of its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.campaigns.texts import WAVES
from flows.invitation_text import text_faults
from survey.campaign_inspection import Fault, Known, campaign_faults
from survey.campaigns import Parts, Terms, Words

__all__ = ["all_faults"]


def all_faults(terms: Terms, parts: Parts, known: Known) -> list[Fault]:
    """Return everything that is wrong or missing. A file brings in what no page has looked at, so
    its texts are looked at here; their fields are named so: `texts/telegram vi 0/text`.
    """
    found = campaign_faults(terms, parts, known)
    for number, words in enumerate(parts.texts):
        found += _faults_of(words, parts.texts[:number], known)
    return found


def _faults_of(words: Words, before: Sequence[Words], known: Known) -> Iterator[Fault]:
    place = f"texts/{words.channel} {words.language} {words.wave}"
    if words.language not in known.languages:
        yield Fault(field=f"{place}/languages", code="unknown")
    if words.wave not in WAVES:
        yield Fault(field=f"{place}/wave", code="range", least=WAVES[0], most=WAVES[-1])
    if any(_key(words) == _key(other) for other in before):
        yield Fault(field=f"{place}/texts", code="twice")
    for one in text_faults(words.channel, words.subject, words.text):
        field = f"{place}/{one.field}"
        yield Fault(field=field, code=one.code, most=one.most, place=one.place)


def _key(words: Words) -> tuple[str, str, int]:
    return words.channel, words.language, words.wave
