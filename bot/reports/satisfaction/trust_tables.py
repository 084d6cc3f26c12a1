"""The tables of the annexes by which figures are judged: evidence, variants, ranks, versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from bot.reports.satisfaction.cells import Cell, Span, Table
from bot.reports.satisfaction.tables import Layout, capital, code_of, columns
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Edition, Pin, Place, Row, Share, Variant
from survey.index import LEVELS, OVERALL
from survey.ranking import LEAST
from survey.validity import Rules

__all__ = ["code_table", "evidence_table", "pin_table", "ranking_tables", "variant_table"]

_EVIDENCE: Final = (
    text_key("report.evidence.0"),
    text_key("report.evidence.1"),
    text_key("report.evidence.2"),
    text_key("report.evidence.3"),
    text_key("report.evidence.4"),
)
"""By level (domain §8.2)."""
_PINS: Final[Mapping[str, str]] = {
    "form": text_key("report.pin.form"),
    "calendar": text_key("report.pin.calendar"),
    "policy": text_key("report.pin.policy"),
    "unit_tree": text_key("report.pin.unit_tree"),
    "program": text_key("report.pin.program"),
    "campaign": text_key("report.pin.campaign"),
}
_POLICIES: Final[Mapping[str, str]] = {"definition": text_key("report.pin.definition")}
"""Of the policies, the one that is not about which forms are valid."""
_VARIANTS: Final[Mapping[str, str]] = {
    "mode_direct_online": text_key("report.variant.mode"),
    "without_refuted": text_key("report.variant.refuted"),
    "without_assisted": text_key("report.variant.assisted"),
    "without_place": text_key("report.variant.place"),
}
_OFFICERS_BY: Final[Mapping[str, str]] = {
    OVERALL: text_key("report.table.officers"),
    "B": text_key("report.table.officers_by_service"),
}
"""What officers are ranked by (`Edition.officers_by`) → the title that says it."""

_SMALL: Final = Share(withheld=True)
"""In place of the figure of whom too few answered."""


def evidence_table(edition: Edition, voice: Voice) -> Table:
    """Return the valid responses by the proof of who answered (domain §8.2)."""
    layouts: list[Layout] = [
        (text_key("report.column.code"), "text", 0.6),
        (text_key("report.column.evidence"), "text", 4),
        (text_key("report.column.valid"), "count", 1),
        (text_key("report.column.part"), "share", 1),
    ]
    levels = edition.proofs.by_level
    whole = sum(levels)
    rows: list[list[Cell]] = [
        [f"V{number}", voice.say(_EVIDENCE[number]), count, count / whole if whole else None]
        for number, count in enumerate(levels)
    ]
    if edition.proofs.refuted:
        refuted = edition.proofs.refuted
        rows.append(["", voice.say(text_key("report.evidence.refuted")), refuted, refuted / whole])
    title = voice.say(text_key("report.table.evidence"))
    return Table(key="evidence", title=title, columns=columns(voice, *layouts), rows=rows)


def variant_table(edition: Edition, voice: Voice) -> Table:
    """Return the index reckoned otherwise."""
    layouts: list[Layout] = [
        (text_key("report.column.variant"), "text", 3.4),
        (text_key("report.column.first"), "share", 1),
        (text_key("report.column.second"), "share", 1),
        (text_key("report.column.points"), "points", 1.2),
        (text_key("report.column.points_interval"), "interval", 1.5),
    ]
    rows = [_varied(one, voice) for one in edition.variants]
    title = voice.say(text_key("report.table.variants"))
    return Table(key="variants", title=title, columns=columns(voice, *layouts), rows=rows)


def _varied(one: Variant, voice: Voice) -> list[Cell]:
    label = voice.say(_VARIANTS[one.kind])
    return [label, one.first, one.second, one.points, Span(one.low, one.high)]


def ranking_tables(edition: Edition, voice: Voice) -> list[Table]:
    """Return the rankings of units and officers, with ties and replies: internal (R38)."""
    units = _ranked("ranking", text_key("report.table.ranking"), edition.ranking, voice)
    few = voice.say(text_key("report.unranked"), least=LEAST)
    officers = _ranked("officers", _OFFICERS_BY[edition.officers_by], edition.officers, voice)
    return [
        replace(table, rows=[*table.rows, *_too_few(names, few)])
        for table, names in ((units, edition.unranked), (officers, edition.unranked_officers))
    ]


def _too_few(names: Iterable[str], few: str) -> list[list[Cell]]:
    """Return the lines of those who have too few respondents for a place."""
    return [["…", name, _SMALL, _SMALL, few, ""] for name in names]


def _ranked(key: str, title: str, places: Sequence[Place], voice: Voice) -> Table:
    layouts: list[Layout] = [
        (text_key("report.column.place"), "text", 0.9),
        (text_key("report.column.named"), "text", 2.2),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.4),
        (text_key("report.column.tied"), "text", 3.4),
        (text_key("report.column.reply"), "text", 1.6),
    ]
    rows: list[list[Cell]] = [
        [str(one.first) if one.first == one.last else f"{one.first}–{one.last}", one.label,
         one.share, one.share, "; ".join(one.tied) or voice.say(text_key("report.tied.none")),
         one.reply or voice.say(text_key("report.reply.none"))]
        for one in places
    ]  # fmt: skip
    return Table(key=key, title=voice.say(title), columns=columns(voice, *layouts), rows=rows)


def pin_table(edition: Edition, voice: Voice) -> Table:
    """Return the versions that the figures were reckoned with."""
    layouts: list[Layout] = [
        (text_key("report.column.pin"), "text", 2),
        (text_key("report.column.named"), "text", 1.6),
        (text_key("report.column.version"), "text", 2.2),
        (text_key("report.column.sha256"), "hash", 1.8),
    ]
    forms = {row.key: row.label for row in edition.tables.get("form", ())}
    rows: list[list[Cell]] = [
        [voice.say(_POLICIES.get(one.name, _PINS[one.kind])), _pinned(one, forms),
         _version(one, voice), one.sha256]
        for one in edition.pins
    ]  # fmt: skip
    title = voice.say(text_key("report.table.pins"))
    return Table(key="pins", title=title, columns=columns(voice, *layouts), rows=rows)


def _pinned(pin: Pin, forms: Mapping[str, str]) -> str:
    """Return which of its kind a pin is, where there are several that people know by name."""
    return forms.get(pin.name, pin.name) if pin.kind == "form" else ""


def _version(pin: Pin, voice: Voice) -> str:
    """Return a version as it is counted; the rules of validity, which are not, in words."""
    if (pin.kind, pin.name) != ("policy", "validity"):
        return pin.version
    rules = msgspec.json.decode(pin.version, type=Rules)
    return voice.say(
        text_key("report.pin.rules"),
        answered=voice.percent(rules.least_answered),
        seconds=voice.plain(rules.least_seconds),
        ratings=voice.count(rules.straight_items),
    )


def code_table(edition: Edition, voice: Voice) -> Table:
    """Return what each code of the tables stands for, and what it belongs to."""
    layouts: list[Layout] = [
        (text_key("report.column.code"), "text", 0.8),
        (text_key("report.column.meaning"), "text", 4.4),
        (text_key("report.column.belongs"), "text", 1),
    ]
    spelt = {OVERALL: voice.say(text_key("report.column.whole"))}
    rows: list[list[Cell]] = [
        [spelt.get(code, code) for code in (code_of(row.key), capital(row.label), _above(row))]
        for row in edition.levels
    ]
    title = voice.say(text_key("report.table.codes"))
    return Table(key="codes", title=title, columns=columns(voice, *layouts), rows=rows)


def _above(row: Row) -> str:
    """Return the level that a line is pooled into; the whole and some criteria have none."""
    if row.key not in LEVELS or row.key == OVERALL:
        return row.factor or ""
    return row.key[0] if len(row.key) == 2 else OVERALL
