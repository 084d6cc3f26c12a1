"""All rules, by the section of the report that they write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from survey.editions import Edition
from survey.findings.base import Finding
from survey.findings.change import change
from survey.findings.conduct import conduct
from survey.findings.level import level
from survey.findings.online import online
from survey.findings.proposals import proposals
from survey.findings.standing import strengths, weaknesses
from survey.findings.trust import limits, objectivity
from survey.findings.units import units
from survey.findings.voices import voices
from survey.report_parts import SectionName

__all__ = ["RULES", "findings"]

Rule: TypeAlias = Callable[[Edition], Iterable[Finding]]

RULES: Final[Mapping[SectionName, Rule]] = {
    "conduct": conduct,
    "level": level,
    "change": change,
    "strengths": strengths,
    "weaknesses": weaknesses,
    "units": units,
    "online": online,
    "voices": voices,
    "objectivity": objectivity,
    "limits": limits,
    "proposals": proposals,
}


def findings(edition: Edition) -> tuple[Finding, ...]:
    """Return all that follows from the figures, section by section, always in the same order."""
    return tuple(found for rule in RULES.values() for found in rule(edition))
