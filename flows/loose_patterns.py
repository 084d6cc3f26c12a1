"""Patterns for texts that are typed with all their marks or without any."""

from __future__ import annotations

import re

import msgspec

from flows.spelling import unmark

__all__ = ["Loose", "loose"]


class Loose(msgspec.Struct, frozen=True):
    """A pattern for text with marks, and the same for text whose writer left them all out."""

    marked: re.Pattern[str]
    plain: re.Pattern[str]

    def of(self, text: str) -> re.Pattern[str]:
        """Return the pattern that fits the way a text is spelled."""
        return self.plain if text.isascii() else self.marked


def loose(pattern: str) -> Loose:
    """Return a pattern, written with marks, for both ways of typing."""
    return Loose(re.compile(pattern), re.compile(unmark(pattern)))
