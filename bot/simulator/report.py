"""What a run has to tell: the line while it goes on, and the table at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.i18n import Catalogues
from bot.simulator.checker import CHECKS, MISREAD
from bot.simulator.comparing import Comparison
from bot.simulator.meter import Meter, percentile
from bot.simulator.outcome import Figures, Outcome
from bot.simulator.platforms import Platform
from bot.simulator.sending import SENT_INVARIANTS
from flows.texts import text_key

__all__ = ["Report"]

_OUTCOMES = {
    "completed": text_key("simulate.outcome.completed"),
    "stopped": text_key("simulate.outcome.stopped"),
    "left": text_key("simulate.outcome.left"),
    "declined": text_key("simulate.outcome.declined"),
    "ineligible": text_key("simulate.outcome.ineligible"),
    "stuck": text_key("simulate.outcome.stuck"),
    "failed": text_key("simulate.outcome.failed"),
}
_WHOLE = {text_key("simulate.calls"), text_key("simulate.rules_broken")}
_LABEL = 34  # characters of the table's first column
_EVIDENCE = 5  # lines of evidence for each invariant


@dataclass(frozen=True, slots=True)
class Report:
    """Writes for people, in one language."""

    texts: Catalogues
    language: str

    def _say(self, key: str, **params: object) -> str:
        return self.texts.text(self.language, key, params)

    def _number(self, value: float, digits: int = 0) -> str:
        return self.texts.number(self.language, value, digits)

    def _line(self, key: str, value: str, indent: str = "") -> str:
        return f"  {indent + self._say(key):<{_LABEL}} {value}"

    def progress(self, meter: Meter, done: int, citizens: int) -> str:
        """Return the line that is shown while citizens are at it."""
        return self._say(
            text_key("simulate.progress"),
            done=self._number(done),
            citizens=self._number(citizens),
            steps=self._number(meter.acknowledged),
            rate=self._number(meter.acknowledged / max(meter.seconds, 0.001)),
            p99=self._number(percentile(meter.waits[-2000:], 0.99) * 1000),
        )

    def table(self, outcome: Outcome, fsyncs: float | None) -> Iterator[str]:
        """Yield the lines of the closing table."""
        yield from self._people(outcome)
        yield from self._answers(outcome)
        yield from self._speed(outcome.figures)
        if outcome.platform is not None:
            yield from self._platform(outcome.platform)
        if fsyncs is not None:
            yield self._line(text_key("simulate.fsyncs"), self._number(fsyncs))

    def _people(self, outcome: Outcome) -> Iterator[str]:
        ended = Counter[str](ledger.outcome or "failed" for ledger in outcome.ledgers)
        yield self._line(text_key("simulate.started"), self._number(len(outcome.ledgers)))
        for name, key in _OUTCOMES.items():
            if ended[name] or name == "completed":
                yield self._line(key, self._number(ended[name]), "  ")
        yield self._line(
            text_key("simulate.acknowledged"), self._number(outcome.figures.acknowledged)
        )

    def _answers(self, outcome: Outcome) -> Iterator[str]:
        if outcome.comparison is None:
            yield "  " + self._say(text_key("simulate.not_compared"))
            return
        found, broken = outcome.comparison, outcome.by_invariant
        yield self._line(text_key("simulate.given"), self._number(found.given))
        yield self._line(text_key("simulate.stored"), self._number(found.stored))
        yield self._line(text_key("simulate.lost"), self._number(broken["I1"]))
        yield self._line(text_key("simulate.repeated"), self._number(broken["I2"] + broken["I6"]))
        yield self._line(text_key("simulate.order"), self._number(broken["I3"]))
        yield self._line(text_key("simulate.strange"), self._number(broken["I7"]))
        yield self._line(text_key("simulate.misread"), self._number(broken[MISREAD]))
        shown = {code for ledger in outcome.ledgers for code in ledger.codes}
        yield self._line(text_key("simulate.codes"), self._number(len(shown)))
        yield self._line(text_key("simulate.cases"), self._number(outcome.cases or 0))

    def _speed(self, figures: Figures) -> Iterator[str]:
        number = self._number
        yield self._line(text_key("simulate.rate"), number(figures.steps_per_second))
        waits = (figures.p50, figures.p95, figures.p99)
        yield self._line(text_key("simulate.waits"), " / ".join(number(w, 1) for w in waits))
        if figures.server_cpu is not None and figures.own_cpu is not None:
            yield self._line(text_key("simulate.cpu"), number(figures.server_cpu, 3))
            yield self._line(text_key("simulate.own_cpu"), number(figures.own_cpu, 3))
        if figures.started_in is not None:
            yield self._line(text_key("simulate.start"), number(figures.started_in, 2))
        if figures.memory_at_start and figures.memory_at_end:
            sizes = (figures.memory_at_start.now, figures.memory_at_end.peak)
            yield self._line(text_key("simulate.memory"), " / ".join(number(s) for s in sizes))

    def _platform(self, platform: Platform) -> Iterator[str]:
        counts = (
            (text_key("simulate.calls"), platform.calls),
            (text_key("simulate.messages"), platform.messages),
            (text_key("simulate.edits"), platform.edits),
            (text_key("simulate.presses"), platform.presses),
            (text_key("simulate.unheard"), platform.unheard),
            (text_key("simulate.floods"), platform.floods),
            (text_key("simulate.rules_broken"), len(platform.broken)),
        )
        for key, count in counts:
            yield self._line(key, self._number(count), "" if key in _WHOLE else "  ")
        for rule, times in platform.by_rule.most_common():
            yield f"    {rule:<{_LABEL - 2}} {self._number(times)}"

    def round(self, number: int, rounds: int, outcome: Outcome) -> str:
        """Return the line of one round with a kill."""
        compared = outcome.comparison or Comparison()
        return self._say(
            text_key("simulate.round"),
            number=number,
            rounds=rounds,
            killed=self._number(outcome.killed_at or 0),
            back=self._number(outcome.restarted_in or 0, 2),
            answers=self._number(compared.given),
            violations=self._number(len(outcome.violations)),
        )

    def verdict(self, outcome: Outcome) -> Iterator[str]:
        """Yield the invariants with what breaks them, or that nothing does."""
        broken = outcome.by_invariant
        if not broken:
            if outcome.comparison is None:
                return  # what was not compared is not vouched for
            yield self._say(text_key("simulate.kept"), invariants=", ".join(_judged(outcome)))
            return
        yield self._say(text_key("simulate.broken"), count=sum(broken.values()))
        for name in broken:
            lines = [str(v) for v in outcome.violations if v.invariant == name]
            yield from lines[:_EVIDENCE]
            if len(lines) > _EVIDENCE:
                yield "  " + self._say(text_key("simulate.more"), count=len(lines) - _EVIDENCE)


def _judged(outcome: Outcome) -> list[str]:
    """Return the invariants that were judged, in their order."""
    sent = SENT_INVARIANTS if outcome.platform is not None else ()
    names = {*CHECKS, *sent} - {MISREAD}
    return sorted(names, key=lambda name: int(name.removeprefix("I")))
