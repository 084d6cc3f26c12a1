"""Who the synthetic citizens are: habits drawn from a seed, in the mix that an office sees."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Persona", "persona_of", "persona_with_phone", "plain_persona"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Habits. Numbers between 0 and 1 are chances for each occasion.

    `reads`: by the reply to what was sent, by long polls, or by the event stream, of which two
    may be open. `leaves_after`, `pauses_after`: steps until then, or None.
    """

    language: str = "vi"
    reads: Literal["reply", "poll", "stream"] = "reply"
    streams: int = 1
    types: float = 0.0
    accents: bool = True
    goes_back: float = 0.0
    skips: float = 0.0
    presses_stale: float = 0.0
    babbles: float = 0.0
    repeats: float = 0.0
    reloads: float = 0.0
    asks_first: float = 0.0
    corrections: int = 0
    low: float = 0.0
    wants_case: float = 0.5
    consents: bool = True
    adult: bool = True
    finished: bool = True
    phone: Literal["none", "usual", "old", "wrong"] = "none"
    leaves_after: int | None = None
    comes_back: bool = False
    pauses_after: int | None = None
    looks_back: float = 0.0
    """Chance to look at, or correct, the form after it was sent."""
    shares: float = 0.0
    """Chance to share the contact where a number is asked for; from here on only on platforms."""
    edits: float = 0.0
    photos: float = 0.0
    """Chance to send a photo at a question of a case."""
    cards: float = 0.0
    """Chance to send somebody's contact card that nobody asked for."""
    blocks_after: int | None = None
    blocks_rudely: bool = False
    """Blocks the bot while its reply is under way, not while it waits."""


def plain_persona() -> Persona:
    """Return somebody who presses one button after the other and reads the replies."""
    return Persona()


def persona_of(rng: random.Random) -> Persona:
    """Draw a person: one in five answers is typed, one person in three is dissatisfied."""

    def now_and_then(people: float, chance: float) -> float:
        return chance if rng.random() < people else 0.0

    return Persona(
        language="en" if rng.random() < 0.05 else "vi",
        reads=rng.choices(("reply", "poll", "stream"), (70, 15, 15))[0],
        streams=2 if rng.random() < 0.2 else 1,
        types=0.2,
        accents=rng.random() < 0.5,
        goes_back=now_and_then(0.25, 0.06),
        skips=now_and_then(0.4, 0.3),
        presses_stale=now_and_then(0.15, 0.05),
        babbles=now_and_then(0.15, 0.06),
        repeats=now_and_then(0.3, 0.12),
        reloads=now_and_then(0.2, 0.03),
        asks_first=now_and_then(0.3, 0.5),
        corrections=rng.choice((1, 1, 2)) if rng.random() < 0.3 else 0,
        low=0.3 if rng.random() < 0.3 else 0.03,
        wants_case=0.6,
        consents=rng.random() >= 0.05,
        adult=rng.random() >= 0.03,
        finished=rng.random() >= 0.04,
        phone=rng.choices(("none", "usual", "old", "wrong"), (45, 40, 10, 5))[0],
        leaves_after=rng.randint(3, 35) if rng.random() < 0.07 else None,
        comes_back=rng.random() < 0.3,
        pauses_after=rng.randint(3, 35) if rng.random() < 0.1 else None,
        looks_back=now_and_then(0.15, 1.0),
    )


def persona_with_phone(rng: random.Random) -> Persona:
    """Draw a person with a messenger: one in twenty blocks the bot for a while."""
    persona = persona_of(rng)
    return replace(
        persona,
        shares=0.5 if persona.phone != "wrong" else 0.0,
        edits=0.04 if rng.random() < 0.15 else 0.0,
        photos=0.3 if rng.random() < 0.3 else 0.0,
        cards=0.03 if rng.random() < 0.1 else 0.0,
        blocks_after=rng.randint(2, 30) if rng.random() < 0.05 else None,
        blocks_rudely=rng.random() < 0.5,
    )
