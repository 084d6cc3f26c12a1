"""From a figure of an edition to what it is made of: cells whose responses can be listed, or the
cases of a category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from bot.figures.following import Aside, Cell, Choice
from bot.figures.online import TOOK
from bot.figures.opinions import ABOUT, THEMED, UNTHEMED
from survey.cells import (
    CALLED,
    COMPLETED,
    CSAT,
    DRIVER,
    EASY,
    KIND,
    PASSED,
    RESPONDED,
    UX,
    WITHOUT,
)
from survey.edition_sums import INDICATED
from survey.editions import DIMENSIONS, Change, Edition, FaceLine, Share, TargetLine, Theme
from survey.figure_paths import figure_at
from survey.index import OVERALL

__all__ = ["Trace", "traces"]

_Names: TypeAlias = Sequence[str]
_WITHOUT: Final = "without_"
"""Begins the names of variants: `without_place`."""
_MODE_EFFECT: Final = "mode_direct_online"
_EVIDENCE: Final = ("V0", "V1", "V2", "V3", "V4")
_MONTH: Final = len("2026-01")
_JUDGED: Final[Mapping[str, str]] = {
    "set_aside": "set_aside",
    "cleared": "kept",
    "waiting": "open",
}
"""Field of `survey.editions.Proofs` → state of judging."""
_OF_DIMENSION: Final[Mapping[str, str]] = {"share": OVERALL, "part": "A", "service": "B"}


class Trace(NamedTuple):
    """One thing that a figure is made of: the responses of a cell, or cases of its period."""

    cell: Cell | None = None
    category: str = ""
    """Of the cases; "": responses are meant."""


def traces(edition: Edition, path: str) -> tuple[Trace, ...]:
    """Return what stands at a path (`survey.figure_paths`) is made of, part by part; nothing: it
    is withheld, or is of neither responses nor cases.
    """
    if _is_withheld(edition, path):
        return ()
    kind, *names = path.split("/")
    if kind in _OF_SEVERAL and (found := tuple(_OF_SEVERAL[kind](edition, names))):
        return tuple(map(Trace, found))
    if kind == "themes" and names and "." not in names[0]:
        return (Trace(category=names[0]),)
    one = _OF[kind](edition, names) if kind in _OF else None
    return () if one is None else (Trace(one),)


def _is_withheld(edition: Edition, path: str) -> bool:
    try:
        found = figure_at(edition, path)
    except KeyError:
        return True  # what an older program wrote, and this one does not find
    if isinstance(found, Share | FaceLine):
        return found.withheld
    if path.startswith("words/") and edition.words.withheld:
        return True
    share = getattr(found, "share", getattr(found, "easy", None))
    return isinstance(share, Share) and share.withheld


# -- figures of one cell


def _level(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(names[0]) if names else None


def _unit(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [unit]:
            return Cell(unit_id=unit)
        case [unit, "levels", level, *_]:
            return Cell(level, unit_id=unit)
    return None


def _value(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [dimension, value, *rest] if dimension in DIMENSIONS:
            return Cell(_level_of_value(rest), dimension, value)
    return None


def _level_of_value(names: _Names) -> str:
    """Return the level that the rest of a path stands for: `service`, `factors/B3`."""
    match names:
        case ["factors", factor, *_]:
            return factor
        case [name, *_] if name in _OF_DIMENSION:
            return _OF_DIMENSION[name]
    return OVERALL


def _target(edition: Edition, names: _Names) -> Cell | None:
    found = figure_at(edition, f"targets/{names[0]}") if names else None
    if not isinstance(found, TargetLine):
        return None
    return Cell(INDICATED.get(found.indicator, found.indicator))


def _officer(edition: Edition, names: _Names) -> Cell | None:
    return Cell(edition.officers_by, "officer", names[0]) if names else None


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


def _procedure(_edition: Edition, names: _Names) -> Cell | None:
    match names:
        case [form, "completion", *_]:
            return Cell(f"{COMPLETED}/{form}")
        case [form, *_]:
            return Cell(f"{UX}/{form}")
    return None


def _online_change(edition: Edition, names: _Names) -> Cell | None:
    found = figure_at(edition, "/".join(("online_changes", *names)))
    return Cell(found.key) if isinstance(found, Change) else None


def _face(_edition: Edition, names: _Names) -> Cell | None:
    return Cell(RESPONDED, choice=Choice(names[0])) if names else None


def _theme(edition: Edition, names: _Names) -> Cell | None:
    """Return what a reason or a wish is of."""
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
        case ["refuted"]:
            return Cell(RESPONDED, CALLED, "refuted")
        case ["suspicions", reason]:
            return Cell(aside=Aside("reason", reason))
        case [state] if state in _JUDGED:
            return Cell(aside=Aside("state", _JUDGED[state]))
    return None


_OF: Final[Mapping[str, Callable[[Edition, _Names], Cell | None]]] = {
    "levels": _level,
    "changes": _level,
    "csat": lambda _edition, _names: Cell(CSAT),
    "completion": lambda _edition, _names: Cell(COMPLETED),
    "median_minutes": lambda _edition, _names: Cell(RESPONDED, choice=Choice(TOOK)),
    "units": _unit,
    "ranking": _unit,
    "tables": _value,
    "targets": _target,
    "officers": _officer,
    "drivers": _driver,
    "variants": _variant,
    "steps": _step,
    "procedures": _procedure,
    "online_changes": _online_change,
    "faces": _face,
    "themes": _theme,
    "proofs": _proof,
}


# -- figures of several cells


def _months(edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield the months of a trend that have a figure, or the one that is named."""
    for day, share in edition.trend:
        if names in ([], [day]) and share.best is not None:
            yield Cell(month=day[:_MONTH])


def _values(edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield the values of a whole table."""
    match names:
        case [dimension] if dimension in DIMENSIONS:
            rows = next(rows for name, rows in edition.tables.items() if name == dimension)
            yield from (Cell(RESPONDED, dimension, row.key) for row in rows
                        if not row.share.withheld)  # fmt: skip


def _proofs(edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield the kinds of evidence and of invitation that there are."""
    match names:
        case ["by_level"]:
            pairs = zip(_EVIDENCE, edition.proofs.by_level, strict=True)
            yield from (Cell(RESPONDED, "evidence", level) for level, count in pairs if count)
        case ["by_kind"]:
            kinds = (kind for kind, count in edition.proofs.by_kind if count)
            yield from (Cell(RESPONDED, KIND, kind) for kind in kinds)
        case ["suspicions"]:
            found = (reason for reason, count in edition.proofs.suspicions if count)
            yield from (Cell(aside=Aside("reason", reason)) for reason in found)


def _counts(edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield the valid ones of all forms that are counted, which alone are in figures, and the
    others that came back by why they are not.
    """
    unit = names[0] if names else None
    rows = [one for one in edition.counts if unit in (None, one.unit_id)]
    yield Cell(RESPONDED, unit_id=unit)
    for reason in sorted({reason for one in rows for reason in one.counts.invalid_by}):
        yield Cell(unit_id=unit, aside=Aside("outcome", reason))


def _words(_edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield forms by whether their open words fit a theme; the written ones are both."""
    for outcome in (THEMED, UNTHEMED):
        if names in (["written"], [outcome]):
            yield Cell(RESPONDED, choice=Choice(ABOUT, outcome))


def _sides(_edition: Edition, names: _Names) -> Iterator[Cell]:
    """Yield both sides of the effect of the mode."""
    if names == [_MODE_EFFECT]:
        yield from (Cell(dimension="mode", value=mode) for mode in ("direct", "online"))


_OF_SEVERAL: Final[Mapping[str, Callable[[Edition, _Names], Iterator[Cell]]]] = {
    "counts": _counts,
    "trend": _months,
    "tables": _values,
    "proofs": _proofs,
    "words": _words,
    "variants": _sides,
}
