"""What part of the queue is looked at: an address's parameters, and the filter they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlencode

import msgspec

from bot.console.day_spans import day_in, since, until
from flows.complaints import CATEGORIES
from flows.desk.deadlines import SOON
from flows.identifiers import Instant
from flows.spelling import fold
from storage.desk_records import CaseFilter

__all__ = ["EVERY", "STATES", "Chosen", "Trail", "Whose", "chosen_of", "words_of"]

STATES: Final = (
    "new",
    "assigned",
    "in_progress",
    "waiting",
    "forwarded",
    "reopened",
    "answered",
    "closed",
)
"""In the order of a case's life."""

Whose: TypeAlias = Literal["", "mine", "nobody"]
Order: TypeAlias = Literal["due", "newest"]

EVERY: Final = "all"
"""The choice of states that shows the closed ones, too."""

_MOST_WORDS = 6  # more of them find nothing that six would not
_LONGEST = 200  # characters of a value
_LONGEST_TRAIL = 20  # pages: as long as an address may be, and farther than anybody pages


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen above the queue, as it stands in the address. Empty: not chosen."""

    state: str = ""
    category: str = ""
    severity: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0
    whose: Whose = ""
    late: bool = False
    soon: bool = False
    """Those that are late, or will be within `flows.desk.deadlines.SOON`."""
    unit: str = ""
    since: str = ""
    """ISO day on which they came, or later."""
    until: str = ""
    """ISO day on which they came, or earlier."""
    told: str = ""
    """A unit that they are told about, it or one below it: as figures count them."""
    q: str = ""
    order: Order = "due"

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out that the plain queue shows."""
        return self.but(order="due") != Chosen()

    def but(self, **changes: object) -> Chosen:
        """Return the same with changes."""
        return msgspec.structs.replace(self, **changes)

    def query(self) -> str:
        """Return it as the query of an address; "" where all is plain."""
        plain = msgspec.structs.asdict(Chosen())
        told = {n: v for n, v in msgspec.structs.asdict(self).items() if v != plain[n]}
        return urlencode({n: int(v) if isinstance(v, bool) else v for n, v in told.items()})

    def filter(self, now: Instant, told_in: frozenset[str] | None = None) -> CaseFilter:
        """Return what storage looks for. `told_in`: `told` with the units below it."""
        return CaseFilter(
            states=STATES if self.state == EVERY else tuple(filter(None, [self.state])),
            categories=(self.category,) if self.category else (),
            severity_from=self.severity,
            mine=self.whose == "mine",
            unowned=self.whose == "nobody",
            late_at=self._late_at(now),
            unit_id=self.unit or None,
            since=since(self.since),
            until=until(self.until),
            told_in=told_in,
            words=words_of(self.q),
            order=self.order,
        )

    def _late_at(self, now: Instant) -> Instant | None:
        if self.late:
            return now
        return Instant(now + SOON) if self.soon else None


def chosen_of(query: Mapping[str, str]) -> Chosen:
    """Read an address; what nobody could have chosen counts as not chosen."""
    try:
        return msgspec.convert(_known(query), Chosen, strict=False)
    except msgspec.ValidationError:
        return Chosen()


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words of a search: no accents, no case, each once (design §6)."""
    return tuple(dict.fromkeys(fold(query).split()))[:_MOST_WORDS]


def _known(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address chooses; a list or a state that is no more was not chosen."""
    given = {name: query.get(name, "").strip()[:_LONGEST] for name in Chosen.__struct_fields__}
    known = {"state": (*STATES, EVERY), "category": CATEGORIES}
    days = {name: day_in(given[name]) for name in ("since", "until")}
    return {
        name: value
        for name, value in {**given, **days}.items()
        if value and (name not in known or value in known[name])
    }


class Trail(msgspec.Struct, frozen=True):
    """The way through the pages of a list: where each page began, the newest last. Storage goes
    forward only; who wants to go back has the way with them, in the address.
    """

    marks: tuple[str, ...] = ()

    @property
    def after(self) -> str | None:
        """Return where the page that is shown begins; None: at the beginning."""
        return self.marks[-1] if self.marks else None

    def older(self, mark: str) -> Trail:
        """Return the way to the page behind this one."""
        return Trail((*self.marks, mark)[-_LONGEST_TRAIL:])

    def newer(self) -> Trail:
        """Return the way to the page before this one."""
        return Trail(self.marks[:-1])

    def query(self, chosen: Chosen) -> str:
        """Return the address's query that leads there."""
        way = urlencode([("after", mark) for mark in self.marks])
        return "&".join(filter(None, (chosen.query(), way)))
