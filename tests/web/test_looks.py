"""The design's values: every pair of colours that meets is readable (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from bot.web import static_files

CSS = Path(static_files.__file__).parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "card", TEXT),
    ("ink", "quiet", TEXT),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "card", TEXT),
    ("brand", "paper", TEXT),
    ("brand", "card", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-strong", TEXT),
    ("on-brand-soft", "brand-soft", TEXT),
    ("on-trial", "trial", TEXT),
    ("on-wrong", "wrong", TEXT),
    ("on-good", "good", TEXT),
    ("edge", "card", SHAPE),
    ("edge", "paper", SHAPE),
    ("focus", "card", SHAPE),
    ("focus", "paper", SHAPE),
    ("brand", "quiet", SHAPE),
]


def _scheme(dark: bool) -> dict[str, str]:
    light, _, rest = TOKENS.partition("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return (
        {**colours, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest))} if dark else colours
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=str)
def test_colours_that_meet_are_readable(dark: bool, front: str, back: str, least: float) -> None:
    colours = _scheme(dark)
    light, deep = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (light + 0.05) / (deep + 0.05) >= least


@pytest.mark.parametrize(
    "sheet",
    [
        "site.css",
        "chat.css",
        "answers.css",
        "kiosk.css",
        "kiosk-frame.css",
        "results.css",
        "results-wall.css",
    ],
)
def test_only_the_tokens_name_colours(sheet: str) -> None:
    text = (CSS / sheet).read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", text)
