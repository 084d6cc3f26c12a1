"""What pages and commands call the parts, states and faults of reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.reporting.verifying import Finding
from flows.spelling import fold
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.report_checks import Block, Field, Place
from survey.report_life import Refusal, State
from survey.report_schedule import DutySpan, Standing

__all__ = [
    "FIELD_NAMES",
    "FINDINGS",
    "REFUSALS",
    "SPAN_NAMES",
    "STANDINGS",
    "STANDING_TONES",
    "STATES",
    "TONES",
    "block_sentence",
    "file_stem",
]

Says: TypeAlias = Callable[..., str]
"""A text of a key, filled with parameters."""

STATES: Final[Mapping[State, str]] = {
    "draft": text_key("console.report.state.draft"),
    "awaiting": text_key("console.report.state.awaiting"),
    "approved": text_key("console.report.state.approved"),
    "issued": text_key("console.report.state.issued"),
    "withdrawn": text_key("console.report.state.withdrawn"),
    "discarded": text_key("console.report.state.discarded"),
}
TONES: Final[Mapping[State, str]] = {
    "awaiting": "warn", "approved": "good", "issued": "good", "withdrawn": "bad",
}  # fmt: skip
REFUSALS: Final[Mapping[Refusal, str]] = {
    "wrong_state": text_key("console.report.refused.wrong_state"),
    "own_work": text_key("console.report.refused.own_work"),
    "no_reason": text_key("console.report.refused.no_reason"),
    "incomplete": text_key("console.report.refused.incomplete"),
    "no_ranking": text_key("console.report.refused.no_ranking"),
    "numbers_begun": text_key("console.report.refused.numbers_begun"),
    "not_settled": text_key("console.report.refused.not_settled"),
}
FIELD_NAMES: Final[Mapping[str, str]] = {
    "parent_agency": text_key("console.report.field.parent_agency"),
    "agency": text_key("console.report.field.agency"),
    "symbol": text_key("console.report.field.symbol"),
    "place": text_key("console.report.field.place"),
    "day": text_key("console.report.field.day"),
    "subject": text_key("console.report.field.subject"),
    "addressed_to": text_key("console.report.field.addressed_to"),
    "bases": text_key("console.report.field.bases"),
    "recipients": text_key("console.report.field.recipients"),
    "archive": text_key("console.report.field.archive"),
    "authority": text_key("console.report.field.authority"),
    "office": text_key("console.report.field.office"),
    "signer": text_key("console.report.field.signer"),
}
"""By the names of `Letterhead`."""
SPAN_NAMES: Final[Mapping[DutySpan, str]] = {
    "quarter": text_key("console.report.span.quarter"),
    "half_year": text_key("console.report.span.half_year"),
    "year": text_key("console.report.span.year"),
}
STANDINGS: Final[Mapping[Standing, str]] = {
    "waiting": text_key("console.report.standing.waiting"),
    "soon": text_key("console.report.standing.soon"),
    "late": text_key("console.report.standing.late"),
    "issued": text_key("console.report.standing.issued"),
    "issued_late": text_key("console.report.standing.issued_late"),
}
STANDING_TONES: Final[Mapping[Standing, str]] = {
    "soon": "warn", "late": "bad", "issued": "good", "issued_late": "quiet",
}  # fmt: skip
FINDINGS: Final[Mapping[Finding, str]] = {
    "same": text_key("console.report.verified.same"),
    "changed": text_key("console.report.verified.changed"),
    "differs": text_key("console.report.verified.differs"),
}
_BLOCKS: Final[Mapping[Place, str]] = {
    "field": text_key("console.report.block.field"),
    "signer": text_key("console.report.block.signer"),
    "day": text_key("console.report.block.day"),
    "period": text_key("console.report.block.period"),
    "section": text_key("console.report.block.section"),
    "stale_text": text_key("console.report.block.stale_text"),
    "counts": text_key("console.report.block.counts"),
    "table_flags": text_key("console.report.block.table_flags"),
    "other_report": text_key("console.report.block.other_report"),
    "table_draft": text_key("console.report.block.table_draft"),
}


def file_stem(name: str, record: ReportRecord) -> str:
    """Return what the files of a report are called, without their ending; `name`: what reports
    are called in files. Each unit has a report number 1 a year, so that its own name is in it;
    drafts have the end of their id, as one period may have several.
    """
    unit = "-".join(_WORDS.findall(fold(record.scope.unit_name)))[:_LONGEST_UNIT].strip("-")
    if record.number is None:
        return "-".join(filter(None, (name, unit, record.period.to_day, record.id[-_OWN:])))
    number = f"{record.number:02}-{record.year}"
    return "-".join(filter(None, (name, unit, number, record.id[-_OWN:])))


_WORDS: Final = re.compile("[a-z0-9]+")
_LONGEST_UNIT: Final = 40  # characters
_OWN: Final = 6
"""Characters of an id in names of files: two units may be called the same."""


def block_sentence(says: Says, block: Block, section: str = "") -> str:
    """Return what has to be mended first; `section`: what its section is called."""
    field: Field | str = block.about
    name = says(FIELD_NAMES[field]) if block.place == "field" else ""
    key = _BLOCKS[block.place]
    return says(key, name=name, section=section, title=block.title, count=block.count)
