"""The office that citizens visit: one unit with desks, and the posters that invite to them."""

from __future__ import annotations

from datetime import date

from bot.forms import publish_forms
from bot.invitations import Invited, create_invitation
from bot.simulator.server import Server
from flows.identifiers import Instant
from storage.base import PlaceRecord, Storage, UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing

__all__ = ["prepare"]

_DESKS = 4
_COUNTERS = ("1", "2", "3")
_FORM = "mc"


async def prepare(server: Server, now: Instant) -> list[str]:
    """Make the server's database with an office in it; return the tokens of its posters."""
    server.folder.mkdir(parents=True, exist_ok=True)
    ring, _ = KeyRing.open_or_create(server.key_ring)
    storage = await open_storage(f"sqlite:///{server.database}", ring)
    try:
        await publish_forms(storage, now)
        return await _set_up(storage, now)
    finally:
        await storage.close()


async def _set_up(storage: Storage, now: Instant) -> list[str]:
    unit = UnitOfWork()
    storage.places.add_unit(unit, "province", "Province", None)
    tokens: list[str] = []
    for number in range(1, _DESKS + 1):
        unit_id, place_id = f"unit-{number}", f"desk-{number}"
        storage.places.add_unit(unit, unit_id, f"Unit {number}", "province")
        place = PlaceRecord(
            id=place_id,
            name=f"Desk {number}",
            unit_id=unit_id,
            unit_name=f"Unit {number}",
            parent_unit_id="province",
            counters=tuple((f"{place_id}-{c}", f"Counter {c}") for c in _COUNTERS),
        )
        storage.places.add_place(unit, place)
        tokens += [_poster(storage, unit, place, counter, now) for counter in (None, "1")]
    await storage.commit(unit)
    return tokens


def _poster(
    storage: Storage, unit: UnitOfWork, place: PlaceRecord, counter: str | None, now: Instant
) -> str:
    about = Invited(
        kind="place",
        form=_FORM,
        unit_id=place.unit_id,
        place_id=place.id,
        counter_id=f"{place.id}-{counter}" if counter else None,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
    )
    invitation = create_invitation(about, now)
    storage.invitations.add(unit, invitation.record)
    return invitation.token
