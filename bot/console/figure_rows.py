"""Figures as rows of the dashboard: no share stands without its interval and what it proves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from bot.console.routes import Visit
from bot.figures.overview import Overview
from flows.texts import text_key
from survey.editions import Row, Share
from survey.findings.base import within
from survey.shares import as_answered
from survey.suppression import LEAST, withheld
from survey.withholding import withheld_tables, without_raw

__all__ = [
    "FIGURE_HEADERS",
    "FigureRow",
    "Judged",
    "figure_rows",
    "judged",
    "part_of",
    "said",
    "withheld_overview",
]

Judged: TypeAlias = Literal["above", "below", "unproven", "nobody", "withheld", ""]
_JUDGED: Final[Mapping[Judged, str]] = {
    "above": text_key("console.figures.above"),
    "below": text_key("console.figures.below"),
    "unproven": text_key("console.figures.unproven"),
    "nobody": text_key("console.figures.nobody"),
    "withheld": text_key("console.figures.withheld"),
}
_TONES: Final[Mapping[Judged, str]] = {"above": "good", "below": "warn"}
FIGURE_HEADERS: Final = (
    text_key("console.figures.what"),
    text_key("console.figures.share"),
    text_key("console.figures.raw"),
    text_key("console.figures.low"),
    text_key("console.figures.high"),
    text_key("console.figures.respondents"),
    text_key("console.figures.answers"),
    text_key("console.figures.conclusion"),
)


class FigureRow(NamedTuple):
    """A figure as the page shows it; `share`, `low`, `high` of the picture: 0–100."""

    key: str
    label: str
    share: Share
    said: str
    interval: str
    judged: str
    tone: str
    href: str

    @property
    def picture(self) -> tuple[float, float, float] | None:
        """Where the share and its interval lie, 0–100; None: there is none."""
        best, low, high = self.share.best, self.share.low, self.share.high
        if best is None or low is None or high is None:
            return None
        return 100 * low, 100 * best, 100 * high


def judged(share: Share, whole: Share) -> Judged:
    """Tell whether a share lies above or below the whole that it belongs to. It is said only
    where both may be relied upon and their intervals do not meet, which is stricter than a test
    of the difference.
    """
    if share.withheld:
        return "withheld"
    if share.best is None or share.low is None or share.high is None:
        return "nobody"
    if (share.weighted is None) == (whole.weighted is None):
        own, all_of_it = within(share), within(whole)
    else:  # like with like
        own, all_of_it = as_answered(share), as_answered(whole)
    if own is None or all_of_it is None:
        return "unproven"
    if all_of_it.lies_below(own):
        return "above"
    return "below" if own.lies_below(all_of_it) else "unproven"


def figure_rows(
    visit: Visit,
    rows: Iterable[Row],
    whole: Share | None,
    href: Callable[[Row], str],
) -> Iterator[FigureRow]:
    """Yield rows as the page shows them; `whole`: what they are held against."""
    for row in rows:
        verdict: Judged = "" if whole is None else judged(row.share, whole)
        if verdict == "" and row.share.withheld:
            verdict = "withheld"
        yield FigureRow(
            key=row.key,
            label=row.label,
            share=row.share,
            said=said(visit, row.share.best),
            interval=_interval(visit, row.share),
            judged=visit.text(_JUDGED[verdict]) if verdict else "",
            tone=_TONES.get(verdict, "quiet"),
            href=href(row),
        )


def said(visit: Visit, share: float | None) -> str:
    """Return a share in words; "–" for none."""
    return "–" if share is None else visit.services.texts.percent(visit.language, share)


def _interval(visit: Visit, share: Share) -> str:
    if share.low is None or share.high is None:
        return ""
    return f"{said(visit, share.low)} – {said(visit, share.high)}"


def withheld_overview(overview: Overview) -> Overview:
    """Return the figures of a dashboard without what fewer than ten people said, and without what
    would give it away: levels, criteria, units and values are judged together, whichever of them
    a page shows.
    """
    levels, units, tables = withheld_tables(
        (*overview.levels, *overview.criteria), overview.units, overview.tables
    )
    shown = len(overview.levels)
    return Overview(
        levels=levels[:shown], criteria=levels[shown:], units=units, tables=tables,
        online=tuple(_online(overview.online)),
    )  # fmt: skip


def _online(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield ease and completion without small ones, and without what their sums would tell."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        parts[row.key.partition("/")[0]].append(row)
    for whole, *procedures in parts.values():
        [shown] = _without_small([whole])
        yield shown
        yield from _without_small(procedures)


def part_of(judged: Overview, part: Overview) -> Overview:
    """Return the figures of a unit as the judged whole lets them be seen: its levels and units.
    A level of it is the sum of its units, and shown where they all are. Criteria and values by
    unit were not judged with the whole, and are not shown.
    """
    whole = {one.unit_id: one for one in judged.units}
    units = tuple(whole[one.unit_id] for one in part.units if one.unit_id in whole)
    hidden = {row.key for one in units for row in one.levels if row.share.withheld}
    is_known = len(units) == len(part.units)
    bare = {
        row.key for one in units for row in one.levels if row.share.drawn and row.share.raw is None
    }
    known = (
        replace(row, share=without_raw(row.share)) if row.key in bare and row.share.drawn else row
        for row in part.levels
    )
    levels = tuple(
        replace(row, share=Share(withheld=True))
        if row.key in hidden or not is_known or (row.key in bare and not row.share.drawn)
        else row
        for row in known
    )
    return Overview(levels=levels, criteria=(), units=units, tables=dict.fromkeys(part.tables, ()))


def _without_small(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows of one line whose sum is shown as well, without those of fewer than ten people,
    and without what would give one of them away.
    """
    found = tuple(rows)
    people = {row.key: row.share.respondents for row in found}
    hidden = withheld(people, [list(people)], LEAST)
    if hidden.sums:
        return tuple(map(_gone, found))
    return tuple(_gone(row) if row.key in hidden.cells else row for row in found)


def _gone(row: Row) -> Row:
    """Return a row of which nothing is told, neither as a whole nor by parts."""
    return replace(row, share=Share(withheld=True), part=None, service=None, factors=())
