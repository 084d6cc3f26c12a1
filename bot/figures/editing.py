"""Makes an edition: all figures of a scope and period, with what they were reckoned with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from bot.figures import beside, comparing, lines, online, opinions
from bot.figures.framing import Frames, frames_of
from bot.figures.gaps import missing
from bot.figures.gathering import Gathered, choices_in, gathered, nests_in, served_in, span_of
from bot.figures.naming import Names, names_of
from bot.figures.periods import before, looked_back, year_up_to
from bot.figures.pinning import pins
from bot.figures.placing import Placing
from bot.figures.sheets import Sheet
from bot.figures.sources import Sources
from bot.figures.voices import themes
from bot.figures.wordings import Wordings, wordings_of
from bot.units import known_units
from flows.identifiers import Instant
from storage.figure_records import Span
from survey.cells import ALL, CALLED, COMPLETED, CSAT, KIND, RESPONDED, VERSION, WITHOUT, Choices
from survey.editions import DIMENSIONS, Edition, Period, Proofs, Scope
from survey.index import OVERALL
from survey.withholding_nests import Nests

__all__ = ["cells_of", "edition_of", "months", "placing_of", "sheet_of"]

_OF_OFFICERS: Final = "B"
"""Officers are ranked by how services were given: what policy asks of people is not theirs."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a scope and period before anything is reckoned."""

    placing: Placing
    frames: Frames
    names: Names
    choices: Choices
    span: Span
    nests: Nests


async def placing_of(sources: Sources, scope: Scope, period: Period, now: Instant) -> Placing:
    """Return where figures belong, by all that is known of units now."""
    tree = (await known_units(sources.storage, now)).tree
    return Placing(tree, scope, period, date.fromisoformat(period.to_day))


async def edition_of(sources: Sources, scope: Scope, period: Period, now: Instant) -> Edition:
    """Return the edition of a scope and period; the same figures have the same id."""
    placing = await placing_of(sources, scope, period, now)
    sheet, known = await _sheet_and_known(sources, placing)
    heard = await _heard(sources, replaced(placing, period=looked_back(period)))
    earlier = await _earlier(sources, placing)
    whole = replace(
        _reckoned(sheet, known, now),
        counts=await beside.counts(sources, placing, known.names, known.frames.wanted),
        plans=await beside.plans(sources, placing, known.frames.longer),
        served=await served_in(sources.storage, placing),
        pins=await pins(sources, placing, known.frames, heard),
        proofs=await beside.proofs(sources, placing, known.span, sheet),
        themes=await themes(sources, placing, known.names, known.choices, known.span),
        words=opinions.words_in(known.choices),
        changes=comparing.changes(sheet, earlier, known.names),
        online_changes=comparing.online_changes(sheet, earlier, known.names),
        trend=lines.trend(await months(sources, replaced(placing, period=year_up_to(period)))),
    )
    open_tables = await beside.open_tables(sources, placing)
    compared = wordings_of(sources.forms, heard)
    gaps = missing(whole, (sheet, earlier), known.frames, open_tables, known.names, compared)
    whole = replace(whole, missing=gaps)
    return replace(whole, id=_id_of(whole))


async def cells_of(sources: Sources, scope: Scope, period: Period, now: Instant) -> Edition:
    """Return an edition of what follows from cells alone, which nobody issues: without an id, and
    without what it would be compared with.
    """
    placing = await placing_of(sources, scope, period, now)
    sheet, known = await _sheet_and_known(sources, placing)
    return replace(
        _reckoned(sheet, known, now),
        themes=tuple(opinions.themes(known.names, known.choices)),
        words=opinions.words_in(known.choices),
    )


async def _sheet_and_known(sources: Sources, placing: Placing) -> tuple[Sheet, _Known]:
    sheet = await sheet_of(sources, placing, (ALL, CALLED, WITHOUT, KIND, VERSION, *DIMENSIONS))
    words = wordings_of(sources.forms, sheet.values(VERSION, RESPONDED))
    return sheet, await _known(sources, placing, words)


def _id_of(edition: Edition) -> str:
    """Return a name that tells its content, whenever it was made."""
    return sha256(msgspec.json.encode(replace(edition, made_at=0))).hexdigest()[:24]


# -- what is known beforehand


async def _known(sources: Sources, placing: Placing, words: Wordings) -> _Known:
    frames = await frames_of(sources.storage, placing)
    return _Known(
        placing=placing,
        frames=frames,
        names=await names_of(
            sources.storage, sources.texts, words, placing.tree, placing.today, frames.seals
        ),
        choices=await choices_in(sources.storage, placing),
        span=span_of(placing),
        nests=await nests_in(sources.storage, placing),
    )


async def _heard(sources: Sources, placing: Placing) -> frozenset[str]:
    """Return the versions of forms that figures are of (`survey.cells.VERSION`)."""
    found = await gathered(sources.storage, placing, (VERSION,), (RESPONDED,))
    return frozenset(key.value for key, _ in found)


async def sheet_of(sources: Sources, placing: Placing, dimensions: Collection[str]) -> Sheet:
    """Return the cells of a scope and period, with the frames that they are weighted to."""
    frames = await frames_of(sources.storage, placing)
    return Sheet(await gathered(sources.storage, placing, dimensions), frames.populations)


async def months(sources: Sources, placing: Placing) -> dict[str, Sheet]:
    """Return the overall index of each month of a period as a sheet of its own."""
    frames = await frames_of(sources.storage, placing)
    parted: dict[str, Gathered] = defaultdict(list)
    levels = (RESPONDED, OVERALL)
    for key, sums in await gathered(sources.storage, placing, (ALL,), levels, by_month=True):
        parted[key.month].append((key, sums))
    return {month: Sheet(found, frames.populations) for month, found in parted.items()}


async def _earlier(sources: Sources, placing: Placing) -> Sheet:
    """Return the period before, in the units of the same day."""
    return await sheet_of(sources, replaced(placing, period=before(placing.period)), (ALL,))


# -- what follows from cells


def _named(scope: Scope, names: Names) -> Scope:
    """Return a scope by the name that its unit had on the period's last day."""
    name = names.lists["unit"].get(scope.unit_id or "", scope.unit_name)
    return replace(scope, unit_name=name)


def _reckoned(sheet: Sheet, known: _Known, now: Instant) -> Edition:
    """Return what follows from cells alone."""
    names, placing = known.names, known.placing
    units = {unit: sheet.cell(OVERALL, unit=unit) for unit in sheet.units()}
    staff = {one: sheet.cell(_OF_OFFICERS, "officer", one) for one in sheet.values("officer")}
    median = online.median(names, known.choices)
    ranking, unranked = comparing.ranking(sheet, units, names.unit)
    officers, unranked_officers = comparing.ranking(sheet, staff, partial(names.value, "officer"))
    return Edition(
        id="",
        scope=_named(placing.scope, names),
        period=placing.period,
        made_at=now,
        pins=(),
        counts=(),
        levels=(*lines.levels(sheet, names), *lines.criteria(sheet, names)),
        csat=sheet.share(CSAT),
        units=lines.units(sheet, names),
        tables={one: lines.table(sheet, names, one, known.nests) for one in DIMENSIONS},
        targets=comparing.targets(sheet, names, known.frames.targets),
        ranking=ranking,
        unranked=unranked,
        officers=officers,
        officers_by=_OF_OFFICERS,
        unranked_officers=unranked_officers,
        drivers=comparing.driven(sheet, names),
        variants=comparing.variants(sheet),
        steps=online.steps(sheet, names, known.choices),
        procedures=online.procedures(sheet, names, known.choices),
        completion=sheet.share(COMPLETED) if sheet.cell(COMPLETED) else None,
        median_minutes=None if median is None else median.minutes,
        median_over=None if median is None else online.beyond(median),
        timed=online.timed(names, known.choices),
        faces=online.faces(names, known.choices),
        proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
    )
