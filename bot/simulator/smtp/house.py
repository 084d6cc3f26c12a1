"""What all connections of one mail server share: whom it knows, what it demands and has seen."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from bot.simulator.smtp.faults import Faults
from bot.simulator.smtp.ledger import Ledger
from bot.simulator.smtp.manners import Manners

__all__ = ["House"]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`users`: name → password of who may send; empty: everybody. `tls` offers STARTTLS."""

    users: Mapping[str, str]
    tls: ssl.SSLContext | None
    manners: Manners
    ledger: Ledger
    faults: Faults
