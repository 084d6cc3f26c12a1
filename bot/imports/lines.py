"""What a row of a list says: its cells by field, checked one by one, with what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, TypeAlias, cast

from msgspec import Struct

from flows.hidden_phones import phones_hidden
from flows.phone_numbers import masked_format, read_phone
from flows.spelling import clean, fold
from survey.transaction_columns import Field

__all__ = ["Columns", "Fault", "Line", "LineReader", "day_of", "masked"]

Columns: TypeAlias = Mapping[Field, int]
Mode: TypeAlias = Literal["", "direct", "online"]

_TEXTS: Final[tuple[Field, ...]] = (
    "unit", "place", "counter", "procedure", "commune", "employer_code", "employer_name",
)  # fmt: skip
_LONGEST: Final = 200
_QUOTED: Final = 60
_VIETNAMESE: Final = re.compile(
    r"(?:ngay )?(\d{1,2})(?:[/.-]| thang )(\d{1,2})(?:[/.-]| nam )(\d{4}|\d{2})(?:[ T,].*)?"
)
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?")
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")  # 1954 to 2119
_SERIAL_ZERO: Final = date(1899, 12, 30)
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}")
_LIKE_A_DAY: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}|\d{4}([/-])\d{1,2}\2\d{1,2}")
_DIGITS: Final = re.compile(r"\d{8,12}")
_MODES: Final = {
    "truc tiep": "direct", "tai quay": "direct", "mot cua": "direct", "tai co quan": "direct",
    "direct": "direct", "tt": "direct",
    "truc tuyen": "online", "dien tu": "online", "giao dich dien tu": "online", "online": "online",
    "qua mang": "online", "dvc": "online", "cong dich vu cong": "online", "vssid": "online",
    "qua buu chinh": "direct", "buu chinh": "direct", "buu dien": "direct",
}  # fmt: skip
"""How the thing was handed in; by post is on paper, hence direct (domain R10 knows two modes)."""
_AREAS: Final = {
    "do thi": "urban", "thanh thi": "urban", "thanh pho": "urban", "urban": "urban",
    "nong thon": "rural", "rural": "rural",
    "dac biet kho khan": "special", "vung sau vung xa": "special", "special": "special",
    "vung kho khan": "special",
}  # fmt: skip
_PHONE_FAULTS: Final = {
    "old": "phone_old",
    "several": "phone_several",
    "looks_like_id": "phone_is_id",
    "hotline": "phone_no_person",
    "foreign": "phone_no_person",
}


class Line(Struct, frozen=True, array_like=True):
    """One row, its cells read; "" where there is nothing, telephone numbers in E.164."""

    row: int
    code: str
    unit: str
    place: str
    counter: str
    procedure: str
    done_on: str
    mode: Mode
    commune: str
    area: str
    phone: str
    email: str
    person: str
    employer_code: str
    employer_name: str
    size: int | None = None


class Fault(Struct, frozen=True, array_like=True):
    """What is wrong with a cell: its row and header, a code of `faults.FAULTS`, and the value as
    it may be shown.
    """

    row: int
    column: str
    code: str
    params: dict[str, str] = {}


def masked(value: str) -> str:
    """Return what was written, as it may be shown: short, and without numbers in full."""
    value = clean(value)
    if _LIKE_A_DAY.fullmatch(value):
        return value  # 35/10/2026: no day, and nobody's number
    short = value if len(value) <= _QUOTED else value[: _QUOTED - 1] + "…"
    return phones_hidden(_DIGITS.sub(lambda found: masked_format(found[0]), short))


class LineReader:
    """Reads the rows of one list. `today`: a transaction that lies ahead is none."""

    def __init__(self, columns: Columns, headers: Sequence[str], today: date) -> None:
        self._columns = columns
        self._headers = headers
        self._today = today
        self._places = tuple((field, columns[field]) for field in _TEXTS if field in columns)
        self._width = len(headers)

    def read(self, number: int, row: Sequence[str]) -> tuple[Line | None, list[Fault]]:
        """Return what a row says, and what is wrong with it. Neither: it says nothing that was
        asked for, as rows below a list do.
        """
        values = {field: self._cell(row, at) for field, at in self._columns.items()}
        if not any(values.values()) or _is_numbering(row):
            return None, []
        faults: list[Fault] = []

        def wrong(field: Field, code: str, **more: str) -> None:
            params = {"value": masked(values.get(field, "")), **more}
            faults.append(Fault(number, self._header(field), code, params))

        if any(row[self._width :]):
            faults.append(Fault(number, "", "ragged", {"value": masked(" ".join(row[-3:]))}))
        line = Line(
            row=number,
            code=clean(values.get("code", ""))[:_LONGEST],
            done_on=self._day(values, wrong),
            mode=cast("Mode", _known(values, "mode", _MODES, wrong)),  # `_MODES` has no others
            area=_known(values, "area", _AREAS, wrong),
            phone=_phone(values.get("phone", ""), wrong),
            email=_email(values.get("email", ""), wrong),
            person=_person(values.get("person", "")),
            size=_size(values.get("size", ""), wrong),
            **{field: _name(values.get(field, "")) for field in _TEXTS},
        )
        return line, faults

    def _cell(self, row: Sequence[str], at: int) -> str:
        return row[at] if at < len(row) else ""

    def _header(self, field: Field) -> str:
        return self._headers[self._columns[field]] if field in self._columns else ""

    def _day(self, values: Mapping[Field, str], wrong: Callable[..., None]) -> str:
        written = values.get("done_on", "")
        if not written:
            wrong("done_on", "missing")
            return ""
        day = day_of(written)
        if day is None:
            wrong("done_on", "day_unreadable")
            return ""
        if day > self._today:
            wrong("done_on", "day_ahead")
        return day.isoformat()


def _is_numbering(row: Sequence[str]) -> bool:
    """Return whether a row counts the columns: (1) (2) (3), as printed lists do."""
    numbers = [cell.strip("() ") for cell in row if cell]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


@lru_cache(maxsize=4096)
def _name(written: str) -> str:
    return clean(written)[:_LONGEST]


@lru_cache(maxsize=4096)
def day_of(written: str) -> date | None:
    """Return the day that a cell names: as people write it, the ISO way, or Excel's number."""
    plain = fold(written)
    try:
        if found := _VIETNAMESE.fullmatch(plain):
            day, month, year = (int(part) for part in found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        if found := _ISO.fullmatch(plain):
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    if _SERIAL.fullmatch(plain):
        return _SERIAL_ZERO + timedelta(days=int(plain[:5]))
    return None


def _known(
    values: Mapping[Field, str],
    field: Field,
    meanings: Mapping[str, str],
    wrong: Callable[..., None],
) -> str:
    written = values.get(field, "")
    if not written:
        return ""
    meant = _meaning(fold(written), tuple(meanings.items()))
    if not meant:
        wrong(field, f"{field}_unknown")
    return meant


@lru_cache(maxsize=1024)
def _meaning(plain: str, meanings: tuple[tuple[str, str], ...]) -> str:
    """Return what a text means: one of the words exactly, else the only meaning found in it."""
    exact = dict(meanings).get(plain)
    if exact is not None:
        return exact
    found = {meant for word, meant in meanings if len(word) > 2 and word in plain}
    return found.pop() if len(found) == 1 else ""


def _phone(written: str, wrong: Callable[..., None]) -> str:
    if not written:
        return ""
    reading = read_phone(written)
    # Nine digits are a number that a program took for one, and whose 0 it dropped.
    if reading.kind in ("mobile", "landline") or (
        reading.kind == "letters" and written.isdecimal()
    ):
        return reading.number
    if reading.kind == "old":
        wrong("phone", "phone_old", became=masked_format(reading.number))
        return ""
    wrong("phone", _PHONE_FAULTS.get(reading.kind, "phone_unreadable"))
    return ""


def _email(written: str, wrong: Callable[..., None]) -> str:
    if not written:
        return ""
    if _EMAIL.fullmatch(written) is None:
        wrong("email", "email_unreadable")
        return ""
    return written.lower()


def _person(written: str) -> str:
    """Return a personal number without the zeros that a program may have dropped, or the number of
    a passport; "" where it is neither. It is only compared, and never kept in clear.
    """
    signs = "".join(sign for sign in clean(written).upper() if sign.isalnum())[:_LONGEST]
    if not any(sign in "123456789" for sign in signs):
        return ""  # "không có", 000000000000: nobody
    return signs.lstrip("0") if signs.isdecimal() else signs


def _size(written: str, wrong: Callable[..., None]) -> int | None:
    if not written:
        return None
    digits = re.sub(r"[ .,\u00a0]", "", written)
    if not digits.isdecimal() or len(digits) > 7:
        wrong("size", "size_unreadable")
        return None
    return int(digits)
