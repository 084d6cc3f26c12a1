"""All figures of a process as Prometheus text. Loaded when the first one asks: its library
takes a tenth of a second, which no start has to wait for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from bot.channels.base import Channel
from bot.metrics import Steps
from bot.reception import Reception
from bot.sender import Sender
from bot.services import Services
from bot.turns import now_ms
from storage.backlogs import Backlogs, Waiting

__all__ = ["exposed", "families"]

Labels = TypeVar("Labels", bound=tuple[str, ...])

_DELIVERIES: Final = frozenset({"delivered", "unauthorised", "unreadable"})
_ENDS: Final = ("sent", "retried", "resent", "unknown", "dead", "cancelled", "parked")
"""Attributes of the sender's figures that count messages."""

_process = ProcessCollector(registry=None)  # memory, CPU, open files; reads /proc when asked


def families(services: Services, waiting: Backlogs | None) -> Iterator[Metric]:
    """Give all figures of a process; `waiting` is None where the database cannot be read."""
    yield from _process.collect()
    steps: Steps | None = getattr(services.runner, "steps", None)
    if steps is not None:
        yield from _of_steps(steps)
    if services.reception is not None:
        yield from _of_reception(services.reception)
    if services.sender is not None:
        yield from _of_sender(services.sender)
    yield _one("langnghe_open_streams", "Pages that wait for news.", services.live.watchers)
    yield from _of_channels(services.channels)
    yield from _of_coordination(services)
    up = waiting is not None
    yield _one("langnghe_storage_up", "Whether the database can be read.", up)
    if waiting is not None:
        yield from _of_backlogs(waiting)


def _one(name: str, words: str, value: float) -> Metric:
    return _gauges(name, words, (), {(): value})


def _of_reception(reception: Reception) -> Iterator[Metric]:
    counts = reception.counts
    labels = ("channel", "result")
    delivered = {key: n for key, n in counts.items() if key[1] in _DELIVERIES}
    heard = {key: n for key, n in counts.items() if key[1] not in _DELIVERIES}
    yield _counters("langnghe_webhooks", "Deliveries of platforms.", labels, delivered)
    yield _counters("langnghe_arrivals", "What became of what they brought.", labels, heard)


def _of_sender(sender: Sender) -> Iterator[Metric]:
    figures = sender.figures
    ends = {(name,): getattr(figures, name) for name in _ENDS}
    asides = {("sent",): figures.asides_sent, ("dropped",): figures.asides_dropped}
    calls = {(): figures.unknown_calls}
    yield _counters("langnghe_sender_messages", "Messages by what came of them.", ("end",), ends)
    yield _counters("langnghe_sender_asides", "Small calls that are not stored.", ("end",), asides)
    yield _counters("langnghe_sender_unknown_calls", "Calls whose answer was lost.", (), calls)
    yield _counters("langnghe_sender_holds", "Times that a platform asked us to wait (429).", (), {
        (): figures.held
    })  # fmt: skip
    yield _one("langnghe_sender_lanes", "Sessions that are being sent to.", sender.lanes)
    troubles = sender.troubles()
    up = {(name,): name not in troubles for name in sender.accounts}
    yield _gauges("langnghe_account_up", "Whether an account can be called.", ("channel",), up)
    reasons = dict.fromkeys(troubles.items(), 1.0)
    words = "Why an account is not called."
    yield _gauges("langnghe_account_trouble", words, ("channel", "reason"), reasons)


def _of_channels(channels: Mapping[str, Channel]) -> Iterator[Metric]:
    pending = {(name,): float(c.pending) for name, c in channels.items() if c.pending is not None}
    words = "Updates that waited at a platform when it was asked last."
    yield _gauges("langnghe_pending_updates", words, ("channel",), pending)


def _of_coordination(services: Services) -> Iterator[Metric]:
    between = services.coordination
    yield _one("langnghe_processes", "Processes that live, as known here.", between.processes)
    yield _one("langnghe_joined", "Whether wake-ups reach all processes.", between.joined)
    if between.state != "local":
        yield _one("langnghe_redis_up", "Whether Redis carries.", between.state == "up")


def _of_backlogs(waiting: Backlogs) -> Iterator[Metric]:
    pending = waiting.inbox
    yield _one("langnghe_inbox_pending", "Accepted and not decided upon.", pending.rows)
    yield _one("langnghe_inbox_oldest_seconds", "Age of the oldest of them.", _age(pending))
    by_state = {(state,): float(found.rows) for state, found in waiting.outbox.items()}
    ages = [_age(found) for found in waiting.outbox.values()]
    yield _gauges("langnghe_outbox_messages", "Messages that wait to leave.", ("state",), by_state)
    yield _one("langnghe_outbox_oldest_seconds", "Age of the oldest of them.", max(ages))


def _age(waiting: Waiting) -> float:
    return max(0.0, (now_ms() - waiting.oldest) / 1000) if waiting.oldest is not None else 0.0


def _of_steps(steps: Steps) -> Iterator[Metric]:
    labels = ("channel", "outcome")
    yield _counters("langnghe_steps", "Messages that found an end.", labels, steps.counts)
    yield HistogramMetricFamily(
        "langnghe_step_seconds",
        "Seconds from taking a message to the commit of what it caused.",
        buckets=[(bound, float(count)) for bound, count in steps.up_to()],
        sum_value=steps.seconds,
    )


# -- as Prometheus has it


def _counters(
    name: str, words: str, labels: tuple[str, ...], values: Mapping[Labels, float]
) -> CounterMetricFamily:
    """Return what only grows; `values` by the values of `labels`."""
    family = CounterMetricFamily(name, words, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


def _gauges(
    name: str, words: str, labels: tuple[str, ...], values: Mapping[Labels, float]
) -> GaugeMetricFamily:
    """Return what goes up and down; `values` by the values of `labels`."""
    family = GaugeMetricFamily(name, words, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


class _Given:
    """A collector of what was collected already."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposed(families: Iterable[Metric]) -> bytes:
    """Return figures as text. Nothing of it is global: each process part has its own."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Given(families))
    return generate_latest(registry)
