"""Which cells of an edition are sums of others, and which say them once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from survey.cell_sums import DRAWN, CellSums
from survey.cells import COMPLETED, CSAT, EASY, PASSED, UX
from survey.editions import Dimension, Edition, Row, UnitRow, Variant
from survey.index import LEVELS, OVERALL, PARTS

__all__ = ["INDICATED", "sums_of", "sums_of_edition"]

_MONTH = 7
"""Characters of a month: `2026-01`."""

INDICATED: Mapping[str, str] = {"policy": "A", "service": "B"}
"""How campaigns name levels of the index (`bot.campaigns.words.INDICATORS`)."""


def sums_of(
    levels: Sequence[Row], units: Sequence[UnitRow], tables: Mapping[Dimension, Sequence[Row]]
) -> CellSums:
    """Return the cells `level/KEY`, `unit/UNIT/KEY` and `DIMENSION/VALUE/KEY` and their sums."""
    found = CellSums()
    _put_levels(found, "level/", levels)
    for unit in units:
        _put_levels(found, f"unit/{unit.unit_id}/", unit.levels)
    for key in LEVELS:
        names = [f"unit/{unit.unit_id}/{key}" for unit in units]
        found.tell(f"level/{key}", names, apart=True)
    for dimension, rows in tables.items():
        _put_table(found, dimension, rows)
    for row in tables.get("form", ()):
        _put_criteria(found, row.key, levels)
    for dimension, rows in tables.items():
        _put_nested(found, dimension, rows)
    return found


def _put_levels(found: CellSums, prefix: str, rows: Iterable[Row]) -> None:
    """Put levels that are pooled: criteria into factors, factors into parts, parts into all."""
    below = {OVERALL: [*PARTS]} | {part: [*factors] for part, factors in PARTS.items()}
    for row in rows:
        found.put(prefix + row.key, row.share)
        if row.factor is not None:
            below.setdefault(row.factor, []).append(row.key)
    for whole, parts in below.items():
        found.tell(prefix + whole, [prefix + part for part in parts], apart=False)


def _put_table(found: CellSums, dimension: str, rows: Sequence[Row]) -> None:
    values = [f"{dimension}/{row.key}" for row in rows]
    for value, row in zip(values, rows, strict=True):
        _put_levels(found, f"{value}/", _levels_of(row))
    if all(any(name.startswith("unit/") for name in row.within) for row in rows):
        return  # told unit by unit, and the units of the whole
    for key in LEVELS:
        found.tell(f"level/{key}", [f"{value}/{key}" for value in values], apart=True)


def _levels_of(row: Row) -> Iterator[Row]:
    """Yield the levels that a value of a dimension has."""
    for key, share in ((OVERALL, row.share), ("A", row.part), ("B", row.service)):
        if share is not None:
            yield Row(key=key, label="", share=share)
    yield from row.factors


def _put_nested(found: CellSums, dimension: str, rows: Iterable[Row]) -> None:
    """Tell what units and values of other dimensions are made of: places and officers of a unit,
    groups and procedures of a form, channels of a mode. Values that belong to several are among
    what each of these has beside the others, which is printed nowhere.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row.within:
            parts[name].append(f"{dimension}/{row.key}")
    for name, values in parts.items():
        for key in LEVELS:
            cells = [f"{value}/{key}" for value in values]
            found.tell(f"{name}/{key}", cells, apart=True, rest_is_told=False)


def _put_criteria(found: CellSums, form: str, levels: Iterable[Row]) -> None:
    """Tell that the factors of a form are the criteria that it asks, and so are its parts, which
    is all that is known where its factors are not told.
    """
    own = [row for row in levels if row.factor and row.key.startswith(f"{form}.")]
    for part, factors in PARTS.items():
        for whole, among in ((part, factors), *((one, (one,)) for one in factors)):
            names = [f"level/{row.key}" for row in own if row.factor in among]
            found.tell(f"form/{form}/{whole}", names, apart=False)


def sums_of_edition(edition: Edition) -> CellSums:
    """Return the cells of an edition: those of its tables, `before/KEY`, `month/DAY`,
    `target/INDICATOR` and `VARIANT/overall`.
    """
    found = sums_of(edition.levels, edition.units, edition.tables)
    found.put(f"level/{CSAT}", edition.csat)
    _put_online(found, edition)
    changes = (*edition.changes, *edition.online_changes)
    before = [Row(key=one.key, label="", share=one.before) for one in changes]
    _put_levels(found, "before/", before)
    _put_months(found, edition)
    for one in edition.targets:
        if INDICATED.get(one.indicator, one.indicator) not in LEVELS:
            found.put(f"target/{one.indicator}", one.share)
            found.tell(f"level/{OVERALL}", [f"target/{one.indicator}"], apart=True)
    for variant in edition.variants:
        if variant.kind != "mode_direct_online":  # who is left out is what the whole has beside it
            _put_variant(found, variant)
    return found


def _put_online(found: CellSums, edition: Edition) -> None:
    """Put online procedures, which are made of their steps, and of which all completions are."""
    for step in edition.steps:
        found.put(f"level/{EASY}{step.key}", step.easy)
        found.put(f"level/{PASSED}{step.key}", step.passed)
    found.put(f"level/{COMPLETED}", edition.completion)
    for one in edition.procedures:
        found.put(f"level/{UX}/{one.key}", one.easy)
        found.put(f"level/{COMPLETED}/{one.key}", one.completion)
        own = [f"level/{EASY}{step.key}" for step in edition.steps
               if step.key.startswith(f"{one.key}.")]  # fmt: skip
        found.tell(f"level/{UX}/{one.key}", own, apart=False)
    names = [f"level/{COMPLETED}/{one.key}" for one in edition.procedures]
    found.tell(f"level/{COMPLETED}", names, apart=True)


def _put_variant(found: CellSums, variant: Variant) -> None:
    """Put who is left, a part of those who were drawn where the whole is only these."""
    name, whole = f"{variant.kind}/{OVERALL}", f"level/{OVERALL}"
    found.put(name, variant.first)
    drawn = found.drawn(whole)
    is_of_drawn = found.people.get(drawn) == variant.second.respondents
    if is_of_drawn:
        found.put_answers(drawn, variant.second.answers)
    if is_of_drawn and drawn != whole:
        found.shown.remove(name)
        found.shown.add(name + DRAWN)
    found.tell(drawn if is_of_drawn else whole, [name], apart=True)


def _put_months(found: CellSums, edition: Edition) -> None:
    """Tell of what months are the sum: of the period, of the one before it, and each earlier
    quarter, which has a report of its own. Of a period that begins within a month, they are with
    the days before it.
    """
    own: list[str] = []
    earlier: list[str] = []
    begins = edition.period.from_day
    for day, share in edition.trend:
        found.put(f"month/{day}", share)
        (own if day[:_MONTH] >= begins[:_MONTH] else earlier).append(day)
    names = _named(own)
    if own and own[0] < begins:
        found.tell_cut(f"level/{OVERALL}", names[0], names[1:])
    else:
        found.tell(f"level/{OVERALL}", names, apart=True)
    found.tell(f"before/{OVERALL}", _named(earlier[-len(own) :] if own else []), apart=True)
    for quarter in sorted({_quarter(day) for day in earlier}):
        months = [day for day in earlier if _quarter(day) == quarter]
        found.tell_elsewhere(f"quarter/{quarter}", _named(months))


def _named(days: Iterable[str]) -> list[str]:
    return [f"month/{day}" for day in days]


def _quarter(day: str) -> str:
    year, month, _ = day.split("-")
    return f"{year}-{(int(month) - 1) // 3 + 1}"
