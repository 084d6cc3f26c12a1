"""What an edition cannot say, and about whom: said, and not passed over (R39)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.figures.framing import Frames
from bot.figures.naming import Names
from bot.figures.sheets import Sheet
from bot.figures.wordings import Wordings
from survey.editions import Edition, Gap, Missing, Share, UnitCounts
from survey.index import FACTORS, OVERALL
from survey.suppression import LEAST

__all__ = ["missing"]


def missing(
    edition: Edition, sheets: tuple[Sheet, Sheet], frames: Frames, open_tables: int,
    names: Names, compared: Wordings,
) -> tuple[Missing, ...]:  # fmt: skip
    """Return what is missing of an edition that says all the rest, each kind in the order of
    `survey.editions.GAPS`, about whom in words. `sheets`: the period's and that of the
    period before; `open_tables`: tables of counts from elsewhere with open flags; `compared`: the
    versions of forms that figures are of or are held against.
    """
    sheet, earlier = sheets
    return (
        *_silent_units(edition.counts),
        *_silent_factors(sheet, names),
        *_about_frames(sheet, frames, names),
        *_reworded(names, compared),
        *(() if frames.targets else (Missing(gap="no_target"),)),
        *_first(edition, earlier),
        *(() if edition.proofs.called else (Missing(gap="no_call_backs"),)),
        *_some("to_be_judged", edition.proofs.waiting),
        *_some("table_unapproved", open_tables),
        *_about_cells([*_shares(edition)]),
    )


def _shares(edition: Edition) -> Iterator[Share]:
    """Yield the shares of single units and values: the small ones are among these."""
    for unit in edition.units:
        yield from (row.share for row in unit.levels)
    for rows in edition.tables.values():
        yield from (row.share for row in rows)


def _first(edition: Edition, earlier: Sheet) -> Iterator[Missing]:
    """Yield that there was no period before; one that has answers is there, also where this one
    has none to compare with it.
    """
    if not edition.changes and not earlier.total(OVERALL).rated:
        yield Missing(gap="no_earlier_period")


def _silent_units(counts: Iterable[UnitCounts]) -> Iterator[Missing]:
    for one in counts:
        if one.unit_id and one.planned and not one.counts.returned:
            yield Missing(gap="unit_without_forms", about=one.label, count=one.planned)


def _silent_factors(sheet: Sheet, names: Names) -> Iterator[Missing]:
    for factor in FACTORS:
        if not sheet.total(factor).rated:
            yield Missing(gap="factor_without_answers", about=names.level(factor))


def _about_frames(sheet: Sheet, frames: Frames, names: Names) -> Iterator[Missing]:
    if not frames.populations:
        yield Missing(gap="no_frame")
    heard = sheet.strata()
    silent = [name for name, size in frames.populations.items() if size and name not in heard]
    yield from (Missing(gap="frame_parted", about=names.unit(unit)) for unit in frames.parted)
    yield from _some("stratum_unheard", len(silent))


def _reworded(names: Names, compared: Wordings) -> Iterator[Missing]:
    for criterion in compared.reworded():
        yield Missing(gap="criterion_reworded", about=names.level(criterion))


def _about_cells(shares: list[Share]) -> Iterator[Missing]:
    small = sum(0 < one.respondents < LEAST for one in shares)
    unproven = sum(one.people >= LEAST and not one.proven for one in shares)
    yield from _some("small_cells", small)
    yield from _some("not_proven_cells", unproven)


def _some(gap: Gap, count: int) -> Iterator[Missing]:
    if count:
        yield Missing(gap=gap, count=count)
