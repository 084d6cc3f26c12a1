"""Which column of an office's list is what: told by its headers, which every office words anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "FIELDS",
    "Field",
    "Header",
    "Ledger",
    "fields_of",
    "find_header",
    "guess",
    "missing_fields",
]

Field: TypeAlias = Literal[
    "code",
    "unit",
    "place",
    "counter",
    "procedure",
    "done_on",
    "mode",
    "commune",
    "area",
    "phone",
    "email",
    "person",
    "employer_code",
    "employer_name",
    "size",
]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)

Ledger: TypeAlias = Literal["person", "employer"]
"""Whom the list is about."""

_OF_EMPLOYERS: Final[frozenset[Field]] = frozenset({"employer_code", "employer_name", "size"})
_LOOKED_AT: Final = 30
"""Rows among which the header is looked for: titles and mottoes stand above it."""

# Folded, the commonest first. A header counts if it is one of these, or else begins or ends with
# one of several words: "ngày" alone is the day, "ngày sinh" is not.
_CALLED: Final[Mapping[Field, tuple[str, ...]]] = {
    "code": (
        "ma ho so", "so ho so", "ma giao dich", "so bien nhan", "ma bien nhan", "so phieu",
        "ma so ho so", "ma tiep nhan", "so tiep nhan", "ma hs", "so hs",
    ),
    "unit": (
        "co quan bhxh", "don vi giai quyet", "co quan giai quyet", "bhxh co so", "ten bhxh",
        "don vi tiep nhan", "co quan tiep nhan", "bao hiem xa hoi", "don vi thuc hien",
        "bhxh huyen", "don vi bhxh", "co quan",
    ),
    "place": (
        "noi giao dich", "dia diem giao dich", "noi nop", "noi tiep nhan", "diem giao dich",
        "dia diem", "bo phan tiep nhan", "bo phan mot cua",
    ),
    "counter": ("quay", "so quay", "quay so", "cua so"),
    "procedure": (
        "thu tuc", "ten thu tuc", "thu tuc hanh chinh", "ma thu tuc", "ten tthc", "tthc",
        "ma tthc", "loai ho so", "loai giao dich", "dich vu", "noi dung giao dich", "linh vuc",
    ),
    "done_on": (
        "ngay giao dich", "ngay tra ket qua", "ngay hoan thanh", "ngay tra", "ngay giai quyet",
        "ngay ket thuc", "ngay thuc hien", "ngay nhan ket qua", "ngay", "thoi gian tra ket qua",
        "thoi gian giao dich",
    ),
    "mode": (
        "hinh thuc", "hinh thuc nop", "hinh thuc giao dich", "phuong thuc", "kenh giao dich",
        "hinh thuc tiep nhan", "kenh",
    ),
    "commune": ("xa phuong", "phuong xa", "xa", "phuong", "dia ban", "xa phuong thi tran"),
    "area": ("khu vuc", "do thi nong thon", "thanh thi nong thon", "vung"),
    "phone": (
        "so dien thoai", "dien thoai", "dien thoai lien he", "sdt", "so dt", "dt lien he",
        "dien thoai di dong", "so di dong", "di dong", "so dien thoai lien he", "dt",
    ),
    "email": ("email", "e mail", "thu dien tu", "dia chi email", "hop thu"),
    "person": (
        "so cccd", "cccd", "so dinh danh", "so dinh danh ca nhan", "can cuoc", "so can cuoc",
        "ma so bhxh", "so so bhxh", "so cmnd", "cmnd", "cccd cmnd", "ma dinh danh", "ma the bhyt",
    ),
    "employer_code": (
        "ma don vi", "ma so don vi", "ma don vi sdld", "ma so thue", "mst", "ma dv",
    ),
    "employer_name": (
        "ten don vi", "ten don vi sdld", "don vi su dung lao dong", "ten cong ty",
        "ten doanh nghiep", "don vi sdld", "ten co quan don vi", "nguoi su dung lao dong",
    ),
    "size": (
        "so lao dong", "tong so lao dong", "quy mo", "so nguoi lao dong", "so ld", "lao dong",
    ),
}  # fmt: skip

Fold: TypeAlias = Callable[[str], str]
"""Takes away what does not count in a text: accents, capitals, blanks too many."""


class Header(Struct, frozen=True):
    """Where the headers stand, and what they say: one text for each column of the list."""

    rows: tuple[int, ...]
    """Which of the rows that were looked at; two, where a header spans columns of another."""
    texts: tuple[str, ...]

    @property
    def last(self) -> int:
        """The lowest row of it."""
        return self.rows[-1]


def fields_of(ledger: Ledger) -> tuple[Field, ...]:
    """Return what a list of this kind may tell, in the order in which people read it."""
    return tuple(field for field in FIELDS if ledger == "employer" or field not in _OF_EMPLOYERS)


def missing_fields(
    ledger: Ledger, columns: Mapping[Field, int], *, has_unit: bool
) -> tuple[Field, ...]:
    """Return what has to be there and is not. `has_unit`: the whole file is one unit's."""
    needed: list[Field] = ["done_on"] if has_unit else ["done_on", "unit"]
    if ledger == "employer" and "employer_name" not in columns:
        needed.append("employer_code")
    return tuple(field for field in needed if field not in columns)


def guess(headers: Sequence[str], ledger: Ledger, fold: Fold) -> dict[Field, int]:
    """Return which column is what. Each column is one thing, each thing one column; who is called
    exactly so comes before who only begins so.
    """
    plain = [_plain(header, fold) for header in headers]
    ranked = sorted(
        (rank, place, field)
        for field in fields_of(ledger)
        for place, header in enumerate(plain)
        if (rank := _rank(header, _CALLED[field])) is not None
    )
    found: dict[Field, int] = {}
    for _, place, field in ranked:
        if field not in found and place not in found.values():
            found[field] = place
    return found


def _plain(header: str, fold: Fold) -> str:
    letters = (sign if sign.isalnum() else " " for sign in fold(header))
    return " ".join("".join(letters).split())


def _rank(header: str, names: Sequence[str]) -> int | None:
    """Return how well a header fits, 0 best; None: not at all."""
    if header in names:
        return names.index(header)
    long = [(at, name) for at, name in enumerate(names) if " " in name]
    begun = [at for at, name in long if header.startswith(f"{name} ")]
    ended = [at for at, name in long if header.endswith(f" {name}")]
    return 100 + min(begun + ended) if begun + ended else None


def find_header(rows: Sequence[Sequence[str]], fold: Fold) -> Header | None:
    """Return the header among the first rows; None where nothing looks like one.

    It is the row, or the two rows, of which most columns are known; titles above it, in merged
    cells, know one at the most. Where no words are known it is the first row of words only.
    """
    best, known = next(_of_words(rows[:_LOOKED_AT]), None), 1
    for header in _candidates(rows[:_LOOKED_AT]):
        count = len(guess(header.texts, "employer", fold))
        if count > known:
            best, known = header, count
    return best


def _of_words(rows: Sequence[Sequence[str]]) -> Iterator[Header]:
    for number, row in enumerate(rows):
        filled = [text for text in row if text.strip()]
        if len(filled) > 1 and not any(sign.isdecimal() for text in filled for sign in text):
            yield Header((number,), tuple(row))


def _candidates(rows: Sequence[Sequence[str]]) -> Iterator[Header]:
    for number, row in enumerate(rows):
        yield Header((number,), tuple(row))
    for number, (upper, lower) in enumerate(pairwise(rows)):
        if _spans(upper, lower):
            yield Header((number, number + 1), tuple(_joined(upper, lower)))


def _spans(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether a row may be the second line of headers: it fills gaps of the first."""
    gaps = [place for place, text in enumerate(_padded(upper, len(lower))) if not text.strip()]
    return any(upper) and any(lower[place].strip() for place in gaps if place < len(lower))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> Iterable[str]:
    """Yield the headers of two lines: what stands below, else what stands above it."""
    width = max(len(upper), len(lower))
    for above, below in zip(_padded(upper, width), _padded(lower, width), strict=True):
        yield below.strip() or above.strip()


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *("" for _ in range(width - len(row)))]
