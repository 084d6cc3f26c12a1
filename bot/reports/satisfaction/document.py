"""What the report consists of, in its order: headings, paragraphs, tables, charts and annexes.

The makers of .docx and .pdf set it, the maker of .xlsx takes its tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.i18n import Catalogues
from bot.reports.satisfaction.annexes import annexes_of
from bot.reports.satisfaction.blocks import Annex, Block, Heading, Item, Passage
from bot.reports.satisfaction.cells import Table
from bot.reports.satisfaction.charts import Chart
from bot.reports.satisfaction.figures import charts_of, tables_of
from bot.reports.satisfaction.letter import Letter, letter_of, lettered, roman
from bot.reports.satisfaction.printable import printable
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Edition
from survey.report_parts import Report, Section, SectionName

__all__ = ["SECTION_TITLES", "Document", "document_of"]

SECTION_TITLES: Final[Mapping[SectionName, str]] = {
    "conduct": text_key("report.section.conduct"),
    "level": text_key("report.section.level"),
    "change": text_key("report.section.change"),
    "strengths": text_key("report.section.strengths"),
    "weaknesses": text_key("report.section.weaknesses"),
    "units": text_key("report.section.units"),
    "online": text_key("report.section.online"),
    "voices": text_key("report.section.voices"),
    "objectivity": text_key("report.section.objectivity"),
    "limits": text_key("report.section.limits"),
    "proposals": text_key("report.section.proposals"),
}
Chapter: TypeAlias = tuple[str, tuple[SectionName, ...]]
_CHAPTERS: Final[tuple[Chapter, ...]] = (
    (text_key("report.chapter.conduct"), ("conduct",)),
    (
        text_key("report.chapter.results"),
        ("level", "change", "strengths", "weaknesses", "units", "online", "voices"),
    ),
    (text_key("report.chapter.trust"), ("objectivity", "limits")),
    (text_key("report.chapter.proposals"), ("proposals",)),
)
"""Chapters with their sections; one section alone has no heading of its own."""
_NUMBERED: Final = "proposals"
_LETTERED: Final = "limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole report, ready to be set."""

    letter: Letter
    body: Sequence[Block]
    annexes: Sequence[Annex]


def document_of(
    edition: Edition, report: Report, texts: Catalogues, *, internal: bool = False
) -> Document:
    """Return the report as a document; `internal`: with rankings and officers (R38)."""
    voice, edition, report = Voice(texts), printable(edition), printable(report)
    return Document(
        letter=letter_of(edition, report.letterhead, voice),
        body=tuple(_captioned(_body(edition, report, voice), voice)),
        annexes=tuple(annexes_of(edition, voice, internal=internal)),
    )


def _body(edition: Edition, report: Report, voice: Voice) -> Iterator[Block]:
    sections = {section.name: section for section in report.sections}
    for number, (title, names) in enumerate(_CHAPTERS, start=1):
        yield Heading(1, f"{roman(number)}. {voice.say(title).upper()}")
        present = [name for name in names if name in sections and sections[name].paragraphs]
        for place, name in enumerate(present, start=1):
            if len(names) > 1:
                yield Heading(2, f"{place}. {voice.say(SECTION_TITLES[name])}")
            yield from _texts(sections[name], voice)
            yield from tables_of(name, edition, voice)
            yield from charts_of(name, edition, voice)


def _texts(section: Section, voice: Voice) -> Iterator[Block]:
    """Yield the text; each line that a person wrote is a paragraph on paper."""
    for number, paragraph in enumerate(section.paragraphs, start=1):
        first, *rest = [one for one in paragraph.text.splitlines() if one.strip()] or [""]
        if section.name == _NUMBERED:
            yield Item(f"{number}.", first)
        elif section.name == _LETTERED:
            yield Item(lettered(number, voice), first)
        else:
            yield Passage(first)
        yield from map(Passage, rest)


def _captioned(blocks: Iterator[Block], voice: Voice) -> Iterator[Block]:
    """Return the blocks with tables and charts numbered through, as they stand."""
    tables = charts = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            key = text_key("report.caption.table")
            yield replace(block, title=voice.say(key, number=tables, title=block.title))
        elif isinstance(block, Chart):
            charts += 1
            key = text_key("report.caption.chart")
            yield replace(block, title=voice.say(key, number=charts, title=block.title))
        else:
            yield block
