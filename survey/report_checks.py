"""What keeps a report from being issued, and where it is to be mended (domain §2.6, rule 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from survey.editions import Edition, Period
from survey.report_parts import Letterhead, Report

__all__ = [
    "FIELDS",
    "PLACES",
    "SECTIONED",
    "Block",
    "Field",
    "OpenTable",
    "Place",
    "blocks",
    "missing_fields",
]

Field: TypeAlias = Literal[
    "agency", "symbol", "place", "day", "subject", "recipients", "archive", "office", "signer",
]  # fmt: skip
"""Fields of a letterhead without which no report is one (Decree 30/2020, appendix I). The parent
agency and who stands above the signer are not: not every office has them.
"""
FIELDS: Final[tuple[Field, ...]] = get_args(Field)

Place: TypeAlias = Literal[
    "field",  # of the letterhead; `about` is its name
    "signer",  # a title stands with the signer's name: the decree wants the name alone
    "day",  # the signature's day lies before the period's end or the figures, or ahead
    "period",  # the period was not over when the figures were reckoned
    "section",  # people left out all of a section; `about` is its name
    "stale_text",  # people wrote something beside another text of the rules than stands there now;
    # `about` is the section, `count` how many such paragraphs it has
    "counts",  # the annex of forms has no rows
    "table_flags",  # a table of counts from elsewhere, with `count` unexplained flags
    "other_report",  # one that overlaps was issued since the figures were reckoned; `title`: its
    # subject. Together they might give a small cell away: the figures are reckoned anew beside it
    "table_draft",  # such a table without open flags that nobody approved
]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
SECTIONED: Final[frozenset[Place]] = frozenset({"section", "stale_text"})
"""Those that are about a section."""


class OpenTable(Struct, frozen=True):
    """A table of counts from elsewhere for the report's period and unit that is not approved."""

    id: str
    title: str
    flags: int
    """How many of its flags nobody explained."""


class Block(Struct, frozen=True, kw_only=True):
    """Something that has to be mended first. `about`: a field, a section, or the id of a table."""

    place: Place
    about: str = ""
    title: str = ""
    count: int = 0


def missing_fields(letterhead: Letterhead) -> tuple[Field, ...]:
    """Return the required fields in which nothing stands."""
    return tuple(name for name in FIELDS if not getattr(letterhead, name))


def blocks(
    edition: Edition,
    report: Report,
    tables: Iterable[OpenTable],
    today: date,
    later: Iterable[str] = (),
    stale: Iterable[str] = (),
) -> tuple[Block, ...]:
    """Return all that keeps a report from being issued today; the order is that of its pages.
    `later`: subjects of reports that overlap and were issued since its figures were reckoned;
    `stale`: ids of paragraphs whose edits are older than what the rules write there.
    """
    return (
        *(Block(place="field", about=name) for name in missing_fields(report.letterhead)),
        *_days(edition, report.letterhead.day, today),
        *_figures(edition),
        *(Block(place="other_report", title=one) for one in later),
        *(Block(place="section", about=one.name) for one in report.sections
          if one.paragraphs and not any(text.text.strip() for text in one.paragraphs)),
        *_stale(stale),
        *(_table(one) for one in tables),
    )  # fmt: skip


def _stale(paragraphs: Iterable[str]) -> Iterator[Block]:
    counts = Counter(one.partition(".")[0] for one in paragraphs)
    for section, count in counts.items():
        yield Block(place="stale_text", about=section, count=count)


def _days(edition: Edition, day: str, today: date) -> Iterator[Block]:
    """Yield the day of the signature, where nobody can have signed these figures on it."""
    first = max(edition.period.to_day, _day_of(edition.made_at).isoformat())
    if day and not first <= day <= today.isoformat():
        yield Block(place="day", about=day)


def _figures(edition: Edition) -> Iterator[Block]:
    if edition.made_at < _end_of(edition.period):
        yield Block(place="period", about=edition.period.to_day)
    if not edition.counts:
        yield Block(place="counts")


_VIETNAM_MS: Final = 7 * 3_600_000
_DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)


def _day_of(moment: int) -> date:
    """Return the day of a moment in Vietnam."""
    return _EPOCH + timedelta(days=(moment + _VIETNAM_MS) // _DAY_MS)


def _end_of(period: Period) -> int:
    """Return when a period's last day is over in Vietnam, in milliseconds since 1970."""
    days = (date.fromisoformat(period.to_day) - _EPOCH).days
    return (days + 1) * _DAY_MS - _VIETNAM_MS


def _table(table: OpenTable) -> Block:
    place: Place = "table_flags" if table.flags else "table_draft"
    return Block(place=place, about=table.id, title=table.title, count=table.flags)
