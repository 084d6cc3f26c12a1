"""The head and the foot of the report in Word: agencies, state, number, day, title, signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bot.reports.satisfaction.letter import Letter
from bot.reports.satisfaction.measuring import balanced, width
from bot.reports.satisfaction.word_xml import (
    added,
    fixed,
    kept_whole,
    line_below,
    no_margins,
    styled,
)

__all__ = ["RULE", "put_foot", "put_head"]

RULE: Final = 0.4
"""The rule below the agency and below the title: a third to a half of the line above it."""
_LEFT, _RIGHT = Mm(71), Mm(93)
_ACROSS = Mm(164)
_ADDRESSED: Final = Mm(40)
"""Where the lines of several addressees begin, right of the margin, below one another."""
_POINTS: Final = 72 / 25.4
"""In a millimetre."""
_SMALL, _MOTTO, _BODY = 12, 13, 14
_NAME_ROOM: Final = Pt(72)
"""Between the signer's office and name: room to sign and seal."""


def put_head(word: Word, letter: Letter) -> None:
    """Set everything above the text."""
    table = word.add_table(rows=2, cols=2)
    fixed(table, (_LEFT, _RIGHT))
    no_margins(table)
    (agencies, state), (number, day) = (row.cells for row in table.rows)
    if letter.parent_agency:
        parent = balanced(letter.parent_agency, "serif", _SMALL, _LEFT.pt)
        _centred(agencies, "\n".join(parent), _SMALL)
    agency = balanced(letter.agency, "serif_bold", _SMALL, _LEFT.pt)
    _centred(agencies, "\n".join(agency), _SMALL, bold=True)
    _rule(agencies, _LEFT, RULE * _longest(agency, _SMALL))
    _centred(state, letter.nation, _SMALL, bold=True)
    _centred(state, letter.motto, _MOTTO, bold=True)
    _rule(state, _RIGHT, width(letter.motto, "serif_bold", _MOTTO) / _POINTS)
    _centred(number, letter.number, _MOTTO, above=6)
    _centred(day, letter.place_and_day, _MOTTO, italic=True, above=6)
    _put_title(word, letter)
    _put_grounds(word, letter)


def _put_title(word: Word, letter: Letter) -> None:
    title = added(word, "Title")
    title.add_run(letter.title)
    subject = balanced(letter.subject, "serif_bold", _BODY, _ACROSS.pt)
    added(word, "Subtitle", "\n".join(subject))
    rule = added(word, "Signature Line")
    line_below(rule, _ACROSS, RULE * _longest(subject, _BODY))
    gap = added(word, "Signature Line")
    gap.paragraph_format.space_after = Pt(6)


def _put_grounds(word: Word, letter: Letter) -> None:
    for line in letter.addressed:
        addressed = added(word, "Signature Line", line)
        addressed.paragraph_format.space_after = Pt(6)
        if len(letter.addressed) == 1:
            addressed.alignment = ALIGN.CENTER
        else:
            addressed.alignment = ALIGN.LEFT
            addressed.paragraph_format.left_indent = _ADDRESSED
    for base in letter.bases:
        added(word, "Body Text").add_run(base).italic = True
    added(word, "Body Text", letter.opening)


def put_foot(word: Word, letter: Letter) -> None:
    """Set the last sentence, the recipients and the signature, on one page together."""
    added(word, "Body Text", letter.closing).paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    fixed(table, (_LEFT, _RIGHT))
    no_margins(table)
    kept_whole(table.rows[0])
    recipients, signature = table.rows[0].cells
    _put_recipients(recipients, letter)
    for line in filter(None, (letter.authority, letter.office)):
        _centred(signature, line, _BODY, bold=True)
    if letter.signer:
        _centred(signature, letter.signer, _BODY, bold=True, above=_NAME_ROOM.pt)


def _put_recipients(cell: _Cell, letter: Letter) -> None:
    title = _line(cell)
    _said(title, letter.recipients_title, _SMALL, bold=True, italic=True)
    for recipient in letter.recipients:
        _said(_line(cell), recipient, 11)


def _centred(
    cell: _Cell,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    above: float = 0,
) -> None:
    paragraph = _line(cell)
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_before = Pt(above)
    _said(paragraph, text, size, bold=bold, italic=italic)


def _said(
    paragraph: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _line(cell: _Cell) -> Paragraph:
    """Return the next paragraph of a cell, which is born with an empty one."""
    first = cell.paragraphs[0]
    unused = len(cell.paragraphs) == 1 and not first.text
    paragraph: Paragraph = first if unused else cell.add_paragraph()
    return styled(paragraph, "Signature Line")


def _rule(cell: _Cell, room: Length, length: float) -> None:
    line_below(added(cell, "Signature Line"), room, length)


def _longest(lines: Sequence[str], size: float) -> float:
    """Return the width of the longest of some bold lines, in mm."""
    return max(width(line, "serif_bold", size) for line in lines) / _POINTS
