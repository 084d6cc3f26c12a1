"""What came of a run: the figures that were measured, and the verdict on what is stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator.checker import Violation, check
from bot.simulator.comparing import Comparison, compare_answers
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter, percentile
from bot.simulator.platforms import Platform
from bot.simulator.server import Memory
from bot.simulator.snapshot import take_snapshot

__all__ = ["Figures", "Outcome", "figures_of", "judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured. Waits are in ms, CPU in ms per applied message: of the server with
    everything it did, and of the simulator beside it.
    """

    seconds: float
    acknowledged: int
    applied: int
    p50: float
    p95: float
    p99: float
    server_cpu: float | None = None
    own_cpu: float | None = None
    started_in: float | None = None
    memory_at_start: Memory | None = None
    memory_at_end: Memory | None = None

    @property
    def steps_per_second(self) -> float:
        """Acknowledged messages a second."""
        return self.acknowledged / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Outcome:
    """A run and its verdict. `killed_at`: acknowledged messages when the server was killed, if
    that came while citizens were at it.
    """

    ledgers: list[Ledger]
    figures: Figures
    comparison: Comparison | None = None
    violations: list[Violation] = field(default_factory=list)
    cases: int | None = None
    killed_at: int | None = None
    restarted_in: float | None = None
    platform: Platform | None = None
    """What the platform noticed, where citizens came by one."""

    @property
    def by_invariant(self) -> Counter[str]:
        """How many violations of each invariant."""
        return Counter(violation.invariant for violation in self.violations)


def figures_of(meter: Meter) -> Figures:
    """Return what a meter knows by itself."""
    waits = {share: percentile(meter.waits, share) * 1000 for share in (0.5, 0.95, 0.99)}
    return Figures(
        seconds=meter.seconds,
        acknowledged=meter.acknowledged,
        applied=meter.applied,
        p50=waits[0.5],
        p95=waits[0.95],
        p99=waits[0.99],
    )


def judged(
    database: Path,
    key_ring: Path,
    ledgers: list[Ledger],
    figures: Figures,
    platform: Platform | None = None,
) -> Outcome:
    """Judge a database against ledgers, and a platform's own, once all is settled."""
    snapshot = take_snapshot(database, key_ring)
    return Outcome(
        ledgers,
        figures,
        compare_answers(snapshot, ledgers),
        check(snapshot, ledgers, platform),
        len(snapshot.complaints),
        platform=platform,
    )
