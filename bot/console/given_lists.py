"""Lists that are handed in as files or pasted: looked through on a page, then entered."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.routes import Visit
from bot.console.uploads import Upload, read_upload
from bot.imports.refusals import REFUSALS
from bot.imports.sheets import MOST_BYTES, sheet_of
from bot.imports.talk import Refused
from bot.office_lists import LIST_FAULTS, rows_in, text_of
from survey.office_lists import ListFault

__all__ = ["FaultLine", "GivenList", "given_list", "list_sent", "said_of", "show_list"]

_LONGEST: Final = 2 * 1024 * 1024
"""Bytes of a list as text: ten thousand lines, so that what was looked through can be entered."""
_SHOWN: Final = 50  # faults on one page

FaultLine = tuple[int, str, str, str]
"""Row, column, what stands there, and what is expected."""


class GivenList(NamedTuple):
    """A list as somebody gave it. The page has it in its box: there it can be mended."""

    text: str = ""
    is_final: bool = False
    """It was looked through before, and is to be entered."""
    refused: str = ""
    """Why it is not read."""
    rows: Sequence[Sequence[str]] = ()


async def list_sent(visit: Visit) -> Upload:
    """Return the posted form with its file, not looked into yet.

    Raises:
        Refusal: it is no such form, its token is not ours, or it is too large.

    """
    return await read_upload(visit.request, visit.csrf, MOST_BYTES, _LONGEST)


async def given_list(visit: Visit, sent: Upload) -> GivenList:
    """Return the list of a file, read in a process of its own, or the one that was pasted."""
    if not sent.content:
        return _pasted(visit, sent.form.exact("rows"), is_final=sent.form["step"] == "save")
    try:
        read = await sheet_of(sent.content)
    except OSError:  # no process can be had now
        read = Refused("busy")
    if isinstance(read, Refused):
        return GivenList(refused=visit.text(REFUSALS[read.code], **read.params))
    text = text_of(read.rows)
    if len(text.encode()) > _LONGEST:
        too_large = visit.text(REFUSALS["too_large"], megabytes=str(_LONGEST // 1024**2))
        return GivenList(refused=too_large)
    return GivenList(text, rows=read.rows)


def _pasted(visit: Visit, text: str, *, is_final: bool) -> GivenList:
    rows: list[list[str]] = []
    try:
        rows.extend(rows_in(text))
    except csv.Error:  # a quotation mark that nothing closes
        row = str(len(rows) + 1)
        return GivenList(text, refused=visit.text(REFUSALS["cell_too_long"], row=row))
    return GivenList(text, is_final, rows=rows)


def said_of(visit: Visit, faults: Sequence[ListFault]) -> list[FaultLine]:
    """Return faults of lists as the page says them."""
    return [
        (fault.row, fault.column, fault.value, visit.text(LIST_FAULTS[fault.code]))
        for fault in faults
    ]


def show_list(
    visit: Visit, template: str, given: GivenList, faults: Sequence[FaultLine], **more: object
) -> web.Response:
    """Return a page with the list in its box, and what is wrong with it."""
    return visit.show(
        template,
        status=422 if faults or given.refused else 200,
        text=given.text,
        refused=given.refused,
        faults=faults[:_SHOWN],
        more=max(0, len(faults) - _SHOWN),
        **more,
    )
