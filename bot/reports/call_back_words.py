"""How it is said what calling people back came to: by text key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.texts import text_key
from survey.call_backs import Outcome

__all__ = ["EXPLAINED", "OUTCOMES"]

OUTCOMES: Final[Mapping[Outcome, str]] = {
    "confirmed": text_key("call_back.outcome.confirmed"),
    "rating_differs": text_key("call_back.outcome.rating_differs"),
    "no_transaction": text_key("call_back.outcome.no_transaction"),
    "not_own_answer": text_key("call_back.outcome.not_own_answer"),
    "prompted": text_key("call_back.outcome.prompted"),
    "declined": text_key("call_back.outcome.declined"),
    "not_reached": text_key("call_back.outcome.not_reached"),
    "wrong_number": text_key("call_back.outcome.wrong_number"),
}
EXPLAINED: Final[Mapping[Outcome, str]] = {
    "confirmed": text_key("call_back.about.confirmed"),
    "rating_differs": text_key("call_back.about.rating_differs"),
    "no_transaction": text_key("call_back.about.no_transaction"),
    "not_own_answer": text_key("call_back.about.not_own_answer"),
    "prompted": text_key("call_back.about.prompted"),
    "declined": text_key("call_back.about.declined"),
    "not_reached": text_key("call_back.about.not_reached"),
    "wrong_number": text_key("call_back.about.wrong_number"),
}
"""When a caller chooses which, in a sentence."""
