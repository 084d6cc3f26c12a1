"""The catalogue of procedures as a sheet: rows into dated lines, and lines into rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from survey.office_lists import Fold, ListFault, ListRow, Sheet, day_in, sheet_of
from survey.procedures import Audience, Channel, Procedure

__all__ = ["CALLED", "ReadProcedures", "read_procedures", "written"]

CALLED: Final[Mapping[str, Sequence[str]]] = {
    "code": ("ma thu tuc", "ma tthc", "ma", "code"),
    "name": ("ten thu tuc", "thu tuc", "ten", "name"),
    "from": ("tu ngay", "hieu luc tu", "ngay hieu luc", "from"),
    "to": ("den ngay", "hieu luc den", "to"),
    "term": ("thoi han ngay lam viec", "thoi han", "so ngay", "term days"),
    "channels": ("hinh thuc nop", "hinh thuc", "kenh", "channels"),
    "audience": ("doi tuong", "audience"),
    "form": ("phieu khao sat", "phieu", "form"),
}
"""Field → what its column may be called, folded; the first is what `written` calls it."""

_CHANNELS: Final[Mapping[str, Channel]] = {
    "truc tiep": "desk",
    "tai quay": "desk",
    "desk": "desk",
    "truc tuyen": "online",
    "online": "online",
    "buu chinh": "post",
    "buu dien": "post",
    "post": "post",
}
_AUDIENCES: Final[Mapping[str, Audience]] = {
    "": "citizen",
    "ca nhan": "citizen",
    "nguoi dan": "citizen",
    "citizen": "citizen",
    "don vi": "employer",
    "don vi su dung lao dong": "employer",
    "employer": "employer",
    "ca hai": "both",
    "both": "both",
}
_LONGEST_CODE: Final = 40
_LONGEST_NAME: Final = 300


class ReadProcedures(Struct, frozen=True):
    """What a list says, or all that is wrong with it."""

    lines: tuple[Procedure, ...] = ()
    faults: tuple[ListFault, ...] = ()


def read_procedures(
    rows: Sequence[Sequence[str]], forms: Collection[str], fold: Fold, today: date
) -> ReadProcedures:
    """Return the lines that a list holds, or all that is wrong with it: a list with one fault is
    not taken in part. `forms`: surveys that can be named; `today`: from when on a line counts that
    does not say it.
    """
    sheet = sheet_of(rows, CALLED, ("code", "name"), fold)
    if isinstance(sheet, ListFault):
        return ReadProcedures(faults=(sheet,))
    reader = _Reader(sheet, forms, fold, today)
    lines = [reader.line(row) for row in sheet.rows]
    if reader.faults:
        return ReadProcedures(faults=tuple(reader.faults))
    return ReadProcedures(tuple(lines))


class _Reader:
    """Reads rows one by one; remembers what is wrong, and which lines there were."""

    def __init__(self, sheet: Sheet, forms: Collection[str], fold: Fold, today: date) -> None:
        self._sheet = sheet
        self._forms = forms
        self._fold = fold
        self._today = today
        self._seen: set[tuple[str, date]] = set()
        self.faults: list[ListFault] = []

    def line(self, row: ListRow) -> Procedure:
        """Return the line of a row; what is wrong with it is among the faults."""
        first, last = self._days(row)
        self._check_names(row, first)
        return Procedure(
            code=row["code"],
            name=row["name"],
            from_day=first,
            to_day=last,
            term_days=self._term(row),
            channels=self._channels(row),
            audience=self._audience(row),
            form=row["form"] or None,
        )

    def _wrong(self, row: ListRow, field: str, code: str) -> None:
        self.faults.append(self._sheet.fault(row, field, code))

    def _check_names(self, row: ListRow, first: date) -> None:
        code = row["code"]
        for field, length in (("code", _LONGEST_CODE), ("name", _LONGEST_NAME)):
            if not 0 < len(row[field]) <= length:
                self._wrong(row, field, "empty")
        if (code, first) in self._seen:
            self._wrong(row, "code", "twice")
        self._seen.add((code, first))
        if row["form"] and row["form"] not in self._forms:
            self._wrong(row, "form", "form_unknown")

    def _days(self, row: ListRow) -> tuple[date, date | None]:
        first = day_in(row["from"]) if row["from"] else self._today
        last = day_in(row["to"]) if row["to"] else None
        if first is None:
            self._wrong(row, "from", "day")
        if row["to"] and (last is None or (first is not None and last < first)):
            self._wrong(row, "to", "day" if last is None else "days_turned")
        return first or self._today, last

    def _term(self, row: ListRow) -> int | None:
        term = row["term"]
        if not term:
            return None
        if not (term.isascii() and term.isdecimal() and len(term) < 4):
            self._wrong(row, "term", "number")
            return None
        return int(term)

    def _audience(self, row: ListRow) -> Audience:
        found = _AUDIENCES.get(self._fold(row["audience"]))
        if found is None:
            self._wrong(row, "audience", "audience_unknown")
        return found or "citizen"

    def _channels(self, row: ListRow) -> tuple[Channel, ...]:
        found = _channels(row["channels"], self._fold)
        if found is None:
            self._wrong(row, "channels", "channel_unknown")
        return found or ("desk",)


def _channels(text: str, fold: Fold) -> tuple[Channel, ...] | None:
    """Return how it can be handed in, each once; None where a word is none of them."""
    if not text:
        return ("desk",)
    words = [fold(word) for word in text.replace(";", ",").replace("/", ",").split(",")]
    found = [_CHANNELS.get(word) for word in words if word]
    named = [channel for channel in found if channel is not None]
    return tuple(dict.fromkeys(named)) if named and len(named) == len(found) else None


def written(lines: Iterable[Procedure]) -> list[list[str]]:
    """Return rows that `read_procedures` reads again, the header first."""
    head = [names[0] for names in CALLED.values()]
    return [head, *map(_row, lines)]


def _row(line: Procedure) -> list[str]:
    return [
        line.code,
        line.name,
        line.from_day.isoformat(),
        line.to_day.isoformat() if line.to_day else "",
        "" if line.term_days is None else str(line.term_days),
        ", ".join(line.channels),
        line.audience,
        line.form or "",
    ]
