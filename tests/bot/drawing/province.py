"""A province that draws samples: its units, its lists of transactions, its campaign."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from bot.accounts import By
from bot.drawing import Sampler, draw_at_once
from flows.identifiers import Instant, identifier_from
from flows.time_units import DAY
from storage.base import Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from storage.transaction_records import ImportRecord, NewTransaction, row_id
from survey.campaigns import Group, Life, Parts, Quota, Terms
from survey.seals import Kind

__all__ = ["CAMPAIGN", "GROUP", "NOW", "Province", "a_person"]

NOW = Instant(1_793_682_000_000)
"""3 November 2026, 12:00 in Vietnam."""
TOP, UNITS = "province", ("a", "b")
CAMPAIGN = CampaignRecord(
    id="c1",
    terms=Terms(
        title="Khảo sát 2026", unit_id=TOP, from_day="2026-01-01", to_day="2026-12-31",
        opens_on="2026-10-05", closes_on="2026-12-31",
    ),
    life=Life(
        state="approved", made_at=NOW, made_by="account:1", changed_at=NOW,
        changed_by="account:1", approved_at=NOW, approved_by="account:2",
    ),
)  # fmt: skip
GROUP = Group(id="one_stop", title="Một cửa", form="mc", floor=10, response_rate=0.8)


def a_person(number: int, in_list: str, **changes: object) -> NewTransaction:
    """A transaction of somebody who has no other one."""
    record = NewTransaction(
        id=row_id(in_list, number), key=f"{in_list} {number}", source="import", frame="person",
        unit_id=UNITS[number % 2], done_on="2026-05-04", import_id=in_list, row=number,
        mode=("direct", "online")[number // 2 % 2], area=("urban", "rural")[number // 4 % 2],
        phone=f"+8491{number:07d}", person=f"{in_list} {number}",
    )  # fmt: skip
    return replace(record, **changes)


@dataclass
class Province:
    """The storage, and what is in it."""

    storage: Storage
    campaign: CampaignRecord = CAMPAIGN
    now: Instant = NOW

    async def begin(self) -> None:
        """Store units, a list of 300 people, and the campaign."""
        unit = UnitOfWork()
        self.storage.places.add_unit(unit, TOP, "BHXH tỉnh", None)
        for name in UNITS:
            self.storage.places.add_unit(unit, name, f"BHXH cơ sở {name}", TOP)
        self.storage.campaigns.add(unit, CAMPAIGN, Parts(groups=(GROUP,)))
        await self.storage.commit(unit)
        await self.hand_in("list-1", (a_person(at, "list-1") for at in range(1, 301)))

    async def hand_in(self, name: str, people: Iterable[NewTransaction]) -> None:
        """Let a list count."""
        unit = UnitOfWork()
        for person in people:
            self.storage.transactions.add(unit, person)
        digest = hashlib.sha256(name.encode()).hexdigest()
        record = ImportRecord(
            id=name, state="applied", frame="person", unit_id=TOP, name=f"{name}.csv",
            sha256=digest, size=0, by="account:1", at=NOW, applied_at=NOW,
        )  # fmt: skip
        self.storage.imports.add(unit, record)
        await self.storage.commit(unit)

    async def hand_in_one(self, number: int, at: Instant) -> None:
        """Let another system hand in a transaction."""
        name = identifier_from(bytes(16), f"api {number}", at)
        person = a_person(number, "api", id=name, source="api", import_id=None)
        unit = UnitOfWork()
        self.storage.transactions.add(unit, person)
        await self.storage.commit(unit)

    async def plan(self, *groups: Group, quotas: tuple[Quota, ...] = ()) -> None:
        """Let the campaign have other groups."""
        unit = UnitOfWork()
        self.storage.campaigns.put_parts(unit, CAMPAIGN.id, Parts(groups=groups, quotas=quotas))
        await self.storage.commit(unit)

    @property
    def sampler(self) -> Sampler:
        return Sampler(self.storage, By("account:3", self.now), self.campaign, 90)

    async def draw(self, kind: Kind = "first", seed: str = "2026") -> DrawRecord:
        """Draw, and go on with the campaign as it is then."""
        record = await draw_at_once(self.sampler, kind, seed)
        self.moved_on()
        return record

    def moved_on(self) -> None:
        """Go on with the campaign as it is after a draw, or after one was taken back."""
        self.campaign = replace(self.campaign, version=self.campaign.version + 1)

    async def ask(self, transaction_id: str, days_ago: int) -> None:
        """Let somebody have been asked so many days ago."""
        one = await self.storage.transactions.by_id(transaction_id)
        assert one is not None
        who, at = one.person_index or one.phone_index, Instant(self.now - days_ago * DAY)
        assert who is not None
        unit = UnitOfWork()
        self.storage.asked.ask(unit, who, at, "invitation", not_since=Instant(0))
        await self.storage.commit(unit)

    async def keys(self, draw: DrawRecord) -> list[str]:
        """Who was drawn."""
        return [row.transaction_id for row in await self.storage.draws.drawn(draw.id)]
