"""Lists in files, as offices keep them: their rows, and their faults on the error stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands.base import refuse, text
from flows.texts import text_key

if TYPE_CHECKING:
    from survey.office_lists import ListFault

__all__ = ["LIST_FILE", "refuse_faults", "rows_in_file"]

LIST_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def rows_in_file(path: Path) -> list[list[str]]:
    """Return the rows of a .csv, .xlsx or .xls file, or refuse one that cannot be read."""
    from bot.imports.reading_child import opened
    from bot.imports.refusals import REFUSALS, FileRefusedError

    try:
        with path.open("rb") as file:
            return list(opened(file).rows())
    except FileRefusedError as refused:
        refuse(REFUSALS[refused.code], **refused.params)


def refuse_faults(faults: Iterable[ListFault], words: Mapping[str, str]) -> None:
    """End the command where a list has faults, each with its row and column."""
    lines = [
        f"{fault.row}\t{fault.column}\t{fault.value}\t{text(words[fault.code])}"
        for fault in faults
    ]
    for line in lines:
        click.echo(line, err=True)
    if lines:
        refuse(text_key("cli.list.faults"), count=len(lines))
