"""The sender: from the outbox to the platforms, in order, within rates, once or said so."""

from __future__ import annotations

from bot.sender.rates import Limit, LocalRates, Rates
from bot.sender.sender import Sender

__all__ = ["Limit", "LocalRates", "Rates", "Sender"]
