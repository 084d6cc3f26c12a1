"""The work of `export`: choose the rows, write the file aside, write it down, let it appear."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import end_of, start_of
from bot.commands.base import Desk, now, open_desk, refuse, say, text
from flows.identifiers import Instant
from flows.texts import plural_key, text_key

if TYPE_CHECKING:
    from bot.reports.response_export import Filled
    from bot.reports.sheets import Sheet
    from storage.base import ComplaintRecord, ResponseRecord

__all__ = [
    "SEPARATORS",
    "ExportRequest",
    "check_target",
    "deliver",
    "export_cases",
    "export_form",
    "survey_named",
]

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What may separate the columns of a .csv file, by name."""

_PROGRESS_FROM = 500  # fewer rows take less time than it takes to read a progress bar


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What was asked for. Days are in Vietnam, both included."""

    target: Path
    separator: str = ","
    since: date | None = None
    until: date | None = None
    include_demo: bool = False
    include_trial: bool = False
    reveal_phones: bool = False
    reason: str | None = None

    def wants(self, record: ResponseRecord | ComplaintRecord, at: Instant) -> bool:
        """Whether a row that came about `at` belongs into the file."""
        return (
            (self.include_demo or not record.demo)
            # Example data is a trial too; it is asked for by its own name.
            and (self.include_trial or record.demo or not record.trial)
            and (self.since is None or at >= start_of(self.since))
            and (self.until is None or at < end_of(self.until))
        )


def check_target(target: Path) -> None:
    """Refuse a file that no table can be written to, before anything is opened."""
    if target.suffix.lower() not in {".csv", ".xlsx"}:
        raise click.UsageError(text(text_key("cli.export.file_kind"), file=target))
    if not target.parent.is_dir():
        raise click.UsageError(text(text_key("cli.export.no_folder"), folder=target.parent))


def survey_named(desk: Desk, wanted: str | None, *, ended: bool = False) -> str:
    """Return the survey form meant; the one-stop desk's, if none is named."""
    from bot.forms import MAIN_SURVEY

    surveys = desk.forms.answered if ended else desk.forms.surveys
    name = wanted.lower() if wanted else MAIN_SURVEY
    if name not in surveys:
        refuse(text_key("cli.unknown_form"), form=wanted or "?", known=", ".join(surveys))
    return name


async def export_form(request: ExportRequest, form: str | None, *, codes: bool) -> None:
    """Export the responses to one form."""
    from bot.reports.response_export import ResponseTable

    async with open_desk() as desk:
        name = survey_named(desk, form, ended=True)
        rows = await desk.storage.responses.listed()
        chosen = [row for row in rows if row.form == name and request.wants(row, row.started_at)]
        table = ResponseTable(
            desk.forms.versions(name),
            {place.id: place for place in await desk.storage.places.places()},
            desk.texts,
            reveal_phones=request.reveal_phones,
            codes=codes,
        )
        filled = await _with_answers(desk, chosen)
        await deliver(desk, "responses_exported", table.sheets(filled), request, len(filled))


async def _with_answers(desk: Desk, chosen: Sequence[ResponseRecord]) -> list[Filled]:
    from bot.reports.response_export import Filled

    filled: list[Filled] = []
    with click.progressbar(
        chosen,
        label=text(text_key("cli.export.reading")),
        file=sys.stderr,
        hidden=len(chosen) < _PROGRESS_FROM,
    ) as rows:
        for row in rows:
            history = await desk.storage.answers.history(row.id)
            filled.append(Filled(row, history))
    return filled


async def export_cases(request: ExportRequest) -> None:
    """Export the cases."""
    from bot.reports.complaint_export import CaseTable, LoggedCase

    async with open_desk() as desk:
        places = {place.id: place for place in await desk.storage.places.places()}
        units = {place.unit_id: place.unit_name for place in places.values()}
        root = await desk.storage.places.root_unit()
        table = CaseTable(
            places,
            units | ({root[0]: root[1]} if root else {}),
            desk.texts,
            now(),
            reveal_phones=request.reveal_phones,
        )
        cases = [
            LoggedCase(case, await desk.storage.complaints.history(case.id))
            for case in await desk.storage.complaints.listed()
            if request.wants(case, case.created_at)
        ]
        await deliver(desk, "complaints_exported", table.sheets(cases), request, len(cases))


async def deliver(
    desk: Desk, action: str, sheets: Sequence[Sheet], request: ExportRequest, count: int
) -> None:
    """Write the file aside, write down that it was made, and let it appear."""
    from bot.reports.sheets import TooManyRowsError, tables_appearing
    from storage.base import UnitOfWork

    unit = UnitOfWork()
    detail = {
        "rows": str(count),
        "demo": str(request.include_demo),
        "trial": str(request.include_trial),
        "phones": "revealed" if request.reveal_phones else "masked",
        "reason": request.reason or "",
    }
    desk.note(unit, action=action, target=request.target.name, detail=detail)
    try:
        with tables_appearing(request.target, sheets, request.separator) as files:
            # Written down first: a file that nobody knows of must not exist (invariant I21).
            await desk.storage.commit(unit)
    except TooManyRowsError as error:
        refuse(text_key("cli.export.too_many"), sheet=error)
    for file in files:
        say(text_key("cli.written"), err=True, file=file)
    say(plural_key("cli.export.done"), count=count)
    if not count:
        say(text_key("cli.export.empty"), err=True)
