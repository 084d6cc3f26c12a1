"""Which category of domain §4.2 a trouble belongs to, by what it was with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["ROUTES", "TONES", "Shares"]

# Trouble → (subject, its categories with their share of the weight); the first row whose subject
# is the nearest one decides, the row without a subject decides where there is none.
Shares: TypeAlias = Mapping[str, float]
ROUTES: Mapping[str, Mapping[str, Shares]] = {
    "rude": {"care": {"PA01": 1, "PA08": 0.9}, "": {"PA01": 1}},
    "harass": {"care": {"PA02": 1, "PA08": 0.9}, "": {"PA02": 1}},
    "bribe": {
        "care": {"PA05": 1, "PA08": 0.8},
        "collecting": {"PA05": 1, "PA10": 1},
        "": {"PA05": 1},
    },
    "late": {
        "care": {"PA08": 1},
        "benefit": {"PA09": 1, "PA03": 0.8},
        "collecting": {"PA10": 1},
        "employer": {"PA11": 1},
        "online": {"PA03": 1, "PA07": 0.8},
        "": {"PA03": 1},
    },
    "wrong": {
        "care": {"PA08": 1, "PA04": 0.8},
        "benefit": {"PA04": 1, "PA09": 0.8},
        "collecting": {"PA10": 1},
        "online": {"PA07": 1, "PA04": 0.8},
        "": {"PA04": 1},
    },
    "place": {"care": {"PA06": 1, "PA08": 0.9}, "": {"PA06": 1}},
    "fault": {"online": {"PA07": 1.2}, "": {"PA07": 0.7}},
    "deny": {
        "care": {"PA08": 1.2},
        "benefit": {"PA09": 1},
        "employer": {"PA11": 0.8},
        "": {"PA08": 0.8},
    },
    "unpaid": {"benefit": {"PA09": 1.2}, "employer": {"PA11": 0.8}, "": {"PA09": 0.7}},
    "unreceipted": {"collecting": {"PA10": 1.2}, "employer": {"PA11": 1}, "": {"PA10": 0.5}},
    "unpaying": {"employer": {"PA11": 1.2}, "collecting": {"PA10": 1}, "": {"PA11": 0.7}},
    "scam": {"": {"PA12": 1}},
    "unfair": {"rule": {"PA13": 1.2}, "benefit": {"PA13": 1}, "": {"PA13": 0.7}},
}
TONES: Mapping[str, Shares] = {
    "care": {"PA08": 1},
    "benefit": {"PA09": 1},
    "collecting": {"PA10": 1},
    "employer": {"PA11": 1},
    "online": {"PA07": 1},
    "rule": {"PA13": 1},
    "premises": {"PA06": 1},
    "papers": {"PA04": 1},
    "waiting": {"PA03": 1},
    "staff": {"PA01": 1},
    "": {"PA15": 1},
}
"""Where nothing tells what went wrong, what it went wrong with does."""
