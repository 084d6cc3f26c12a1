"""How units stand: against target and whole, never by how many forms they returned (R36)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.editions import Edition, Share, TargetLine, UnitRow
from survey.findings.base import Finding, Names, overall_of, within
from survey.index import OVERALL
from survey.intervals import Interval
from survey.ranking import LEAST
from survey.shares import as_answered
from survey.targets import Verdict, verdict

__all__ = ["against_target", "overall_target", "standing", "units"]

_VERDICTS: tuple[Verdict, ...] = ("reached", "not_reached", "not_proven")


def units(edition: Edition) -> Iterator[Finding]:
    """Return the units by their verdict, those apart from the whole, and those too small."""
    if not edition.units:
        yield Finding(section="units", rule="none", figures=("units",))
        return
    big = [row for row in edition.units if _is_comparable(row)]
    target = overall_target(edition)
    if target is not None:
        yield from _by_verdict(big, target)
    yield from _apart(edition, big)
    yield from _small(edition)


def overall_target(edition: Edition) -> TargetLine | None:
    """Return the highest target of the index as a whole, if one is set."""
    lines = [line for line in edition.targets if line.indicator == OVERALL]
    return max(lines, key=lambda line: line.percent, default=None)


def against_target(row: UnitRow, target: TargetLine) -> Verdict | None:
    """Return the verdict on a unit; None where too few answered, who are judged by nothing."""
    own = within(row.levels[0].share)
    return verdict(target.percent, own) if own and _is_comparable(row) else None


def standing(rows: Sequence[UnitRow], target: TargetLine, wanted: Verdict) -> list[UnitRow]:
    """Return the units with that verdict."""
    return [row for row in rows if against_target(row, target) == wanted]


def _is_comparable(row: UnitRow) -> bool:
    """Whether a unit has the respondents without whom nobody is compared (domain §2.4)."""
    share = row.levels[0].share
    return share.best is not None and share.people >= LEAST


def _by_verdict(rows: Sequence[UnitRow], target: TargetLine) -> Iterator[Finding]:
    for wanted in _VERDICTS:
        if found := standing(rows, target, wanted):
            yield _named(wanted, found, percent=target.percent, count=len(found))


def _apart(edition: Edition, rows: Sequence[UnitRow]) -> Iterator[Finding]:
    whole, own = _like_with_like(
        overall_of(edition), {row.unit_id: row.levels[0].share for row in rows}
    )
    if whole is None or len(rows) < 2:
        return
    above = [row for row in rows if (one := own[row.unit_id]) and whole.lies_below(one)]
    below = [row for row in rows if (one := own[row.unit_id]) and one.lies_below(whole)]
    if above:
        yield _named("above", above)
    if below:
        yield _named("below", below)
    alike = [row for row in rows if row not in above and row not in below]
    if len(alike) > 1:
        yield _named("alike", alike)


def _like_with_like(
    whole: Share, own: Mapping[str, Share]
) -> tuple[Interval | None, dict[str, Interval | None]]:
    """Return the intervals to hold units and the whole against one another by: like against like,
    the weighted ones only where each has one.
    """
    if whole.weighted is None or any(share.weighted is None for share in own.values()):
        return as_answered(whole), {name: as_answered(share) for name, share in own.items()}
    return within(whole), {name: within(share) for name, share in own.items()}


def _small(edition: Edition) -> Iterator[Finding]:
    if found := [row for row in edition.units if not _is_comparable(row)]:
        yield _named("small", found, least=LEAST)


def _named(rule: str, rows: Sequence[UnitRow], **values: float) -> Finding:
    return Finding(
        section="units",
        rule=rule,
        values={"units": Names(tuple(row.label for row in rows)), **values},
        figures=tuple(f"units/{row.unit_id}/levels/overall" for row in rows),
    )
