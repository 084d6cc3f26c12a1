"""The level of the index, its uncertainty, and the targets that were set."""

from __future__ import annotations

from collections.abc import Iterator

from survey.editions import Edition, TargetLine
from survey.findings.base import Bound, Finding, Percent, described, levels_of, overall_of
from survey.targets import EXCEEDED

__all__ = ["level"]


def level(edition: Edition) -> Iterator[Finding]:
    """Return the index, its parts, the question on the service as a whole, and the targets."""
    yield _overall(edition)
    parts = levels_of(edition.levels, ("A", "B"))
    if len(parts) == 2:
        yield Finding(
            section="level",
            rule="parts",
            values={
                "policy": Percent(parts[0].share.best or 0.0),
                "service": Percent(parts[1].share.best or 0.0),
            },
            figures=("levels/A", "levels/B"),
        )
    if edition.csat.best is not None:
        yield Finding(
            section="level", rule="csat", values=described(edition.csat), figures=("csat",)
        )
    yield from (_target(line) for line in edition.targets)


def _overall(edition: Edition) -> Finding:
    share = overall_of(edition)
    if share.best is None:
        rule = "withheld" if share.withheld else "no_answers"
    else:
        rule = "overall_weighted"
        if share.weighted is None:
            is_framed = "no_frame" not in {one.gap for one in edition.missing}
            rule = "overall_undrawn" if is_framed else "overall"
        rule += "" if share.proven else "_not_proven"
    return Finding(
        section="level", rule=rule, values=described(share), figures=("levels/overall",)
    )


def _target(line: TargetLine) -> Finding:
    """Return the verdict on a target; "reached" and "not reached" only as its interval says."""
    rule = "target_unmeasured" if line.share.best is None else f"target_{line.verdict}"
    return Finding(
        section="level",
        rule=rule,
        subject=line.key,
        values={
            **described(line.share),
            "label": line.label,
            "bound": Bound(line.percent, line.indicator in EXCEEDED),
            "source": line.source,
        },
        figures=(f"targets/{line.key}",),
    )
