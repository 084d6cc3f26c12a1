"""What python-docx has no words for: fields, rules, borders, fixed columns, words for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shape import InlineShape
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

__all__ = [
    "FONT", "added", "bordered", "described", "dressed", "fixed", "kept_whole", "line_below",
    "no_margins", "page_number", "repeated", "restarted", "said_in", "styled",
]  # fmt: skip

FONT: Final = "Times New Roman"
"""The one font of administrative documents (domain §6.2)."""

_SLOTS: Final = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_THEMES: Final = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")

_ORNAMENTS: Final = ("w:pBdr", "w:numPr", "w:contextualSpacing", "w:kern", "w:rPr/w:spacing")
"""What the template's titles have and an administrative document has not."""


def dressed(
    style: CharacterStyle, size: float, *, bold: bool = False, italic: bool = False
) -> None:
    """Give a style the font in all its slots, black; the template's themes would win otherwise."""
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in _SLOTS:
        fonts.set(qn(name), FONT)
    for name in _THEMES:
        fonts.attrib.pop(qn(name), None)
    for path in _ORNAMENTS:
        for found in style.element.xpath(f".//{path}"):
            found.getparent().remove(found)


def said_in(styles: BaseOxmlElement, language: str) -> None:
    """Say in which language the document is, for spelling and for reading aloud."""
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), language)


def added(place: Document | _Cell, style: str, text: str = "") -> Paragraph:
    """Return a new paragraph of a style."""
    return styled(place.add_paragraph(text), style)


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph a style by its id, its name without spaces: by its name it would be looked
    for among all, which takes longer than all the rest of a large table.
    """
    paragraph.paragraph_format.element.style = style.replace(" ", "")
    return paragraph


def page_number(run: Run) -> None:
    """Put the number of the page where it stands."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = _made("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run.element.append(part)


def restarted(section: Section) -> None:
    """Let the pages of a section begin with number 1."""
    properties: BaseOxmlElement = section._sectPr  # noqa: SLF001  # there is no public way to it
    if properties.find(qn("w:pgNumType")) is not None:
        return  # a new section is born as a copy of the one before
    numbering = _made("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    properties.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")


def line_below(paragraph: Paragraph, room: Length, length: float) -> None:
    """Draw a rule of some length (mm) in the middle of the room: the lower edge of a paragraph as
    wide as the rule is long.
    """
    side = Length(max(0, int((room - Mm(length)) / 2)))
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.first_line_indent = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    form.space_before, form.space_after = Pt(0), Pt(0)
    edges = _made("w:pBdr")
    edges.append(_edge("w:bottom"))
    form.element.get_or_add_pPr().insert_element_before(
        edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def bordered(table: Table) -> None:
    """Draw all lines of a table."""
    edges = _made("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(_edge(f"w:{name}"))
    _properties(table).append(edges)


def _edge(name: str) -> BaseOxmlElement:
    edge = _made(name)
    for attribute, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{attribute}"), value)
    return edge


def fixed(table: Table, widths: Sequence[Length]) -> None:
    """Give the columns their widths for good: Word and LibreOffice then set the same lines."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:  # a column's cells would be looked for in the whole table each time
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def no_margins(table: Table, sides: float = 0.0) -> None:
    """Set how far text stays from the sides of its cell, in mm."""
    margins = _made("w:tblCellMar")
    for name in ("left", "right"):
        side = _made(f"w:{name}")
        side.set(qn("w:w"), str(Mm(sides).twips))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    _properties(table).append(margins)


def repeated(row: _Row) -> None:
    """Print a heading again on each page that its table goes on to."""
    _row_properties(row).append(_made("w:tblHeader"))


def kept_whole(row: _Row) -> None:
    """Keep a row on one page."""
    _row_properties(row).append(_made("w:cantSplit"))


def described(picture: InlineShape, words: str) -> None:
    """Say in words what a picture shows, and that it keeps no distance to its sides: where
    nothing is said of it, LibreOffice takes an eighth of an inch, and cuts the picture.
    """
    inline = picture._inline  # noqa: SLF001  # there is no public way to it
    inline.docPr.set("descr", words)
    for name in ("distT", "distB", "distL", "distR"):
        inline.set(name, "0")


def _properties(table: Table) -> BaseOxmlElement:
    return table._tbl.tblPr  # noqa: SLF001  # there is no public way to it


def _row_properties(row: _Row) -> BaseOxmlElement:
    return row._tr.get_or_add_trPr()  # noqa: SLF001  # there is no public way to it


def _made(name: str) -> BaseOxmlElement:
    return OxmlElement(name)
