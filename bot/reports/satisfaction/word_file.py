"""The report as .docx by Decree 30/2020, appendix I (domain §6.2 has its rules in short)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Final

import docx as python_docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.section import Section
from docx.shared import Mm, Pt

from bot.i18n import Catalogues
from bot.reports.satisfaction.blocks import Annex
from bot.reports.satisfaction.document import Document, document_of
from bot.reports.satisfaction.sealing import sealed
from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.word_blocks import put
from bot.reports.satisfaction.word_letter import put_foot, put_head
from bot.reports.satisfaction.word_xml import added, dressed, page_number, restarted, said_in
from survey.editions import Edition
from survey.report_parts import Report

__all__ = ["docx"]

_PAGE: Final = (210, 297)
_TOP, _BOTTOM, _LEFT, _RIGHT = 20, 20, 30, 16
"""Millimetres; 20–25, 20–25, 30–35 and 15–20 are allowed."""
_LINE: Final = 1.15
"""Lines; 1–1.5 are allowed."""


def docx(edition: Edition, report: Report, texts: Catalogues, *, internal: bool = False) -> bytes:
    """Return the report as a Word document: equal values give equal bytes.

    `internal`: with the annex of rankings, which is not for others' eyes (R38).
    """
    document = document_of(edition, report, texts, internal=internal)
    voice = Voice(texts)
    word = python_docx.Document()
    _style(word)
    _describe(word, document.letter.subject, document.letter.agency, edition.made_at)
    room = _lay_out(word.sections[0], wide=False)
    _number_pages(word.sections[0])
    put_head(word, document.letter)
    for block in document.body:
        put(word, block, voice, room)
    put_foot(word, document.letter)
    for annex in document.annexes:
        _put_annex(word, annex, document, voice)
    buffer = io.BytesIO()
    word.save(buffer)
    return sealed(buffer.getvalue())


def _put_annex(word: Word, annex: Annex, document: Document, voice: Voice) -> None:
    """Set an annex on pages of its own, which are numbered from 1."""
    section = word.add_section()
    room = _lay_out(section, wide=annex.wide)
    restarted(section)
    added(word, "Title", f"{document.letter.annex} {annex.number}")
    added(word, "Subtitle", annex.title.upper())
    attached = added(word, "Signature Line")
    attached.alignment = ALIGN.CENTER
    attached.paragraph_format.space_after = Pt(12)
    attached.add_run(document.letter.attached).italic = True
    for block in annex.blocks:
        put(word, block, voice, room)


def _lay_out(section: Section, *, wide: bool) -> float:
    """Set paper and margins; return the room between left and right, in mm."""
    width, height = reversed(_PAGE) if wide else _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True  # no number on the first page
    return width - _LEFT - _RIGHT


def _number_pages(section: Section) -> None:
    """Put the number top centre; the annexes' sections take the header over."""
    paragraph = section.header.paragraphs[0]
    paragraph.style, paragraph.alignment = "Header", ALIGN.CENTER
    page_number(paragraph.add_run())
    section.first_page_header.is_linked_to_previous = False


def _style(word: Word) -> None:
    styles = word.styles
    said_in(styles.element, "vi-VN")
    normal = styles["Normal"]
    dressed(normal, 14)
    for name, size, bold, italic in _SIZES:
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
        dressed(styles[name], size, bold=bold, italic=italic)
    for name, (align, indent, before, after) in _SHAPES.items():
        form = styles[name].paragraph_format
        form.alignment, form.first_line_indent = align, Mm(indent)
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing, form.widow_control = _LINE if indent else 1.0, True
    for name in ("Heading 1", "Heading 2", "Caption", "Title"):
        styles[name].paragraph_format.keep_with_next = True


_SIZES: Final = (
    ("Title", 14, True, False),
    ("Subtitle", 14, True, False),
    ("Heading 1", 14, True, False),
    ("Heading 2", 14, True, False),
    ("Body Text", 14, False, False),
    ("Caption", 13, True, False),
    ("Chart Caption", 13, False, True),
    ("Table Text", 11, False, False),
    ("Table Note", 11, False, True),
    ("Table Gap", 6, False, False),
    ("Signature Line", 14, False, False),
    ("Header", 13, False, False),
)
"""Style, size, bold, italic."""
_SHAPES: Final = {
    "Title": (ALIGN.CENTER, 0, 12, 0),
    "Subtitle": (ALIGN.CENTER, 0, 0, 0),
    "Heading 1": (ALIGN.JUSTIFY, 12.7, 12, 6),
    "Heading 2": (ALIGN.JUSTIFY, 12.7, 6, 6),
    "Body Text": (ALIGN.JUSTIFY, 12.7, 0, 6),
    "Caption": (ALIGN.CENTER, 0, 6, 4),
    "Chart Caption": (ALIGN.CENTER, 0, 4, 10),
    "Table Text": (ALIGN.LEFT, 0, 1, 1),
    "Table Note": (ALIGN.LEFT, 0, 0, 6),
    "Table Gap": (ALIGN.LEFT, 0, 0, 0),
    "Signature Line": (ALIGN.LEFT, 0, 0, 0),
    "Header": (ALIGN.CENTER, 0, 0, 0),
}
"""Style → alignment, indent of the first line (mm), space before and after (points)."""


def _describe(word: Word, subject: str, agency: str, made_at: int) -> None:
    """Say whose document it is and when its figures were made: nothing of the machine or clock."""
    made = datetime.fromtimestamp(made_at / 1000, UTC).replace(microsecond=0, tzinfo=None)
    about = word.core_properties
    about.title, about.author, about.last_modified_by = subject, agency, agency
    about.created = about.modified = made
    about.comments, about.language, about.revision = "", "vi-VN", 1
