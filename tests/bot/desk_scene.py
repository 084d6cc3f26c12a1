"""A citizen in a chat, officers at the desk, and a clock of their own, over any database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bot.channels.base import Outgoing
from bot.desk import Desk
from bot.invitations import Invited, create_invitation
from bot.services import Services
from flows.desk.case_acts import OfficerAct
from flows.desk.roles import Actor, Grant, Role
from flows.identifiers import Instant, SessionId
from flows.messages import Chosen, Message, PromptRef, Typed
from flows.workdays import local_date
from storage.base import ComplaintRecord, Storage
from storage.desk_records import AccountRecord
from storage.opening import SqlStorage
from tests.storage.records import put
from tests.web.installation import PLACE, services_over

__all__ = [
    "CASE",
    "DAY",
    "MILD",
    "MINUTE",
    "PROVINCE",
    "Citizen",
    "DeskScene",
    "Officer",
    "citizen",
    "desk_scene",
]

MINUTE, DAY = 60_000, 86_400_000
PROVINCE = "bhxh-lamdong"
MONDAY = 1_793_581_200_000
"""2 November 2026, 09:00 in Vietnam: no holiday near."""
CASE: Mapping[str, str] = {
    "HELLO": "start",
    "KEEP": "yes",
    "KIND": "report",
    "GROUP": "money",
    "CATEGORY_MONEY": "PA09",
    "STORY": "~Tháng này tôi chưa nhận được lương hưu.",
    "REPLY": "yes",
    "NAME": "~Nguyễn Văn An",
    "ADDRESS": "~số 2 đường Mẫu, phường Mẫu",
    "CONTACT_PHONE": "~0912 345 678",
    "@review": "submit",
}
"""Answers by question; behind "~" they are typed."""
MILD: Mapping[str, str] = {
    name: value for name, value in CASE.items() if name != "CATEGORY_MONEY"
} | {"GROUP": "staff", "CATEGORY_STAFF": "PA01"}
"""The same of severity 2: silence closes it, whoever answered."""


@dataclass(frozen=True)
class Officer:
    """Somebody with an account, as the desk sees them."""

    account: AccountRecord
    actor: Actor


@dataclass
class DeskScene:
    """An installation whose clock the test moves."""

    services: Services
    now: Instant = Instant(MONDAY)
    said: int = 0

    @property
    def desk(self) -> Desk:
        return Desk(self.services)

    @property
    def storage(self) -> Storage:
        return self.services.storage

    def clock(self) -> Instant:
        return self.now

    def wait(self, milliseconds: int) -> None:
        self.now = Instant(self.now + milliseconds)

    def until_workday(self, days: int = 1) -> None:
        """Move on by working days."""
        calendar = self.services.runner.turns.renderer.rules.calendar
        for _ in range(days):
            self.wait(DAY)
            while not calendar.is_workday(local_date(self.now)):
                self.wait(DAY)

    async def officer(self, role: Role, unit_id: str, name: str = "lan") -> Officer:
        """Give an account a role."""
        account = AccountRecord(
            id=name, login=name, name=name, created_at=self.now, grants=(Grant(role, unit_id),)
        )
        await put(self.storage, lambda unit: self.storage.accounts.add(unit, account))
        return Officer(account, await self.desk.actor_of(account))

    async def case(self, code: str) -> ComplaintRecord:
        record = await self.storage.complaints.by_code(code)
        assert record is not None
        return record

    async def act(self, officer: Officer, code: str, act: OfficerAct) -> ComplaintRecord:
        """Do something to a case as it stands."""
        version = (await self.case(code)).version
        return await self.desk.act(officer, code, version, act)

    async def history(self, code: str) -> list[str]:
        """The lines of a case: `actor kind`."""
        lines = await self.storage.complaints.history((await self.case(code)).id)
        return [f"{line.actor} {line.kind}" for line in lines]


@dataclass
class Citizen:
    """A person in a chat."""

    scene: DeskScene
    session_id: SessionId
    channel: str
    read: int = 0

    async def heard(self) -> list[Outgoing]:
        """What was said since the last look."""
        rows = await self.scene.storage.outbox.after(self.session_id, self.read)
        self.read = max((row.seq for row in rows), default=self.read)
        return [msgspec.json.decode(row.body, type=Outgoing) for row in rows]

    async def asked(self) -> Outgoing:
        """The question that was asked last, since the last look."""
        return [message for message in await self.heard() if message.prompt is not None][-1]

    async def texts(self) -> list[str]:
        return [message.text for message in await self.heard()]

    async def say(self, message: Message) -> None:
        self.scene.said += 1
        await self.scene.services.runner.accept(
            channel=self.channel,
            user_key="citizen",
            dedupe_key=f"said {self.scene.said}",
            message=message,
        )

    async def type(self, text: str) -> None:
        await self.say(Typed(text))

    async def press(self, question: Outgoing, label: str) -> None:
        chosen = next(choice for choice in question.choices if choice.label == label)
        await self.say(Chosen(chosen.payload))

    async def fill(self, answers: Mapping[str, str], until: str | None = None) -> str:
        """Answer until a code is given, or a question is asked; return the code."""
        for _ in range(60):
            heard = await self.heard()
            code = next((message.code for message in heard if message.code), None)
            asked = next((m for m in reversed(heard) if m.prompt is not None), None)
            if asked is None or asked.prompt is None:
                assert code is not None
                return code
            if asked.prompt[1] == until:
                return code or ""
            await self._answer(asked, answers)
        raise AssertionError

    async def _answer(self, asked: Outgoing, answers: Mapping[str, str]) -> None:
        assert asked.prompt is not None
        given = answers.get(asked.prompt[1], "")
        if given.startswith("~"):
            await self.say(Typed(given[1:], PromptRef(*asked.prompt)))
            return
        payloads = [choice.payload for choice in asked.choices]
        await self.say(Chosen(next((p for p in payloads if p.endswith(f":{given}")), payloads[0])))


async def desk_scene(storage: SqlStorage, folder: Path) -> DeskScene:
    """Set up an installation over a storage that has nothing in it."""
    services = await services_over(storage, folder)
    scene = DeskScene(services)
    services.runner.turns = replace(services.runner.turns, clock=scene.clock)
    return scene


async def citizen(scene: DeskScene, form: str = "intake", channel: str = "web") -> Citizen:
    """Let a person open a chat."""
    invitation = create_invitation(
        Invited(kind="place", form=form, place_id=PLACE.id, unit_id=PLACE.unit_id), scene.now
    ).record
    await put(scene.storage, lambda unit: scene.storage.invitations.add(unit, invitation))
    session_id = await scene.services.runner.open(
        channel=channel,
        user_key="citizen",
        invitation=invitation,
        language="vi",
        address=None if channel == "web" else "4711",
    )
    return Citizen(scene, session_id, channel)
