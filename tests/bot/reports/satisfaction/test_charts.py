"""Charts: our own fonts, no cut label, a line for whoever has no figure."""

import io
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from PIL import Image, ImageOps

from bot.reports.satisfaction.charts import Bar, interval_chart, png, trend_chart
from bot.reports.satisfaction.measuring import balanced, lines_of, width

BARS = (
    Bar("Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị", "75,44", 0.7544, 0.74, 0.77),
    Bar("BHXH cơ sở <Tuy Đức> & bạn", "số phiếu ít, không công bố"),
)


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314  # written by ourselves a line above
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_long_labels_are_broken_and_none_is_cut() -> None:
    chart = interval_chart("x", "T", BARS)
    said = " ".join(texts(chart.svg))
    assert all(bar.label in said and bar.said in said for bar in BARS)
    lines = lines_of(BARS[0].label, "sans", 12, 234)
    assert len(lines) == 2
    assert all(width(line, "sans", 12) <= 234 for line in lines)


def test_what_has_no_figure_has_its_line_and_no_dot() -> None:
    chart = interval_chart("x", "T", BARS)
    assert chart.svg.count("<circle") == 1
    assert "Tuy Đức" in chart.alt


def test_a_target_is_a_dashed_line_with_its_name() -> None:
    chart = interval_chart("x", "T", BARS, Bar("Chỉ tiêu 85 %", "85", share=0.85))
    assert "Chỉ tiêu 85 %" in texts(chart.svg)
    assert "stroke-dasharray" in chart.svg


def test_letters_are_drawn_in_the_shipped_fonts_alone() -> None:
    drawn = interval_chart("x", "T", BARS)
    bare = drawn.svg.replace("Be Vietnam Pro", "No Such Font")
    ink = [_ink(png(one)) for one in (drawn, type(drawn)("x", "T", "", bare, 640, drawn.height))]
    assert ink[0] > 1.5 * ink[1]  # without our font no letter is drawn, and nothing stands in
    assert png(drawn) == png(drawn)


def _ink(picture: bytes) -> int:
    grey = ImageOps.invert(Image.open(io.BytesIO(picture)).convert("L"))
    return sum(grey.histogram()[128:])


def test_the_trend_keeps_all_within_the_picture() -> None:
    points = [Bar(f"{n:02}/2026", "84,14", 0.84, 0.83, 0.85) for n in range(1, 13)]
    chart = trend_chart("x", "T", points)
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', chart.svg)]
    assert max(places) + width("12/2026", "sans", 12) / 2 <= chart.width
    steps = sorted({place for place in places if place > 70})
    closest = min(after - before for before, after in pairwise(steps))
    assert closest > 0.9 * width("12/2026", "sans", 12)


def test_a_trend_is_broken_where_nothing_is_known_and_not_where_nobody_is_satisfied() -> None:
    known = (0.8, 0.9, None, 0.0, 0.7)
    points = [Bar(f"{n:02}/2026", "", one, one, one) for n, one in enumerate(known, 1)]
    lines = re.findall(r'<polyline points="([^"]+)"', trend_chart("x", "T", points).svg)
    assert [len(line.split()) for line in lines] == [2, 2]


def test_lines_of_a_title_are_about_as_long() -> None:
    lines = balanced("BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG", "serif_bold", 12, 201)
    assert lines == ["BẢO HIỂM XÃ HỘI", "TỈNH LÂM ĐỒNG"]
    assert balanced("GIÁM ĐỐC", "serif_bold", 12, 201) == ["GIÁM ĐỐC"]
