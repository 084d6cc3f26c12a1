"""Counts of forms issued, returned, valid and invalid, which always reconcile (R32, §2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

__all__ = ["COLUMNS", "NOT_RETURNED", "VALID", "Column", "Counts", "counted", "total"]

Column: TypeAlias = Literal["issued", "returned", "valid", "invalid"]

COLUMNS: Final[tuple[Column, ...]] = ("issued", "returned", "valid", "invalid")
"""Số phiếu phát ra, thu về, hợp lệ, không hợp lệ: the columns of every table of this kind."""

VALID: Final = "valid"
NOT_RETURNED: Final = "not_returned"
"""What can come of a form beside the reasons of `survey.validity`."""


class Counts(Struct, frozen=True, kw_only=True):
    """What became of the forms of one unit, place or period.

    Only three things are counted; the rest follows from them, so that nothing can disagree:
    `issued` forms, the `valid` ones among those that came back, and of the others why each is
    `invalid_by` reason. For digital channels a form is issued when its link is sent or opened and
    returned when it was begun (domain §2.6); so `returned` ≤ `issued`.
    """

    issued: int = 0
    valid: int = 0
    invalid_by: Mapping[str, int] = {}
    """Reason of `survey.validity.Reason` → how many; reasons that nobody has are left out."""

    def __post_init__(self) -> None:
        """Refuse what cannot be counted.

        Raises:
            ValueError: a count is negative, or more forms came back than were issued.

        """
        if min(self.issued, self.valid, *self.invalid_by.values()) < 0:
            message = "a count is negative"
            raise ValueError(message)
        if self.returned > self.issued:
            message = f"{self.returned} forms returned of {self.issued} issued"
            raise ValueError(message)

    @property
    def invalid(self) -> int:
        """Forms that came back and do not count."""
        return sum(self.invalid_by.values())

    @property
    def returned(self) -> int:
        """Forms that came back: valid + invalid."""
        return self.valid + self.invalid

    @property
    def not_returned(self) -> int:
        """Forms that did not come back: issued − returned. They are no invalid ones."""
        return self.issued - self.returned

    @property
    def return_rate(self) -> float | None:
        """Share of the issued forms that came back, 0–1; None where none was issued."""
        return self.returned / self.issued if self.issued else None

    def __add__(self, other: Counts) -> Counts:
        """Return both together."""
        reasons = sorted(self.invalid_by.keys() | other.invalid_by.keys())
        return Counts(
            issued=self.issued + other.issued,
            valid=self.valid + other.valid,
            invalid_by={
                reason: self.invalid_by.get(reason, 0) + other.invalid_by.get(reason, 0)
                for reason in reasons
            },
        )


def counted(outcomes: Iterable[tuple[str, int]]) -> Counts:
    """Return the counts of forms by what came of them: `VALID`, `NOT_RETURNED` or a reason, and
    how many. One outcome may come several times.
    """
    found: dict[str, int] = {}
    for outcome, forms in outcomes:
        found[outcome] = found.get(outcome, 0) + forms
    issued, valid = sum(found.values()), found.pop(VALID, 0)
    found.pop(NOT_RETURNED, None)
    return Counts(issued=issued, valid=valid, invalid_by=found)


def total(rows: Iterable[Counts]) -> Counts:
    """Return the counts of all rows together: totals are computed, never taken over."""
    return sum(rows, start=Counts())
