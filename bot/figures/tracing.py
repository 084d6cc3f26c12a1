"""From a figure of an edition to the cell whose responses it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from bot.figures.following import Cell, Choice
from bot.figures.online import TOOK
from survey.cell_sums import INDICATED
from survey.cells import COMPLETED, CSAT, DRIVER, EASY, KIND, PASSED, RESPONDED, WITHOUT
from survey.editions import DIMENSIONS, Edition, Share, TargetLine, Theme
from survey.figure_paths import figure_at
from survey.index import OVERALL

__all__ = ["cell_at"]

_Names: TypeAlias = Sequence[str]
_WITHOUT: Final = "without_"
"""Begins the names of variants: `without_place`."""
_OF_DIMENSION: Final[Mapping[str, str]] = {"share": OVERALL, "part": "A", "service": "B"}


def cell_at(edition: Edition, path: str) -> Cell | None:
    """Return what stands at a path (`survey.figure_paths`), as a cell; None: it is withheld, or
    no share or count of responses, or of several cells.
    """
    kind, *names = path.split("/")
    found = _OF[kind](edition, names) if kind in _OF else None
    return None if found is None or _is_withheld(edition, path) else found


def _is_withheld(edition: Edition, path: str) -> bool:
    try:
        found = figure_at(edition, path)
    except KeyError:
        return True  # what an older program wrote, and this one does not find
    if isinstance(found, Share):
        return found.withheld
    share = getattr(found, "share", getattr(found, "easy", None))
    return isinstance(share, Share) and share.withheld


def _level(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(names[0]) if names else None


def _unit(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [unit]:
            return Cell(unit_id=unit)
        case [unit, "levels", level, *_]:
            return Cell(level, unit_id=unit)
    return None


def _count(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(RESPONDED, unit_id=names[0]) if names else None


def _value(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [dimension, value, *rest] if dimension in DIMENSIONS:
            level = _OF_DIMENSION[rest[0]] if rest and rest[0] in _OF_DIMENSION else OVERALL
            return Cell(level, dimension, value)
    return None


def _target(edition: Edition, names: _Names) -> Cell | None:
    found = figure_at(edition, f"targets/{names[0]}") if names else None
    if not isinstance(found, TargetLine):
        return None
    return Cell(INDICATED.get(found.indicator, found.indicator))


def _officer(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(dimension="officer", value=names[0]) if names else None


def _driver(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(DRIVER + names[0]) if names else None


def _variant(_edition: Edition, names: _Names) -> Cell | None:
    if not names or not names[0].startswith(_WITHOUT):
        return None
    return Cell(dimension=WITHOUT, value=names[0].removeprefix(_WITHOUT))


def _step(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [step, "passed", *_]:
            return Cell(PASSED + step)
        case [step, *_]:
            return Cell(EASY + step)
    return None


def _face(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(RESPONDED, choice=Choice(names[0])) if names else None


def _theme(edition: Edition, names: _Names) -> Cell | None:
    """Return what a reason or a wish is of; cases are no responses."""
    found = figure_at(edition, f"themes/{names[0]}") if names else None
    if not isinstance(found, Theme) or "." not in found.key:
        return None
    question, _, rest = found.key.partition(".")
    value, _, apart = rest.partition("@")
    forms = tuple(apart.split("+")) if apart else ()
    return Cell(RESPONDED, choice=Choice(question, value, forms))


def _proof(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case ["by_kind", kind]:
            return Cell(RESPONDED, KIND, kind)
    return None


_OF: Final[Mapping[str, Callable[[Edition, _Names], Cell | None]]] = {
    "levels": _level,
    "changes": _level,
    "csat": lambda _edition, _names: Cell(CSAT),
    "completion": lambda _edition, _names: Cell(COMPLETED),
    "median_minutes": lambda _edition, _names: Cell(RESPONDED, choice=Choice(TOOK)),
    "units": _unit,
    "ranking": _unit,
    "counts": _count,
    "tables": _value,
    "targets": _target,
    "officers": _officer,
    "drivers": _driver,
    "variants": _variant,
    "steps": _step,
    "faces": _face,
    "themes": _theme,
    "proofs": _proof,
}
