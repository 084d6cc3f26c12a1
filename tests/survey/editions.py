"""Editions as they are made from rows, here from simulated responses by the same rules."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from survey.comparisons import Difference, change, contrast, sensitivity
from survey.counts import Counts
from survey.designs import Design, undesigned
from survey.drivers import Opinion, drivers
from survey.editions import (
    Change,
    Driven,
    Edition,
    Missing,
    Period,
    Place,
    Proofs,
    Row,
    Scope,
    Share,
    TargetLine,
    UnitCounts,
    UnitRow,
    Variant,
)
from survey.estimates import Estimate, Figure, figured
from survey.index import (
    LEVELS,
    OVERALL,
    Criteria,
    Rated,
    Sheet,
    design_of,
    sheet_of,
    sheets_by,
    table,
)
from survey.moments import Cell, Moments
from survey.ranking import ranked
from survey.suppression import withheld
from survey.targets import Target, judged
from tests.survey.edition_parts import (
    FACES,
    FACTOR_LABELS,
    MISSING,
    ONLINE_CHANGES,
    PINS,
    PROCEDURES,
    STEPS,
    THEMES,
    WORDS,
    share,
    yes,
)
from tests.survey.simulated import CRITERIA, FORMS, LABELS, PLACES, UNITS, simulated, source_002

__all__ = ["factors_of", "province", "source_002_edition"]

_FRAME = {name: unit.frame for name, unit in UNITS.items()}
_DIMENSIONS = {
    "form": FORMS,
    "place": PLACES,
    "area": {"urban": "Thành thị", "rural": "Nông thôn"},
    "mode": {"direct": "Trực tiếp", "online": "Trực tuyến"},
    "evidence": {"V0": "V0", "V1": "V1", "V3": "V3"},
}
_TARGETS = (
    Target(indicator="B2", percent=90, source="Kế hoạch số 177/KH-UBND ngày 22/5/2024"),
    Target(indicator=OVERALL, percent=85, source="Quyết định số 38/QĐ-TTg ngày 11/01/2024"),
)


def _hidden(given: Share, hide: bool) -> Share:
    return Share(withheld=True) if hide else given


def _rows(design: Design, sheet: Sheet, criteria: Criteria, *, hide: bool = False) -> list[Row]:
    found = table(design, sheet)
    labels = {**FACTOR_LABELS, **LABELS}
    return [
        Row(
            key=key,
            label=labels.get(key, key),
            share=_hidden(share(found[key]), hide),
            factor=criteria.get(key),
        )
        for key in (*LEVELS, *criteria)
    ]


def factors_of(responses: Iterable[Rated], criteria: Criteria) -> tuple[Row, ...]:
    """The levels and criteria of responses that no frame stands behind."""
    told = list(responses)
    return tuple(_rows(design_of(told), sheet_of(told, criteria), criteria))


def _of_units(
    design: Design, sheets: Mapping[str, Mapping[str, Cell]], hidden: frozenset[str]
) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            unit_id=unit,
            label=UNITS[unit].name,
            levels=tuple(
                _rows(design, sheets[unit], CRITERIA, hide=unit in hidden)[: len(LEVELS)]
            ),
        )
        for unit in UNITS
    )


def _table(name: str, responses: list[Rated], design: Design) -> tuple[Row, ...]:
    sheets = sheets_by(name, responses, CRITERIA)
    return tuple(
        Row(
            key=value,
            label=label,
            share=share(figured(design, sheets[value][OVERALL])),
            part=share(figured(design, sheets[value]["A"])),
            service=share(figured(design, sheets[value]["B"])),
        )
        for value, label in _DIMENSIONS[name].items()
    )


def _counts(chance: random.Random) -> tuple[UnitCounts, ...]:
    return tuple(
        UnitCounts(
            unit_id=name,
            label=unit.name,
            counts=Counts(
                issued=unit.respondents + unit.respondents // 4 + 40,
                valid=unit.respondents,
                invalid_by={"unfinished": 1 + chance.randrange(30), "straight_lined": 1},
            ),
            planned=500,
        )
        for name, unit in UNITS.items()
    )


def _differing(found: Difference) -> tuple[float, float, float]:
    return found.points, found.within.low, found.within.high


def _changes(design: Design, sheet: Sheet) -> tuple[Change, ...]:
    before = list(simulated("before", worse=0.025, share=3))
    then = table(design_of(before, _FRAME), sheet_of(before, CRITERIA))
    now = table(design, sheet)
    made = []
    for key in LEVELS:
        first, second = now[key], then[key]
        assert first
        assert second
        found = change(first.best, second.best)
        points, low, high = _differing(found)
        made.append(Change(key=key, label=FACTOR_LABELS[key], before=share(second), points=points,
                           low=low, high=high, direction=found.direction))  # fmt: skip
    return tuple(made)


def _variants(design: Design, responses: list[Rated], sheet: Sheet) -> tuple[Variant, ...]:
    modes = sheets_by("mode", responses, CRITERIA)
    alone = sheets_by("helped", responses, CRITERIA)["nobody"][OVERALL]
    pairs = (
        ("mode_direct_online", modes["direct"][OVERALL], modes["online"][OVERALL], contrast),
        ("without_assisted", alone, sheet[OVERALL], sensitivity),
    )
    made = []
    for kind, first, second, how in pairs:
        found = how(design, first, second)
        assert found
        points, low, high = _differing(found)
        made.append(Variant(kind=kind, first=share(figured(design, first)),  # type: ignore[arg-type]  # a tuple of literals is read as str
                            second=share(figured(design, second)), points=points, low=low,
                            high=high, direction=found.direction))  # fmt: skip
    return tuple(made)


def _places(figures: Mapping[str, Figure | None]) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    estimates: dict[str, Estimate | None] = {
        name: figure.best if figure else None for name, figure in figures.items()
    }
    found = ranked(estimates)
    names = {name: unit.name for name, unit in UNITS.items()}
    rows = tuple(
        Place(key=row.name, label=names[row.name], share=share(figures[row.name]),
              first=row.first, last=row.last, tied=tuple(names[one] for one in row.tied))
        for row in found.rows
    )  # fmt: skip
    return rows, tuple(names[one] for one in found.unranked)


def _driven(
    responses: Iterable[Rated], figures: Mapping[str, Figure | None]
) -> tuple[Driven, ...]:
    opinions = []
    for response in responses:
        rated: dict[str, list[int]] = defaultdict(list)
        for name, rating in response.ratings.items():
            if rating is not None and (factor := CRITERIA[name]):
                rated[factor].append(rating)
        if (whole := response.ratings["G9"]) is not None:
            opinions.append(Opinion(whole, rated))
    indexes = {key: found.best.share for key, found in figures.items() if found and len(key) == 2}
    return tuple(
        Driven(factor=row.factor, label=FACTOR_LABELS[row.factor], respondents=row.respondents,
               correlation=row.correlation, low=row.low, high=row.high,
               performance=row.performance, quadrant=row.quadrant)
        for row in drivers(opinions, indexes)
    )  # fmt: skip


@cache
def province() -> Edition:
    """The third quarter of 2026 of a province with 8 units, of which one is too small to show."""
    responses = list(simulated())
    design, sheet = design_of(responses, _FRAME), sheet_of(responses, CRITERIA)
    figures = table(design, sheet)
    of_units = sheets_by("unit", responses, CRITERIA)
    sizes = Counter(one.labels["unit"] for one in responses)
    hidden = withheld(sizes, [tuple(sizes)]).cells
    shown = {name: figured(design, of_units[name][OVERALL]) for name in UNITS}
    ranking, unranked = _places(shown)
    chance = random.Random("counts")
    months = sheets_by("month", responses, CRITERIA)
    evidence = Counter(one.labels["evidence"] for one in responses)
    return Edition(
        id="2026Q3-1",
        scope=Scope(unit_id=None, unit_name="Bảo hiểm xã hội tỉnh Lâm Đồng"),
        period=Period(span="quarter", from_day="2026-07-01", to_day="2026-09-30"),
        made_at=1_791_000_000_000,
        pins=PINS,
        counts=_counts(chance),
        levels=tuple(_rows(design, sheet, CRITERIA)),
        csat=share(figures["G9"]),
        units=_of_units(design, of_units, hidden),
        tables={name: _table(name, responses, design) for name in _DIMENSIONS},  # type: ignore[misc]  # its keys are dimensions
        targets=tuple(_target(target, figures) for target in _TARGETS),
        changes=_changes(design, sheet),
        ranking=ranking,
        unranked=unranked,
        drivers=_driven(responses, figures),
        variants=_variants(design, responses, sheet),
        steps=STEPS,
        procedures=PROCEDURES,
        online_changes=ONLINE_CHANGES,
        completion=yes(1830, 2210),
        median_minutes=17.5,
        timed=1830,
        faces=FACES,
        themes=THEMES,
        words=WORDS,
        proofs=_proofs(evidence),
        missing=MISSING,
        trend=tuple(
            (f"{month}-01", share(figured(undesigned(design), _as_one(months[month][OVERALL]))))
            for month in sorted(months)
        ),
    )


def _proofs(evidence: Mapping[str, int]) -> Proofs:
    return Proofs(
        by_level=(evidence["V0"], evidence["V1"], 0, evidence["V3"], 0),
        by_kind=(("personal", 3120), ("place", 1480), ("assisted", 310), ("none", 90)),
        suspicions=(("burst", 14), ("one_device", 9), ("too_fast", 6)),
        set_aside=11,
        cleared=13,
        waiting=5,
    )


def _as_one(cell: Cell) -> Cell:
    return {"": sum(cell.values(), start=Moments())}


def _target(target: Target, figures: Mapping[str, Figure | None]) -> TargetLine:
    figure = figures[target.indicator]
    found = judged(target, figure.best if figure else None)
    return TargetLine(indicator=target.indicator, label=FACTOR_LABELS[target.indicator],
                      percent=target.percent, source=target.source, share=share(figure),
                      verdict=found.verdict)  # fmt: skip


@cache
def source_002_edition() -> Edition:
    """The year 2024 as source 002 published it, with the factor that it left out."""
    levels = factors_of(*source_002())
    return Edition(
        id="2024-1",
        scope=Scope(unit_id=None, unit_name="Bảo hiểm xã hội tỉnh Tiền Giang"),
        period=Period(span="year", from_day="2024-01-01", to_day="2024-12-31"),
        made_at=1_735_000_000_000,
        pins=(),
        counts=(),
        levels=levels,
        csat=Share(),
        proofs=Proofs(by_level=(10_000, 0, 0, 0, 0), by_kind=(), suspicions=()),
        missing=(Missing(gap="no_frame"), Missing(gap="no_earlier_period")),
    )
