"""`import-transactions`: a list of transactions from a file, tried first, then counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands._arguments import DAY
from bot.commands.base import (
    PROBLEM,
    Desk,
    TextCommand,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.imports.deciding import HandedIn, Importer
    from bot.imports.mapping import ColumnMapping
    from storage.transaction_records import Frame, ImportRecord

__all__ = ["import_transactions"]

_PIECE: Final = 256 * 1024
_SHOWN: Final = 20
_WAIT_S: Final = 0.5


@click.command(
    "import-transactions", cls=TextCommand, help=text_key("cli.import_transactions.help")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", cls=TextOption, help=text_key("cli.import_transactions.unit"))
@click.option(
    "--frame",
    type=click.Choice(("person", "employer")),
    default="person",
    cls=TextOption,
    help=text_key("cli.import_transactions.frame"),
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=HEADER",
    cls=TextOption,
    help=text_key("cli.import_transactions.map"),
)
@click.option(
    "--legal-basis", required=True, cls=TextOption, help=text_key("cli.import_transactions.basis")
)
@click.option(
    "--purge-on",
    type=DAY,
    required=True,
    cls=TextOption,
    help=text_key("cli.import_transactions.purge"),
)
@click.option(
    "--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.import_transactions.dry_run")
)
@click.option(
    "--faults",
    type=click.Path(dir_okay=False, path_type=Path),
    cls=TextOption,
    help=text_key("cli.import_transactions.faults"),
)
@click.option("--progress", is_flag=True, cls=TextOption,
              help=text_key("cli.import_transactions.progress"))  # fmt: skip
def import_transactions(  # noqa: PLR0913 – one argument an option, as click has it
    *,
    file: Path,
    unit: str | None,
    frame: str,
    columns: tuple[str, ...],
    legal_basis: str,
    purge_on: date,
    dry_run: bool,
    faults: Path | None,
    progress: bool,
) -> None:
    """Import transactions."""
    about = _About(
        name=file.name,
        frame="employer" if frame == "employer" else "person",
        unit=unit or "",
        legal_basis=legal_basis,
        purge_on=purge_on,
    )
    run(_Import(file, about, columns, dry_run, faults, progress).do())


@dataclass(frozen=True, slots=True)
class _About:
    """What the options say of the file."""

    name: str
    frame: Frame
    unit: str
    legal_basis: str
    purge_on: date

    def handed_in(self, unit_id: str) -> HandedIn:
        """Return it as it is handed in for a unit."""
        from bot.imports.deciding import HandedIn

        purge_on = self.purge_on.isoformat()
        return HandedIn(
            name=self.name, frame=self.frame, unit_id=unit_id,
            legal_basis=self.legal_basis, purge_on=purge_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Import:
    """One run of the command."""

    file: Path
    about: _About
    columns: tuple[str, ...]
    dry_run: bool
    faults: Path | None
    progress: bool

    async def do(self) -> None:
        """Hand the file in, read it, and let it count unless something is wrong with it."""
        async with open_desk() as desk:
            about = self.about.handed_in(await _unit(desk, self.about.unit))
            importer = _importer(desk)
            record = await importer.hand_in(about, _pieces(self.file))
            if record.state in ("applied", "reading"):
                say(text_key("cli.import_transactions.same"), err=True, file=record.name)
                return
            if record.state == "mapping":
                record = await importer.read(record, _mapping(record, self.columns))
            record = await self._read(desk, record)
            await self._tell(desk, record)
            await self._settle(desk, record)

    async def _read(self, desk: Desk, record: ImportRecord) -> ImportRecord:
        """Read it here, unless a running service was quicker: then wait for that one."""
        from bot.imports.staging import Staging
        from storage.base import StaleSessionError

        with closing(_Telling(self.progress)) as telling:
            try:
                if record.state == "reading":
                    return await Staging(desk.storage, record, now, telling.tell).run()
            except StaleSessionError:
                while (found := await desk.storage.imports.by_id(record.id)) is not None:
                    record = found
                    telling.tell(record)
                    if record.state != "reading":
                        break
                    await asyncio.sleep(_WAIT_S)
        return record

    async def _tell(self, desk: Desk, record: ImportRecord) -> None:
        from bot.imports.staging import KEPT_FAULTS
        from bot.imports.wording import fault_sheet, fault_text, refusal_text
        from bot.reports.sheets import tables_appearing

        texts, language = desk.texts, desk.settings.cli_language
        if record.state == "refused":
            reason = refusal_text(texts, language, record.reason, record.detail)
            refuse(text_key("cli.import_transactions.refused"), reason=reason)
        found = await desk.storage.imports.faults(record.id, at_most=KEPT_FAULTS)
        for fault in found[:_SHOWN]:
            said = fault_text(texts, language, fault)
            click.echo(f"{fault.row}\t{fault.column}\t{said}", err=True)
        if self.faults is not None:
            sheet = fault_sheet(texts, language, found)
            with tables_appearing(self.faults, [sheet]):
                pass

    async def _settle(self, desk: Desk, record: ImportRecord) -> None:
        """Let it count, or take back what was only tried."""
        importer, counts = _importer(desk), {
            "rows": record.rows, "good": record.good, "faulty": record.faulty,
            "duplicates": record.duplicates,
        }  # fmt: skip
        if record.faulty or self.dry_run or not record.good:
            say(text_key("cli.import_transactions.tried"), err=True, **counts)
            await _emptied(desk, await importer.undo(record.id))
            if record.faulty:
                raise SystemExit(PROBLEM)
            return
        while (record := await importer.apply(record)).state == "reading":
            record = await self._read(desk, record)
        await _emptied(desk, record)
        say(text_key("cli.import_transactions.done"), err=True, id=record.id, **counts)


class _Telling:
    """Tells on the error stream how far it is, twice a second at the most."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._next = 0

    def tell(self, record: ImportRecord) -> None:
        """Say how many rows were read."""
        if self._wanted and now() >= self._next:
            self._next = now() + 500
            click.echo(f"\r{record.rows}", err=True, nl=False)

    def close(self) -> None:
        """End the line."""
        if self._next:
            click.echo(err=True)


async def _emptied(desk: Desk, record: ImportRecord) -> None:
    """Remove what is not needed any more, unless a running service does."""
    from bot.imports.emptying import emptied
    from storage.base import StaleSessionError

    with suppress(StaleSessionError):
        await emptied(desk.storage, record, now)


def _importer(desk: Desk) -> Importer:
    from bot.imports.deciding import By, Importer

    return Importer(desk.storage, By(actor(), now()))


async def _unit(desk: Desk, wanted: str) -> str:
    """Return the unit that is meant: by id or name, or the office itself."""
    from survey.unit_names import folded

    units = await desk.storage.places.units()
    if not wanted:
        root = await desk.storage.places.root_unit()
        if root is None:
            refuse(text_key("cli.import_transactions.no_unit"))
        return root[0]
    found = [one.id for one in units if wanted == one.id or folded(one.name) == folded(wanted)]
    if len(found) != 1:
        known = ", ".join(one.name for one in units)
        refuse(text_key("cli.import_transactions.unknown_unit"), unit=wanted, known=known or "–")
    return found[0]


def _mapping(record: ImportRecord, columns: tuple[str, ...]) -> ColumnMapping:
    """Return which column is what: as proposed, but for what the command says."""
    from bot.imports.mapping import ColumnMapping, as_kept, looked_of
    from flows.spelling import fold
    from survey.transaction_columns import fields_of

    looked = looked_of(record)
    headers = [fold(header) for header in looked.headers] if looked else []
    chosen = dict(as_kept(record.mapping).columns)
    known = {str(field): field for field in fields_of(record.frame)}
    for said in columns:
        name, _, header = said.partition("=")
        if name not in known or fold(header) not in headers:
            refuse(text_key("cli.import_transactions.bad_map"), said=said, known=", ".join(known))
        chosen[known[name]] = headers.index(fold(header))
    mapping = ColumnMapping(chosen)
    if missing := mapping.missing(record.frame):
        from bot.imports.wording import FIELD_NAMES

        names = ", ".join(f"{field} ({text(FIELD_NAMES[field])})" for field in missing)
        refuse(text_key("cli.import_transactions.missing"), fields=names)
    return mapping


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
