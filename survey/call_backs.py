"""What calling people back says of their responses (domain §8.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

__all__ = ["CONCLUSIVE", "CONFIRMED", "OUTCOMES", "REFUTING", "Outcome", "concluded", "is_refuted"]

Outcome: TypeAlias = Literal[
    "confirmed",  # XAC_NHAN: had the transaction, answered alone, and rates it as before
    "rating_differs",  # SAI_LECH: the rating of the whole moved by two levels or more
    "no_transaction",  # KHONG_GIAO_DICH
    "not_own_answer",  # KHONG_TU_TRA_LOI
    "prompted",  # BI_GOI_Y: somebody stood by, or told what to choose
    "declined",  # TU_CHOI
    "not_reached",  # KHONG_NGHE
    "wrong_number",  # SAI_SO
]
"""How a call ended; the codes of domain §8.3 beside them."""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
CONFIRMED: Final[Outcome] = "confirmed"
REFUTING: Final[frozenset[Outcome]] = frozenset(
    {"rating_differs", "no_transaction", "not_own_answer", "prompted"}
)
CONCLUSIVE: Final[frozenset[Outcome]] = REFUTING | {CONFIRMED}
"""What says something of the response; the others only that nobody could be asked."""


def concluded(outcomes: Iterable[Outcome]) -> Outcome | None:
    """Return what the calls about one response, oldest first, come to: the last that was
    conclusive, so that a mistake is corrected by one more line; None: there was none.
    """
    return next((one for one in reversed(tuple(outcomes)) if one in CONCLUSIVE), None)


def is_refuted(outcome: str | None) -> bool:
    """Tell whether a response is refuted by what its calls came to."""
    return outcome in REFUTING
