"""The lines of an edition's tables: levels, criteria, units, values of a dimension, trend."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from bot.figures.naming import Names
from bot.figures.sheets import Sheet
from survey.editions import Dimension, Row, Share, UnitRow
from survey.index import FACTORS, LEVELS, OVERALL
from survey.shares import share_of
from survey.withholding_nests import UNIT, Nests, nested

__all__ = ["criteria", "levels", "table", "trend", "units"]


def levels(sheet: Sheet, names: Names, unit: str | None = None) -> tuple[Row, ...]:
    """Return all levels of the index: none is dropped where nobody answered (R39)."""
    return tuple(
        Row(key=level, label=names.level(level), share=sheet.share(level, unit=unit))
        for level in LEVELS
    )


def criteria(sheet: Sheet, names: Names) -> tuple[Row, ...]:
    """Return the criteria of all forms that were asked, in the order of each form, then those that
    left it (R39); those nobody rated too.
    """
    return tuple(_criteria(sheet, names))


def _criteria(sheet: Sheet, names: Names) -> Iterator[Row]:
    asked = {level.partition(".")[0] for level in sheet.levels() if "." in level}
    for form in sorted(asked & names.words.versions.keys()):
        for question in names.words.questions(form):
            if question.kind == "satisfaction" and question.type == "scale5":
                level = f"{form}.{question.id}"
                yield Row(
                    key=level,
                    label=names.level(level),
                    share=sheet.share(level),
                    factor=question.factor,
                )


def units(sheet: Sheet, names: Names) -> tuple[UnitRow, ...]:
    """Return the factors of each unit, by name."""
    return tuple(
        UnitRow(unit_id=unit, label=names.unit(unit), levels=levels(sheet, names, unit))
        for unit in sorted(sheet.units(), key=lambda one: (names.unit(one), one))
    )


def table(
    sheet: Sheet, names: Names, dimension: Dimension, nests: Nests | None = None
) -> tuple[Row, ...]:
    """Return the values of a dimension, by name; `nests`: what they lie within, of dimensions."""
    units = nested({UNIT: unit, dimension: value} for value, unit in sheet.places(dimension))
    within = {
        value: units.get((dimension, value), ()) + (nests or {}).get((dimension, value), ())
        for value in sheet.values(dimension)
    }
    rows = (
        replace(_value(sheet, names, dimension, value), within=outer)
        for value, outer in within.items()
    )
    return tuple(sorted(rows, key=lambda row: (row.label, row.key)))


def _value(sheet: Sheet, names: Names, dimension: Dimension, value: str) -> Row:
    def told(level: str) -> Share:
        return sheet.share(level, dimension, value)

    return Row(
        key=value,
        label=names.value(dimension, value),
        share=told(OVERALL),
        part=told("A"),
        service=told("B"),
        factors=tuple(
            Row(key=factor, label=names.level(factor), share=told(factor)) for factor in FACTORS
        ),
    )


def trend(months: dict[str, Sheet]) -> tuple[tuple[str, Share], ...]:
    """Return the overall index of each month, oldest first; weighted only where all months with
    answers are: a line of both would rise and fall with who was asked.
    """
    cells = [(f"{month}-01", one, one.cell(OVERALL)) for month, one in sorted(months.items())]
    is_weighted = all(one.weighted(cell) for _, one, cell in cells if one.raw(cell))
    return tuple(
        (day, one.share_of(cell) if is_weighted else share_of(one.raw(cell)))
        for day, one, cell in cells
    )
