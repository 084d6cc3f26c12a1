"""What one run has shown, and what became of the answers that were given in it."""

from __future__ import annotations

import msgspec

from tests.benchmarks.bots import Stored
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.questionnaire import QUESTIONS, answer_of

__all__ = ["Figures", "judge"]


class Figures(msgspec.Struct, kw_only=True):
    """What one run has shown. Times are in milliseconds, memory in MiB."""

    bot: str
    steps: int = 0
    steps_per_second: float = 0
    p50: float = 0
    p95: float = 0
    p99: float = 0
    cpu: float = 0
    """CPU milliseconds of the bot's processes a step."""
    server_cpu: float = 0
    """The same of a database server in processes of its own."""
    rss: float = 0
    rss_at_start: float = 0
    started_in: float = 0
    calls_per_step: float = 0
    driver_load: float = 0
    """Share of its core that the driver used: above 0.8 it may have been the limit."""
    given: int = 0
    lost: int = 0
    misplaced: int = 0
    """Answers stored with a value that was not given to that question."""
    stored_twice: int = 0
    repeated: int = 0
    wrong_order: int = 0
    stuck: int = 0
    in_flight: int = 0
    """Citizens who waited for the bot when it was killed."""
    recovered_in: float = 0
    """Seconds from its second start until the last of those who were not stuck was answered."""
    refused: int = 0
    violations: dict[str, int] = {}

    @property
    def whole_cpu(self) -> float:
        """CPU milliseconds a step, servers included."""
        return self.cpu + self.server_cpu


def judge(found: Figures, crowd: Crowd, stored: Stored) -> None:
    """Compare what was given with what is stored."""
    for citizen in crowd.citizens:
        rows = stored.get(citizen.chat, {})
        for item in QUESTIONS:
            values = rows.get(item.id, [])
            found.given += item.number in citizen.given
            found.lost += item.number in citizen.given and not values
            found.stored_twice += len(values) > 1
            right = answer_of(citizen.number, item)
            found.misplaced += any(value != right for value in values)
    found.repeated = crowd.tally.repeated
    found.wrong_order = crowd.tally.wrong_order
    found.refused = crowd.tally.refused
    found.violations = dict(crowd.api.violations)
