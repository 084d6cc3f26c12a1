"""Proposals: who is to do what until when, each following from a figure.

Owners and days are this product's proposal (domain §4.2 has the same owners for complaints); the
writer changes what the office has decided otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from survey.editions import Edition, Share, StepLine
from survey.findings.base import Coded, Finding, Names, Value, within
from survey.findings.conduct import behind_plan
from survey.findings.online import lowest
from survey.findings.standing import to_work_at, weak_factors
from survey.findings.units import overall_target, standing
from survey.findings.voices import most

__all__ = ["OWNERS", "UNIT", "proposals"]

OWNERS: Final[Mapping[str, tuple[str, int]]] = {
    "A1": ("office", 30),
    "A2": ("office", 45),
    "A3": ("professional_desk", 30),
    "A4": ("professional_desk", 45),
    "B1": ("office", 30),
    "B2": ("one_stop_desk", 30),
    "B3": ("personnel", 30),
    "B4": ("professional_desk", 30),
    "B5": ("intake_desk", 15),
    "units": ("unit_head", 15),
    "plan": ("unit_head", 30),
    "step": ("information_technology", 45),
    "complaint": ("intake_desk", 15),
    "judging": ("personnel", 10),
    "frame": ("personnel", 30),
    "going_on": ("personnel", 90),
}
"""What is proposed → the role that owns it, and within how many days of the report."""
UNIT: Final = "unit"
"""Owns what is proposed where there is no such role."""
_DEPARTMENTS: Final = frozenset({"office", "personnel", "information_technology"})


def proposals(edition: Edition) -> Iterator[Finding]:
    """Return a proposal for each proved weakness; without any, to go on measuring."""
    found = [*_of_factors(edition), *_of_units(edition), *_of_the_rest(edition)]
    yield from found or [_proposal(edition, "going_on", (), ("levels/overall",))]


def _of_factors(edition: Edition) -> Iterator[Finding]:
    """Return one for each factor proved weak, or to be worked at first (`survey.drivers`)."""
    weak = {row.key: f"levels/{row.key}" for row in weak_factors(edition)}
    first = {one.factor: f"drivers/{one.factor}" for one in to_work_at(edition)}
    for factor in sorted(weak | first):
        paths = [given[factor] for given in (weak, first) if factor in given]
        yield _proposal(edition, factor, (), tuple(paths))


def _of_units(edition: Edition) -> Iterator[Finding]:
    target = overall_target(edition)
    if target and (rows := standing(edition.units, target, "not_reached")):
        paths = tuple(f"units/{row.unit_id}/levels/overall" for row in rows)
        yield _proposal(edition, "units", tuple(row.label for row in rows), paths)
    if behind := behind_plan(edition.counts):
        paths = tuple(f"counts/{row.unit_id}" for row in behind if row.unit_id)
        yield _proposal(edition, "plan", tuple(row.label for row in behind), paths)


def _of_the_rest(edition: Edition) -> Iterator[Finding]:
    if steps := [step for step in lowest(edition) if _is_hard(edition, step)]:
        paths = tuple(f"steps/{step.key}" for step in steps)
        yield _proposal(edition, "step", tuple(step.named for step in steps), paths)
    if (theme := most(edition, "complaint")) is not None:
        yield _proposal(edition, "complaint", (theme.label,), (f"themes/{theme.key}",))
    if edition.proofs.waiting:
        yield _proposal(edition, "judging", (), ("proofs/waiting",), count=edition.proofs.waiting)
    if any(one.gap == "no_frame" for one in edition.missing):
        yield _proposal(edition, "frame", (), ("missing/no_frame",))


def _is_hard(edition: Edition, step: StepLine) -> bool:
    """Tell whether anything is hard about the hardest step: people told what, or it is proved to
    be easy for fewer than complete the procedure. One of all steps is always the hardest.
    """
    if step.reasons:
        return True
    own, whole = within(step.easy), within(edition.completion or Share())
    return own is not None and whole is not None and own.lies_below(whole)


def _proposal(
    edition: Edition, rule: str, names: tuple[str, ...], figures: tuple[str, ...], **values: Value
) -> Finding:
    owner, days = OWNERS[rule]
    owner = owner if _is_there(edition, owner) else UNIT
    return Finding(
        section="proposals",
        rule=rule,
        values={"owner": Coded("owner", owner), "days": days, "about": Names(names), **values},
        figures=figures,
    )


def _is_there(edition: Edition, owner: str) -> bool:
    """Tell whether whom a report is about is known to have such a part: one unit alone has no
    departments of an office, and where nobody came in person there may be no desk to come to.
    """
    if owner == "one_stop_desk":
        return any(row.key == "direct" for row in edition.tables.get("mode", ()))
    return owner not in _DEPARTMENTS or len(edition.units) > 1
