"""What two people make of a suspicious response: who may judge, and when it is decided (R31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "DECIDES",
    "STATES",
    "VERDICTS",
    "JudgingState",
    "Refusal",
    "Verdict",
    "Voice",
    "outcome",
    "refusal",
]

JudgingState: TypeAlias = Literal["open", "kept", "set_aside"]
Verdict: TypeAlias = Literal["keep", "set_aside"]
Refusal: TypeAlias = Literal[
    "party",  # the response rates them, or came in by them
    "judged",  # they have said what they think already
    "settled",  # others have decided
]

STATES: Final[tuple[JudgingState, ...]] = get_args(JudgingState)
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
DECIDES: Final = 2
"""Equal verdicts of as many people decide: nobody alone takes a citizen's voice away."""

_BY_VERDICT: Final[dict[Verdict, JudgingState]] = {"keep": "kept", "set_aside": "set_aside"}


class Voice(Struct, frozen=True):
    """What one person thinks of a response, as far as it was not taken back."""

    by: str
    verdict: Verdict


def outcome(voices: Sequence[Voice]) -> JudgingState:
    """Return what is decided: two equal verdicts do, so that of two that differ a third breaks
    the tie. One person has one voice, the last.
    """
    said = {voice.by: voice.verdict for voice in voices}
    for verdict, many in Counter(said.values()).items():
        if many >= DECIDES:
            return _BY_VERDICT[verdict]
    return "open"


def refusal(voices: Sequence[Voice], by: str, parties: Collection[str]) -> Refusal | None:
    """Return why somebody may not judge now; None: they may. `parties`: who was rated by the
    response, who brought it in, and whose telephone stands in it.
    """
    if by in parties:
        return "party"
    if any(voice.by == by for voice in voices):
        return "judged"
    return None if outcome(voices) == "open" else "settled"
