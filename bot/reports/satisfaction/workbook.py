"""The report's figures as .xlsx: every table with native numbers, the method and the codebook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.i18n import Catalogues
from bot.reports.satisfaction.annexes import METHOD
from bot.reports.satisfaction.cells import Cell, Column, Kind, Span, Table, marks, shown
from bot.reports.satisfaction.document import Document, document_of
from bot.reports.satisfaction.sealing import sealed
from bot.reports.satisfaction.voice import Voice
from bot.reports.sheets import OPTIONS, clean
from flows.texts import text_key
from survey.editions import Edition, Share
from survey.report_parts import Report

__all__ = ["xlsx"]

_FORMATS: Final[Mapping[Kind, str]] = {
    "text": "@",
    "count": "#,##0",
    "heads": "#,##0",
    "share": "0.00",
    "raw": "0.00",
    "interval": "0.00",
    "points": "0.00",
    "bounds": "0.00",
    "number": "0.00",
    "hash": "@",
}
"""Shares are written in per cent, as their headings say: 85,61 in a Vietnamese Excel."""
_WIDE: Final = 48
_HASH_WIDE: Final = 68
_METHOD_WIDTH: Final = 110
"""Characters."""
_TITLE: Final = 240
"""Characters of a title on paper: a sheet takes 255 with what sets them bold."""
_LINE: Final = 15.0
"""Points."""
_PAIRS: Final = frozenset({"interval", "bounds"})
"""Kinds that take two columns in a sheet, one for each end."""


@dataclass(frozen=True, slots=True)
class _Styles:
    """Formats of a workbook."""

    heading: Format
    title: Format
    wrapped: Format
    cells: Mapping[Kind, Format]
    strong: Mapping[Kind, Format]


def xlsx(edition: Edition, report: Report, texts: Catalogues, *, internal: bool = False) -> bytes:
    """Return all tables of the report as a workbook: equal values give equal bytes.

    `internal`: with officers and rankings, which are not for others' eyes (R38).
    """
    document, voice = document_of(edition, report, texts, internal=internal), Voice(texts)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {**OPTIONS, "in_memory": True}) as book:
        made = datetime.fromtimestamp(edition.made_at / 1000, UTC).replace(tzinfo=None)
        book.set_properties(
            {"title": document.letter.subject, "author": document.letter.agency, "created": made}
        )
        styles = _styles(book)
        tables = list(_tables(document))
        lines = [*map(voice.say, METHOD), marks(voice, tables)]
        _put_method(book, styles, document.letter.subject, lines, voice)
        for table in tables:
            _put_table(book, styles, table, voice)
    return sealed(buffer.getvalue())


def _tables(document: Document) -> Iterator[Table]:
    blocks = [*document.body, *(one for annex in document.annexes for one in annex.blocks)]
    return (block for block in blocks if isinstance(block, Table))


def _styles(book: Workbook) -> _Styles:
    kinds = {kind: {"num_format": pattern, "valign": "top"} for kind, pattern in _FORMATS.items()}
    heading = {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "border": 1,
    }
    return _Styles(
        heading=book.add_format(heading),
        title=book.add_format({"bold": True, "font_size": 13, "text_wrap": True}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        cells={kind: book.add_format(_wrapping(kind, one)) for kind, one in kinds.items()},
        strong={
            kind: book.add_format({**_wrapping(kind, one), "bold": True})
            for kind, one in kinds.items()
        },
    )


def _wrapping(kind: Kind, given: Mapping[str, object]) -> dict[str, object]:
    if kind == "text":
        return {**given, "text_wrap": True, "align": "left", "indent": 1}
    return {**given} if kind == "hash" else {**given, "align": "right"}


def _put_method(
    book: Workbook, styles: _Styles, subject: str, lines: Iterable[str], voice: Voice
) -> None:
    page = book.add_worksheet(voice.say(text_key("report.sheet.method")))
    page.set_column(0, 0, _METHOD_WIDTH)
    page.write_string(0, 0, clean(subject), styles.title)
    page.set_row(0, _height([(subject, _METHOD_WIDTH // 2)]))
    for number, line in enumerate(lines, start=1):
        page.write_string(number, 0, line, styles.wrapped)
        page.set_row(number, _height([(line, _METHOD_WIDTH)]))
    page.freeze_panes(1, 0)
    _for_paper(page, subject)


def _put_table(book: Workbook, styles: _Styles, table: Table, voice: Voice) -> None:
    name = voice.say(_SHEETS[table.key])
    page = book.add_worksheet(name)
    columns = list(_spread(table.columns, voice))
    for place, column in enumerate(columns):
        page.write_string(0, place, clean(column.title), styles.heading)
        page.set_column(place, place, _width(column))
    page.set_row(0, _height([(column.title, _width(column) - 3) for column in columns]))
    for number, row in enumerate(table.rows):
        known = styles.strong if number in table.strong else styles.cells
        texts = zip(row, table.columns, strict=True)
        page.set_row(
            number + 1, _height([(one, _width(by)) for one, by in texts if isinstance(one, str)])
        )
        place = 0
        for cell, column in zip(row, table.columns, strict=True):
            for value in _native(voice, column, cell):
                _write(page, number + 1, place, value, known[column.kind])
                place += 1
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, _last_line(table), len(columns) - 1)
    _for_paper(page, table.title or name)


def _last_line(table: Table) -> int:
    """Return the last row that is sorted and filtered: a total at the end stays where it is."""
    last = len(table.rows)
    return last - 1 if last - 1 in table.strong else last


def _for_paper(page: Worksheet, title: str) -> None:
    """Print as wide as a page that lies on its side, with the title and the headings on each."""
    page.set_header("&C&B" + title.replace("&", "&&")[:_TITLE])
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _spread(columns: Sequence[Column], voice: Voice) -> Iterator[Column]:
    """Give each end of an interval a column of its own."""
    for column in columns:
        if column.kind not in _PAIRS:
            yield column
            continue
        for key in (text_key("report.column.low"), text_key("report.column.high")):
            title = voice.say(key, title=column.title)
            yield Column(title, column.kind, column.weight)


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Return how high a row must be, in points, for texts in columns of so many characters: not
    every program measures it when it opens a file.
    """
    lines = [ceil(len(text) / max(width, 1)) for text, width in texts]
    return _LINE * max(1, *lines)


def _width(column: Column) -> int:
    if column.kind == "hash":
        return _HASH_WIDE
    if column.kind != "text":
        return max(11, min(len(column.title), 16))
    return round(min(_WIDE, max(8.0, 14 * column.weight)))


def _native(voice: Voice, column: Column, cell: Cell) -> list[str | float]:
    """Return the numbers of a cell, unrounded; a mark where there is no figure."""
    if isinstance(cell, Share) and not cell.withheld:
        found = _numbers(column.kind, cell)
    elif isinstance(cell, Span):
        scale = 1 if column.kind == "bounds" else 100
        found = [scale * cell.low, scale * cell.high]
    elif isinstance(cell, str):
        found = [cell]
    elif cell is None or isinstance(cell, Share):
        found = [None]
    else:
        found = [100 * cell if column.kind in {"share", "points"} else cell]
    wanted = 2 if column.kind in _PAIRS else 1
    mark = shown(voice, column, cell)
    return [mark if value is None else value for value in (found * wanted)[:wanted]]


def _numbers(kind: Kind, share: Share) -> list[str | float | None]:
    if kind == "heads":
        return [share.people]
    values = {"interval": (share.low, share.high), "raw": (share.raw,)}
    return [None if value is None else 100 * value for value in values.get(kind, (share.best,))]


def _write(page: Worksheet, row: int, place: int, value: str | float, style: Format) -> None:
    if isinstance(value, str):
        page.write_string(row, place, clean(value), style)
    else:
        page.write_number(row, place, value, style)


_SHEETS: Final[Mapping[str, str]] = {
    "counts": text_key("report.sheet.counts"),
    "factors": text_key("report.sheet.factors"),
    "targets": text_key("report.sheet.targets"),
    "changes": text_key("report.sheet.changes"),
    "trend": text_key("report.sheet.trend"),
    "drivers": text_key("report.sheet.drivers"),
    "units": text_key("report.sheet.units"),
    "procedures": text_key("report.sheet.procedures"),
    "steps": text_key("report.sheet.steps"),
    "online_changes": text_key("report.sheet.online_changes"),
    "faces": text_key("report.sheet.faces"),
    "themes": text_key("report.sheet.themes"),
    "reasons": text_key("report.sheet.reasons"),
    "criteria": text_key("report.sheet.criteria"),
    "unit_factors": text_key("report.sheet.unit_factors"),
    "by_form": text_key("report.sheet.by_form"),
    "by_group": text_key("report.sheet.by_group"),
    "by_place": text_key("report.sheet.by_place"),
    "by_officer": text_key("report.sheet.by_officer"),
    "by_procedure": text_key("report.sheet.by_procedure"),
    "by_area": text_key("report.sheet.by_area"),
    "by_mode": text_key("report.sheet.by_mode"),
    "by_channel": text_key("report.sheet.by_channel"),
    "by_evidence": text_key("report.sheet.by_evidence"),
    "factors_form": text_key("report.sheet.factors_form"),
    "factors_group": text_key("report.sheet.factors_group"),
    "factors_place": text_key("report.sheet.factors_place"),
    "factors_officer": text_key("report.sheet.factors_officer"),
    "factors_procedure": text_key("report.sheet.factors_procedure"),
    "factors_area": text_key("report.sheet.factors_area"),
    "factors_mode": text_key("report.sheet.factors_mode"),
    "factors_channel": text_key("report.sheet.factors_channel"),
    "factors_evidence": text_key("report.sheet.factors_evidence"),
    "evidence": text_key("report.sheet.evidence"),
    "variants": text_key("report.sheet.variants"),
    "ranking": text_key("report.sheet.ranking"),
    "officers": text_key("report.sheet.officers"),
    "pins": text_key("report.sheet.pins"),
    "codes": text_key("report.sheet.codes"),
}
"""Key of a table → the name of its sheet, 31 characters at most."""
