"""The time in which a run is measured: all meters at its beginning and at its end."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from tests.benchmarks.bots import Bot
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figures
from tests.benchmarks.process import cpu_seconds, resident_mib

__all__ = ["Window"]


@dataclass(slots=True)
class Window:
    """What stood on every meter when the window was opened, and the latencies since then (s)."""

    bot: Bot
    pid: int
    crowd: Crowd
    began: float
    cpu: float
    server_cpu: float
    own_cpu: float
    calls: int
    latencies: list[float] = field(default_factory=list)

    @classmethod
    def open(cls, bot: Bot, pid: int, crowd: Crowd) -> Window:
        """Read all meters."""
        return cls(
            bot,
            pid,
            crowd,
            began=time.perf_counter(),
            cpu=cpu_seconds(pid),
            server_cpu=bot.server_cpu(),
            own_cpu=time.process_time(),
            calls=crowd.api.calls.total(),
        )

    def close(self, found: Figures) -> None:
        """Read them again, and write down the difference."""
        took = time.perf_counter() - self.began
        steps = max(1, len(self.latencies))
        found.steps = len(self.latencies)
        found.steps_per_second = found.steps / took
        found.p50, found.p95, found.p99 = (
            1000 * _percentile(self.latencies, share) for share in (0.5, 0.95, 0.99)
        )
        found.cpu = 1000 * (cpu_seconds(self.pid) - self.cpu) / steps
        found.server_cpu = 1000 * (self.bot.server_cpu() - self.server_cpu) / steps
        found.driver_load = (time.process_time() - self.own_cpu) / took
        found.calls_per_step = (self.crowd.api.calls.total() - self.calls) / steps
        found.rss = resident_mib(self.pid)


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
