"""Reports of responses that a test makes up: whole editions out of their cells, as issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from bot.figures.periods import year_up_to
from bot.figures.sheets import Sheet
from survey.cells import CSAT, Counted, cells_of
from survey.earlier import before
from survey.editions import (
    Change,
    Dimension,
    Edition,
    Period,
    Proofs,
    Row,
    Scope,
    Share,
    StepLine,
    UnitRow,
)
from survey.index import LEVELS, OVERALL
from survey.withholding import withheld_edition
from survey.withholding_answers import Answers, Heard, Spoken
from survey.withholding_joint import Said
from survey.withholding_pieces import pieces
from survey.withholding_regions import Below, Region, region_of

__all__ = ["Days", "edition_of", "issued", "people_in", "responses", "shown"]

BELOW: Final[Below] = {None: frozenset("abcd")} | {unit: frozenset(unit) for unit in "abcd"}
_NUMBERS = count()


class Days(NamedTuple):
    """A report that somebody asks for."""

    first: str
    last: str
    unit: str | None = None

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(span="other", from_day=self.first, to_day=self.last)


def responses(
    number: int,
    day: str,
    unit: str = "a",
    form: str = "mc",
    stratum: str = "",
    ratings: Mapping[str, int] | None = None,
) -> list[Counted]:
    """So many people who say the same on one day."""
    return [
        Counted(
            response_id=str(one), respondent=str(one), day=day, unit_id=unit, form=form,
            version=1, labels={"form": form}, kind="none", audience="person", stratum=stratum,
            served_from=day, served_to=day, ratings=ratings or {"A1/1": 5}, choices={},
        )
        for one in (next(_NUMBERS) for _ in range(number))
    ]  # fmt: skip


def _within(some: Iterable[Counted], period: Period, unit: str | None) -> list[Counted]:
    return [one for one in some if period.from_day <= one.day <= period.to_day
            and unit in {None, one.unit_id}]  # fmt: skip


def edition_of(
    some: Sequence[Counted], days: Days, frames: Mapping[str, int] | None = None
) -> Edition:
    """The figures of these responses: levels, units, forms, changes and months."""

    def sheet(period: Period) -> Sheet:
        cells = cells_of(_within(some, period, days.unit))
        return Sheet(list(cells.items()), frames or {})

    own, earlier, trend = (
        sheet(one) for one in (days.period, before(days.period), year_up_to(days.period))
    )
    months = sorted({key.month for key, _ in trend.gathered})
    forms: dict[Dimension, tuple[Row, ...]] = {
        "form": tuple(_value(own, value) for value in own.values("form"))
    }
    return Edition(
        id="", scope=Scope(unit_id=days.unit, unit_name=""), period=days.period, made_at=0,
        pins=(), counts=(), csat=own.share(CSAT), levels=_rows(own), tables=forms,
        units=tuple(UnitRow(unit_id=one, label=one, levels=_rows(own, one))
                    for one in own.units()),
        changes=tuple(_changes(own, earlier)),
        steps=tuple(StepLine(key=one.removeprefix("passed/"), label="", easy=Share(),
                             passed=own.share(one))
                    for one in own.levels() if one.startswith("passed/") and "." in one),
        trend=tuple((f"{one}-01", _of_month(trend, one)) for one in months),
        proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
    )  # fmt: skip


def _rows(sheet: Sheet, unit: str | None = None) -> tuple[Row, ...]:
    return tuple(Row(key=one, label="", share=sheet.share(one, unit=unit)) for one in LEVELS)


def _value(sheet: Sheet, form: str) -> Row:
    whole, part, service = (sheet.share(one, "form", form) for one in (OVERALL, "A", "B"))
    return Row(key=form, label="", share=whole, part=part, service=service)


def _of_month(sheet: Sheet, month: str) -> Share:
    cells = [(key, moments) for key, moments in sheet.gathered if key.month == month]
    return Sheet(cells, sheet.frames).share(OVERALL)


def _changes(own: Sheet, earlier: Sheet) -> Iterator[Change]:
    for level in LEVELS:
        now, then = own.share(level), earlier.share(level)
        if now.respondents and then.respondents:
            yield Change(key=level, label="", before=then, after=now, points=0, low=0, high=0,
                         direction="not_proven")  # fmt: skip


def _heard(some: Sequence[Counted], days: Days, strata: frozenset[str]) -> dict[Spoken, Heard]:
    region = Region(days.unit, days.first, days.last)
    spans = {"own": days.period, "before": before(days.period), "trend": year_up_to(days.period)}
    return {
        Spoken(region, span): Heard(  # type: ignore[arg-type] # names of spans
            {one.response_id: one.unit_id for one in _within(some, period, days.unit)}, strata
        )
        for span, period in spans.items()
    }


def issued(
    some: Sequence[Counted], *reports: Days, frames: Mapping[str, int] | None = None
) -> list[Edition]:
    """What is left of reports, issued in this order, each by the answers of them all."""
    found: list[Said] = []
    heard: dict[Spoken, Heard] = {}
    for days in reports:
        strata = frozenset(frames or {})
        heard |= _heard(some, days, strata)
        for one in pieces({known.region for known in heard}, BELOW):
            own = Spoken(one, "own")
            heard[own] = _heard(some, Days(one.from_day, one.to_day, one.unit), strata)[own]
        edition = edition_of(some, days, frames)
        assert Spoken(region_of(edition), "own") in heard
        left = withheld_edition(edition, found, BELOW, answers=Answers(some, heard))
        found.append(Said(name=str(days), edition=left))
    return [one.edition for one in found]


def people_in(rows: Iterable[Row]) -> dict[str, int]:
    """Row → its people, of those that are shown."""
    return {row.key: row.share.respondents for row in rows if row.share.respondents}


def shown(edition: Edition) -> dict[str, int]:
    """Month → its people, of those that are shown."""
    return {day[:7]: share.respondents for day, share in edition.trend if share.respondents}
