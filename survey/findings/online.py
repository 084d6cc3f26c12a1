"""Online procedures step by step, and the kiosk, which has a scale of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from survey.cells import UX
from survey.comparisons import Direction
from survey.editions import Change, Edition, FaceLine, StepLine
from survey.findings.base import Finding, Names, Percent, Points, described
from survey.suppression import LEAST

__all__ = ["hardest", "lowest", "online"]

_PROCEDURE: Final = f"{UX}/"
"""Begins the level of how easy one procedure is."""
_SHOWN: Final = 4
"""Digits of a share that are shown, as two of a percentage: what is alike in them is a tie."""


def online(edition: Edition) -> Iterator[Finding]:
    """Return completion and time, the hardest step with its reasons, the procedures that got
    easier or harder, and the faces; what was surveyed, and of whom there are too few to say
    anything, is said too.
    """
    is_asked = bool(edition.steps) or edition.completion is not None or edition.timed > 0
    found = [*_completed(edition)]
    if (step := hardest(edition)) is not None:
        found.append(_hard(step))
    found += [*_moved(edition, "higher", "easier"), *_moved(edition, "lower", "harder")]
    yield from found
    if is_asked and not found and not _rated(edition):
        yield Finding(section="online", rule="few", figures=("steps", "completion"))
    yield from (_faces(line) for line in edition.faces if sum(line.presses))
    yield from _few_faces([line for line in edition.faces if line.withheld])
    if not is_asked and not edition.faces:
        yield Finding(section="online", rule="none", figures=("steps", "faces"))


def hardest(edition: Edition) -> StepLine | None:
    """Return the one step whose share of easy ratings is the lowest; None: of one step alone, or
    of several that tie, none is the hardest.
    """
    found, rated = lowest(edition), _rated(edition)
    return found[0] if len(found) == 1 and len(rated) > 1 else None


def lowest(edition: Edition) -> list[StepLine]:
    """Return the steps with the lowest share of easy ratings that can be relied upon: several,
    where they tie.
    """
    rated = _rated(edition)
    least = min((share for _, share in rated), default=0.0)
    return [step for step, share in rated if share == least]


def _rated(edition: Edition) -> list[tuple[StepLine, float]]:
    """Return the steps with a figure to rely upon, as it is shown."""
    return [
        (step, round(step.easy.best, _SHOWN))
        for step in edition.steps
        if step.easy.best is not None and step.easy.proven
    ]


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
    elif edition.median_over is not None:
        yield Finding(
            section="online",
            rule="median_over",
            values={"minutes": edition.median_over},
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
        values={**described(step.easy), "label": step.named, "reasons": reasons},
        figures=(f"steps/{step.key}",),
    )


def _moved(edition: Edition, direction: Direction, rule: str) -> Iterator[Finding]:
    """Yield the procedures whose ease, all their steps together, is proved to have changed."""
    moved = [
        one
        for one in edition.online_changes
        if one.key.startswith(_PROCEDURE) and one.direction == direction
    ]
    if moved:
        yield Finding(
            section="online",
            rule=rule,
            values={"labels": _by_how_much(edition, moved)},
            figures=tuple(f"online_changes/{one.key}" for one in moved),
        )


def _by_how_much(edition: Edition, changes: Sequence[Change]) -> Names:
    """Return the names of procedures, without what is measured of them, with their changes."""
    called = {_PROCEDURE + one.key: one.label for one in edition.procedures}
    return Names(
        tuple(called.get(one.key, one.label) for one in changes),
        tuple(Points(abs(one.points)) for one in changes),
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


def _few_faces(lines: Sequence[FaceLine]) -> Iterator[Finding]:
    if lines:
        yield Finding(
            section="online",
            rule="faces_few",
            values={"questions": Names(tuple(line.label for line in lines)), "least": LEAST},
            figures=tuple(f"faces/{line.key}" for line in lines),
        )
