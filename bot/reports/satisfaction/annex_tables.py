"""The tables of the annexes that the body has no room for: reasons, criteria, dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.reports.count_words import REASONS
from bot.reports.satisfaction.blocks import Note
from bot.reports.satisfaction.cells import Cell, Column, Table
from bot.reports.satisfaction.tables import Layout, capital, code_of, columns, note, told
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.counts import Counts, total
from survey.editions import DIMENSIONS, Dimension, Edition
from survey.index import FACTORS, LEVELS
from survey.validity import Reason

__all__ = [
    "criterion_table",
    "dimension_tables",
    "reason_table",
    "said_of_all",
    "unit_factor_table",
    "value_factor_tables",
]

_DIMENSIONS: Final[Mapping[Dimension, str]] = {
    "form": text_key("report.dimension.form"),
    "group": text_key("report.dimension.group"),
    "place": text_key("report.dimension.place"),
    "officer": text_key("report.dimension.officer"),
    "procedure": text_key("report.dimension.procedure"),
    "area": text_key("report.dimension.area"),
    "mode": text_key("report.dimension.mode"),
    "channel": text_key("report.dimension.channel"),
    "evidence": text_key("report.dimension.evidence"),
}


def reason_table(edition: Edition, voice: Voice) -> Table:
    """Return the invalid forms by reason and unit."""
    reasons = [
        reason
        for reason in REASONS
        if any(row.counts.invalid_by.get(reason) for row in edition.counts)
    ]
    if not reasons:
        return Table(key="reasons", title="", columns=(), rows=())
    named = [Column(voice.say(text_key("report.column.unit")), "text", 2.4)]
    named += [Column(capital(voice.say(REASONS[reason])), "count", 1.2) for reason in reasons]
    named.append(Column(voice.say(text_key("report.total")), "count"))
    rows: list[list[Cell]] = [_reasons(row.label, row.counts, reasons) for row in edition.counts]
    whole = total(row.counts for row in edition.counts)
    rows.append(_reasons(voice.say(text_key("report.total")), whole, reasons))
    return Table(
        key="reasons",
        title=voice.say(text_key("report.table.reasons")),
        columns=named,
        rows=rows,
        strong=frozenset({len(rows) - 1}),
    )


def _reasons(label: str, counts: Counts, reasons: Sequence[Reason]) -> list[Cell]:
    return [label, *(counts.invalid_by.get(one, 0) for one in reasons), counts.invalid]


def criterion_table(edition: Edition, voice: Voice) -> Table:
    """Return the index by criterion."""
    layouts: list[Layout] = [
        (text_key("report.column.code"), "text", 0.8),
        (text_key("report.column.criterion"), "text", 3.4),
        (text_key("report.column.factor"), "text", 0.7),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.raw"), "raw", 1),
        (text_key("report.column.respondents"), "heads", 1),
        (text_key("report.column.note"), "text", 1.2),
    ]
    rows: list[list[Cell]] = [
        [code_of(row.key), capital(row.label), row.factor, *[row.share] * 4,
         note(voice, row.share)]
        for row in edition.levels
        if row.key not in LEVELS
    ]  # fmt: skip
    title = voice.say(text_key("report.table.criteria"))
    table = Table(key="criteria", title=title, columns=columns(voice, *layouts), rows=rows)
    return told(table, edition)


def unit_factor_table(edition: Edition, voice: Voice) -> Table:
    """Return all factors of each unit."""
    layouts: list[Layout] = [
        (text_key("report.column.unit"), "text", 2.6),
        (text_key("report.column.respondents"), "heads", 1),
        (text_key("report.column.whole"), "share", 1.1),
    ]
    named = [*columns(voice, *layouts), *(Column(level, "share") for level in LEVELS[1:])]
    rows: list[list[Cell]] = [
        [unit.label, unit.levels[0].share, *(row.share for row in unit.levels)]
        for unit in edition.units
    ]
    title = voice.say(text_key("report.table.unit_factors"))
    return Table(key="unit_factors", title=title, columns=named, rows=rows)


def dimension_tables(edition: Edition, voice: Voice, *, internal: bool) -> list[Table]:
    """Return a table for each dimension that tells forms apart; officers only where the annex is
    internal (R38).
    """
    return [
        _dimension(name, edition, voice)
        for name in _shown(edition, internal=internal)
        if not _is_whole(name, edition)
    ]


def _shown(edition: Edition, *, internal: bool) -> Iterator[Dimension]:
    """Yield the dimensions whose values a reader may see."""
    for name in DIMENSIONS:
        if edition.tables.get(name) and (internal or name != "officer"):
            yield name


def _is_whole(name: Dimension, edition: Edition) -> bool:
    """Tell whether all forms have one value: its figures are those of the whole."""
    rows = edition.tables[name]
    whole = edition.levels[0].share
    return len(rows) == 1 and rows[0].share == whole and whole.best is not None


def said_of_all(edition: Edition, voice: Voice, *, internal: bool) -> Iterator[Note]:
    """Say of which value all forms are, in place of tables of one line that repeat the whole."""
    told = [
        voice.say(_DIMENSIONS[name]) + ": " + edition.tables[name][0].label
        for name in _shown(edition, internal=internal)
        if _is_whole(name, edition)
    ]
    if told:
        yield Note(voice.say(text_key("report.annex.all_of_one"), values="; ".join(told)))


def value_factor_tables(edition: Edition, voice: Voice, *, internal: bool) -> list[Table]:
    """Return a table of the factors of its values for each dimension that has them."""
    return [
        _value_factors(name, edition, voice)
        for name in _shown(edition, internal=internal)
        if any(row.factors for row in edition.tables[name]) and not _is_whole(name, edition)
    ]


def _value_factors(name: Dimension, edition: Edition, voice: Voice) -> Table:
    layouts: list[Layout] = [
        (_DIMENSIONS[name], "text", 2.6),
        (text_key("report.column.respondents"), "heads", 1),
    ]
    named = [*columns(voice, *layouts), *(Column(factor, "share") for factor in FACTORS)]
    rows: list[list[Cell]] = [
        [row.label, row.share, *(factor.share for factor in row.factors)]
        for row in edition.tables[name]
    ]
    called = voice.say(_DIMENSIONS[name])
    title = voice.say(text_key("report.table.value_factors"), name=called[0].lower() + called[1:])
    return Table(key=f"factors_{name}", title=title, columns=named, rows=rows)


def _dimension(name: Dimension, edition: Edition, voice: Voice) -> Table:
    layouts: list[Layout] = [
        (_DIMENSIONS[name], "text", 3),
        (text_key("report.column.respondents"), "heads", 1),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.policy"), "share", 1.1),
        (text_key("report.column.service"), "share", 1),
    ]
    rows: list[list[Cell]] = [
        [row.label, row.share, row.share, row.share, row.part, row.service]
        for row in edition.tables[name]
    ]
    called = voice.say(_DIMENSIONS[name])
    title = voice.say(text_key("report.table.dimension"), name=called[0].lower() + called[1:])
    return Table(key=f"by_{name}", title=title, columns=columns(voice, *layouts), rows=rows)
