"""The test list of a campaign as those who are drawn: nobody else is asked while it is a test.

Each gets a transaction that never was: it belongs to no list and counts in no frame. They stand in
the campaign's draw number 0, which is none: it is shown, sealed and repeated nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.accounts import By
from bot.i18n import day_of
from storage.base import Storage, UnitOfWork
from storage.campaign_records import CampaignRecord, TrialPerson
from storage.draw_records import DrawnRow, DrawRecord
from storage.transaction_records import NewTransaction
from survey.campaigns import Group

__all__ = ["TrialList"]

_ALL: Final = 1_000
"""More than a test list can hold."""
_NAME_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class TrialList:
    """Puts the people of a campaign's test list where waves look for whom they ask."""

    storage: Storage
    campaign: CampaignRecord
    by: By

    async def people(self) -> list[TrialPerson]:
        """Return who is on the list."""
        return await self.storage.campaigns.testers(self.campaign.id)

    async def enlist(self, unit: UnitOfWork) -> None:
        """Let those on the list, and nobody else, be asked by its waves. Whoever was before keeps
        their transaction, and with it the invitation: reminders find who is silent.
        """
        if not (people := await self.people()):
            return
        wanted = {self._name(one): one for one in people}
        there = await self._drop(unit)
        group = next((one.id for one in await self._groups()), "")
        draw = self._draw()
        self.storage.draws.add(unit, draw, ())
        rows = [DrawnRow(name, group, 0, "main", rank) for rank, name in enumerate(wanted)]
        self.storage.draws.add_drawn(unit, self.campaign.id, draw.id, rows)
        for name in there - wanted.keys():
            self.storage.transactions.remove(unit, name)
        for name, one in wanted.items():
            if name not in there:
                self.storage.transactions.add(unit, await self._transaction(name, one))

    async def forget(self, unit: UnitOfWork) -> None:
        """Let nobody of the list be left: it ended, or asks people who were drawn."""
        for name in await self._drop(unit):
            self.storage.transactions.remove(unit, name)

    async def _drop(self, unit: UnitOfWork) -> set[str]:
        """Take the draw away, and return the transactions that were in it."""
        draws, name = self.storage.draws, self._draw_id
        rows = await draws.drawn(name)
        draws.drop_some(unit, self.campaign.id, name, _ALL)
        draws.drop(unit, name)
        return {row.transaction_id for row in rows}

    @property
    def _draw_id(self) -> str:
        return f"{self.campaign.id}-test"

    def _draw(self) -> DrawRecord:
        actor, at = self.by
        return DrawRecord(
            id=self._draw_id, campaign_id=self.campaign.id, number=0, kind="first", seed="",
            frame_hash="", frame_size=0, program="", record="", seal="", at=at, by=actor,
        )  # fmt: skip

    async def _groups(self) -> Sequence[Group]:
        return (await self.storage.campaigns.parts(self.campaign.id)).groups

    def _name(self, one: TrialPerson) -> str:
        """Return the id of somebody's transaction: the same each time, and telling nothing."""
        key = self.storage.transactions.digest("person", f"{one.phone}|{one.email}")
        return f"{self._draw_id}/{key[:_NAME_LENGTH]}"

    async def _transaction(self, name: str, one: TrialPerson) -> NewTransaction:
        root = await self.storage.places.root_unit()
        return NewTransaction(
            id=name,
            key=name,
            source="import",
            frame="person",
            unit_id=self.campaign.terms.unit_id or (root[0] if root else ""),
            done_on=self.campaign.terms.to_day or day_of(self.by.at).isoformat(),
            phone=one.phone,
            email=one.email,
        )
