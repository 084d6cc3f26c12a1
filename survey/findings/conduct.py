"""How the survey was carried out: of whom, when, how many forms, and against which plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.counts import Counts, total
from survey.editions import Edition, PlanLine, UnitCounts
from survey.findings.base import Day, Finding, Names, Percent, Tally, Value

__all__ = ["behind_plan", "conduct"]


def conduct(edition: Edition) -> Iterator[Finding]:
    """Return scope and period, counts, reasons of invalid forms, and the plans."""
    yield _scope(edition)
    yield from _served(edition)
    if not edition.counts:
        return
    whole = total(row.counts for row in edition.counts)
    yield _counts(whole)
    if whole.not_returned:
        yield _not_returned(whole)
    if whole.invalid:
        yield _reasons(whole)
    yield from _plan(edition.counts)
    yield from map(_plan_so_far, edition.plans)


def _scope(edition: Edition) -> Finding:
    period = edition.period
    forms = edition.tables.get("form", ())
    values: dict[str, Value] = {
        "unit": edition.scope.unit_name,
        "from_day": Day(period.from_day),
        "to_day": Day(period.to_day),
    }
    if not forms:
        return Finding(section="conduct", rule="scope", values=values, figures=("period",))
    return Finding(
        section="conduct",
        rule="scope_and_forms",
        values={**values, "forms": Names(tuple(row.label for row in forms))},
        figures=("period", "tables/form"),
    )


def _served(edition: Edition) -> Iterator[Finding]:
    """Return when the services were: forms may be issued long after them."""
    if edition.served is not None:
        first, last = map(Day, edition.served)
        yield Finding(
            section="conduct",
            rule="served" if first != last else "served_on",
            values={"from_day": first, "to_day": last},
            figures=("served",),
        )


def _counts(whole: Counts) -> Finding:
    return Finding(
        section="conduct",
        rule=_said_of(whole),
        values={
            "issued": whole.issued,
            "returned": whole.returned,
            "rate": Percent(whole.return_rate or 0.0),
            "valid": whole.valid,
            "invalid": whole.invalid,
        },
        figures=("counts",),
    )


def _said_of(whole: Counts) -> str:
    """Return the rule for these counts: nobody is told of nought invalid forms."""
    if not whole.issued:
        return "no_forms"
    if not whole.returned:
        return "none_returned"
    return "counts" if whole.invalid else "all_valid"


def _not_returned(whole: Counts) -> Finding:
    """Return how many forms are out still: they are not called invalid (R32)."""
    return Finding(
        section="conduct",
        rule="not_returned",
        values={"not_returned": whole.not_returned},
        figures=("counts",),
    )


def _reasons(whole: Counts) -> Finding:
    reasons = sorted(whole.invalid_by.items(), key=lambda item: (-item[1], item[0]))
    return Finding(
        section="conduct",
        rule="invalid",
        values={"reasons": Tally("invalid", tuple(pair for pair in reasons if pair[1]))},
        figures=("counts",),
    )


def _plan(rows: Sequence[UnitCounts]) -> Iterator[Finding]:
    """Return how far the plan was met: by what each unit was to do, never by volume (R36)."""
    planned = [row for row in rows if row.planned]
    if not planned:
        return
    wanted = sum(row.planned or 0 for row in planned)
    valid = sum(row.counts.valid for row in planned)
    yield Finding(
        section="conduct",
        rule="plan",
        values={"planned": wanted, "valid": valid, "rate": Percent(valid / wanted)},
        figures=("counts",),
    )
    if behind := behind_plan(rows):
        yield Finding(
            section="conduct",
            rule="behind_plan",
            values={"units": Names(tuple(row.label for row in behind))},
            figures=tuple(f"counts/{row.unit_id}" for row in behind if row.unit_id),
        )


def _plan_so_far(one: PlanLine) -> Finding:
    """Return how far a longer campaign has come: its whole plan is none of one period (R36)."""
    return Finding(
        section="conduct",
        rule="plan_so_far",
        subject=one.key,
        values={
            "campaign": one.label,
            "from_day": Day(one.from_day),
            "to_day": Day(one.to_day),
            "planned": one.planned,
            "valid": one.valid,
            "rate": Percent(one.valid / one.planned),
        },
        figures=(f"plans/{one.key}",),
    )


def behind_plan(rows: Sequence[UnitCounts]) -> list[UnitCounts]:
    """Return the units with fewer valid forms than were planned for them."""
    own = (row for row in rows if row.unit_id is not None)
    return [row for row in own if row.planned and row.counts.valid < row.planned]
