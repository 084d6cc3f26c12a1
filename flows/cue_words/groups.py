"""The shape of the tables of cues."""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["Groups"]

Groups: TypeAlias = tuple[tuple[float, str], ...]
"""(weight, cues in the language of `flows.cue_patterns`): commas and line ends stand between
cues; a line that ends in `/` or `+` goes on in the next.
"""
