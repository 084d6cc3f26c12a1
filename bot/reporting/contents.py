"""A report with all that stands in it, and what keeps it from being issued."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from bot.count_tables import reviewed
from bot.i18n import day_of
from bot.reporting.beside import issued_since
from bot.reporting.parts import edition_in, written_in
from bot.units import known_units
from flows.identifiers import Instant
from flows.titles import has_title
from storage.base import Storage
from storage.counting_records import CountTable
from storage.report_records import ReportRecord
from survey.editions import Edition
from survey.report_checks import Block, OpenTable, blocks
from survey.report_edits import (
    Edit,
    Printed,
    Reply,
    Written,
    edited,
    printed,
    repliers,
    stale,
    with_replies,
    writers,
)
from survey.report_parts import Report

__all__ = [
    "Contents",
    "blocks_of",
    "contents_of",
]


@dataclass(frozen=True, slots=True)
class Contents:
    """A report as somebody reads it at the desk."""

    record: ReportRecord
    pinned: Edition
    written: Written
    """What the rules wrote."""
    edits: Sequence[Edit]
    replies: Sequence[Reply]

    @property
    def edition(self) -> Edition:
        """The figures, with what ranked units and officers say to these places of theirs."""
        return with_replies(self.pinned, self.replies)

    @property
    def report(self) -> Report:
        """The text as it stands; paragraphs that people left out are empty."""
        return edited(replace(self.written, letterhead=self.record.letterhead), self.edits)

    @property
    def writers(self) -> frozenset[str]:
        """Whose words stand in it, in replies too where rankings are printed with them."""
        own = writers(self.edits)
        return own | repliers(self.pinned, self.replies) if self.record.shows_ranking else own

    @property
    def stale(self) -> tuple[str, ...]:
        """The paragraphs whose edits are older than what the rules write there now."""
        return stale(self.written, self.edits)

    @property
    def printed(self) -> Printed:
        """What documents are made of."""
        return Printed(
            edition=self.edition,
            report=printed(self.report),
            shows_ranking=self.record.shows_ranking,
        )


async def contents_of(storage: Storage, record: ReportRecord) -> Contents:
    """Return a report with all that stands in it.

    Raises:
        CiphertextError: somebody changed it in the database.

    """
    return Contents(
        record=record,
        pinned=await edition_in(storage, record.id),
        written=await written_in(storage, record.id),
        edits=await storage.reports.edits(record.id),
        replies=await storage.reports.replies(record.id),
    )


# -- what keeps it from being issued


async def blocks_of(storage: Storage, contents: Contents, now: Instant) -> tuple[Block, ...]:
    """Return all that has to be mended first, each with its place."""
    tables = await _open_tables(storage, contents.record, now)
    later = await issued_since(storage, contents.pinned, contents.written.beside, now)
    subjects = [one.letterhead.subject for one in later if one.id != contents.record.id]
    signer = contents.report.letterhead.signer
    return (
        *((Block(place="signer", about=signer),) if has_title(signer) else ()),
        *blocks(
            contents.edition, contents.report, tables, day_of(now), subjects, contents.stale
        ),
    )  # fmt: skip


async def _open_tables(storage: Storage, record: ReportRecord, now: Instant) -> list[OpenTable]:
    """Return the tables of counts for the report's days and units that nobody approved yet."""
    units = await _units_of(storage, record, now)
    drafts = [one for one in await storage.count_tables.listed(units) if _concerns(one, record)]
    return [
        OpenTable(one.id, one.title, len((await reviewed(storage, one, now)).open_flags))
        for one in drafts
    ]


async def _units_of(
    storage: Storage, record: ReportRecord, now: Instant
) -> Collection[str] | None:
    """Return the unit and all below it, on the report's last day; None: the whole office."""
    if record.unit_id is None:
        return None
    tree = (await known_units(storage, now)).tree
    day = min(date.fromisoformat(record.period.to_day), day_of(now))
    return tree.as_of(day).below(record.unit_id)


def _concerns(table: CountTable, record: ReportRecord) -> bool:
    overlaps = table.from_day <= record.period.to_day and table.to_day >= record.period.from_day
    return table.state == "draft" and overlaps
