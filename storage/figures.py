"""Figures as rows: responses that count, and cells that are kept by adding what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Select, bindparam, delete, func, literal, select, true, update

from storage.base import Database, UnitOfWork
from storage.counted_forms import forms_that_came_to
from storage.counting_tables import response_weights
from storage.dialects import ByDialect, named_values
from storage.figure_doubts import commented_in, complaints_in, doubted_in, doubts_in
from storage.figure_facts import facts_of
from storage.figure_frames import frame_strata
from storage.figure_records import (
    Alike,
    CellWish,
    Change,
    Commented,
    Doubts,
    Facts,
    FrameStratum,
    Pending,
    Placed,
    Span,
    Summed,
)
from storage.figure_sums import ADD_CELLS, ADD_CHOICES, DROP_CELLS, DROP_CHOICES, as_rows
from storage.figure_tables import SUMS
from storage.figure_tables import choice_counts as h
from storage.figure_tables import counted_responses as c
from storage.figure_tables import figure_cells as f
from storage.figure_tables import figures_pending as p
from storage.meta_rows import KEEP_META, take_turn, turn_of
from storage.scopes import among, listed
from storage.tables import meta
from survey.cells import CellKey, ChoiceKey, Choices, Counted
from survey.moments import Moments
from survey.validity import Rules

__all__ = ["SqlFigures", "counted_of"]

_TURN: Final = "figures_turn"
_WALKED: Final = "figures_walked"
_MANY: Final = 1000
_SUMMED_OVER: Final = frozenset({"month", "unit_id"})
_LABELS: Final = {
    "group": "group_id",
    "place": "place_id",
    "officer": "officer_id",
    "procedure": "procedure",
    "area": "area",
    "mode": "mode",
    "channel": "channel",
    "evidence": "evidence",
}
"""Dimension → its column; `form` is a field of its own."""
_FIELDS: Final = (
    "response_id", "respondent", "day", "unit_id", "version", "kind", "campaign_id", "stratum",
    "commune", "served_from", "served_to", "outcome", "stopped_at", "audience", "definition",
    "refuted",
)  # fmt: skip
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_ratings: msgspec.json.Decoder[dict[str, int]] = msgspec.json.Decoder(dict[str, int])
_decode_choices: msgspec.json.Decoder[dict[str, str]] = msgspec.json.Decoder(dict[str, str])

_PENDING = select(p.c.id, p.c.response_id).order_by(p.c.id).limit(bindparam("most"))
_WAITING = select(func.count()).select_from(select(p.c.id).limit(_MANY).subquery())
_WORKED_OFF = delete(p).where(among(p.c.id, "numbers"))
_UPTO = select(meta.c.value).where(meta.c.key == _WALKED)
_AFTER = (
    select(response_weights.c.response_id)
    .where(response_weights.c.response_id > bindparam("after"))
    .order_by(response_weights.c.response_id)
    .limit(bindparam("most"))
)
_COUNTED = select(c)
_KNOWN = _COUNTED.where(among(c.c.response_id, "ids"))
_OF_RESPONDENTS = _COUNTED.where(c.c.counts, among(c.c.respondent, "respondents"))
_KEEP = ByDialect(
    lambda insert: (
        insert(c)
        .values(named_values(c))
        .on_conflict_do_update(
            index_elements=[c.c.response_id],
            set_={name: bindparam(name) for name in c.c.keys() if name != "response_id"},  # noqa: SIM118 – of columns
        )
    )
)
_OUT = update(c).where(among(c.c.response_id, "out")).values(counts=False)
_GONE = delete(c).where(among(c.c.response_id, "gone"))


def counted_of(row: Any) -> Counted:  # noqa: ANN401 – a row of any driver
    """Return the response that a row of `counted_responses` holds."""
    values = dict(zip(c.c.keys(), row, strict=True))
    labels = {name: values[column] for name, column in _LABELS.items() if values[column]}
    return Counted(
        **{name: values[name] for name in _FIELDS},
        form=values["form"],
        labels={"form": values["form"], **labels},
        ratings=_decode_ratings.decode(values["ratings"]),
        choices=_decode_choices.decode(values["choices"]),
    )


def _row_of(one: Counted) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _FIELDS},
        **{column: one.labels.get(name) for name, column in _LABELS.items()},
        "form": one.form,
        "month": one.month,
        "counts": True,
        "ratings": _encode(one.ratings).decode(),
        "choices": _encode(one.choices).decode(),
    }


@lru_cache(maxsize=32)
def _summing(by: frozenset[str], *, in_units: bool, of_level: bool) -> Select[Any]:
    kept = [name for name in CellKey._fields if name in by or name not in _SUMMED_OVER]
    keys = (f.c[name] if name in kept else literal("") for name in CellKey._fields)
    return (
        select(*keys, *(func.sum(f.c[name]) for name in SUMS))
        .where(
            f.c.month.between(bindparam("first"), bindparam("last")),
            among(f.c.unit_id, "units") if in_units else true(),
            f.c.dimension == bindparam("dimension"),
            f.c.level == bindparam("level") if of_level else true(),
        )
        .group_by(*(f.c[name] for name in kept))
    )


@lru_cache(maxsize=2)
def _choosing(*, in_units: bool) -> Select[Any]:
    keys = (h.c.form, h.c.question, h.c.choice)
    return (
        select(*keys, func.sum(h.c.count))
        .where(
            h.c.month.between(bindparam("first"), bindparam("last")),
            among(h.c.unit_id, "units") if in_units else true(),
        )
        .group_by(*keys)
    )


@lru_cache(maxsize=2)
def _serving(*, in_units: bool) -> Select[Any]:
    return select(func.min(c.c.served_from), func.max(c.c.served_to)).where(
        c.c.counts,
        c.c.month.between(bindparam("first"), bindparam("last")),
        among(c.c.unit_id, "units") if in_units else true(),
    )


@lru_cache(maxsize=2)
def _listing(*, in_units: bool) -> Select[Any]:
    return _COUNTED.where(
        c.c.counts,
        c.c.month.between(bindparam("first"), bindparam("last")),
        c.c.day.between(bindparam("first_day"), bindparam("last_day")),
        among(c.c.unit_id, "units") if in_units else true(),
    ).order_by(c.c.day, c.c.response_id)


class SqlFigures:
    """`FigureRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turn(self) -> int:
        return await turn_of(self._database, _TURN)

    async def pending(self, most: int) -> list[Pending]:
        rows = await self._database.rows(_PENDING, {"most": most})
        return [Pending(*row) for row in rows]

    async def waiting(self) -> int:
        [[found]] = await self._database.rows(_WAITING)
        return int(found)

    async def walked(self) -> str:
        rows = await self._database.rows(_UPTO)
        return str(rows[0][0]) if rows else ""

    async def after(self, response_id: str, most: int) -> list[str]:
        rows = await self._database.rows(_AFTER, {"after": response_id, "most": most})
        return [found for (found,) in rows]

    async def facts(self, ids: Collection[str], rules: Rules) -> list[Facts]:
        return await facts_of(self._database, ids, rules)

    async def known(self, ids: Collection[str]) -> dict[str, tuple[Counted, bool]]:
        rows = await self._database.rows(_KNOWN, {"ids": listed(ids)})
        return {row[0]: (counted_of(row), bool(row[1])) for row in rows}

    async def of_respondents(self, respondents: Collection[str]) -> list[Counted]:
        values = {"respondents": listed(respondents)}
        return [counted_of(row) for row in await self._database.rows(_OF_RESPONDENTS, values)]

    def apply(self, unit: UnitOfWork, change: Change) -> None:
        take_turn(unit, _TURN, change.turn)
        unit.add(_WORKED_OFF, {"numbers": listed(change.numbers)})
        for one in change.counted:
            unit.add(_KEEP, _row_of(one))
        if change.out:
            unit.add(_OUT, {"out": listed(change.out)})
        if change.gone:
            unit.add(_GONE, {"gone": listed(change.gone)})
        _add_up(unit, change)
        if change.walked is not None:
            unit.add(KEEP_META, {"key": _WALKED, "value": change.walked})

    async def cells(self, wish: CellWish, *, by: Collection[str] = ()) -> list[Summed]:
        statement = _summing(
            frozenset(by), in_units=wish.units is not None, of_level=wish.level is not None
        )
        rows = await self._database.rows(statement, _values(wish), in_thread=True)
        width = len(CellKey._fields)
        return [Summed(CellKey(*row[:width]), Moments(*map(int, row[width:]))) for row in rows]

    async def choices(self, wish: CellWish) -> Choices:
        statement = _choosing(in_units=wish.units is not None)
        rows = await self._database.rows(statement, _values(wish), in_thread=True)
        return {ChoiceKey("", "", *row[:3]): int(row[3]) for row in rows}

    async def counted(self, wish: CellWish, first_day: str, last_day: str) -> list[Counted]:
        values = {**_values(wish), "first_day": first_day, "last_day": last_day}
        statement = _listing(in_units=wish.units is not None)
        rows = await self._database.rows(statement, values, in_thread=True)
        return [counted_of(row) for row in rows]

    async def served(self, wish: CellWish) -> tuple[str, str] | None:
        statement = _serving(in_units=wish.units is not None)
        [(first, last)] = await self._database.rows(statement, _values(wish), in_thread=True)
        return None if first is None else (first, last)

    async def doubts(self, span: Span) -> Doubts:
        return await doubts_in(self._database, span)

    async def doubted(
        self, span: Span, column: Literal["reason", "state"], kind: str, most: int
    ) -> list[Placed]:
        return await doubted_in(self._database, span, column, kind, most)

    async def came_to(
        self, span: Span, outcome: str, rules: Rules, forms: Collection[str], most: int
    ) -> list[Placed]:
        return await forms_that_came_to(self._database, span, outcome, rules, forms, most)

    async def complaints(self, span: Span) -> list[Alike]:
        return await complaints_in(self._database, span)

    async def commented(self, span: Span, most: int) -> list[Commented]:
        return await commented_in(self._database, span, most)

    async def frames(self, campaigns: Collection[str]) -> list[FrameStratum]:
        return await frame_strata(self._database, campaigns)


def _add_up(unit: UnitOfWork, change: Change) -> None:
    """Add what changed to the sums, and let go of those that are empty then."""
    cells = [(*key, *msgspec.structs.astuple(sums)) for key, sums in sorted(change.cells.items())]
    choices = [(*key, count) for key, count in sorted(change.choices.items())]
    for rows, add, drop in ((cells, ADD_CELLS, DROP_CELLS), (choices, ADD_CHOICES, DROP_CHOICES)):
        if rows:
            unit.add(add, {"rows": as_rows(rows)})
        if emptied := [row for row in rows if _is_less(row)]:
            unit.add(drop, {"rows": as_rows(emptied)})


def _is_less(row: Iterable[object]) -> bool:
    return any(isinstance(one, int) and one < 0 for one in row)


def _values(wish: CellWish) -> dict[str, str | None]:
    return {
        "first": wish.first,
        "last": wish.last,
        "units": listed(wish.units or ()),
        "dimension": wish.dimension,
        "level": wish.level,
    }
