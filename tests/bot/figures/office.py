"""The office that a history of answering happens in: its units, places, officers and draws."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec.structs import replace

from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import PlaceRecord, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawnRow, DrawRecord
from storage.opening import SqlStorage
from storage.staff_records import OfficerRecord, RosterRecord
from storage.transaction_records import NewTransaction
from survey.campaigns import Life, Parts, Terms
from survey.sample_plans import StratumPlan
from survey.unit_events import Cover, Found, Merge, Split, UnitEvent
from tests.survey.units import events, founded

BEGIN = Instant(1_767_546_000_000)  # 2026-01-05 00:00 in Vietnam
UNITS = ("u1", "u1", "u2", None)
COMMUNES = ("m", "n", "n", None)
CAMPAIGN = "k1"
STRATA = ("u1/urban/direct", "u2/rural/online")
"""Parts of the frame that people are drawn from."""
BEFORE = events(
    *founded("u1", "u2"),
    ("2020-01-01", Cover("u1", ("m", "n"))),
)
AFTER = events(
    *founded("u1", "u2"),
    ("2020-01-01", Cover("u1", ("m", "n"))),
    ("2026-02-01", Cover("u2", ("n",))),
    ("2026-03-01", Found("h1", "BHXH h1", "local")),
    ("2026-03-01", Found("h2", "BHXH h2", "local")),
    ("2026-03-01", Split("u1", ("h1", "h2"), {"m": "h1"})),
    ("2026-03-15", Merge(("u2",), "h2")),
)[len(BEFORE) :]
"""What happens to units while people answer, one after the other."""


@dataclass
class Office:
    """Two units in one of which people sit, a campaign, and a draw from its frame."""

    storage: SqlStorage
    chance: random.Random
    coming: list[UnitEvent] = field(default_factory=lambda: [*AFTER])

    async def begin(self) -> None:
        """Make all of it."""
        unit = UnitOfWork()
        for name in ("u1", "u2"):
            self.storage.places.add_unit(unit, name, name, None)
        for number in (1, 2):
            place = PlaceRecord(id=f"p{number}", name=f"p{number}", unit_id="u1", unit_name="u1")
            self.storage.places.add_place(unit, place)
        self.storage.roster.add_officer(unit, OfficerRecord(id="o1", name="Hà", unit_id="u1"))
        self._plan(unit)
        await self.storage.commit(unit)
        for event in BEFORE:
            await self._enter(event)
        await self.seat()

    def _plan(self, unit: UnitOfWork) -> None:
        campaign = CampaignRecord(
            id=CAMPAIGN, terms=Terms(title="k"),
            life=Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a"),
        )  # fmt: skip
        self.storage.campaigns.add(unit, campaign, Parts())
        plans = [
            StratumPlan(group="g", unit=name, area=area, mode=mode, frame=500, wanted=50,
                        main=50, reserve=0)
            for name, area, mode in (("u1", "urban", "direct"), ("u2", "rural", "online"))
        ]  # fmt: skip
        draw = DrawRecord(
            id="d1", campaign_id=CAMPAIGN, number=1, kind="first", seed="s", frame_hash="f",
            frame_size=1000, program="p", record="{}", seal="seal", at=BEGIN, by="a",
        )  # fmt: skip
        self.storage.draws.add(unit, draw, plans)

    def draw(self, unit: UnitOfWork, number: int, person: str, stratum: int) -> str:
        """Draw somebody who had a transaction; return that."""
        name = f"t{number}"
        had = NewTransaction(
            id=name, key=name, source="api", frame="person", unit_id=f"u{stratum + 1}",
            done_on="2026-01-03", person=person,
        )  # fmt: skip
        self.storage.transactions.add(unit, had)
        row = DrawnRow(name, "g", stratum, "main", number)
        self.storage.draws.add_drawn(unit, CAMPAIGN, "d1", [row])
        return name

    # -- what happens to it

    async def reform(self) -> None:
        if self.coming:
            await self._enter(self.coming.pop(0))

    async def _enter(self, event: UnitEvent) -> None:
        unit = UnitOfWork()
        self.storage.units.add(unit, event)
        await self.storage.commit(unit)

    async def close_campaign(self) -> None:
        found = await self.storage.campaigns.by_id(None, CAMPAIGN)
        assert found is not None
        closed = None if found.life.closed_at else Instant(BEGIN + 40 * DAY)
        life = replace(found.life, state="closed" if closed else "running", closed_at=closed)
        unit = UnitOfWork()
        self.storage.campaigns.save(unit, replace(found, life=life))
        await self.storage.commit(unit)

    async def seat(self) -> None:
        first = date(2026, 1, 1) + timedelta(days=self.chance.randrange(40))
        line = RosterRecord(
            id=0, officer_id="o1", from_day=first, to_day=first + timedelta(days=60),
            place_id="p1", at=Instant(1), by="a",
        )  # fmt: skip
        unit = UnitOfWork()
        self.storage.roster.add(unit, line)
        await self.storage.commit(unit)

    async def unseat(self) -> None:
        lines = await self.storage.roster.of_place("p1", date(2026, 1, 1), date(2026, 6, 1))
        if lines:
            unit = UnitOfWork()
            self.storage.roster.withdraw(unit, self.chance.choice(lines).id, Instant(2), "a")
            await self.storage.commit(unit)

    async def move_place(self) -> None:
        known = await self.storage.places.place("p1")
        assert known is not None
        unit, area = UnitOfWork(), self.chance.choice(("urban", "rural"))
        self.storage.places.save_place(unit, replace(known, area=area))
        await self.storage.commit(unit)
