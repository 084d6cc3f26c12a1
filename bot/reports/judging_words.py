"""How suspicions and what people make of them are said: by text key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flows.texts import text_key
from storage.judging_records import SuspicionRecord
from survey.judging import JudgingState, Refusal, Verdict
from survey.suspicion import SuspicionReason

__all__ = ["REFUSALS", "SIGNS", "STATES", "SUSPICIONS", "VERDICTS", "sentences"]

SUSPICIONS: Final[Mapping[SuspicionReason, str]] = {
    "staff_phone": text_key("suspicion.staff_phone"),
    "one_device": text_key("suspicion.one_device"),
    "burst": text_key("suspicion.burst"),
    "same_ratings": text_key("suspicion.same_ratings"),
    "too_fast": text_key("suspicion.too_fast"),
    "straight_lines": text_key("suspicion.straight_lines"),
}
"""A sentence for each reason, filled with the figures of its detail."""
SIGNS: Final[Mapping[SuspicionReason, str]] = {
    "staff_phone": text_key("suspicion.sign.staff_phone"),
    "one_device": text_key("suspicion.sign.one_device"),
    "burst": text_key("suspicion.sign.burst"),
    "same_ratings": text_key("suspicion.sign.same_ratings"),
    "too_fast": text_key("suspicion.sign.too_fast"),
    "straight_lines": text_key("suspicion.sign.straight_lines"),
}
"""The same in two or three words."""

STATES: Final[Mapping[JudgingState, str]] = {
    "open": text_key("judging.state.open"),
    "kept": text_key("judging.state.kept"),
    "set_aside": text_key("judging.state.set_aside"),
}
VERDICTS: Final[Mapping[Verdict, str]] = {
    "keep": text_key("judging.verdict.keep"),
    "set_aside": text_key("judging.verdict.set_aside"),
}
REFUSALS: Final[Mapping[Refusal, str]] = {
    "party": text_key("judging.refusal.party"),
    "judged": text_key("judging.refusal.judged"),
    "settled": text_key("judging.refusal.settled"),
}


def sentences(say: Callable[..., str], suspicions: Iterable[SuspicionRecord]) -> list[str]:
    """Return the sentence of each reason, in the language of `say`."""
    return [say(SUSPICIONS[one.reason], **one.detail) for one in suspicions]
