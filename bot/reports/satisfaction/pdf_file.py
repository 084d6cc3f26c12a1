"""The report as PDF: for archives (PDF/A-2a) and for reading aloud (PDF/UA), in shipped fonts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from bot.i18n import Catalogues
from bot.reports.satisfaction.blocks import Annex, Block, Heading, Item, Note, Passage
from bot.reports.satisfaction.cells import Table, shown
from bot.reports.satisfaction.charts import Chart
from bot.reports.satisfaction.document import document_of
from bot.reports.satisfaction.letter import Letter
from bot.reports.satisfaction.measuring import balanced
from bot.reports.satisfaction.voice import Voice
from bot.reports.typesetting import typeset
from survey.editions import Edition
from survey.report_parts import Report

__all__ = ["pdf"]

_AGENCY, _ACROSS = 201.0, 464.0
"""Room of the left head and between the margins, in points."""
Json = Mapping[str, object]
_LAYOUT: Final = "satisfaction_report.typ"


def pdf(edition: Edition, report: Report, texts: Catalogues, *, internal: bool = False) -> bytes:
    """Return the report as a PDF: equal values give equal bytes.

    `internal`: with the annex of rankings, which is not for others' eyes (R38).
    """
    document = document_of(edition, report, texts, internal=internal)
    voice = Voice(texts)
    made = datetime.fromtimestamp(edition.made_at / 1000, UTC)
    data = {
        "letter": _letter(document.letter),
        "made": [made.year, made.month, made.day],
        "body": [_block(block, voice) for block in document.body],
        "annexes": [_annex(annex, voice) for annex in document.annexes],
    }
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    return typeset(_LAYOUT, inputs, "pdf", ppi=144.0, standards=("a-2a", "ua-1"))[0]


def _letter(letter: Letter) -> Json:
    parent = balanced(letter.parent_agency, "serif", 12, _AGENCY) if letter.parent_agency else []
    return {
        **asdict(letter),
        "parent_agency": parent,
        "agency_lines": balanced(letter.agency, "serif_bold", 12, _AGENCY),
        "subject_lines": balanced(letter.subject, "serif_bold", 14, _ACROSS),
    }


def _annex(annex: Annex, voice: Voice) -> Json:
    return {
        "number": annex.number,
        "title": annex.title,
        "wide": annex.wide,
        "blocks": [_block(block, voice) for block in annex.blocks],
    }


def _block(block: Block, voice: Voice) -> Json:
    if isinstance(block, Table):
        return _table(block, voice)
    if isinstance(block, Chart):
        return {"kind": "chart", "title": block.title, "alt": block.alt, "svg": block.svg}
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Item):
        return {"kind": "passage", "text": f"{block.mark} {block.text}"}
    return {"kind": _KINDS[type(block)], "text": block.text}


_KINDS: Final[Mapping[type[Passage | Note], str]] = {Passage: "passage", Note: "note"}


def _table(table: Table, voice: Voice) -> Json:
    return {
        "kind": "table",
        "title": table.title,
        "weights": [column.weight for column in table.columns],
        "left": [column.kind == "text" for column in table.columns],
        "headings": [column.title for column in table.columns],
        "strong": sorted(table.strong),
        "rows": [
            [shown(voice, column, cell) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ],
    }
