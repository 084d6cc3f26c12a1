"""Keys of other systems: which there are, a new one, and one that is taken back for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from aiohttp import web

from bot.api_keys import new_key, revoke_key
from bot.console.audit_words import account_in
from bot.console.case_loading import account_names, unit_names
from bot.console.day_spans import day_in, until
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from bot.i18n import day_of
from flows.desk.policy import Thing
from flows.identifiers import Instant
from flows.spelling import clean
from flows.texts import text_key
from storage.base import MissingRowError, StaleSessionError
from storage.inviting_records import ApiKeyRecord

__all__ = ["ROUTES"]

_PATH: Final = "/console/api-keys"
_ONE: Final = f"{_PATH}/{{id:[0-9a-z]{{26}}}}"
_ALL: Final = Thing(kind="api_key")
_NAME_LENGTHS: Final = (3, 80)
_BASIS_LENGTHS: Final = (5, 200)
_FIELDS: Final = ("name", "unit", "legal_basis", "last_day")


class _Row(NamedTuple):
    """A key as the list shows it."""

    record: ApiKeyRecord
    unit: str
    maker: str
    state: str
    tone: str
    used_on: date | None
    last_day: date | None


async def keys(visit: Visit) -> web.StreamResponse:
    """Show the keys, the newest first, and a form for one more."""
    return await _show(visit, dict.fromkeys(_FIELDS, ""), {})


async def _show(
    visit: Visit, wish: Mapping[str, str], faults: Mapping[str, str]
) -> web.StreamResponse:
    units = await visit.services.storage.places.units()
    standing = [unit for unit in units if unit.ended_day is None]
    standing.sort(key=lambda unit: unit.parent_id is not None)  # the whole province's first
    return visit.show(
        "api_keys.html",
        status=422 if faults else 200,
        rows=await _rows(visit, await visit.services.storage.api_keys.listed()),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        units=[(unit.id, unit.name) for unit in standing],
        lengths=(_NAME_LENGTHS[1], _BASIS_LENGTHS[1]),
        today=day_of(visit.now),
    )


async def _rows(visit: Visit, records: list[ApiKeyRecord]) -> list[_Row]:
    units = await unit_names(visit)
    makers = await account_names(visit, (account_in(one.created_by) for one in records))
    return [_row(visit, one, units, makers) for one in records]


def _row(
    visit: Visit, one: ApiKeyRecord, units: Mapping[str, str], makers: Mapping[str, str]
) -> _Row:
    if one.revoked_at is not None:
        state, tone = text_key("console.api_keys.revoked"), "quiet"
    elif one.is_good(visit.now):
        state, tone = text_key("api_key.good"), "good"
    else:
        state, tone = text_key("console.api_keys.expired"), "quiet"
    return _Row(
        record=one,
        unit=units.get(one.unit_id, one.unit_id),
        maker=makers.get(account_in(one.created_by) or "", ""),
        state=visit.text(state),
        tone=tone,
        used_on=date.fromisoformat(one.used_on) if one.used_on else None,
        last_day=day_of(Instant(one.expires_at - 1)) if one.expires_at else None,
    )


# -- a new one


async def make(visit: Visit) -> web.StreamResponse:
    """Make a key, and show it on this one answer: it is kept nowhere."""
    form = await visit.form()
    visit.must("api_key.change", _ALL)
    wish = _wish(form)
    if faults := await _faults(visit, wish):
        return await _show(visit, wish, faults)
    made = new_key(
        wish["name"],
        wish["unit"],
        wish["legal_basis"],
        until(wish["last_day"]),
        visit.actor_name,
        visit.now,
    )
    await made.store(visit.services.storage)
    [row] = await _rows(visit, [made.record])
    return visit.show("api_key_made.html", row=row, secret=made.secret)


def _wish(form: Form) -> dict[str, str]:
    return {name: clean(form[name]) for name in _FIELDS}


async def _faults(visit: Visit, wish: Mapping[str, str]) -> dict[str, str]:
    units = await visit.services.storage.places.units()
    standing = {unit.id for unit in units if unit.ended_day is None}
    last_day = day_in(wish["last_day"])
    today = day_of(visit.now).isoformat()
    wrong = {
        "name": (not _fits(wish["name"], _NAME_LENGTHS), text_key("console.api_keys.fault.name")),
        "unit": (wish["unit"] not in standing, text_key("console.api_keys.fault.unit")),
        "legal_basis": (
            not _fits(wish["legal_basis"], _BASIS_LENGTHS),
            text_key("console.transactions.fault.basis"),
        ),
        "last_day": (
            bool(wish["last_day"]) and last_day < today,
            text_key("console.api_keys.fault.last_day"),
        ),
    }
    return {field: key for field, (is_wrong, key) in wrong.items() if is_wrong}


def _fits(text: str, lengths: tuple[int, int]) -> bool:
    least, most = lengths
    return least <= len(text) <= most


# -- taking back


async def page(visit: Visit) -> web.StreamResponse:
    """Show one key, and ask whether it is to be taken back."""
    row = await _found(visit)
    is_open = row.record.revoked_at is None
    return visit.show("api_key.html", row=row, path=f"{_PATH}/{row.record.id}", is_open=is_open)


async def _found(visit: Visit) -> _Row:
    visit.must("api_key.change", _ALL)
    name = visit.request.match_info["id"]
    listed = await visit.services.storage.api_keys.listed()
    if not (found := [one for one in listed if one.id == name]):
        raise NotHereError
    [row] = await _rows(visit, found)
    return row


async def revoke(visit: Visit) -> web.StreamResponse:
    """Take a key back. There is no undo: whoever holds it may not be whom it was given to."""
    await visit.form()
    row = await _found(visit)
    try:
        await revoke_key(visit.services.storage, row.record.id, visit.actor_name, visit.now)
    except MissingRowError:
        raise StaleSessionError(row.record.id) from None
    return visit.go(_PATH, text_key("console.api_keys.taken_back"), name=row.record.name)


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, keys, "api_key.change"),
    Route("POST", _PATH, make, "api_key.change"),
    Route("GET", _ONE, page, "api_key.change"),
    Route("POST", f"{_ONE}/revoke", revoke, "api_key.change"),
)
