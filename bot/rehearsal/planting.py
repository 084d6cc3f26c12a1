"""The throw-away installation: what a campaign names is copied, and its people are made up."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.drawing.gathering import groups_of
from bot.forms import MAIN_SURVEY, publish_forms
from bot.rehearsal.configuration import Configuration
from bot.simulator.telegram_site import TelegramSite
from bot.units import known_units
from flows.identifiers import Instant, ResponseId, SessionId, identifier_from
from flows.session import Session, State
from flows.time_units import DAY
from storage.base import (
    ConversationRecord,
    ProofRecord,
    ResponseRecord,
    Storage,
    StoredSession,
    UnitOfWork,
    UnitRecord,
)
from storage.opening import SqlStorage
from storage.transaction_records import NewTransaction
from survey.campaigns import Channel, Group
from survey.frames import Groups
from survey.quotas import Stratum

__all__ = ["BEFORE", "GONE", "Person", "copy", "people_of", "plant"]

GONE: Final = "gone-"
"""How the addresses begin that the mail server knows nobody under."""
BEFORE: Final = "before-"
"""How the responses are named that people gave before the rehearsal."""
_LOST: Final = 0.02
"""Share of accounts that are closed and of addresses that are wrong, which nobody told us."""
_COMES_BACK: Final[Mapping[str, float]] = {"5.1.1": 0.02, "5.2.2": 0.01}
"""Shares of letters that a server takes and sends back: nobody is there, the mailbox is full."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the frame. `number`: the simulators know them by it; `lost`: what is written to
    them comes to nobody; `comes_back`: with which status (RFC 3463) their letters do, if any.
    """

    number: int
    transaction_id: str
    stratum: Stratum
    channel: Channel
    lost: bool
    comes_back: str | None = None

    @property
    def email(self) -> str | None:
        """The address, of those who are written to there."""
        if self.channel != "email":
            return None
        is_gone = self.lost and self.comes_back is None
        return f"{GONE if is_gone else ''}p{self.number}@dan.example"

    @property
    def phone(self) -> str:
        """The telephone number."""
        return f"+849{self.number:08d}"


# -- what the campaign names


async def copy(storage: SqlStorage, of: Configuration, now: Instant) -> None:
    """Copy forms, units, places and procedures; no person is among them."""
    published = await publish_forms(storage, now)
    unit = UnitOfWork()
    for form in of.forms:
        if (form.form, form.version) not in published.forms:
            storage.forms.publish(unit, form)
    for row in _from_above(of.units):
        storage.places.add_unit(unit, row.id, row.name, row.parent_id)
    for place in of.places:
        storage.places.add_place(unit, place)
    for line in of.procedures:
        storage.procedures.keep(unit, line)
    await storage.commit(unit)


def _from_above(rows: Sequence[UnitRecord]) -> Iterator[UnitRecord]:
    """Give units so that each comes after the one above it."""
    known: set[str | None] = {None}
    waiting = list(rows)
    while waiting:
        yield from (ready := [row for row in waiting if row.parent_id in known])
        known |= {row.id for row in ready}
        waiting = [row for row in waiting if row.id not in known]


# -- who is in the frame


def people_of(of: Configuration, seed: str, now: Instant) -> list[Person]:
    """Make up the people of a frame: as many in each stratum, reached as the real ones are."""
    rng = random.Random(f"{seed}/people")
    strata = [one for one, size in sorted(of.frame.items()) for _ in range(size)]
    return [_person(of, number, one, rng, now) for number, one in enumerate(strata, start=1)]


def _person(
    of: Configuration, number: int, stratum: Stratum, rng: random.Random, now: Instant
) -> Person:
    reach: Mapping[Channel, int] = of.reach.get(of.group(stratum.group).frame, {}) or {"list": 1}
    [channel] = rng.choices(list(reach), list(reach.values()))
    # Those that came one by one are in a frame after some minutes; these are of yesterday.
    seed = hashlib.sha256(f"{number}".encode()).digest()
    row = identifier_from(seed, "transaction", Instant(now - DAY))
    is_lost = channel != "list" and rng.random() < _LOST
    back = _comes_back(rng.random()) if channel == "email" and not is_lost else None
    return Person(number, row, stratum, channel, is_lost or back is not None, back)


def _comes_back(lot: float) -> str | None:
    for status, share in _COMES_BACK.items():
        if lot < share:
            return status
        lot -= share
    return None


async def plant(
    storage: SqlStorage,
    of: Configuration,
    people: Sequence[Person],
    site: TelegramSite,
    now: Instant,
) -> None:
    """Store the people's transactions, and the chats in which some of them proved a number."""
    published = await storage.forms.all()
    version = max(one.version for one in published if one.form == MAIN_SURVEY)
    procedures = await _procedures(storage, of, now)
    planter = _Planter(storage, of, site, now, procedures, version)
    for start in range(0, len(people), _AT_ONCE):
        unit = UnitOfWork()
        for person in people[start : start + _AT_ONCE]:
            planter.transaction(unit, person)
            if person.channel == "telegram":
                planter.chat(unit, person)
        await storage.commit(unit)


async def _procedures(
    storage: SqlStorage, of: Configuration, now: Instant
) -> Mapping[Stratum, str | None]:
    """Return a procedure for each stratum by which its group is the one that takes it."""
    groups = groups_of(of.campaign, of.parts, await known_units(storage, now))
    every = [line.code for line in of.procedures]
    found: dict[Stratum, str | None] = {}
    for stratum in of.frame:
        group = of.group(stratum.group)
        found[stratum] = _procedure(groups, group, stratum, [*group.procedures, *every])
    return found


def _procedure(groups: Groups, group: Group, stratum: Stratum, codes: Iterable[str]) -> str | None:
    def takes(code: str | None) -> bool:
        return groups.of(group.frame, stratum.unit, code, stratum.mode or None) == group.id

    return None if takes(None) else next((code for code in codes if takes(code)), None)


@dataclass(slots=True)
class _Planter:
    storage: Storage
    of: Configuration
    site: TelegramSite
    now: Instant
    procedures: Mapping[Stratum, str | None]
    version: int
    """Of the survey that some of them took before."""

    def transaction(self, unit: UnitOfWork, person: Person) -> None:
        stratum = person.stratum
        row = NewTransaction(
            id=person.transaction_id,
            key=person.transaction_id,
            source="api",
            frame=self.of.group(stratum.group).frame,
            unit_id=stratum.unit,
            done_on=self._day(person),
            procedure=self.procedures[stratum],
            mode="online" if stratum.mode == "online" else "direct" if stratum.mode else None,
            area=stratum.area or None,
            phone=person.phone,
            email=person.email,
            person=str(person.number),
            place_id=next((p.id for p in self.of.places if p.unit_id == stratum.unit), None),
        )
        self.storage.transactions.add(unit, row)

    def _day(self, person: Person) -> str:
        terms = self.of.campaign.terms
        first, last = date.fromisoformat(terms.from_day), date.fromisoformat(terms.to_day)
        return (first + timedelta(days=person.number % ((last - first).days + 1))).isoformat()

    def chat(self, unit: UnitOfWork, person: Person) -> None:
        """Let a person have shared, in an earlier survey, the number of their own account."""
        key, chat = self.site.known(person.number, gone=person.lost)
        session = SessionId(f"{BEFORE}s{person.number}")
        response = ResponseId(f"{BEFORE}r{person.number}")
        talk = Session(session, State.COMPLETED, "vi", (), touched_at=self.now)
        self.storage.sessions.add(
            unit,
            StoredSession(
                session=talk, version=0, last_seq=0, channel="telegram", user_key=key, trial=False
            ),
        )
        self.storage.responses.add(
            unit,
            ResponseRecord(
                id=response, session_id=session, form=MAIN_SURVEY, version=self.version,
                channel="telegram", language="vi", state="stopped", started_at=self.now,
            ),
        )  # fmt: skip
        self.storage.proofs.add(
            unit,
            ProofRecord(
                response_id=response, kind="account", channel="telegram", phone=person.phone,
                at=self.now,
            ),
        )  # fmt: skip
        self.storage.conversations.point(
            unit,
            ConversationRecord(
                channel="telegram", user_key=key, session_id=session, created_at=self.now,
                address=chat,
            ),
        )  # fmt: skip
