"""The child process that reads one form that was handed in: limited, then thrown away.

From its standard input it takes a `HandedIn`, on its standard output it leaves a `Reading`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import msgspec

from bot.files.limits import MEGABYTE, give_up
from bot.xlsform.handed_in import HandedIn, Reading
from bot.xlsform.importing import Imported, read_xlsform
from bot.xlsform.names import form_id
from bot.xlsform.remarks import Remark, Remarks, XlsformRefusedError
from bot.xlsform.sheets import Sheet, read_workbook
from flows.definition import Form
from flows.faults import Fault, FormFaultsError
from flows.inspection import check
from flows.reader import read_located
from flows.texts import text_key
from storage.form_records import DraftFault

__all__ = ["main", "reading_of"]

_MEMORY: Final = 512 * MEGABYTE
_CPU_SECONDS: Final = 15
_FILE_BYTES: Final = 4 * MEGABYTE  # pyxform writes its result down to look at it
_ZIP: Final = b"PK"
_PARTS: Final = "common/"
_MOST_FAULTS: Final = 200
_EXCERPT: Final = 160  # characters


def reading_of(handed_in: HandedIn) -> Reading:
    """Return what a file is: told by what it holds, whatever it is called."""
    if handed_in.content.startswith(_ZIP):
        return _xlsform(handed_in)
    return _yaml(handed_in)


# -- YAML


def _yaml(handed_in: HandedIn) -> Reading:
    try:
        text = handed_in.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = DraftFault(handed_in.file, 0, "", key=text_key("form.fault.not_utf8"))
        return Reading(source="yaml", faults=(fault,))
    name = form_id(PurePath(handed_in.file).stem)
    parts = {key: each for key, each in handed_in.shipped.items() if key.startswith(_PARTS)}
    sources = {**parts, name: text}
    try:
        form = check(name, sources)
    except FormFaultsError as error:
        own = {f"{name}.yaml": handed_in.file}
        faults = tuple(_located(fault, sources, own) for fault in error.faults[:_MOST_FAULTS])
        return Reading(source="yaml", form=_name(name, sources), faults=faults)
    refused = tuple(_not_ours(handed_in, form))
    kept = {} if refused else {**parts, form.id: text}
    return Reading(source="yaml", form=form.id, sources=kept, faults=refused)


def _name(name: str, sources: dict[str, str]) -> str | None:
    """Return which form it is, if it can be read at all."""
    try:
        return read_located(name, sources)[0].id
    except FormFaultsError:
        return None


def _located(fault: Fault, sources: dict[str, str], own: dict[str, str]) -> DraftFault:
    """Return a fault with its line; `own`: what the file is called by who handed it in."""
    place = fault.place
    lines = sources.get(place.file.removesuffix(".yaml"), "").splitlines()
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return DraftFault(
        own.get(place.file, place.file),
        place.line,
        str(place.column) if place.line else place.path,
        key=fault.code,
        message=fault.message,
        excerpt=_shortened(line),
    )


def _not_ours(handed_in: HandedIn, form: Form) -> Iterator[DraftFault]:
    """Refuse what only comes with the program, and a number that is not the next one."""
    wanted = handed_in.versions.get(form.id, 1)
    if form.kind != "survey" or form.id in handed_in.own:
        yield _at("form", text_key("form.fault.own_form"), handed_in, form=form.id)
    elif form.version != wanted:
        key = text_key("form.fault.version")
        yield _at("version", key, handed_in, version=str(form.version), wanted=str(wanted))


def _at(word: str, key: str, handed_in: HandedIn, **params: str) -> DraftFault:
    """Return a fault at the line where a key of the form's head is given."""
    lines = handed_in.content.decode("utf-8-sig").splitlines()
    number = next((n for n, line in enumerate(lines, 1) if line.startswith(f"{word}:")), 0)
    excerpt = _shortened(lines[number - 1]) if number else ""
    return DraftFault(handed_in.file, number, "1", key=key, params=params, excerpt=excerpt)


def _shortened(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"


# -- XLSForm


def _xlsform(handed_in: HandedIn) -> Reading:
    file = PurePath(handed_in.file).stem
    try:
        imported = _taken_over(handed_in, file)
    except XlsformRefusedError as error:
        sheets = read_workbook(handed_in.content, Remarks())
        faults = tuple(_remarked(each, sheets) for each in error.remarks[:_MOST_FAULTS])
        return Reading(source="xlsform", faults=faults)
    remarks = tuple(_remarked(each, {}) for each in imported.remarks[:_MOST_FAULTS])
    return Reading(
        source="xlsform", form=imported.form.id, sources=imported.sources, faults=remarks
    )


def _taken_over(handed_in: HandedIn, file: str) -> Imported:
    def read(version: int) -> Imported:
        return read_xlsform(
            handed_in.content, file, handed_in.said, handed_in.shipped, version=version
        )

    first = read(1)
    if first.form.id in handed_in.shipped:
        raise XlsformRefusedError([_shipped(first.form.id), *first.remarks])
    wanted = handed_in.versions.get(first.form.id, 1)
    return first if wanted == 1 else read(wanted)


def _shipped(form: str) -> Remark:
    key = text_key("xlsform.shipped")
    return Remark("settings", 2, "form_id", "refused", key, {"form": form})


def _remarked(remark: Remark, sheets: dict[str, Sheet]) -> DraftFault:
    return DraftFault(
        remark.sheet,
        remark.row,
        remark.column,
        remark.weight,
        key=remark.key,
        params=remark.params,
        excerpt=_shortened(_row(remark, sheets)),
    )


def _row(remark: Remark, sheets: dict[str, Sheet]) -> str:
    """Return the filled cells of a row, as they would be read out."""
    sheet = sheets.get(remark.sheet)
    found = next((row for row in sheet.rows if row.number == remark.row), None) if sheet else None
    return " · ".join(f"{name}: {value}" for name, value in found.cells.items()) if found else ""


def main() -> None:
    """Read what stands in the standard input, and answer."""
    give_up(_MEMORY, _CPU_SECONDS, file_bytes=_FILE_BYTES)
    handed_in = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=HandedIn)
    sys.stdout.buffer.write(msgspec.msgpack.encode(reading_of(handed_in)))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
