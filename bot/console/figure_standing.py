"""What the dashboard says beside the index: targets, changes, and how far campaigns are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.console.figure_found import Found
from bot.console.figure_rows import said
from bot.console.figure_source import figures_of
from bot.console.routes import Visit
from bot.figures import AtWork
from bot.i18n import day_of
from bot.reports.pace_words import STANDINGS, TONES
from bot.reports.satisfaction.tables import DIRECTIONS, VERDICTS
from bot.reports.sheets import Sheet
from flows.desk.policy import scope_of
from flows.texts import text_key
from survey.comparisons import Direction
from survey.editions import Change, Row, Share, TargetLine
from survey.pace import FieldWork, Pace, pace
from survey.targets import Verdict

__all__ = ["Beside", "PaceRow", "beside", "standing_sheets"]

_VERDICT_TONES: Final[Mapping[Verdict, str]] = {"reached": "good", "not_reached": "bad"}
_DIRECTION_TONES: Final[Mapping[Direction, str]] = {"higher": "good", "lower": "warn"}


class TargetRow(NamedTuple):
    """A target as the page shows it."""

    label: str
    source: str
    wanted: str
    said: str
    interval: str
    verdict: str
    tone: str


class ChangeRow(NamedTuple):
    """A change since the period before."""

    label: str
    before: str
    now: str
    points: str
    interval: str
    direction: str
    tone: str


class PaceRow(NamedTuple):
    """How far a campaign is with a scope's part of it."""

    title: str
    href: str
    pace: Pace
    closes: str
    standing: str
    tone: str


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it, as far as its reader may see it."""

    rows: Sequence[Row] = ()
    """The service as a whole (CSAT)."""
    targets: Sequence[TargetRow] = ()
    changes: Sequence[ChangeRow] = ()
    paces: Sequence[PaceRow] = ()


async def beside(visit: Visit, found: Found) -> Beside:
    """Return what stands beside the index. Who may not open responses sees how far campaigns are
    and no more: the rest was not judged together with what is shown.
    """
    paces = await _paces(visit, found)
    if not found.shows_small:
        return Beside(paces=paces)
    standing = await figures_of(visit).standing(found.scope, found.chosen.period, visit.now)
    return Beside(
        rows=standing.beside,
        targets=[_target(visit, one) for one in standing.targets],
        changes=[_change(visit, one, found) for one in standing.changes],
        paces=paces,
    )


def _target(visit: Visit, one: TargetLine) -> TargetRow:
    return TargetRow(
        label=one.label,
        source=one.source,
        wanted=said(visit, one.percent / 100),
        said=said(visit, one.share.best),
        interval=_between(visit, one.share),
        verdict=visit.text(VERDICTS[one.verdict]),
        tone=_VERDICT_TONES.get(one.verdict, "quiet"),
    )


def _between(visit: Visit, share: Share) -> str:
    if share.low is None or share.high is None:
        return "–"
    return f"{said(visit, share.low)} – {said(visit, share.high)}"


def _change(visit: Visit, one: Change, found: Found) -> ChangeRow:
    shown = {row.key: row.share for row in found.overview.levels}
    after = one.after or shown.get(one.key, Share())
    return ChangeRow(
        label=one.label,
        before=said(visit, one.before.best),
        now=said(visit, after.best),
        points=_points(visit, one.points),
        interval=visit.text(
            text_key("console.figures.points_between"),
            low=_points(visit, one.low),
            high=_points(visit, one.high),
        ),
        direction=visit.text(DIRECTIONS[one.direction]),
        tone=_DIRECTION_TONES.get(one.direction, "quiet"),
    )


def _points(visit: Visit, points: float) -> str:
    """Return a difference in percentage points, with its sign."""
    number = visit.services.texts.number(visit.language, 100 * points, 2)
    return f"+{number}" if points > 0 else number


async def _paces(visit: Visit, found: Found) -> list[PaceRow]:
    reach = scope_of(visit.actor, "campaign.follow").units
    if reach is not None and found.scope.unit_id not in reach:
        return []
    at_work = await figures_of(visit).at_work(found.scope, visit.now)
    return [_pace(visit, one) for one in at_work]


def _pace(visit: Visit, one: AtWork) -> PaceRow:
    calendar = visit.services.runner.turns.renderer.rules.calendar
    work = FieldWork(opens=one.opens, closes=one.closes, works=calendar.is_workday)
    found = pace(one.wanted, {one.opens: one.valid}, work, day_of(visit.now))
    return PaceRow(
        title=one.title,
        href=f"/console/campaigns/{one.campaign_id}/following",
        pace=found,
        closes=f"{one.closes:%d/%m/%Y}",
        standing=visit.text(STANDINGS[found.standing]),
        tone=TONES.get(found.standing, "quiet"),
    )


# -- as a file

_TARGETS: Final = (
    text_key("console.figures.what"),
    text_key("console.figures.source"),
    text_key("console.figures.target"),
    text_key("console.figures.share"),
    text_key("console.figures.interval"),
    text_key("console.figures.verdict"),
)
_CHANGES: Final = (
    text_key("console.figures.what"),
    text_key("console.figures.before"),
    text_key("console.figures.now"),
    text_key("console.figures.points"),
    text_key("console.figures.interval"),
    text_key("console.figures.verdict"),
)
_PACES: Final = (
    text_key("console.figures.campaign"),
    text_key("console.figures.valid"),
    text_key("console.figures.expected"),
    text_key("console.figures.wanted"),
    text_key("console.figures.closes"),
    text_key("console.figures.verdict"),
)


def standing_sheets(visit: Visit, known: Beside) -> Iterator[Sheet]:
    """Yield what is shown as tables of a workbook; what has no lines is left out."""
    paces = [
        (one.title, one.pace.valid, one.pace.expected, one.pace.wanted, one.closes, one.standing)
        for one in known.paces
    ]
    parts: tuple[tuple[str, tuple[str, ...], Sequence[tuple[str | int, ...]]], ...] = (
        (text_key("console.figures.targets"), _TARGETS, [one[:-1] for one in known.targets]),
        (text_key("console.figures.changes"), _CHANGES, [one[:-1] for one in known.changes]),
        (text_key("console.figures.paces"), _PACES, paces),
    )
    for title, headers, rows in parts:
        if rows:
            named = visit.text(title)[:31]
            yield Sheet(name=named, headers=[visit.text(key) for key in headers], rows=rows)
