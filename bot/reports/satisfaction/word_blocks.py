"""The blocks of the report in Word: headings, paragraphs, tables and pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell

from bot.reports.satisfaction.blocks import Block, Heading, Item, Note, Passage
from bot.reports.satisfaction.cells import Column, Table, shown
from bot.reports.satisfaction.charts import Chart, png
from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.word_xml import (
    added,
    bordered,
    described,
    fixed,
    kept_whole,
    no_margins,
    repeated,
    styled,
)

__all__ = ["put"]

_TABLE_TEXT: Final = "Table Text"
_SMALL: Final = 9
"""Rows of a table that is not torn apart."""


def put(word: Word, block: Block, voice: Voice, room: float) -> None:
    """Set a block; `room`: between the margins, in mm."""
    if isinstance(block, Heading):
        added(word, f"Heading {block.level}", block.text)
    elif isinstance(block, Passage):
        added(word, "Body Text", block.text)
    elif isinstance(block, Item):
        added(word, "Body Text", f"{block.mark} {block.text}")
    elif isinstance(block, Note):
        added(word, "Table Note", block.text)
    elif isinstance(block, Chart):
        _put_chart(word, block, room)
    else:
        _put_table(word, block, voice, room)


def _put_chart(word: Word, chart: Chart, room: float) -> None:
    paragraph = added(word, "Table Note")
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(png(chart)), width=Mm(room))
    described(picture, chart.alt)
    added(word, "Chart Caption", chart.title)


def _put_table(word: Word, table: Table, voice: Voice, room: float) -> None:
    if table.title:
        added(word, "Caption", table.title)
    made = word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    fixed(made, _widths(table.columns, room))
    bordered(made)
    no_margins(made, sides=1.2)
    _put_headings(made, table.columns)
    for number, (line, row) in enumerate(zip(list(made.rows)[1:], table.rows, strict=True)):
        kept_whole(line)
        for cell, column, value in zip(line.cells, table.columns, row, strict=True):
            _put_cell(cell, shown(voice, column, value), column, bold=number in table.strong)
    _keep_together(made)
    added(word, "Table Gap")


def _keep_together(made: WordTable) -> None:
    """Keep a small table on one page; of a large one, three lines below and above a break."""
    rows = list(made.rows)
    kept = rows[:-1] if len(rows) <= _SMALL else [*rows[:3], *rows[-3:-1]]
    for row in kept:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _put_headings(made: WordTable, columns: Sequence[Column]) -> None:
    repeated(made.rows[0])
    kept_whole(made.rows[0])
    for cell, column in zip(made.rows[0].cells, columns, strict=True):
        paragraph = cell.paragraphs[0]
        styled(paragraph, _TABLE_TEXT)
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(column.title).bold = True
        cell.vertical_alignment = VERTICAL.CENTER


def _put_cell(cell: _Cell, text: str, column: Column, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    styled(paragraph, _TABLE_TEXT)
    paragraph.alignment = ALIGN.LEFT if column.kind == "text" else ALIGN.CENTER
    paragraph.add_run(text).bold = bold
    cell.vertical_alignment = VERTICAL.CENTER


def _widths(columns: Sequence[Column], room: float) -> list[Length]:
    whole = sum(column.weight for column in columns)
    return [Mm(room * column.weight / whole) for column in columns]
