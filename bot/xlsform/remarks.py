"""What an import has to say: refused, left out or changed, each with its sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

__all__ = ["Remark", "Remarks", "Weight", "XlsformRefusedError"]

Weight: TypeAlias = Literal["refused", "left_out", "changed"]


class Remark(msgspec.Struct, frozen=True, order=True):
    """One thing to know. `row` counts as Excel does, the header being 1; 0 is the whole sheet.

    `key` names the text in `locales/`, `params` fill it in.
    """

    sheet: str
    row: int
    column: str
    weight: Weight
    key: str
    params: dict[str, str] = {}

    @property
    def where(self) -> str:
        """Return the place as people look it up: `survey, row 12, relevant` without words."""
        parts = [self.sheet, str(self.row) if self.row else "", self.column]
        return ":".join(part for part in parts if part)


class XlsformRefusedError(Exception):
    """A form cannot be taken over. Holds every remark, the refusing ones among them."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self.remarks = tuple(remarks)
        super().__init__("; ".join(f"{r.where} {r.key}" for r in self.refused))

    @property
    def refused(self) -> tuple[Remark, ...]:
        """The remarks that must be mended before the form is taken."""
        return tuple(r for r in self.remarks if r.weight == "refused")


_SHEETS = {"": 0, "settings": 1, "survey": 2, "choices": 3}


class Remarks:
    """Collects remarks, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str, str, str], Remark] = {}

    def add(self, remark: Remark) -> None:
        """Collect a remark."""
        said = repr(sorted(remark.params.items()))
        key = (remark.sheet, remark.row, remark.column, remark.key, said)
        self._found.setdefault(key, remark)

    @property
    def sorted(self) -> tuple[Remark, ...]:
        """All of them in the order of the sheets."""
        order = sorted(
            self._found.values(),
            key=lambda r: (_SHEETS.get(r.sheet, 9), r.sheet, r.row, r.column, r.key),
        )
        return tuple(order)

    @property
    def refusing(self) -> bool:
        """Whether anything must be mended."""
        return any(remark.weight == "refused" for remark in self._found.values())

    def covers(self, row: int) -> bool:
        """Whether something on this row of the survey or of the choices is refused already."""
        return any(r.weight == "refused" and r.row == row for r in self._found.values())
