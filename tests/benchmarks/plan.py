"""How a crowd talks in one run."""

from __future__ import annotations

import msgspec

from tests.benchmarks.questionnaire import QUESTIONS

__all__ = ["Plan"]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a crowd talks.

    With `rate` 0, `citizens` answer as soon as they are asked; else so many steps a second are
    offered, by whoever is ready. `seconds` are measured, after a warm-up that is not.
    """

    citizens: int = 32
    rate: float = 0
    api_delay: float = 0
    seconds: float = 5
    duplicates: float = 0
    """Share of updates that come twice, half of them at once."""
    kill: bool = False
    """Kill the bot in the middle instead of measuring its speed."""
    open_conversations: int = 0
    """Conversations that are stored before the start; then only they go on."""
    surveys: int = 0
    """Play so many surveys to their end instead of measuring for some seconds."""

    @property
    def warm_up(self) -> int:
        """Steps that are not measured: every citizen's first survey, about."""
        return (len(QUESTIONS) + 1) * self.citizens
