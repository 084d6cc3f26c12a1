"""The job that lets events of units take effect on their day, and hands on the cases of units that
have ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, TypeAlias

import structlog
from msgspec.structs import replace

from bot.desk import actor_in, commit_turn, thing_of
from bot.handlers.case_rows import loaded, put_turn
from bot.handlers.noticing import notify
from bot.handlers.recusing import company_of
from bot.services import Services
from bot.units import is_in_effect, known_units, living, put_in_effect
from flows.desk.policy import policy
from flows.desk.recusals import raised
from flows.desk.reorganising import handed_on
from flows.workdays import local_date
from storage.base import ComplaintRecord, StaleSessionError, Storage, UnitOfWork, UnitRecord
from storage.unit_records import HandOver

__all__ = ["apply_units"]

_log = structlog.get_logger(__name__)

_BATCH: Final = 100

_Units: TypeAlias = Mapping[str, UnitRecord]
"""The units of today by id, ended ones too."""


async def apply_units(services: Services) -> int:
    """Bring the rows of units to what the tree says of today, in one transaction; then hand on
    open cases of units that have ended, a batch a run. Return how many cases were handed on.

    Each minute, that is also at the start and right after midnight in Vietnam, it is two short
    reads where nothing has changed. Cases go one by one: whoever acts on one at this moment goes
    first, and a reorganisation with thousands of them does not hold up those who write. Until
    then they are seen by whoever took over, because an ended unit lies below its successor.
    """
    storage, now = services.storage, services.runner.turns.clock()
    if not await is_in_effect(storage, now):
        known, unit = await known_units(storage, now), UnitOfWork()
        known.add(storage, unit, ())
        ended = await put_in_effect(storage, unit, known.tree, known)
        await services.runner.guarded_commit(unit)
        _log.info("units_in_effect", version=known.tree.version, ended=len(ended))
    return await _hand_on(services, storage)


async def _hand_on(services: Services, storage: Storage) -> int:
    today = local_date(services.runner.turns.clock())
    codes = await storage.units.stray_cases(today, _BATCH)
    handed = {one.thing: one for one in await storage.units.hand_overs() if one.kind == "case"}
    if not codes and not handed:
        return 0
    units = {unit.id: unit for unit in await storage.places.units()}
    back = [code for code, one in handed.items() if _goes_on(units, one)]
    done = 0
    for code in dict.fromkeys((*codes, *back[:_BATCH])):
        try:
            done += await _hand_on_one(services, code, handed.get(code), units)
        except StaleSessionError:
            continue  # somebody has just acted on it: the next run finds it
        await asyncio.sleep(0)  # who writes now does not wait for a whole batch
    return done


def _goes_on(units: _Units, handed: HandOver) -> bool:
    """Tell whether a case that was handed over belongs elsewhere by now: an event that ended its
    unit was withdrawn, say.
    """
    found = living(units, handed.from_unit)
    return found is not None and found.id != handed.to_unit


async def _hand_on_one(
    services: Services, code: str, handed: HandOver | None, units: _Units
) -> bool:
    storage = services.runner.turns.storage
    record, unit = await storage.complaints.by_code(code), UnitOfWork()
    if handed is not None and (record is None or not _is_away(record, handed)):
        storage.units.forget_hand_over(unit, handed)
        handed = None
    if record is not None and record.owner_unit_id is not None:
        origin = record.owner_unit_id if handed is None else handed.from_unit
        target = living(units, origin)
        if target is not None and target.id != record.owner_unit_id:
            _remember(storage, unit, HandOver("case", code, origin, target.id))
            await _give(services, unit, record, target, units)
            return True
    if unit.writes:
        await services.runner.guarded_commit(unit)
    return False


async def _give(
    services: Services,
    unit: UnitOfWork,
    record: ComplaintRecord,
    target: UnitRecord,
    units: _Units,
) -> None:
    """Let a unit answer for a case, with a line in its history, and tell those who lead it."""
    turns = services.runner.turns
    storage, now = turns.storage, turns.clock()
    parties = await storage.complaints.parties(record.id)
    keeps = await _may_answer(storage, record, target.id, units)
    case = await loaded(storage, record)
    turn = handed_on(case, target.id, target.name, keeps_officer=keeps)
    turn = raised(turn, parties, await company_of(storage))
    put_turn(storage, unit, record, turn, now, turns.renderer.rules.calendar)
    await notify(storage, unit, record, turn, parties, now)
    await commit_turn(services, unit, record, turn)


def _is_away(record: ComplaintRecord, handed: HandOver) -> bool:
    """Tell whether a case is still where it was handed over to; else others have decided."""
    return record.state != "closed" and record.owner_unit_id == handed.to_unit


def _remember(storage: Storage, unit: UnitOfWork, handed: HandOver) -> None:
    if handed.from_unit == handed.to_unit:
        storage.units.forget_hand_over(unit, handed)  # it is back
    else:
        storage.units.hand_over(unit, handed)


async def _may_answer(storage: Storage, record: ComplaintRecord, unit: str, units: _Units) -> bool:
    """Tell whether the case's officer may answer it when it is that unit's."""
    if record.officer_id is None:
        return False
    account = await storage.accounts.by_id(record.officer_id)
    if account is None or account.state != "active":
        return False
    thing = thing_of(record, await storage.complaints.parties(record.id))
    moved = replace(thing, owner_unit_id=unit)
    return policy(actor_in(units.values(), account), "case.answer", moved)
