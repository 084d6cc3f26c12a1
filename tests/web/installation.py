"""A whole installation in a temporary folder: real storage, real forms, real runner, no server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.calendars import vietnam_calendar
from bot.forms import publish_forms
from bot.hotlines import keep_office_line
from bot.i18n import Catalogues
from bot.invitations import Invitation, Invited, create_invitation
from bot.live import Live
from bot.rendering import Renderer
from bot.runner import Runner
from bot.services import Services
from bot.settings import Settings
from bot.turns import Turns, now_ms
from flows.identifiers import Instant
from flows.rulebook import Rulebook
from storage.base import PlaceRecord, UnitOfWork
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing

CONFIGURED = {
    "public_url": "https://khaosat.example.gov.vn",
    "office_name": "Bảo hiểm xã hội tỉnh Lâm Đồng",
    "office_hotline": "1900 9068",
    "office_address": "36 Trần Phú, Đà Lạt",
}
PLACE = PlaceRecord(
    id="dalat",
    name="Bộ phận Một cửa BHXH cơ sở Đà Lạt",
    unit_id="bhxh-dalat",
    unit_name="BHXH cơ sở Đà Lạt",
    parent_unit_id="bhxh-lamdong",
    counters=(("q1", "Quầy số 1"), ("q2", "Quầy số 2")),
)
_OPEN = {"messages_per_minute": 6000, "sessions_per_minute": 6000}


@dataclass(frozen=True)
class Installation:
    """The services, and what tests need beside them."""

    services: Services
    storage: SqlStorage

    async def invite(self, about: Invited | None = None, **changes: object) -> Invitation:
        """Store an invitation; `changes` replace fields of `Invited`."""
        about = about or Invited(kind="place", form="mc", place_id=PLACE.id, counter_id="q1")
        invitation = create_invitation(replace(about, **changes), now_ms())  # type: ignore[arg-type] # by name
        unit = UnitOfWork()
        self.storage.invitations.add(unit, invitation.record)
        await self.storage.commit(unit)
        return invitation

    async def revoke(self, invitation: Invitation, at: Instant) -> None:
        unit = UnitOfWork()
        self.storage.invitations.revoke(unit, invitation.record.id, at)
        await self.storage.commit(unit)


@asynccontextmanager
async def installed(
    folder: Path, database_url: str | None = None, **settings: object
) -> AsyncIterator[Installation]:
    """Set up an installation; without settings it is a trial, without an address its rows lie in
    a file of the folder.
    """
    ring, _ = KeyRing.open_or_create(folder / "keys.json")
    url = database_url or f"sqlite:///{folder}/test.db"
    storage = await open_storage(url, ring, server=True)
    try:
        yield Installation(await services_over(storage, folder, **settings), storage)
    finally:
        await storage.close()


async def services_over(storage: SqlStorage, folder: Path, **changes: object) -> Services:
    """Join the parts over a storage; `changes` are settings."""
    settings = Settings(data_dir=folder, **{**_OPEN, **changes})  # type: ignore[arg-type] # by name
    await add_place(storage)
    forms = await publish_forms(storage, now_ms())
    rules = Rulebook(forms=forms.forms, latest=forms.latest, calendar=vietnam_calendar(2026, 2028))
    texts, live = Catalogues.load(strict=True), Live()
    office = {
        "office": settings.office_name or texts.text("vi", "web.brand"),
        "hotline": settings.office_hotline or "1900 9068",
        "address": settings.office_address or "–",
        "site": settings.base_url,
    }
    renderer = Renderer(texts, rules, office)
    turns = Turns(storage=storage, renderer=renderer, live=live, trial=settings.trial)
    await keep_office_line(storage, settings.office_hotline)
    await renderer.hotlines.follow(storage)
    return Services(
        settings=settings, storage=storage, texts=texts, runner=Runner(turns), live=live
    )


async def add_place(storage: SqlStorage) -> None:
    """Store the office of the tests: a province, a unit, and its one-stop desk."""
    if await storage.places.place(PLACE.id) is not None:
        return  # this is another process of the installation
    unit = UnitOfWork()
    storage.places.add_unit(unit, "bhxh-lamdong", "BHXH tỉnh Lâm Đồng", None)
    storage.places.add_unit(unit, PLACE.unit_id, PLACE.unit_name, PLACE.parent_unit_id)
    storage.places.add_place(unit, PLACE)
    await storage.commit(unit)
