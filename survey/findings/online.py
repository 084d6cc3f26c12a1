"""Online procedures step by step, and the kiosk, which has a scale of its own."""

from __future__ import annotations

from collections.abc import Iterator

from survey.editions import Edition, FaceLine, StepLine
from survey.findings.base import Finding, Names, Percent, described

__all__ = ["hardest", "online"]


def online(edition: Edition) -> Iterator[Finding]:
    """Return completion and time, the hardest step with its reasons, and the faces."""
    yield from _completed(edition)
    if (step := hardest(edition)) is not None:
        yield _hard(step)
    yield from (_faces(line) for line in edition.faces if sum(line.presses))
    if not edition.steps and not edition.faces:
        yield Finding(section="online", rule="none", figures=("steps", "faces"))


def hardest(edition: Edition) -> StepLine | None:
    """Return the step with the lowest share of easy ratings that can be relied upon."""
    rated = [step for step in edition.steps if step.easy.best is not None and step.easy.proven]
    return min(rated, key=lambda step: (step.easy.best or 0.0, step.key), default=None)


def _completed(edition: Edition) -> Iterator[Finding]:
    if edition.completion is not None and edition.completion.best is not None:
        yield Finding(
            section="online",
            rule="completion",
            values=described(edition.completion),
            figures=("completion",),
        )
    if edition.median_minutes is not None:
        yield Finding(
            section="online",
            rule="median",
            values={"minutes": edition.median_minutes},
            figures=("median_minutes",),
        )


def _hard(step: StepLine) -> Finding:
    reasons = Names(
        tuple(label for label, _ in step.reasons), tuple(count for _, count in step.reasons)
    )
    return Finding(
        section="online",
        rule="hardest_why" if step.reasons else "hardest",
        subject=step.key,
        values={**described(step.easy), "label": step.label, "reasons": reasons},
        figures=(f"steps/{step.key}",),
    )


def _faces(line: FaceLine) -> Finding:
    pressed = sum(line.presses)
    return Finding(
        section="online",
        rule="faces",
        subject=line.key,
        values={
            "label": line.label,
            "presses": pressed,
            "satisfied": line.presses[-1],
            "share": Percent(line.presses[-1] / pressed),
        },
        figures=(f"faces/{line.key}",),
    )
