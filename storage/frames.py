"""Frames in SQL: which transactions people can be drawn from, and who is left out of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, and_, bindparam, case, func, or_, select

from storage.base import Database
from storage.campaign_tables import drawn, draws
from storage.draw_records import FrameCount, FrameRow, FrameWish
from storage.inviting_tables import asked_people
from storage.scopes import among, listed
from storage.transaction_records import row_id
from storage.transaction_tables import transaction_imports as imports
from storage.transaction_tables import transactions as t

__all__ = ["counted_frame", "counts", "frame_pages", "lists_that_count"]

_AT_ONCE: Final = 10_000
"""Rows read at a time: what memory they take is all that a frame takes here."""
_LAST_ROW: Final = 9_999_999
"""No list has more rows than its ids have room for."""

_LISTS = select(imports.c.id, imports.c.sha256).where(imports.c.state == "applied")

_who = func.coalesce(t.c.person_index, t.c.phone_index)
"""Whom the rule of asking nobody too often is about (`bot.inviting`)."""
_asked = select(asked_people.c.asked_at).where(asked_people.c.asked_at > bindparam("not_since"))
_asked_lately = or_(
    _asked.where(asked_people.c.person_index == _who).exists(),
    _asked.where(
        t.c.person_index.is_not(None),
        asked_people.c.person_index == t.c.phone_index,
        ~asked_people.c.shared,
    ).exists(),
)
counts: Final = drawn.c.draw_id.in_(
    select(draws.c.id).where(draws.c.campaign_id == bindparam("campaign_id"), ~draws.c.partial)
)
"""Whether somebody was drawn of `:campaign_id` by a draw that is stored as a whole."""
_theirs = t.alias("theirs")


def _drawn_names(name: Column[Any], *rules: ColumnElement[bool]) -> Select[Any]:
    """Return a list that is read once, not a look-up for each row."""
    return (
        select(name)
        .join(drawn, drawn.c.transaction_id == _theirs.c.id)
        .where(drawn.c.campaign_id == bindparam("campaign_id"), counts, name.is_not(None), *rules)
    )


_transactions_drawn = select(drawn.c.transaction_id).where(
    drawn.c.campaign_id == bindparam("campaign_id"), counts
)
# As `survey.people` takes people; also where a list told less of them than another one does.
_person, _phone = _theirs.c.person_index, _theirs.c.phone_index
_drawn_before = or_(
    t.c.id.in_(_transactions_drawn),
    t.c.person_index.in_(_drawn_names(_person)),
    t.c.phone_index.in_(_drawn_names(_phone, _person.is_(None))),
    and_(t.c.person_index.is_(None), t.c.phone_index.in_(_drawn_names(_phone))),
)
_left_out: ColumnElement[str] = case(
    (_drawn_before, "drawn_before"), (_asked_lately, "asked_lately"), else_=""
)
_TOLD: Final = (t.c.frame, t.c.unit_id, t.c.procedure, t.c.mode, t.c.area)
_OF_PERIOD = and_(t.c.done_on >= bindparam("from_day"), t.c.done_on <= bindparam("to_day"))
_WITHIN = and_(t.c.id > bindparam("after"), t.c.id <= bindparam("upto"))

_LEFT_OUT = _left_out.label("left_out")


def _page(*rules: ColumnElement[bool]) -> Select[Any]:
    return (
        select(t.c.id, *_TOLD, _LEFT_OUT, t.c.person_index, t.c.phone_index)
        .where(_WITHIN, _OF_PERIOD, *rules)
        .order_by(t.c.id)
        .limit(bindparam("size"))
    )


def _count(page: Select[Any]) -> Select[Any]:
    """Return how often what a page tells stands in it, and its last id among them."""
    rows = page.subquery("page")
    told = [rows.c[column.name] for column in (*_TOLD, _LEFT_OUT)]
    return select(*told, func.count(), func.max(rows.c.id)).group_by(*told)


_FROM_API = t.c.source == "api"
_IN_UNITS = among(t.c.unit_id, "units")
# By whether they are about all units; the rows of the API have ids between those of all lists.
_OF_LIST: Final = {True: _page(), False: _page(_IN_UNITS)}
_OF_API: Final = {True: _page(_FROM_API), False: _page(_FROM_API, _IN_UNITS)}
_COUNTS: Final = {id(page): _count(page) for page in (*_OF_LIST.values(), *_OF_API.values())}


async def lists_that_count(database: Database) -> dict[str, str]:
    """Return the lists that count: id → the SHA-256 of the file that it was."""
    return {row[0]: row[1] for row in await database.rows(_LISTS)}


async def counted_frame(database: Database, wish: FrameWish) -> list[FrameCount]:
    """Count the rows of a frame by all that groups and strata tell apart: page by page, since a
    database that sorts a million rows by what they tell takes as much memory as they do.
    """
    found: Counter[FrameCount] = Counter()
    for page, first, upto in _spans(wish):
        at: str | None = first
        while at is not None:
            values = {**_values(wish), "after": at, "upto": upto}
            rows = await database.rows(_COUNTS[id(page)], values, in_thread=True)
            found.update({FrameCount._make((*row[:6], 0)): row[6] for row in rows})
            is_full = sum(row[6] for row in rows) == _AT_ONCE
            at = max(row[7] for row in rows) if is_full else None
    return [told._replace(rows=rows) for told, rows in found.items()]


async def frame_pages(database: Database, wish: FrameWish) -> AsyncIterator[list[FrameRow]]:
    """Give the rows of a frame, some thousands at a time."""
    for page, first, upto in _spans(wish):
        at: str | None = first
        while at is not None:
            values = {**_values(wish), "after": at, "upto": upto}
            rows = await database.rows(page, values, in_thread=True)
            yield await asyncio.to_thread(_named, rows)
            at = rows[-1][0] if len(rows) == _AT_ONCE else None


def _named(rows: Sequence[Any]) -> list[FrameRow]:
    return [FrameRow(*row) for row in rows]


def _spans(wish: FrameWish) -> Iterator[tuple[Select[Any], str, str]]:
    """Give the statements that read a frame: after which id each begins, and where it ends."""
    whole = wish.units is None
    for name in sorted(wish.lists):
        yield _OF_LIST[whole], row_id(name, 0), row_id(name, _LAST_ROW)
    if wish.api_upto > wish.api_from:
        yield _OF_API[whole], wish.api_from, wish.api_upto


def _values(wish: FrameWish) -> dict[str, Any]:
    return {
        "campaign_id": wish.campaign_id,
        "from_day": wish.from_day,
        "to_day": wish.to_day,
        "units": listed(wish.units or ()),
        "not_since": wish.not_since,
        "size": _AT_ONCE,
    }
