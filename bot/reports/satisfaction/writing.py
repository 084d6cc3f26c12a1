"""The written analysis: findings made into paragraphs, each with the figures that it stands on."""

from __future__ import annotations

from datetime import date, timedelta

from bot.i18n import Catalogues
from bot.reports.satisfaction.sentences import ABOUT, OWNED, SENTENCES
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Edition, Period
from survey.findings.base import Finding, Names
from survey.findings.rules import findings
from survey.report_parts import SECTIONS, Letterhead, Paragraph, Report, Section

__all__ = ["period_of", "subject_of", "written"]

_QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}
_HALVES = {1: text_key("report.period.first_half"), 7: text_key("report.period.second_half")}
_MONTHS = {"quarter": 3, "half_year": 6, "year": 12}


def written(edition: Edition, letterhead: Letterhead, texts: Catalogues) -> Report:
    """Return the report of an edition: the same edition gives the same words.

    Raises:
        KeyError: the texts are strict and lack one.

    """
    voice = Voice(texts)
    found = findings(edition)
    sections = (
        Section(
            name=name,
            paragraphs=tuple(_paragraph(voice, one) for one in found if one.section == name),
        )
        for name in SECTIONS
    )
    return Report(letterhead=letterhead, sections=tuple(sections))


def _paragraph(voice: Voice, finding: Finding) -> Paragraph:
    key = SENTENCES[f"{finding.section}.{finding.rule}"]
    values = {name: voice.value(value) for name, value in finding.values.items()}
    sentences = [voice.say(key, **values)]
    about = finding.values.get("about")
    if isinstance(about, Names) and about.names and not voice.has_place(key, "about"):
        sentences.append(voice.say(ABOUT, about=values["about"]))
    if "owner" in values:
        sentences.append(voice.say(OWNED, owner=values["owner"], days=values["days"]))
    return Paragraph(id=finding.id, text=" ".join(sentences), figures=finding.figures)


def subject_of(edition: Edition, texts: Catalogues) -> str:
    """Return what the report is about (trích yếu), to begin with."""
    voice = Voice(texts)
    return voice.say(
        text_key("report.subject"),
        unit=edition.scope.unit_name,
        period=period_of(edition.period, voice),
    )


def period_of(period: Period, voice: Voice) -> str:
    """Return a period's name, such as "quý III năm 2026"; its days where it is no such part of a
    calendar year, as the year of a plan may be (R13).
    """
    begins = date.fromisoformat(period.from_day)
    after = date.fromisoformat(period.to_day) + timedelta(days=1)
    months = 12 * (after.year - begins.year) + after.month - begins.month
    regular = begins.day == after.day == 1 and months == _MONTHS.get(period.span)
    if not regular or (begins.month - 1) % months:
        params = {"from_day": voice.day(period.from_day), "to_day": voice.day(period.to_day)}
        return voice.say(text_key("report.period.days"), **params)
    if period.span == "year":
        return voice.say(text_key("report.period.year"), year=begins.year)
    if period.span == "half_year":
        return voice.say(_HALVES[begins.month], year=begins.year)
    quarter = _QUARTERS[begins.month]
    return voice.say(text_key("report.period.quarter"), quarter=quarter, year=begins.year)
