"""What the probes look for: rows with a word of their own in every text, and ids of nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from bot.turns import now_ms
from flows.desk.policy import policy
from flows.desk.roles import ROLES, Grant
from flows.identifiers import ComplaintId, code_from, identifier_from
from storage.base import UnitOfWork
from storage.trust import NoticeRecord
from tests.console.grounds import ELSEWHERE, HERE, READING, Grounds, Someone, Things
from tests.console.response_shelf import answer

Lot = Literal["foreign", "restricted", "of a party", "own unit"]
"""Why somebody may not see a thing. Of the own unit: the role does not reach so far."""

LOTS: Final[dict[Lot, str]] = {
    "foreign": "chimyến",
    "restricted": "chimcắt",
    "of a party": "chimquyên",
    "own unit": "chimsáo",
}
"""The canaries: each stands in every text of its lot, and nowhere else."""
PHONE: Final = "+84987650321"
"""Of the foreign citizens."""
OFFICER: Final = "vẹtxanh"
"""Stands in the names of foreign officers."""
_MANY: Final[dict[Lot, int]] = {"foreign": 4, "restricted": 2, "of a party": 2, "own unit": 1}


class Hidden(NamedTuple):
    """A thing that somebody may not see, and the id of one that is not there."""

    lot: Lot
    kind: str
    name: str
    made_up: str


@dataclass(frozen=True)
class Plot:
    """The grounds, the people on them, and what was planted."""

    ground: Grounds
    people: list[Someone | None]
    planted: list[tuple[Lot, Things]]

    async def hidden_from(self, someone: Someone | None) -> list[Hidden]:
        """Return what the policy keeps from somebody, as the rows are; from nobody: all."""
        actor = someone and await self.ground.actor(someone)
        found = []
        for number, (lot, things) in enumerate(self.planted):
            for kind, action in READING.items():
                thing = await self.ground.thing(kind, things)
                if actor is None or not policy(actor, action, thing):
                    found.append(_hidden(number, lot, kind, things))
        return found

    async def canaries_of(self, someone: Someone | None) -> tuple[str, ...]:
        """Return the words that somebody must not read anywhere."""
        cases = [one for one in await self.hidden_from(someone) if one.kind == "case"]
        return tuple({LOTS[one.lot] for one in cases})

    def of(self, lot: Lot) -> Iterator[Things]:
        return (things for name, things in self.planted if name == lot)


def _hidden(number: int, lot: Lot, kind: str, things: Things) -> Hidden:
    seed = number.to_bytes(16, "big")
    coded = kind == "case"
    made_up = code_from(seed, "nothing") if coded else identifier_from(seed, "nothing", now_ms())
    return Hidden(lot, kind, things.name_of(kind), made_up)


async def planted(ground: Grounds) -> Plot:
    """Let people of all roles into one unit, and plant things that some or all may not see."""
    people = await _people(ground)
    things = [
        (lot, await _things(ground, lot, people)) for lot, count in _MANY.items()
        for _ in range(count)
    ]  # fmt: skip
    return Plot(ground, people, things)


async def _people(ground: Grounds) -> list[Someone | None]:
    """One of each role, all of them at home in one unit; one without a role; and nobody."""
    roles = [await ground.someone(Grant(role, HERE)) for role in ROLES]
    return [*roles, await ground.someone(), None]


def _words(lot: Lot) -> dict[str, str]:
    canary = LOTS[lot]
    words = {"story": f"Tôi chờ {canary} lâu", "name": f"Nguyễn {canary}", "phone": PHONE}
    return {**words, "address": f"12 {canary}"}


async def _things(ground: Grounds, lot: Lot, people: list[Someone | None]) -> Things:
    words, restricted = _words(lot), lot == "restricted"
    changes = {**words, "category": "PA02"} if restricted else words
    unit = ELSEWHERE if lot == "foreign" else HERE
    things = await ground.things(unit, restricted=restricted, words=changes)
    await answer(ground.room, things.response, "MC5", "2", comment=words["story"])
    await _leave_notes(ground, things, words["story"])
    if lot == "of a party":
        await _involve(ground, things, people)
    return things


async def _leave_notes(ground: Grounds, things: Things, text: str) -> None:
    """Let an officer from elsewhere begin a text about the case, and take the response out."""
    writer = await ground.account(Grant("unit_head", ELSEWHERE), name=f"Lê {OFFICER}")
    storage, unit, case_id = ground.room.installation.storage, UnitOfWork(), things.case.id
    storage.drafts.keep(unit, writer.id, ComplaintId(case_id), "note", text, now_ms())
    storage.response_desk.set_aside(unit, things.response.id, text, now_ms(), "test")
    await storage.commit(unit)


async def _involve(ground: Grounds, things: Things, people: list[Someone | None]) -> None:
    """Tell everybody of a case, then make them parties in it."""
    storage, unit, now = ground.room.installation.storage, UnitOfWork(), now_ms()
    for account in (someone.account for someone in people if someone is not None):
        told = NoticeRecord(
            account_id=account.id, kind="case.arrived", object=things.case.code, made_at=now
        )
        storage.notices.add(unit, told)
        storage.complaints.add_party(unit, things.case.id, account.id, "found")
    await storage.commit(unit)
