"""What pages of cases read: a case within its reader's scope, its history, and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from bot.console.case_filters import Chosen
from bot.console.routes import Visit
from bot.desk import NotHereError, UnitTree, thing_of
from bot.handlers.case_rows import chat_of
from bot.handlers.recusing import company_of
from bot.i18n import FALLBACK, day_of
from bot.units import known_units
from flows.desk.parties import Person
from flows.desk.policy import Thing, policy, scope_of
from flows.desk.recusals import BY_OFFICERS
from flows.identifiers import normalise_code
from flows.workdays import local_date
from storage.base import ComplaintEvent, ComplaintRecord, PlaceRecord
from survey.procedures import name_on

__all__ = [
    "Found",
    "Names",
    "account_names",
    "found",
    "kept_away_from",
    "names_of",
    "officers_for",
    "others_for",
    "told_in",
    "unit_names",
]


class Names(NamedTuple):
    """What ids are called: accounts, units (id → name), the place, and what was done there."""

    accounts: Mapping[str, str]
    units: Mapping[str, str]
    place: PlaceRecord | None = None
    procedure: str | None = None
    """What was done, where the response says it."""


class Found(NamedTuple):
    """A case that its reader may read."""

    record: ComplaintRecord
    history: list[ComplaintEvent]
    thing: Thing
    parties: Mapping[str, str]
    """Who is kept away from it: account → how that came to be known."""
    in_reach: bool = True
    """Whether there is a chat of the citizen's own to tell them something in."""
    language: str = FALLBACK
    """In which they are told."""


async def found(visit: Visit) -> Found:
    """Return the case whose code stands in the address.

    Raises:
        NotHereError: there is none, or none within what its reader may see: both look alike.

    """
    storage = visit.services.storage
    code = normalise_code(visit.request.match_info["code"])
    scope = scope_of(visit.actor, "case.read")
    record = await storage.cases.by_code(scope, code) if code else None
    if record is None:
        raise NotHereError
    parties = await storage.complaints.parties(record.id)
    history = await storage.complaints.history(record.id)
    chat = await chat_of(storage, record)
    language = FALLBACK if chat is None else chat.session.language
    thing = thing_of(record, parties)
    return Found(record, list(history), thing, parties, chat is not None, language)


async def names_of(visit: Visit, case: Found) -> Names:
    """Return what the ids on the page of a case are called."""
    actors = (event.actor.removeprefix("account:") for event in case.history)
    officers = (event.detail.get("officer") for event in case.history)
    accounts = await account_names(visit, [case.record.officer_id, *actors, *officers])
    place = case.record.place_id
    found_place = await visit.services.storage.places.place(place) if place else None
    return Names(accounts, await unit_names(visit), found_place, await _procedure(visit, case))


async def _procedure(visit: Visit, case: Found) -> str | None:
    storage = visit.services.storage
    response = await storage.responses.load(case.record.response_id)
    if response is None or response.procedure is None:
        return None
    lines = await storage.procedures.lines()
    day = local_date(response.started_at)
    return name_on(lines, response.procedure, day) or response.procedure


async def account_names(visit: Visit, ids: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these accounts; what is no account's id has none."""
    return await visit.services.storage.accounts.names({one for one in ids if one})


async def unit_names(visit: Visit) -> dict[str, str]:
    """Return the units of this installation, by id; in the order of their names."""
    return {unit.id: unit.name for unit in await visit.services.storage.places.units()}


async def told_in(visit: Visit, chosen: Chosen) -> frozenset[str] | None:
    """Return the unit that cases are to be told about, with those below it on the last day that
    is chosen, as the figures of a period have them; None: about any.
    """
    if not chosen.told:
        return None
    tree = (await known_units(visit.services.storage, visit.now)).tree
    there = tree.as_of(date.fromisoformat(chosen.until) if chosen.until else day_of(visit.now))
    below = there.below(chosen.told) if chosen.told in there.units else ()
    return frozenset({chosen.told, *below})


async def officers_for(visit: Visit, case: Found) -> list[tuple[str, str]]:
    """Return who could answer this case once it is theirs, with no conflict of interest: id and
    name, by name. Who has it already is not among them.
    """
    storage = visit.services.storage
    tree = UnitTree(await storage.places.units())

    def could_answer(person: Person) -> bool:
        given = msgspec.structs.replace(case.thing, officer_id=person.account_id)
        return policy(tree.actor(person.account_id, person.grants), "case.answer", given)

    able = [
        (person.account_id, person.name)
        for person in await storage.accounts.people()
        if person.account_id != case.record.officer_id and could_answer(person)
    ]
    return sorted(able, key=lambda officer: officer[1])


async def others_for(visit: Visit, case: Found) -> list[tuple[str, str]]:
    """Return who else may be concerned in this case, of those who work in its units or above:
    id and name, by name. Who is kept away already is not among them, nor its reader, who declares
    it themselves.
    """
    known = {visit.account.id, *case.thing.parties}
    company = await company_of(visit.services.storage)
    people = company.around(case.record.unit_id, case.record.owner_unit_id)
    return sorted(
        ((one.account_id, one.name) for one in people if one.account_id not in known),
        key=lambda person: person[1],
    )


async def kept_away_from(visit: Visit, case: Found) -> list[tuple[str, str]]:
    """Return whom officers keep away from this case: id and name, by name."""
    kept = [one for one, cause in case.parties.items() if cause in BY_OFFICERS]
    names = await account_names(visit, kept)
    return sorted(names.items(), key=lambda person: person[1])
