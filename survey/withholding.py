"""Withholds what is too small of an edition, for readers who may not open responses.

Shares of fewer than ten respondents go, and with them what they could be worked out from: levels
that are pooled out of one another, units, values of a dimension and months that add up to the
whole (`survey.cell_sums`), and all that says a withheld share once more. Counts of forms stay, by
kind and by evidence too: they say nothing of what anybody thinks. What is left to be known is said
in docs/method.md, "Small cells".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from survey.cell_sums import AS_ANSWERED
from survey.cells import COMPLETED, CSAT, EASY, PASSED, UX
from survey.edition_sums import INDICATED, sums_of
from survey.editions import (
    Change,
    Dimension,
    Edition,
    FaceLine,
    Missing,
    Place,
    ProcedureLine,
    Row,
    Share,
    StepLine,
    TargetLine,
    Theme,
    UnitRow,
    Variant,
    Words,
)
from survey.index import OVERALL
from survey.suppression import LEAST
from survey.withholding_answers import Answers
from survey.withholding_exact import hidden_of_answers
from survey.withholding_factors import Tables, shown_of, shown_with
from survey.withholding_joint import Said, hidden_beside
from survey.withholding_regions import Below
from survey.word_sums import PRINTED, WORDS, is_of_words, words_of

__all__ = ["withheld_edition", "withheld_tables", "without_raw"]

_OF_CASES: Final = frozenset({"complaint", "strength"})
"""Kinds of themes."""
_GONE: Final = Share(withheld=True)


def withheld_edition(
    edition: Edition,
    others: Sequence[Said] = (),
    below: Below | None = None,
    between: Sequence[Edition] = (),
    answers: Answers | None = None,
) -> Edition:
    """Return an edition without its small cells, and without what gives them away, by itself or
    together with issued ones. `answers`: what they and what lies between them is made of
    (`survey.withholding_exact`). None: it is not known, so that more is withheld, by what cells
    are sums of one another (`survey.withholding_joint`); so it is where they are too many.
    `below`: for units of theirs; `between`: what lies between them that nobody prints, and issued
    ones in full.
    """

    def hiding(some: Edition, issued: Sequence[Said], rest: Sequence[Edition]) -> frozenset[str]:
        return hidden_beside(some, issued, below or {}, rest)

    told = [one.edition for one in others]
    found = None if answers is None else hidden_of_answers(edition, told, answers)
    if found is None:
        tables, hidden = shown_with(
            edition.tables, lambda some: hiding(replace(edition, tables=some), others, between)
        )
    else:
        tables, hidden = shown_of(edition.tables, found)
        issued = [replace(one, edition=words_of(one.edition)) for one in others]
        hidden |= hiding(words_of(edition), issued, [words_of(one) for one in between])
    return _without(edition, tables, hidden)


def _without(edition: Edition, tables: Tables, hidden: frozenset[str]) -> Edition:
    found = replace(
        edition,
        levels=_rows("level", edition.levels, hidden),
        csat=_share(f"level/{CSAT}", edition.csat, hidden),
        units=_units(edition.units, hidden),
        tables=_tables(tables, hidden),
        targets=tuple(_target(one, hidden) for one in edition.targets),
        changes=tuple(_change(one, hidden) for one in edition.changes if not _ends(one) & hidden),
        ranking=_places("unit", OVERALL, edition.ranking, hidden),
        officers=_places("officer", edition.officers_by, edition.officers, hidden),
        drivers=tuple(one for one in edition.drivers if f"level/{one.factor}" not in hidden),
        variants=tuple(one for one in edition.variants if _is_told(one, edition, hidden)),
        steps=tuple(_step(one, hidden) for one in edition.steps),
        procedures=tuple(_procedure(one, hidden) for one in edition.procedures),
        online_changes=tuple(
            _change(one, hidden) for one in edition.online_changes if not _ends(one) & hidden
        ),
        completion=edition.completion and _share(f"level/{COMPLETED}", edition.completion, hidden),
        median_minutes=edition.median_minutes if edition.timed >= LEAST else None,
        median_over=edition.median_over if edition.timed >= LEAST else None,
        faces=tuple(map(_face, edition.faces)),
        themes=_themes(edition, hidden),
        words=_words(edition.words, hidden),
        trend=tuple((day, _share(f"month/{day}", share, hidden)) for day, share in edition.trend),
    )
    return replace(found, missing=_missing(found, len(hidden)))


def withheld_tables(
    levels: tuple[Row, ...],
    units: tuple[UnitRow, ...],
    tables: Mapping[Dimension, tuple[Row, ...]],
) -> tuple[tuple[Row, ...], tuple[UnitRow, ...], dict[Dimension, tuple[Row, ...]]]:
    """Return levels and criteria, units and values as `withheld_edition` has them."""
    kept, hidden = shown_with(tables, lambda some: sums_of(levels, units, some).hidden())
    return _rows("level", levels, hidden), _units(units, hidden), _tables(kept, hidden)


# -- cells that add up


def _share(name: str, share: Share, hidden: Collection[str]) -> Share:
    """Return the share of a cell, or as much of it as is not hidden."""
    if name in hidden:
        return _GONE
    return without_raw(share) if name + AS_ANSWERED in hidden else share


def without_raw(share: Share) -> Share:
    """Return a share without the figure as answered: it is judged by the weighted one, and the two
    together would tell of the few who were not drawn. Where there is no other, nothing is left:
    the ends of an interval tell its share.
    """
    if share.weighted is None:
        return _GONE
    return replace(share, raw=None, raw_low=None, raw_high=None)


def _rows(prefix: str, rows: Iterable[Row], hidden: Collection[str]) -> tuple[Row, ...]:
    return tuple(
        replace(row, share=_share(f"{prefix}/{row.key}", row.share, hidden)) for row in rows
    )


def _units(units: Iterable[UnitRow], hidden: Collection[str]) -> tuple[UnitRow, ...]:
    return tuple(
        replace(one, levels=_rows(f"unit/{one.unit_id}", one.levels, hidden)) for one in units
    )


def _tables(
    tables: Mapping[Dimension, Iterable[Row]], hidden: Collection[str]
) -> dict[Dimension, tuple[Row, ...]]:
    return {
        name: tuple(_value(f"{name}/{row.key}", row, hidden) for row in rows)
        for name, rows in tables.items()
    }


def _value(name: str, row: Row, hidden: Collection[str]) -> Row:
    return replace(
        row,
        share=_share(f"{name}/{OVERALL}", row.share, hidden),
        part=row.part and _share(f"{name}/A", row.part, hidden),
        service=row.service and _share(f"{name}/B", row.service, hidden),
        factors=_rows(name, row.factors, hidden),
    )


# -- what says a share once more


def _target(one: TargetLine, hidden: Collection[str]) -> TargetLine:
    level = INDICATED.get(one.indicator, one.indicator)
    if {f"level/{level}", f"target/{one.indicator}"} & {*hidden} or _is_small(one.share):
        return replace(one, share=_GONE, verdict="not_proven")
    share = _share(f"target/{one.indicator}", one.share, hidden)
    return replace(one, share=_share(f"level/{level}", share, hidden))


def _ends(one: Change) -> set[str]:
    """Return the cells whose figures a change tells: who knows one of the two knows the other. The
    difference is of shares as answered, unless both are weighted.
    """
    cells = {f"level/{one.key}", f"before/{one.key}"}
    is_weighted = None not in (one.before.weighted, one.after and one.after.weighted)
    return cells if is_weighted else cells | {cell + AS_ANSWERED for cell in cells}


def _change(one: Change, hidden: Collection[str]) -> Change:
    after = one.after and _share(f"level/{one.key}", one.after, hidden)
    return replace(one, before=_share(f"before/{one.key}", one.before, hidden), after=after)


def _places(
    prefix: str, level: str, places: Iterable[Place], hidden: Collection[str]
) -> tuple[Place, ...]:
    cells = ((f"{prefix}/{one.key}/{level}", one) for one in places)
    return tuple(
        replace(one, share=_share(cell, one.share, hidden))
        for cell, one in cells
        if cell not in hidden
    )


def _is_told(one: Variant, edition: Edition, hidden: Collection[str]) -> bool:
    """Tell whether a variant says nothing small: neither what it compares nor who is left out."""
    if _is_small(one.first) or _is_small(one.second):
        return False
    printed = {f"level/{row.key}": row.share for row in edition.levels}
    printed |= {f"mode/{row.key}/{OVERALL}": row.share for row in edition.tables.get("mode", ())}
    compared = {f"{one.kind}/{OVERALL}": one.first, f"level/{OVERALL}": one.second}
    if one.kind == "mode_direct_online":
        compared = {f"mode/direct/{OVERALL}": one.first, f"mode/online/{OVERALL}": one.second}
    return not any(
        cell in hidden or (cell + AS_ANSWERED in hidden and _is_all(share, printed[cell]))
        for cell, share in compared.items()
    )


def _is_all(compared: Share, printed: Share) -> bool:
    """Tell whether a share is compared as answered: of all, and not of those who were drawn."""
    return compared.respondents == printed.respondents


# -- counts beside the shares


def _step(one: StepLine, hidden: Collection[str]) -> StepLine:
    easy = _share(f"level/{EASY}{one.key}", one.easy, hidden)
    passed = _share(f"level/{PASSED}{one.key}", one.passed, hidden)
    kept = () if easy.withheld or passed.withheld else one.reasons
    return replace(one, easy=easy, passed=passed, reasons=_of_many(kept))


def _of_many(reasons: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(reason for reason in reasons if reason[1] >= LEAST)


def _procedure(one: ProcedureLine, hidden: Collection[str]) -> ProcedureLine:
    easy = _share(f"level/{UX}/{one.key}", one.easy, hidden)
    is_timed = one.timed >= LEAST
    return replace(
        one,
        easy=easy,
        completion=_share(f"level/{COMPLETED}/{one.key}", one.completion, hidden),
        median_minutes=one.median_minutes if is_timed else None,
        median_over=one.median_over if is_timed else None,
        timed=one.timed if is_timed else 0,
        reasons=() if easy.withheld else _of_many(one.reasons),
    )


def _face(one: FaceLine) -> FaceLine:
    """Keep the question that few answered: the kiosk asked it."""
    is_few = 0 < sum(one.presses) < LEAST
    return replace(one, presses=(0, 0, 0), withheld=True) if is_few else one


def _themes(edition: Edition, hidden: Collection[str]) -> tuple[Theme, ...]:
    """Keep reasons of low ratings and wishes that ten people gave, themes of open words that are
    not hidden, and no words from a withheld unit: they would tell the unit who wrote them.
    """
    shown = _shown_units(edition.units, hidden)
    return tuple(
        replace(one, comments=tuple(word for word in one.comments if word.unit in shown))
        for one in edition.themes
        if _is_shown(one, hidden)
    )


def _is_shown(theme: Theme, hidden: Collection[str]) -> bool:
    if is_of_words(theme):
        return WORDS + theme.key not in hidden
    return theme.kind in _OF_CASES or theme.count >= LEAST


def _words(words: Words, hidden: Collection[str]) -> Words:
    """Keep how many forms have words unless one of these counts is hidden."""
    is_hidden = any(WORDS + name in hidden for name in PRINTED)
    return Words(asked=words.asked, withheld=True) if is_hidden else words


def _shown_units(units: Iterable[UnitRow], hidden: Collection[str]) -> frozenset[str]:
    """Return the names of units with ten respondents who are shown; "": of no unit."""
    names = (one.label for one in units if f"unit/{one.unit_id}/{OVERALL}" not in hidden)
    return frozenset({"", *names})


def _missing(edition: Edition, hidden: int) -> tuple[Missing, ...]:
    """Return what is missing, with as many small cells as were withheld."""
    if not hidden:
        return edition.missing
    others = (one for one in edition.missing if one.gap != "small_cells")
    return (*others, Missing(gap="small_cells", count=hidden))


def _is_small(share: Share) -> bool:
    return any(0 < people < LEAST for people in (share.respondents, share.drawn))
