"""The charts of the report, as SVG of our own: shares with their intervals, and the trend.

A figure never stands without its interval; what has no figure has its line all the same. Ink and
greys only carry what the words say too, so that a black-and-white print loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files
from math import floor
from pathlib import Path
from typing import Final

import resvg_py

from bot.reports.satisfaction.measuring import FACES, lines_of
from survey.trends import unbroken

__all__ = ["Bar", "Chart", "interval_chart", "png", "trend_chart"]

_INK, _BLUE, _GREY, _PALE = "#12263a", "#0b5394", "#5b6b7a", "#d9e0e7"
_WIDTH: Final = 640
_LABELS, _VALUES = 250, 74
_LINE, _SIZE = 15, 12
_ROW: Final = 34
_ZOOM: Final = 3.0
"""About 290 dots an inch at 165 mm: sharp in print (`python-docx` takes no SVG)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart; shares 0–1. `said`: the figure, or why there is none."""

    label: str
    said: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with what it shows in words."""

    key: str
    title: str
    alt: str
    svg: str
    width: int
    height: int


def png(chart: Chart) -> bytes:
    """Return the picture in dots, in the shipped fonts only: without them no letter is drawn."""
    folder = files("bot.reports") / "fonts"
    with as_file(folder) as fonts:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=chart.svg,
                background="#ffffff",
                skip_system_fonts=True,
                font_files=[str(Path(fonts) / FACES[face]) for face in ("sans", "sans_bold")],
                zoom=_ZOOM,
            )
        )


def interval_chart(key: str, title: str, bars: Sequence[Bar], target: Bar | None = None) -> Chart:
    """Return shares one below the other with their intervals; `target`: a line through all."""
    scale = _Scale.of([*bars, *([target] if target else [])], _LABELS, _WIDTH - _VALUES)
    height = _ROW * len(bars) + 46
    parts = [*_grid(scale, height - 34)]
    if target is not None and target.share is not None:
        parts += _target(target, scale.at(target.share), height)
    for number, bar in enumerate(bars):
        parts += _bar(bar, scale, 14 + _ROW * number + _ROW / 2)
    alt = "; ".join(f"{bar.label}: {bar.said}" for bar in bars)
    return Chart(key, title, f"{title}. {alt}", _svg(parts, height), _WIDTH, height)


def trend_chart(key: str, title: str, points: Sequence[Bar]) -> Chart:
    """Return shares one after the other, evenly apart, with their intervals; a line joins those
    that have one, and stops where one has none.
    """
    height, left = 250, 60
    scale = _Scale.of(points, height - 44, 16)
    step = (_WIDTH - left - 60) / max(len(points) - 1, 1)
    places = [left + 20 + step * number for number in range(len(points))]
    parts = [*_lines_across(scale, left)]
    heights = (None if point.share is None else scale.at(point.share) for point in points)
    for run in unbroken(zip(places, heights, strict=True)):
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        parts.append(
            f'<polyline points="{joined}" fill="none" stroke="{_BLUE}" stroke-width="2"/>'
        )
    for x, point in zip(places, points, strict=True):
        parts += _point(point, scale, x, height)
    alt = "; ".join(f"{point.label}: {point.said}" for point in points)
    return Chart(key, title, f"{title}. {alt}", _svg(parts, height), _WIDTH, height)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a share lies between two edges of the picture."""

    lowest: float
    begins: float
    ends: float

    @classmethod
    def of(cls, bars: Iterable[Bar], begins: float, ends: float) -> _Scale:
        """Return a scale from the ten per cent below the lowest to a hundred."""
        known = [value for bar in bars for value in (bar.low, bar.share) if value is not None]
        lowest = floor(min(known, default=0.0) * 10 - 0.2) / 10
        return cls(max(lowest, 0.0), begins, ends)

    def at(self, share: float) -> float:
        part = (share - self.lowest) / (1 - self.lowest)
        return self.begins + part * (self.ends - self.begins)

    def ticks(self) -> list[float]:
        tens = round(10 * (1 - self.lowest))
        return [self.lowest + number / 10 for number in range(tens + 1)]


def _grid(scale: _Scale, bottom: float) -> Iterator[str]:
    for tick in scale.ticks():
        x = scale.at(tick)
        yield _line(x, 8, x, bottom, _PALE)
        yield _text(x, bottom + 17, f"{round(100 * tick)}", colour=_GREY, anchor="middle")


def _lines_across(scale: _Scale, left: float) -> Iterator[str]:
    for tick in scale.ticks():
        y = scale.at(tick)
        yield _line(left, y, _WIDTH - 12, y, _PALE)
        yield _text(left - 8, y + 4, f"{round(100 * tick)}", colour=_GREY, anchor="end")


def _target(target: Bar, x: float, height: float) -> list[str]:
    dashed = f' stroke-dasharray="5 4" data-target="{escape(target.said)}"'
    return [
        _line(x, 8, x, height - 34, _INK, dashed),
        _text(x, height - 3, target.label, colour=_INK, anchor="middle"),
    ]


def _bar(bar: Bar, scale: _Scale, y: float) -> Iterator[str]:
    lines = lines_of(bar.label, "sans_bold" if bar.strong else "sans", _SIZE, _LABELS - 16)
    first = y + 4 - _LINE * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        yield _text(0, first + _LINE * number, line, bold=bar.strong)
    yield _text(_WIDTH, y + 4, bar.said, bold=bar.strong, anchor="end")
    if bar.share is None or bar.low is None or bar.high is None:
        return
    low, high = scale.at(bar.low), scale.at(bar.high)
    yield _line(low, y, high, y, _BLUE, ' stroke-width="2"')
    yield _line(low, y - 5, low, y + 5, _BLUE, ' stroke-width="2"')
    yield _line(high, y - 5, high, y + 5, _BLUE, ' stroke-width="2"')
    yield f'<circle cx="{scale.at(bar.share):.1f}" cy="{y:.1f}" r="5" fill="{_BLUE}"/>'


def _point(point: Bar, scale: _Scale, x: float, height: float) -> Iterator[str]:
    yield _text(x, height - 16, point.label, anchor="middle")
    if point.share is None or point.low is None or point.high is None:
        return
    low, high = scale.at(point.low), scale.at(point.high)
    yield _line(x, low, x, high, _BLUE)
    yield f'<circle cx="{x:.1f}" cy="{scale.at(point.share):.1f}" r="5" fill="{_BLUE}"/>'
    yield _text(x, high - 8, point.said, anchor="middle", bold=True)


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, more: str = "") -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{colour}"{more}/>'


def _text(
    x: float, y: float, said: str, *, colour: str = _INK, anchor: str = "start", bold: bool = False
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"'
    weight = ' font-weight="600"' if bold else ""
    return f"<text {place}{weight}>{escape(said)}</text>"


def _svg(parts: Iterable[str], height: int) -> str:
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    font = f'font-family="Be Vietnam Pro" font-size="{_SIZE}"'
    drawn = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{drawn}</svg>'
