"""What the page that follows a campaign shows, and its figures by the names they have there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.console.routes import Visit
from bot.following import Drop, Followed, UnitPace
from bot.i18n import FALLBACK
from bot.reports.count_words import REASONS
from bot.reports.pace_words import STANDINGS, TONES
from bot.reports.response_export import asked
from bot.reports.wording import CHANNELS, said
from flows.texts import text_key
from survey.counts import Counts
from survey.pace import Pace

__all__ = ["CHASED", "HEADERS", "Shown", "figures_of", "shown"]

CHASED: Final = frozenset({"slow", "behind"})
"""Where units stand whose heads can be told."""


HEADERS: Final[Mapping[str, str]] = {
    "issued": text_key("count.header.issued"),
    "returned": text_key("count.header.returned"),
    "valid": text_key("count.header.valid"),
    "invalid": text_key("count.header.invalid"),
    "not_returned": text_key("count.header.not_returned"),
}
"""What is counted, by its name in `Counts`."""


class _Unit(NamedTuple):
    """A unit as the page shows it."""

    id: str
    name: str
    counts: Counts
    pace: Pace | None
    standing: str
    tone: str
    end: str
    chase: bool
    """Whether its heads can be told now that it is behind."""


class _Channel(NamedTuple):
    id: str
    name: str
    counts: Counts


class _Hour(NamedTuple):
    """An hour of the day in which something came: of each channel, and of all."""

    hour: int
    by_channel: Sequence[int]
    forms: int


class _Drop(NamedTuple):
    """A question as the page shows it: how many answered it and went no further."""

    id: str
    form: str
    question: str
    answered: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A campaign as the page shows it."""

    total: Counts
    reasons: Sequence[str]
    units: Sequence[_Unit]
    channels: Sequence[_Channel]
    hours: Sequence[_Hour]
    drops: Sequence[_Drop]
    unanswered: str
    """A sentence; "" if nobody left before the first answer."""

    @property
    def most_of_an_hour(self) -> int:
        """How many came in the fullest hour."""
        return max((one.forms for one in self.hours), default=0)

    @property
    def most_stopped(self) -> int:
        """How many stopped at the question at which most did."""
        return max((one.stopped for one in self.drops), default=0)

    @property
    def is_one_form(self) -> bool:
        """Tell whether all questions are of one form, which then need not be named at each."""
        return len({one.form for one in self.drops}) == 1

    @property
    def rows(self) -> str:
        """Say which rows there are in which order: figures alone do not tell when those change."""
        named = (
            *(f"{one.id}{one.standing}" for one in self.units),
            *(one.id for one in self.channels),
            *(one.id for one in self.drops),
            *(str(one.hour) for one in self.hours),
            str(bool(self.total.issued)),
            str(bool(self.unanswered)),
        )
        return f"{zlib.crc32(' '.join(named).encode()):08x}"


def shown(
    visit: Visit, found: Followed, names: Mapping[str, str], *, may_chase: bool = False
) -> Shown:
    """Put into words how far a campaign is. `names`: of units, by id."""
    write = visit.services.texts.number
    nobody = text_key("console.following.unanswered")
    many = write(visit.language, found.unanswered)
    return Shown(
        total=found.total,
        reasons=[
            f"{visit.text(key)}: {write(visit.language, found.total.invalid_by[why])}"
            for why, key in REASONS.items()
            if found.total.invalid_by.get(why)
        ],
        units=[_unit(visit, one, names, may_chase=may_chase) for one in found.units],
        channels=[
            _Channel(name, said(visit.text, CHANNELS, name), counts)
            for name, counts in found.channels.items()
        ],
        hours=_hours(found),
        drops=[_drop(visit, one) for one in found.drops if one.stopped],
        unanswered=visit.text(nobody, count=many) if found.unanswered else "",
    )


def _unit(visit: Visit, one: UnitPace, names: Mapping[str, str], *, may_chase: bool) -> _Unit:
    standing = None if one.pace is None else one.pace.standing
    nowhere = visit.text(text_key("console.following.no_unit"))
    end = None if one.pace is None else one.pace.end
    return _Unit(
        id=one.unit_id or "",
        name=names.get(one.unit_id or "", one.unit_id or nowhere),
        counts=one.counts,
        pace=one.pace,
        standing="" if standing is None else visit.text(STANDINGS[standing]),
        tone="quiet" if standing is None else TONES.get(standing, "quiet"),
        end="–" if end is None else visit.services.texts.date(visit.language, end),
        chase=may_chase and standing in CHASED,
    )


def _hours(found: Followed) -> list[_Hour]:
    """Return the hours in which something came."""
    by_hour = enumerate(zip(*found.hours.values(), strict=True))
    return [_Hour(hour, many, sum(many)) for hour, many in by_hour if any(many)]


def _drop(visit: Visit, one: Drop) -> _Drop:
    """Return a question at which somebody stopped."""
    return _Drop(
        id=f"{one.form.id}.{one.form.version}.{one.question}",
        form=one.form.title.get(visit.language, one.form.title[FALLBACK]),
        question=asked(one.form.by_id[one.question], visit.language),
        answered=one.answered,
        stopped=one.stopped,
    )


# -- an open page


def figures_of(visit: Visit, page: Shown) -> dict[str, int | str | list[str]]:
    """Return the figures of an open page by the names that they have there (`data-count`)."""
    write = visit.services.texts.number
    numbers = {name: write(visit.language, many) for name, many in _numbers(page)}
    return {
        **numbers,
        **{f"follow.unit.{one.id}.end": one.end for one in page.units},
        **{f"follow.hour.{one.hour}.bar": one.forms for one in page.hours},
        **{f"follow.drop.{one.id}.bar": one.stopped for one in page.drops},
        "follow.reasons": list(page.reasons),
        "follow.unanswered": page.unanswered,
        "follow.rows": page.rows,
    }


def _numbers(page: Shown) -> Iterator[tuple[str, int]]:
    yield from _counts("follow", page.total)
    for unit in page.units:
        yield from _counts(f"follow.unit.{unit.id}", unit.counts)
    for channel in page.channels:
        yield from _counts(f"follow.channel.{channel.id}", channel.counts)
    for hour in page.hours:
        yield f"follow.hour.{hour.hour}", hour.forms
        for channel, many in zip(page.channels, hour.by_channel, strict=True):
            yield f"follow.hour.{hour.hour}.{channel.id}", many
    for drop in page.drops:
        yield f"follow.drop.{drop.id}.answered", drop.answered
        yield f"follow.drop.{drop.id}.stopped", drop.stopped


def _counts(name: str, counts: Counts) -> Iterator[tuple[str, int]]:
    for kind in HEADERS:
        yield f"{name}.{kind}", getattr(counts, kind)
