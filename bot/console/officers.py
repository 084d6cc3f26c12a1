"""The officers who sit at counters: who they are, where they work, and which account is theirs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import msgspec
from aiohttp import web

from bot.accounts import folded
from bot.console.places import note, units_for
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from flows.desk.policy import Thing, covers, policy, scope_of
from flows.identifiers import identifier_from
from flows.phone_numbers import read_phone
from flows.spelling import clean
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import UnitOfWork
from storage.staff_records import OfficerRecord

__all__ = ["ROUTES"]

_PATH: Final = "/console/officers"
_LENGTH: Final = 120  # characters of a name
_SHORTEST: Final = 3


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants an officer to be, as the form gave it."""

    person: str = ""
    name: str = ""
    staff_code: str = ""
    unit_id: str = ""
    login: str = ""
    phone: str = ""
    ended: str = ""


def _thing(unit_id: str) -> Thing:
    return Thing(kind="place", unit_id=unit_id)


async def page(visit: Visit) -> web.StreamResponse:
    """List the officers of the units that this person sees; `edit` names one."""
    listed = await visit.services.storage.roster.officers()
    chosen = next((one for one in listed if one.id == visit.request.query.get("edit")), None)
    may = chosen is not None and policy(visit.actor, "place.roster", _thing(chosen.unit_id))
    wish = await _like(visit, chosen) if chosen is not None and may else Wish()
    return await _show(visit, wish, {})


async def _like(visit: Visit, one: OfficerRecord) -> Wish:
    account = one.account_id and await visit.services.storage.accounts.by_id(one.account_id)
    return Wish(
        person=one.id,
        name=one.name,
        staff_code=one.staff_code or "",
        unit_id=one.unit_id,
        login=account.login if account else "",
        ended="1" if one.ended_on else "",
    )


async def _show(visit: Visit, wish: Wish, faults: Mapping[str, str]) -> web.Response:
    scope, storage = scope_of(visit.actor, "place.read"), visit.services.storage
    listed = [one for one in await storage.roster.officers() if covers(scope, _thing(one.unit_id))]
    units = {unit.id: unit.name for unit in await storage.places.units()}
    mine = dict(await units_for(visit, "place.roster"))
    return visit.show(
        "officers.html",
        status=422 if faults else 200,
        working=[one for one in listed if one.ended_on is None],
        gone=[one for one in listed if one.ended_on is not None],
        accounts=await storage.accounts.names(
            {one.account_id for one in listed if one.account_id is not None}
        ),
        thing=lambda one: _thing(one.unit_id),
        unit_names=units,
        units=list(mine.items()),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        length=_LENGTH,
    )


async def keep(visit: Visit) -> web.StreamResponse:
    """Add an officer, or change one. Nobody changes what is said of themselves: on it hangs
    which cases are kept away from them (domain §4.2).
    """
    form = await visit.form()
    wish = Wish(**{name: clean(form[name]) for name in Wish.__struct_fields__})
    before = await _before(visit, wish.person)
    account = await visit.services.storage.accounts.by_login(folded(wish.login))
    if faults := await _faults(visit, wish, known_login=account is not None):
        return await _show(visit, wish, faults)
    if account is not None and account.id == visit.account.id:
        return await _show(visit, wish, {"login": text_key("console.officer.fault.oneself")})
    after = OfficerRecord(
        id=before.id if before else identifier_from(os.urandom(32), "officer", visit.now),
        name=wish.name,
        unit_id=wish.unit_id,
        staff_code=wish.staff_code or None,
        account_id=account.id if account else None,
        ended_on=local_date(visit.now).isoformat() if wish.ended else None,
    )
    await _store(visit, before, after, wish.phone)
    old = await _like(visit, before) if before else msgspec.structs.replace(wish, ended="1")
    fields = {**msgspec.structs.asdict(old), "person": after.id, "phone": ""}
    undo = Undo(_PATH, fields, text_key("console.undo"))
    return visit.go(_PATH, text_key("console.officer.kept"), undo=undo, name=after.name)


async def _before(visit: Visit, officer_id: str) -> OfficerRecord | None:
    """Return the officer who is to be changed; None for a new one.

    Raises:
        NotHereError: there is none, or none that this person may change.

    """
    if not officer_id:
        return None
    found = await visit.services.storage.roster.officer(officer_id)
    if found is None or found.account_id == visit.account.id:
        raise NotHereError
    visit.must("place.roster", _thing(found.unit_id))
    return found


async def _faults(visit: Visit, wish: Wish, *, known_login: bool) -> dict[str, str]:
    units = dict(await units_for(visit, "place.roster"))
    others = await visit.services.storage.roster.officers()
    taken = {one.staff_code for one in others if one.id != wish.person}
    wrong = {
        "name": not _SHORTEST <= len(wish.name) <= _LENGTH,
        "unit_id": wish.unit_id not in units,
        "staff_code": bool(wish.staff_code) and wish.staff_code in taken,
        "login": bool(wish.login) and not known_login,
        "phone": bool(wish.phone) and not read_phone(wish.phone).number,
    }
    return {field: _FAULTS[field] for field, is_wrong in wrong.items() if is_wrong}


_FAULTS: Final = {
    "name": text_key("console.officer.fault.name"),
    "unit_id": text_key("console.place.fault.unit"),
    "staff_code": text_key("console.officer.fault.staff_code"),
    "login": text_key("console.officer.fault.login"),
    "phone": text_key("console.officer.fault.phone"),
}


async def _store(
    visit: Visit, before: OfficerRecord | None, after: OfficerRecord, phone: str
) -> None:
    storage, unit = visit.services.storage, UnitOfWork()
    if before is None:
        storage.roster.add_officer(unit, after)
    else:
        storage.roster.save_officer(unit, after)
    if phone:
        storage.roster.set_phone(unit, after.id, read_phone(phone).number)
    action = "officer.changed" if before else "officer.added"
    note(visit, unit, action, after.id, account=after.account_id or "")
    await storage.commit(unit)


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "place.read"),
    Route("POST", _PATH, keep, "place.roster"),
)
