"""The annexes: criteria, units, dimensions, evidence, method and codes; rankings on wish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.reports.satisfaction.annex_tables import (
    criterion_table,
    dimension_tables,
    reason_table,
    said_of_all,
    unit_factor_table,
    value_factor_tables,
)
from bot.reports.satisfaction.blocks import Annex, Block, Item
from bot.reports.satisfaction.cells import Table
from bot.reports.satisfaction.figures import with_marks
from bot.reports.satisfaction.letter import lettered, roman
from bot.reports.satisfaction.trust_tables import (
    code_table,
    evidence_table,
    pin_table,
    ranking_tables,
    variant_table,
)
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Edition

__all__ = ["METHOD", "annexes_of"]

METHOD: Final = (
    text_key("report.method.index"),
    text_key("report.method.pooled"),
    text_key("report.method.respondent"),
    text_key("report.method.weights"),
    text_key("report.method.interval"),
    text_key("report.method.proof"),
    text_key("report.method.change"),
    text_key("report.method.ranking"),
    text_key("report.method.small"),
    text_key("report.method.drivers"),
    text_key("report.method.faces"),
    text_key("report.method.counts"),
)
"""How the figures were made, as docs/method.md has it at length."""


def annexes_of(edition: Edition, voice: Voice, *, internal: bool) -> Iterator[Annex]:
    """Return the annexes that have something to show, numbered through."""
    number = 0
    for title, tables, wide in _parts(edition, voice, internal=internal):
        filled = [table for table in tables if table.rows]
        if len(filled) == 1 and title != _METHOD_TITLE:  # the annex says it already
            filled = [replace(filled[0], title="")]
        blocks = [block for table in filled for block in with_marks(table, voice)]
        if title == _DIMENSION_TITLE:
            blocks += said_of_all(edition, voice, internal=internal)
        if title == _METHOD_TITLE:
            blocks = [*_method(voice), *blocks]
        if blocks:
            number += 1
            yield Annex(number=roman(number), title=voice.say(title), blocks=blocks, wide=wide)


_DIMENSION_TITLE: Final = text_key("report.annex.dimensions")
_METHOD_TITLE: Final = text_key("report.annex.method")


def _parts(
    edition: Edition, voice: Voice, *, internal: bool
) -> Iterator[tuple[str, Sequence[Table], bool]]:
    yield text_key("report.annex.reasons"), [reason_table(edition, voice)], True
    yield text_key("report.annex.criteria"), [criterion_table(edition, voice)], False
    yield text_key("report.annex.unit_factors"), [unit_factor_table(edition, voice)], True
    dimensions = dimension_tables(edition, voice, internal=internal)
    yield _DIMENSION_TITLE, dimensions, False
    factors = value_factor_tables(edition, voice, internal=internal)
    yield text_key("report.annex.value_factors"), factors, True
    trust = [evidence_table(edition, voice), variant_table(edition, voice)]
    yield text_key("report.annex.trust"), trust, False
    if internal:
        yield text_key("report.annex.ranking"), ranking_tables(edition, voice), True
    yield _METHOD_TITLE, [pin_table(edition, voice)], False
    yield text_key("report.annex.codes"), [code_table(edition, voice)], False


def _method(voice: Voice) -> list[Block]:
    return [
        Item(lettered(number, voice), voice.say(key)) for number, key in enumerate(METHOD, start=1)
    ]
