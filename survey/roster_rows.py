"""The roster as offices keep it in a sheet: rows into lines, each name resolved or a fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from survey.office_lists import (
    Fold,
    ListFault,
    ListRow,
    Sheet,
    day_in,
    minute_in,
    sheet_of,
    weekdays_in,
)
from survey.roster import ALL_WEEK, Desk, RosterKind, RosterRow

__all__ = ["CALLED", "KnownOfficer", "KnownPlace", "NewOfficer", "ReadRoster", "read_roster"]

CALLED: Final[Mapping[str, Sequence[str]]] = {
    "code": ("ma can bo", "ma vien chuc", "ma nhan vien", "ma so", "ma", "staff code"),
    "name": ("ho va ten", "ho ten", "can bo", "vien chuc", "ten", "name"),
    "place": ("dia diem", "noi lam viec", "bo phan", "place"),
    "counter": ("quay so", "quay", "counter"),
    "from": ("tu ngay", "ngay", "from"),
    "to": ("den ngay", "to"),
    "weekdays": ("thu", "cac thu", "ngay trong tuan", "weekdays"),
    "starts": ("tu gio", "gio bat dau", "starts"),
    "ends": ("den gio", "gio ket thuc", "ends"),
    "kind": ("loai", "hinh thuc", "kind"),
    "stands_for": ("thay cho", "truc thay", "thay", "stands for"),
}
"""Field → what its column may be called, folded; the first is what a fault calls it."""

_KINDS: Final[Mapping[str, RosterKind]] = {
    "": "duty",
    "truc": "duty",
    "lam viec": "duty",
    "duty": "duty",
    "nghi": "absence",
    "vang": "absence",
    "absence": "absence",
    "thay": "delegation",
    "truc thay": "delegation",
    "uy quyen": "delegation",
    "delegation": "delegation",
}


class KnownPlace(Struct, frozen=True, kw_only=True):
    """A place and its counters: (id, name)."""

    id: str
    name: str
    code: str | None = None
    unit_id: str = ""
    counters: tuple[tuple[str, str], ...] = ()


class KnownOfficer(Struct, frozen=True, kw_only=True):
    """An officer who works here."""

    id: str
    name: str
    unit_id: str
    code: str | None = None


class NewOfficer(Struct, frozen=True):
    """Somebody whom the list names by code and name, and nobody knows yet."""

    code: str
    name: str
    unit_id: str


class ReadRoster(Struct, frozen=True):
    """What a list says. Lines name new officers by their code, behind `+`: they have no id yet."""

    lines: tuple[RosterRow, ...] = ()
    new: tuple[NewOfficer, ...] = ()
    faults: tuple[ListFault, ...] = ()


def read_roster(
    rows: Sequence[Sequence[str]],
    officers: Iterable[KnownOfficer],
    places: Iterable[KnownPlace],
    fold: Fold,
    taken: Collection[str] = (),
) -> ReadRoster:
    """Return the lines that a list holds, or all that is wrong with it: a list with one fault is
    not taken in part. `officers`, `places`: those that the list may be about; with
    one place, no row need name it. `taken`: codes of other officers, whom it may not name.
    """
    sheet = sheet_of(rows, CALLED, ("from",), fold)
    if isinstance(sheet, ListFault):
        return ReadRoster(faults=(sheet,))
    reader = _Reader(sheet, fold, list(officers), list(places))
    reader.taken = frozenset(taken)
    lines = [reader.line(row) for row in sheet.rows]
    if reader.faults:
        return ReadRoster(faults=tuple(reader.faults))
    return ReadRoster(tuple(filter(None, lines)), tuple(reader.new.values()))


class _Reader:
    """Reads rows one by one; remembers what is wrong, and whom it meets for the first time."""

    def __init__(
        self, sheet: Sheet, fold: Fold, officers: list[KnownOfficer], places: list[KnownPlace]
    ) -> None:
        self._sheet = sheet
        self._fold = fold
        self._officers = officers
        self._places = places
        self.taken: frozenset[str] = frozenset()
        self.faults: list[ListFault] = []
        self.new: dict[str, NewOfficer] = {}

    def line(self, row: ListRow) -> RosterRow | None:
        """Return the line of a row; None where something is wrong with it."""
        before = len(self.faults)
        kind = _KINDS.get(self._fold(row["kind"]))
        if kind is None:
            self._wrong(row, "kind", "kind_unknown")
        desk = None if kind == "absence" else self._desk(row)
        officer = self._officer(row, desk, is_away=kind == "absence")
        first, last = self._days(row)
        starts, ends = self._minutes(row)
        weekdays = self._weekdays(row)
        stands_for = self._replaced(row) if kind == "delegation" else None
        if len(self.faults) > before or kind is None:
            return None
        return RosterRow(
            id=0,
            officer_id=officer,
            from_day=first,
            to_day=last,
            starts_min=starts,
            ends_min=ends,
            weekdays=weekdays,
            kind=kind,
            place_id=desk.place_id if desk else None,
            counter_id=desk.counter_id if desk else None,
            stands_for=stands_for,
        )

    def _wrong(self, row: ListRow, field: str, code: str) -> None:
        self.faults.append(self._sheet.fault(row, field, code))

    # -- who

    def _officer(self, row: ListRow, desk: Desk | None, *, is_away: bool) -> str:
        code, name = row["code"], row["name"]
        if code:
            known = next((one for one in self._officers if one.code == code), None)
            return known.id if known else self._newcomer(row, desk, is_away=is_away)
        return self._by_name(row, "name", name)

    def _newcomer(self, row: ListRow, desk: Desk | None, *, is_away: bool) -> str:
        """Return who is named for the first time. They belong to the unit of their desk: whoever
        is away has none; a desk that is wrong is told as such, and nothing else.
        """
        code, name = row["code"], row["name"]
        if code in self.taken:
            self._wrong(row, "code", "officer_elsewhere")
        elif code not in self.new and (not name or is_away):
            self._wrong(row, "code", "officer_unknown")
        elif code not in self.new and desk is not None:
            unit = next(place.unit_id for place in self._places if place.id == desk.place_id)
            self.new[code] = NewOfficer(code, name, unit)
        return f"+{code}"

    def _replaced(self, row: ListRow) -> str:
        wanted = row["stands_for"]
        if wanted in self.new:
            return f"+{wanted}"
        by_code = next((one.id for one in self._officers if one.code == wanted), None)
        return by_code or self._by_name(row, "stands_for", wanted)

    def _by_name(self, row: ListRow, field: str, name: str) -> str:
        """Return the officer with this name; of namesakes none is guessed."""
        folded = self._fold(name)
        named = [one.id for one in self._officers if folded and self._fold(one.name) == folded]
        if len(named) != 1:
            self._wrong(row, field, "officer_twice" if named else "officer_unknown")
        return named[0] if named else ""

    # -- where

    def _desk(self, row: ListRow) -> Desk | None:
        place = self._place(row)
        if place is None:
            return None
        if not row["counter"]:
            return Desk(place.id)
        wanted = self._fold(row["counter"])
        found = [one for one, name in place.counters if self._fold(name) == wanted]
        if not found and wanted.isdigit():  # "3" for "Quầy số 3"
            found = [one for one, name in place.counters if _last_number(name) == int(wanted)]
        if len(found) != 1:
            self._wrong(row, "counter", "counter_unknown")
            return None
        return Desk(place.id, found[0])

    def _place(self, row: ListRow) -> KnownPlace | None:
        wanted = self._fold(row["place"])
        if not wanted and len(self._places) == 1:
            return self._places[0]
        named = [
            place
            for place in self._places
            if wanted and wanted in (self._fold(place.name), self._fold(place.code or ""))
        ]
        if len(named) != 1:
            self._wrong(row, "place", "place_twice" if named else "place_unknown")
            return None
        return named[0]

    # -- when

    def _days(self, row: ListRow) -> tuple[date, date]:
        first = day_in(row["from"])
        last = day_in(row["to"]) if row["to"] else first
        if first is None:
            self._wrong(row, "from", "day")
        if row["to"] and (last is None or (first is not None and last < first)):
            self._wrong(row, "to", "day" if last is None else "days_turned")
        return first or date.min, last or date.max

    def _minutes(self, row: ListRow) -> tuple[int, int]:
        starts = minute_in(row["starts"], self._fold) if row["starts"] else 0
        ends = minute_in(row["ends"], self._fold) if row["ends"] else 24 * 60
        if starts is None:
            self._wrong(row, "starts", "time")
        if ends is None or (starts is not None and ends <= starts):
            self._wrong(row, "ends", "time" if ends is None else "times_turned")
        return starts or 0, ends or 0

    def _weekdays(self, row: ListRow) -> int:
        if not row["weekdays"]:
            return ALL_WEEK
        found = weekdays_in(row["weekdays"], self._fold)
        if found is None:
            self._wrong(row, "weekdays", "weekdays")
        return found or 0


def _last_number(name: str) -> int | None:
    digits = "".join(sign if sign.isdigit() else " " for sign in name).split()
    return int(digits[-1]) if digits else None
