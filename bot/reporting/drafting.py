"""Drafts of reports: their figures, their text, their letterhead, and what the ranked say."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from bot.reporting.beside import answers_beside, drifted, editions_between, issued_beside
from bot.reporting.parts import edition_in, packed, written_in
from bot.reporting.storing import Storing
from flows.hidden_phones import phones_hidden
from flows.identifiers import identifier_from
from flows.redaction import redact
from storage.base import UnitOfWork
from storage.report_records import ReportRecord, series_of
from survey import report_life as life
from survey.editions import Edition, NotSettledError, Period, Place, Scope
from survey.report_edits import LONGEST_PARAGRAPH, Edit, Reply, place_hash, reply_to, rewritten
from survey.report_life import ReportLife, ReportRefusedError
from survey.report_parts import Letterhead, Report
from survey.withholding import withheld_edition
from survey.withholding_joint import Said, drifts

__all__ = ["LONGEST_REPLY", "Drafting"]

LONGEST_REPLY: Final = 1_000
"""Characters of what somebody says to their place."""


def _clean(text: str, longest: int) -> str:
    """Return what people wrote as it is kept: numbers of people masked, and lines that end as
    they do here; forms send CRLF, of which paper would make two breaks.
    """
    return phones_hidden(redact("\n".join(text.splitlines())).text)[:longest]


@dataclass(frozen=True, slots=True)
class Drafting(Storing):
    """What is done to reports before they are approved."""

    # -- made and changed

    async def make(self, scope: Scope, period: Period) -> ReportRecord:
        """Store a draft with the figures as they are now, and what the rules write of them.

        Raises:
            ReportRefusedError: not all responses are in the figures yet.

        """
        actor, at = self.by
        edition, others = await self._edition(scope, period)
        kept = await self.storage.reports.letterhead(series_of(scope.unit_id)) or Letterhead()
        head = replace(kept, number=None, day="", subject=self.press.subject(edition))
        record = ReportRecord(
            id=identifier_from(os.urandom(32), "report", at),
            scope=edition.scope,
            period=period,
            letterhead=head,
            life=ReportLife(made_at=at, made_by=actor, changed_at=at, changed_by=actor),
        )
        unit = UnitOfWork()
        self.storage.reports.add(unit, record)
        sha256 = self._put_figures(unit, record, edition, others)
        await self._commit(unit, record, "report.made", {"sha256": sha256})
        return record

    async def refresh(self, record: ReportRecord) -> ReportRecord:
        """Reckon the figures of a draft anew; what people wrote stays, paragraph by paragraph.

        Raises:
            ReportRefusedError: it was issued, or put aside; not all responses are counted yet.

        """
        after = life.changed(record.life, *self.by)
        edition, others = await self._edition(record.scope, record.period)
        before, unit = await written_in(self.storage, record.id), UnitOfWork()
        sha256 = self._put_figures(unit, record, edition, others, before)
        await self._tell_replied(unit, record, edition)
        wanted = replace(record, life=after)
        return await self._save(unit, wanted, "report.refreshed", {"sha256": sha256})

    async def _edition(
        self, scope: Scope, period: Period
    ) -> tuple[Edition, Sequence[ReportRecord]]:
        """Return the figures as a report may hold them: it leaves the office, so that nothing is
        in it that fewer than ten people said, nor what gives that away, by itself or together
        with reports that were issued before (domain §6.1), which are returned with them.
        """
        try:
            whole = await self.figures.edition(scope, period, self.by.at)
        except NotSettledError:
            raise ReportRefusedError("not_settled") from None
        records, below = await issued_beside(self.storage, whole, self.by.at)
        editions = [await edition_in(self.storage, one.id) for one in records]
        others = [Said(name=self.press.subject(one), edition=one) for one in editions]
        found = await asyncio.to_thread(drifts, whole, others, below)
        told = replace(whole, missing=(*whole.missing, *drifted(whole, found)))
        between = await editions_between(self.figures, whole, records, below, self.by.at)
        answers = await answers_beside(self.figures, whole, records, below, self.by.at)
        left = await asyncio.to_thread(withheld_edition, told, others, below, between, answers)
        return left, records

    def _put_figures(
        self,
        unit: UnitOfWork,
        record: ReportRecord,
        edition: Edition,
        others: Iterable[ReportRecord],
        before: Report | None = None,
    ) -> str:
        """Pin figures and the text written of them; return the hash of the figures. `others`: the
        issued reports that they were held against; `before`: what was written of the ones that
        stood there.
        """
        text = self.press.written(edition, record.letterhead)
        beside = [one.id for one in others]
        text = rewritten(before or text, text, record.version, beside)
        data = packed(edition)
        self.storage.reports.put_part(unit, record.id, "edition", data)
        self.storage.reports.put_part(unit, record.id, "written", packed(text))
        return hashlib.sha256(data).hexdigest()

    async def edit(self, record: ReportRecord, paragraph: str, text: str | None) -> ReportRecord:
        """Write something in the place of a paragraph; None goes back to the rules' text, ""
        leaves it out.

        Raises:
            ReportRefusedError: it was issued, or put aside.

        """
        after = life.changed(record.life, *self.by)
        clean = None if text is None else _clean(text, LONGEST_PARAGRAPH)
        unit, (actor, at) = UnitOfWork(), self.by
        self.storage.reports.edit(
            unit,
            record.id,
            Edit(paragraph=paragraph, revision=record.version, text=clean, by=actor, at=at),
        )
        detail = {"paragraph": paragraph, "way": "rules" if text is None else "person"}
        return await self._save(unit, replace(record, life=after), "report.edited", detail)

    async def put_letterhead(
        self, record: ReportRecord, letterhead: Letterhead, *, keep: bool
    ) -> ReportRecord:
        """Change the letterhead; `keep`: the unit's next reports begin with it.

        Raises:
            ReportRefusedError: it was issued, or put aside.

        """
        after = life.changed(record.life, *self.by)
        unit, (actor, at) = UnitOfWork(), self.by
        if keep:
            self.storage.reports.keep_letterhead(unit, record.series, letterhead, actor, at)
        wanted = replace(record, life=after, letterhead=letterhead)
        detail = {"kept": str(keep)}
        return await self._save(unit, wanted, "report.letterhead", detail)

    # -- rankings

    async def show_ranking(self, record: ReportRecord, *, shows: bool) -> ReportRecord:
        """Decide whether the documents carry the rankings; who approves decides it (R38).

        Raises:
            ReportRefusedError: it was issued or put aside, or what was approved would change.

        """
        if record.life.state not in ("draft", "awaiting"):
            raise ReportRefusedError("wrong_state")
        wanted = replace(record, shows_ranking=shows)
        detail = {"shows_ranking": str(shows)}
        return await self._save(UnitOfWork(), wanted, "report.ranking", detail)

    async def ask_replies(self, record: ReportRecord, edition: Edition) -> int:
        """Tell ranked units and officers that they can see their places and reply; return how
        many people are told.

        Raises:
            ReportRefusedError: nobody is ranked, or it is too late for replies.

        """
        self._must_take_replies(record)
        if not edition.ranking and not edition.officers:
            raise ReportRefusedError("no_ranking")
        unit = UnitOfWork()
        units, officers = ([one.key for one in places]
                           for places in (edition.ranking, edition.officers))  # fmt: skip
        told = await self._telling(record).ranked(unit, units, officers)
        await self._commit(unit, record, "report.replies_asked", {"people": str(told)})
        return told

    async def _tell_replied(
        self, unit: UnitOfWork, record: ReportRecord, edition: Edition
    ) -> None:
        """Ask those anew whose reply was to a place that they have no more."""
        replies = await self.storage.reports.replies(record.id)
        said = {(one.subject, one.key) for one in replies}
        units, officers = (
            [one.key for one in places
             if (subject, one.key) in said and reply_to(one, subject, replies) is None]
            for subject, places in (("unit", edition.ranking), ("officer", edition.officers))
        )  # fmt: skip
        if units or officers:
            await self._telling(record).ranked(unit, units, officers)

    async def reply(self, record: ReportRecord, subject: str, place: Place, text: str) -> None:
        """Keep what a ranked unit or officer says to their place; it is printed beside it. What
        they said before stays, unprinted.

        Raises:
            ReportRefusedError: it is too late for replies.

        """
        self._must_take_replies(record)
        actor, at = self.by
        clean = _clean(text, LONGEST_REPLY)
        said = Reply(
            subject=subject, key=place.key, revision=record.version, place=place_hash(place),
            text=clean, by=actor, at=at,
        )  # fmt: skip
        unit = UnitOfWork()
        self.storage.reports.reply(unit, record.id, said)
        self.storage.reports.save(unit, record)  # what is approved meanwhile has it, or is stale
        await self._commit(unit, record, "report.replied", {subject: place.key})

    def _must_take_replies(self, record: ReportRecord) -> None:
        if record.life.state not in ("draft", "awaiting"):
            raise ReportRefusedError("wrong_state")
