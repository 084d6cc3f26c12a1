"""Answers that officers begin from: which shipped text suits which category of case."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from flows.texts import text_key

__all__ = ["TEMPLATES", "Purpose", "Template", "blank_left", "suiting"]

Purpose: TypeAlias = Literal["ask", "answer"]

_BLANK = re.compile(r"\[[^\[\]\n]{1,80}\]")
"""What a shipped text leaves to the officer: `[việc đã làm]`."""


class Template(NamedTuple):
    """A shipped text with the places of `flows.desk.template_text`. `categories` empty: it suits
    every case.
    """

    id: str
    purpose: Purpose
    title: str
    text: str
    categories: frozenset[str] = frozenset()


def _for(*categories: str) -> frozenset[str]:
    return frozenset(categories)


TEMPLATES: tuple[Template, ...] = (
    Template(
        "time",
        "ask",
        text_key("console.case.template.time.title"),
        text_key("console.case.template.time.text"),
    ),
    Template(
        "file",
        "ask",
        text_key("console.case.template.file.title"),
        text_key("console.case.template.file.text"),
        _for("PA03", "PA04", "PA08", "PA09", "PA10"),
    ),
    Template(
        "screen",
        "ask",
        text_key("console.case.template.screen.title"),
        text_key("console.case.template.screen.text"),
        _for("PA07"),
    ),
    Template(
        "manner",
        "answer",
        text_key("console.case.template.manner.title"),
        text_key("console.case.template.manner.text"),
        _for("PA01"),
    ),
    Template(
        "delay",
        "answer",
        text_key("console.case.template.delay.title"),
        text_key("console.case.template.delay.text"),
        _for("PA03", "PA09"),
    ),
    Template(
        "guidance",
        "answer",
        text_key("console.case.template.guidance.title"),
        text_key("console.case.template.guidance.text"),
        _for("PA04", "PA10"),
    ),
    Template(
        "premises",
        "answer",
        text_key("console.case.template.premises.title"),
        text_key("console.case.template.premises.text"),
        _for("PA06"),
    ),
    Template(
        "system",
        "answer",
        text_key("console.case.template.system.title"),
        text_key("console.case.template.system.text"),
        _for("PA07"),
    ),
    Template(
        "care",
        "answer",
        text_key("console.case.template.care.title"),
        text_key("console.case.template.care.text"),
        _for("PA08"),
    ),
    Template(
        "employer",
        "answer",
        text_key("console.case.template.employer.title"),
        text_key("console.case.template.employer.text"),
        _for("PA11"),
    ),
    Template(
        "data",
        "answer",
        text_key("console.case.template.data.title"),
        text_key("console.case.template.data.text"),
        _for("PA12"),
    ),
    Template(
        "rules",
        "answer",
        text_key("console.case.template.rules.title"),
        text_key("console.case.template.rules.text"),
        _for("PA13", "PA15"),
    ),
    Template(
        "praise",
        "answer",
        text_key("console.case.template.praise.title"),
        text_key("console.case.template.praise.text"),
        _for("PA14"),
    ),
    Template(
        "mended",
        "answer",
        text_key("console.case.template.mended.title"),
        text_key("console.case.template.mended.text"),
    ),
    Template(
        "unfounded",
        "answer",
        text_key("console.case.template.unfounded.title"),
        text_key("console.case.template.unfounded.text"),
    ),
)


def suiting(purpose: Purpose, category: str) -> tuple[Template, ...]:
    """Return what may be chosen, the texts made for the category first."""
    chosen = [
        template
        for template in TEMPLATES
        if template.purpose == purpose
        and (not template.categories or category in template.categories)
    ]
    return tuple(sorted(chosen, key=lambda template: not template.categories))


def blank_left(text: str) -> str | None:
    """Return the first place of a shipped text that nobody has filled in yet, if there is one."""
    found = _BLANK.search(text)
    return found.group() if found else None
