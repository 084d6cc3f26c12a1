"""Public results in words: what the page, the wall and the frame say of one publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from bot.i18n import Catalogues
from flows.identifiers import Instant
from flows.texts import text_key
from survey.editions import Row, Share
from survey.index import LEVELS, OVERALL, PARTS
from survey.public_results import Results
from survey.trends import every_month, unbroken

__all__ = ["Line", "Point", "Trend", "View", "month_of", "view_of"]

_LEVELS: Final = {
    OVERALL: text_key("results.level.overall"),
    "A": text_key("results.level.A"),
    "A1": text_key("results.level.A1"),
    "A2": text_key("results.level.A2"),
    "A3": text_key("results.level.A3"),
    "A4": text_key("results.level.A4"),
    "B": text_key("results.level.B"),
    "B1": text_key("results.level.B1"),
    "B2": text_key("results.level.B2"),
    "B3": text_key("results.level.B3"),
    "B4": text_key("results.level.B4"),
    "B5": text_key("results.level.B5"),
}
_WIDE, _HIGH, _EDGE = 320.0, 150.0, 24.0
"""The picture of the trend, in its own units: at 360 px they are pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One share with its range; `share`, `low`, `high`: 0–100, None where nothing is shown."""

    label: str
    said: str
    words: str = ""
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One month in the picture of the trend."""

    label: str
    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The index month by month: as a picture, and the same as lines."""

    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    paths: tuple[str, ...]
    """A line of points for each run of months that have a figure."""
    grid: tuple[tuple[float, str], ...]
    """Height → per cent that it stands for."""


@dataclass(frozen=True, slots=True)
class View:
    """What is said of one publication."""

    lead: str
    index: Line
    unsure: bool
    based: str
    edition: str
    parts: tuple[tuple[Line, tuple[Line, ...]], ...]
    csat: Line
    trend: Trend | None
    units: tuple[Line, ...]
    units_few: str


def view_of(results: Results, texts: Catalogues, language: str) -> View | None:
    """Return a publication in a language; None where it shows nothing."""
    words = _Words(texts, language)
    rows = dict(zip(LEVELS, results.levels, strict=True))
    index = words.line(OVERALL, rows[OVERALL].share)
    if index.share is None:
        return None
    shown = [row for row in results.units if row.share.raw is not None]
    few = [row.label for row in results.units if row.share.raw is None]
    return View(
        lead=words.text(text_key("results.of_hundred"), **_hundred(rows[OVERALL].share)),
        index=index,
        unsure=not rows[OVERALL].share.proven,
        based=words.text(
            text_key("results.based"),
            count=texts.number(language, results.responses),
            first=month_of(results.first_month),
            last=month_of(results.last_month),
        ),
        edition=words.text(
            text_key("results.edition"),
            number=str(results.number),
            moment=texts.moment(language, Instant(results.made_at)),
        ),
        parts=tuple(words.part(part, rows) for part in PARTS),
        csat=words.said(words.text(text_key("results.csat")), results.csat),
        trend=_trend(words, results.trend),
        units=tuple(words.said(row.label, row.share) for row in shown),
        units_few=words.text(text_key("results.units_few"), names=", ".join(few)) if few else "",
    )


@dataclass(frozen=True, slots=True)
class _Words:
    texts: Catalogues
    language: str

    def text(self, key: str, **params: str) -> str:
        return self.texts.text(self.language, key, params)

    def part(self, part: str, rows: Mapping[str, Row]) -> tuple[Line, tuple[Line, ...]]:
        """Return a part with its factors, answered or not (domain R39)."""
        factors = tuple(self.line(factor, rows[factor].share) for factor in PARTS[part])
        return self.line(part, rows[part].share), factors

    def line(self, level: str, share: Share) -> Line:
        return self.said(self.text(_LEVELS[level]), share)

    def said(self, label: str, share: Share) -> Line:
        if share.raw is None or share.low is None or share.high is None:
            few = text_key("results.few") if share.withheld else text_key("results.no_answers")
            return Line(label, self.text(few))
        return Line(
            label,
            self.texts.percent(self.language, share.raw),
            self.text(text_key("results.between"), **_hundred(share)),
            100 * share.raw,
            100 * share.low,
            100 * share.high,
        )


def _hundred(share: Share) -> dict[str, str]:
    """Return the range in whole hundredths, never narrower than it is."""
    return {
        "low": str(floor(100 * (share.low or 0.0))),
        "high": str(ceil(100 * (share.high or 0.0))),
    }


def month_of(month: str) -> str:
    """Return a month as both languages write it: 11/2026."""
    year, number = month.split("-")
    return f"{number}/{year}"


# -- the trend


def _trend(words: _Words, months: Iterable[tuple[str, Share]]) -> Trend | None:
    lines = [words.said(month_of(month), share) for month, share in every_month(months)]
    known = [line for line in lines if line.low is not None]
    if len(known) < 2:
        return None  # one month is no trend
    lowest = max(0.0, floor(min(line.low or 0.0 for line in known) / 10) * 10)
    places = list(zip(lines, _places(len(lines)), strict=True))
    heights = ((x, _height_of(line.share, lowest)) for line, x in places)
    return Trend(
        lines=tuple(known),
        points=tuple(_point(line, x, lowest) for line, x in places if line.low is not None),
        paths=tuple(" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in unbroken(heights)),
        grid=tuple((_height(value, lowest), f"{value:.0f}") for value in _ticks(lowest)),
    )


def _places(months: int) -> Iterable[float]:
    """Yield where each month stands, evenly apart whether it has a figure or not."""
    step = (_WIDE - 2 * _EDGE - 8) / (months - 1)
    return (_EDGE + 16 + number * step for number in range(months))


def _point(line: Line, x: float, lowest: float) -> Point:
    values = (line.share, line.high, line.low)
    y, top, bottom = (_height(value or 0.0, lowest) for value in values)
    return Point(line.label.split("/")[0], x, y, top, bottom)


def _height_of(share: float | None, lowest: float) -> float | None:
    return None if share is None else _height(share, lowest)


def _height(value: float, lowest: float) -> float:
    return _EDGE / 2 + (100 - value) / (100 - lowest) * (_HIGH - 1.5 * _EDGE)


def _ticks(lowest: float) -> Iterable[float]:
    step = 10 if lowest >= 60 else 20
    return (value for value in range(100, int(lowest) - 1, -step))
