"""How a report comes from figures to paper: the rules' text, and the documents as bytes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.figures import Listened
from bot.i18n import Catalogues
from bot.reports.satisfaction.writing import subject_of, written
from flows.identifiers import Instant
from storage.report_records import DOCUMENTS, DocumentKind, DocumentRecord
from survey.editions import Edition, Period, Scope
from survey.report_edits import Printed
from survey.report_parts import Letterhead, Report
from survey.withholding_answers import Answers

__all__ = ["EditionMaker", "Press"]


class EditionMaker(Protocol):
    """What makes figures of rows: `bot.figures.Figures`."""

    async def edition(self, scope: Scope, period: Period, now: Instant) -> Edition:
        """Return all figures of a scope and period, as they are now.

        Raises:
            NotSettledError: not all that has happened is counted yet.

        """

    async def cells(self, scope: Scope, period: Period, now: Instant) -> Edition:
        """Return the figures of a scope and period that nobody issues: levels, units and
        dimensions.
        """

    async def answers(self, listened: Sequence[Listened], now: Instant) -> Answers | None:
        """Return the answers that several editions are made of; None: they are too many."""


class _Prints(Protocol):
    """Makes one kind of document."""

    def __call__(
        self, edition: Edition, report: Report, texts: Catalogues, *, internal: bool = False
    ) -> bytes: ...


def _printers() -> Mapping[DocumentKind, _Prints]:
    """Return what makes each kind: the libraries of paper are for who prints, not for each start
    of a process.
    """
    from bot.reports.satisfaction.pdf_file import pdf  # noqa: PLC0415 – see above
    from bot.reports.satisfaction.word_file import docx  # noqa: PLC0415 – see above
    from bot.reports.satisfaction.workbook import xlsx  # noqa: PLC0415 – see above

    return {"docx": docx, "pdf": pdf, "xlsx": xlsx}


@dataclass(frozen=True, slots=True)
class Press:
    """Writes and prints reports; the same values give the same bytes, in any process."""

    texts: Catalogues

    def subject(self, edition: Edition) -> str:
        """Return what a report of these figures is about, as its title says it."""
        return subject_of(edition, self.texts)

    def written(self, edition: Edition, letterhead: Letterhead) -> Report:
        """Return the text that the rules write of these figures."""
        return written(edition, letterhead, self.texts)

    async def documents(
        self,
        value: Printed,
        kinds: Sequence[DocumentKind] = DOCUMENTS,
        progress: Callable[[DocumentKind], None] | None = None,
    ) -> list[DocumentRecord]:
        """Return the documents of a report. They take seconds: nobody else waits for them."""
        found = []
        for kind in kinds:
            if progress is not None:
                progress(kind)
            found.append(await asyncio.to_thread(self._printed, value, kind))
        return found

    def _printed(self, value: Printed, kind: DocumentKind) -> DocumentRecord:
        prints = _printers()[kind]
        data = prints(value.edition, value.report, self.texts, internal=value.shows_ranking)
        return DocumentRecord(kind=kind, data=data, sha256=hashlib.sha256(data).hexdigest())
