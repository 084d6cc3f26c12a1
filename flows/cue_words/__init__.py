"""The words by which people tell what went wrong, and of what; sign → weights and cues."""

from __future__ import annotations

from collections.abc import Mapping

from flows.cue_words.conduct import BRIBE, HARASS, RUDE
from flows.cue_words.groups import Groups
from flows.cue_words.handling import LATE, WRONG
from flows.cue_words.payments import DENY, UNPAID, UNPAYING, UNRECEIPTED
from flows.cue_words.places import FAULT, PLACE
from flows.cue_words.subjects import (
    ASKS_FOR_ACTION,
    BENEFIT,
    BETTER,
    CARE,
    COLLECTING,
    EMPLOYER,
    ON_TIME,
    ONLINE,
    PAPERS,
    PRAISE,
    PREMISES,
    RULE,
    SHADOW,
    STAFF,
    WAITING,
    WISH,
)
from flows.cue_words.wider import ANGER, BAD, SCAM, UNFAIR

__all__ = ["SUBJECTS", "TROUBLES"]

TROUBLES: Mapping[str, Groups] = {
    "rude": RUDE,
    "harass": HARASS,
    "bribe": BRIBE,
    "late": LATE,
    "wrong": WRONG,
    "place": PLACE,
    "fault": FAULT,
    "deny": DENY,
    "unpaid": UNPAID,
    "unreceipted": UNRECEIPTED,
    "unpaying": UNPAYING,
    "scam": SCAM,
    "unfair": UNFAIR,
    "anger": ANGER,
    "bad": BAD,
}
"""A weight of 3 alone makes a complaint anywhere, 2 does in a text of one's own."""

SUBJECTS: Mapping[str, Groups] = {
    "online": ONLINE,
    "care": CARE,
    "benefit": BENEFIT,
    "collecting": COLLECTING,
    "employer": EMPLOYER,
    "rule": RULE,
    "better": BETTER,
    "on_time": ON_TIME,
    "staff": STAFF,
    "papers": PAPERS,
    "premises": PREMISES,
    "waiting": WAITING,
    "praise": PRAISE,
    "wish": WISH,
    "shadow": SHADOW,
    "asks_for_action": ASKS_FOR_ACTION,
}
"""What trouble was with; and signs that change what troubles mean."""
