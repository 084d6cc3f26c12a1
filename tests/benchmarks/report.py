"""The tables and verdicts of the benchmark, as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

import msgspec

from tests.benchmarks.figures import Figures
from tests.benchmarks.passes import Results, few_and_many

__all__ = ["Verdict", "median_of", "tables", "verdicts", "verdicts_table"]

REFERENCE = "conversation-handler"
BARE = "bare-handler"
SQLITE = "lang-nghe-sqlite"
POSTGRES = "lang-nghe-postgresql"
_SPEED = ("saturated", "paced", "latency", "growth")

Measure = Callable[[Figures], float]
_Column = tuple[str, str, Measure]
_SPEED_COLUMNS: tuple[_Column, ...] = (
    ("steps/s", ",.0f", lambda f: f.steps_per_second),
    ("p50 ms", ".1f", lambda f: f.p50),
    ("p95 ms", ".1f", lambda f: f.p95),
    ("p99 ms", ".1f", lambda f: f.p99),
    ("CPU ms/step", ".3f", lambda f: f.cpu),
    ("database servers", ".3f", lambda f: f.server_cpu),
    ("calls/step", ".2f", lambda f: f.calls_per_step),
    ("RSS MiB", ".0f", lambda f: f.rss),
    ("driver", ".0%", lambda f: f.driver_load),
)
_FAULT_COLUMNS: tuple[_Column, ...] = (
    ("answers", ",.0f", lambda f: f.given),
    ("lost", ".0f", lambda f: f.lost),
    ("misplaced", ".0f", lambda f: f.misplaced),
    ("stored twice", ".0f", lambda f: f.stored_twice),
    ("asked again", ".0f", lambda f: f.repeated),
    ("out of order", ".0f", lambda f: f.wrong_order),
    ("stuck", ".0f", lambda f: f.stuck),
    ("in flight", ".0f", lambda f: f.in_flight),
    ("recovered in s", ".1f", lambda f: f.recovered_in),
)


class Verdict(msgspec.Struct, frozen=True):
    """One figure that issue 3 asks for. Without `figure` it was not measured."""

    asked: str
    wanted: str
    figure: float | None
    reached: bool
    spread: str = ""


def median_of(runs: list[Figures], measure: Measure) -> float:
    """Return the median over the rounds."""
    return statistics.median(map(measure, runs)) if runs else 0.0


def _ratios(results: Results, plan: str, above: str, below: str, measure: Measure) -> list[float]:
    """Return `above` / `below`, round by round."""
    runs = results.get(plan, {})
    pairs = zip(runs.get(above, []), runs.get(below, []), strict=False)
    return [measure(one) / measure(other) for one, other in pairs if measure(other)]


# -- tables


def tables(results: Results) -> Iterator[str]:
    """Yield a table a plan: medians over the rounds; faults are sums."""
    for name, runs in results.items():
        is_speed = name.startswith(_SPEED)
        yield f"\n### {name}\n"
        yield from _table(
            runs, _SPEED_COLUMNS if is_speed else _FAULT_COLUMNS, is_sum=not is_speed
        )


def _table(
    runs: dict[str, list[Figures]], columns: tuple[_Column, ...], *, is_sum: bool
) -> Iterator[str]:
    yield "| bot | " + " | ".join(title for title, _, _ in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for bot, found in runs.items():
        if not found:
            continue
        cells = [
            format(sum(map(measure, found)) if is_sum else median_of(found, measure), layout)
            for _, layout, measure in columns
        ]
        yield f"| {bot} | " + " | ".join(cells) + " |"


# -- verdicts


def verdicts(results: Results) -> list[Verdict]:
    """Judge what issue 3 says that this benchmark must show."""
    return [*_fast(results), *_exact(results), *_grown(results), *_lawful(results)]


def _at_least(asked: str, limit: float, ratios: list[float]) -> Verdict:
    return _verdict(asked, f"≥ {limit:g}", ratios, lambda figure: figure >= limit)


def _at_most(asked: str, limit: float, ratios: list[float]) -> Verdict:
    return _verdict(asked, f"≤ {limit:.3g}", ratios, lambda figure: figure <= limit)


def _verdict(
    asked: str, wanted: str, ratios: list[float], reached: Callable[[float], bool]
) -> Verdict:
    if not ratios:
        return Verdict(asked, wanted, None, reached=False)
    figure = statistics.median(ratios)
    spread = f"{min(ratios):.3g}–{max(ratios):.3g}"
    return Verdict(asked, wanted, figure, reached(figure), spread)


def _fast(results: Results) -> Iterator[Verdict]:
    def cpu(f: Figures) -> float:
        return f.whole_cpu

    def speed(f: Figures) -> float:
        return f.steps_per_second

    def p99(f: Figures) -> float:
        return f.p99

    def ratios(plan: str, above: str, below: str, measure: Measure) -> list[float]:
        return _ratios(results, plan, above, below, measure)

    less = ratios("saturated", REFERENCE, SQLITE, cpu)
    yield _at_least("SQLite: CPU a step, times less than ConversationHandler", 8, less)
    yield _at_least("the same, the goal", 12, less)
    yield _at_least(
        "steps/s, share of the bare handler's", 0.75, ratios("saturated", SQLITE, BARE, speed)
    )
    yield _at_least(
        "CPU of the bare handler / CPU of ours", 0.75, ratios("saturated", BARE, SQLITE, cpu)
    )
    yield _at_most(
        "p99, share of ConversationHandler's", 1 / 6, ratios("saturated", SQLITE, REFERENCE, p99)
    )
    yield _at_least(
        "50 ms API: times ConversationHandler's steps/s",
        60,
        ratios("latency", SQLITE, REFERENCE, speed),
    )
    yield _at_least(
        "PostgreSQL, servers included: CPU a step, times less",
        5,
        ratios("saturated", REFERENCE, POSTGRES, cpu),
    )


def _exact(results: Results) -> Iterator[Verdict]:
    for bot in (SQLITE, POSTGRES):
        for name, measure in (
            ("lost", lambda f: f.lost + f.misplaced),
            ("asked again", lambda f: f.repeated),
            ("out of order", lambda f: f.wrong_order),
            ("stored twice", lambda f: f.stored_twice),
        ):
            yield _none(results, "duplicates", bot, name, measure)
        yield _none(results, "kill", bot, "stuck citizens", lambda f: f.stuck)
        yield _none(
            results,
            "kill",
            bot,
            "lost or stored twice",
            lambda f: f.lost + f.misplaced + f.stored_twice,
        )
        more = [f.repeated / max(1, f.in_flight) for f in results.get("kill", {}).get(bot, [])]
        yield _at_most(f"kill -9, {bot}: questions asked again, share of those in flight", 1, more)


def _none(results: Results, plan: str, bot: str, name: str, measure: Measure) -> Verdict:
    runs = results.get(plan, {}).get(bot, [])
    counted = [float(sum(map(measure, runs)))] if runs else []
    return _verdict(f"{plan}, {bot}: {name}", "0", counted, lambda figure: figure == 0)


def _grown(results: Results) -> Iterator[Verdict]:
    plans = few_and_many(results)
    for bot in (SQLITE, POSTGRES):
        pairs = (
            [*zip(results[plans[0]].get(bot, []), results[plans[1]].get(bot, []), strict=False)]
            if plans
            else []
        )
        more = [many.rss - few.rss for few, many in pairs]
        yield _at_most(f"{bot}: MiB more with many open conversations", 25, more)
        slower = [many.p99 / few.p99 for few, many in pairs if few.p99]
        yield _at_most(f"{bot}: p99 with many open conversations, times", 1.2, slower)


def _lawful(results: Results) -> Iterator[Verdict]:
    for bot in (SQLITE, POSTGRES):
        runs = [f for plan in results.values() for f in plan.get(bot, [])]
        broken = [float(sum(sum(f.violations.values()) for f in runs))] if runs else []
        yield _verdict(f"{bot}: broken rules of the Bot API", "0", broken, lambda n: n == 0)


def verdicts_table(found: list[Verdict]) -> Iterator[str]:
    """Yield the verdicts as a table; what was not measured is left out."""
    yield "\n### What it must show\n"
    yield "| what | wanted | measured | rounds | verdict |"
    yield "|---|---|---|---|---|"
    for one in found:
        if one.figure is None:
            continue
        verdict = "reached" if one.reached else "**not reached**"
        yield f"| {one.asked} | {one.wanted} | {one.figure:.3g} | {one.spread} | {verdict} |"
