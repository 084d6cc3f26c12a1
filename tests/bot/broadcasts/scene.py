"""A campaign that runs, the people who were drawn for it, and processes that write to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert

from bot.accounts import By
from bot.broadcasts import Broadcaster, Broadcasts
from bot.calendars import calendar_around
from bot.campaigns import all_words
from bot.channels.base import Call, Channel, Outgoing
from bot.forms import publish_forms
from bot.i18n import Catalogues, names_of
from bot.rendering import Renderer
from bot.sender import Limit, LocalRates, Rates
from bot.sender.account import Account, Figures
from bot.sender.life import Life
from bot.settings import Settings
from flows.broadcasts import Quiet, Window
from flows.identifiers import Instant, ResponseId, SessionId
from flows.rulebook import Rulebook
from storage.base import ConversationRecord, ProofRecord, Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord, Recipient
from storage.campaign_records import CampaignRecord
from storage.campaign_tables import drawn, draws
from storage.coordination import LocalCoordination
from storage.opening import SqlStorage
from storage.tables import responses, sessions
from storage.transaction_records import NewTransaction
from survey.campaigns import Group, Parts, Terms
from survey.campaigns import Life as CampaignLife
from tests.bot.sender.platform import Scripted

NOON = Instant(1_794_974_400_000)
"""18 November 2026, a Wednesday, 11:00 in Vietnam."""
ANY_TIME = Quiet(0, 0, days=False)
AT_ONCE = Window(NOON, NOON, Instant(NOON + 10 * 86_400_000))
ADMIN = By("account:admin", NOON)
_SETTINGS = Settings(
    data_dir=Path(),
    public_url="https://x.vn",
    office_name="BHXH tỉnh",
    office_hotline="1900 9068",
    office_address="–",
)
_RUNNING = CampaignLife(
    state="running", made_at=NOON, made_by="a", changed_at=NOON, changed_by="a"
)
_GROUP = Group(id="all", title="Mọi người", form="mc")
_SESSION, _RESPONSE, _DRAWN = (
    insert(table).values({name: bindparam(name) for name in names})
    for table, names in (
        (
            sessions,
            (
                "id",
                "version",
                "last_seq",
                "channel",
                "state",
                "touched_at",
                "trial",
                "data",
                "user_key",
            ),
        ),
        (
            responses,
            (
                "id",
                "session_id",
                "form",
                "version",
                "channel",
                "language",
                "state",
                "started_at",
                "trial",
                "demo",
            ),
        ),
        (
            drawn,
            (
                "campaign_id",
                "transaction_id",
                "draw_id",
                "group_id",
                "stratum",
                "role",
                "rank",
                "stands_for",
                "changed_at",
            ),
        ),
    )
)


@dataclass
class Clock:
    """The time of a test: it stands still until somebody moves it."""

    now: Instant = NOON

    def __call__(self) -> Instant:
        return self.now

    def monotonic(self) -> float:
        return self.now / 1000

    def pass_(self, seconds: float) -> None:
        self.now = Instant(self.now + round(seconds * 1000))


def number_of(person: int) -> str:
    """The telephone number of a person."""
    return f"+849{person:08d}"


async def plant(
    storage: SqlStorage,
    campaign: str,
    people: Sequence[int],
    *,
    chats: bool = True,
    key_of: Callable[[int], str] | None = None,
) -> CampaignRecord:
    """Let a campaign run with these people drawn, each with a chat of their own."""
    record = CampaignRecord(
        id=campaign,
        terms=Terms(
            title="Khảo sát", languages=("vi",), quiet_from=0, quiet_to=0, quiet_days=False
        ),
        life=CampaignLife(
            state="running", made_at=NOON, made_by="a", changed_at=NOON, changed_by="a"
        ),
    )
    unit = UnitOfWork()
    storage.campaigns.add(unit, record, Parts(groups=(_GROUP,)))
    unit.add(insert(draws).values(**_draw(campaign)), {})
    await storage.commit(unit)
    for start in range(0, len(people), 500):
        unit = UnitOfWork()
        for person in people[start : start + 500]:
            _draw_person(storage, unit, campaign, person)
            if chats:
                give_chat(storage, unit, person, (key_of or user_key)(person))
        await storage.commit(unit)
    return record


def _draw(campaign: str) -> dict[str, Any]:
    return {
        "id": f"{campaign}-1", "campaign_id": campaign, "number": 1, "kind": "first", "seed": "s",
        "frame_hash": "", "frame_size": 0, "program": "", "record": "{}", "seal": "",
        "at": NOON, "by": "a",
    }  # fmt: skip


def transaction_of(campaign: str, person: int) -> str:
    return f"{campaign}/{person:07d}"


def _draw_person(storage: Storage, unit: UnitOfWork, campaign: str, person: int) -> None:
    one = transaction_of(campaign, person)
    storage.transactions.add(
        unit,
        NewTransaction(
            id=one,
            key=one,
            source="api",
            frame="person",
            unit_id="unit-1",
            done_on="2026-11-01",
            phone=number_of(person),
            person=f"person {person}",
            email=f"p{person}@example.vn",
        ),
    )
    values = {
        "campaign_id": campaign, "transaction_id": one, "draw_id": f"{campaign}-1",
        "group_id": "all", "stratum": 0, "role": "main", "rank": person, "stands_for": None,
        "changed_at": None,
    }  # fmt: skip
    unit.add(_DRAWN, values)


def give_chat(
    storage: Storage, unit: UnitOfWork, person: int, key: str, language: str = "vi"
) -> None:
    """Let a person have proved, in some chat before, that the number is their account's."""
    session, response = f"s{person}", ResponseId(f"r{person}")
    unit.add(
        _SESSION,
        {
            "id": session,
            "version": 1,
            "last_seq": 1,
            "channel": "telegram",
            "state": "completed",
            "touched_at": NOON,
            "trial": False,
            "data": b"",
            "user_key": key,
        },
    )
    unit.add(
        _RESPONSE,
        {
            "id": response,
            "session_id": session,
            "form": "mc",
            "version": 1,
            "channel": "telegram",
            "language": language,
            "state": "in_progress",
            "started_at": NOON,
            "trial": False,
            "demo": False,
        },
    )
    proof = ProofRecord(
        response_id=response, kind="account", channel="telegram", phone=number_of(person), at=NOON
    )
    storage.proofs.add(unit, proof)
    storage.conversations.point(
        unit,
        ConversationRecord(
            channel="telegram",
            user_key=key,
            session_id=SessionId(session),
            created_at=NOON,
            address=str(person),
        ),
    )


def user_key(person: int) -> str:
    return f"{person:064x}"


class Telegram(Scripted):
    """A platform by script, whose messages carry the links of their people."""

    def link(self, parameter: str) -> str | None:
        return f"https://t.example/{parameter}"

    def render(self, message: Outgoing, address: str) -> list[Call]:
        return [Call("say", {"to": address, "text": message.text})]


@dataclass
class Office:
    """A storage with published forms, and what is done with broadcasts there."""

    storage: SqlStorage
    renderer: Renderer
    clock: Clock = field(default_factory=Clock)

    def acts(self, email: bool = False) -> Broadcasts:
        return Broadcasts(self.storage, By("account:admin", self.clock()), email=email)

    async def confirmed(
        self, campaign: CampaignRecord, wave: int = 0, window: Window = AT_ONCE
    ) -> BroadcastRecord:
        """A broadcast of a wave whose audience is frozen."""
        words = all_words(self.renderer.texts, campaign.terms, ())
        draft = await self.acts().make(campaign, wave, window, words)
        return await self.acts().confirm(draft)

    async def worker(
        self,
        channel: Channel,
        *,
        rates: Rates | None = None,
        storage: SqlStorage | None = None,
    ) -> Broadcaster:
        """A process that sends; it does nothing until it is told to sweep."""
        rows = storage or self.storage
        limits = rates or LocalRates({channel.name: Limit()})
        life = Life(
            rows, kind="worker", alone=False, rates=limits, coordination=LocalCoordination(),
            clock=self.clock,
            monotonic=lambda: 0.0,  # its lease never runs out, however slow the machine
        )  # fmt: skip
        await life.begin()
        account = Account(channel, limits, Figures(), self.clock.monotonic)
        return Broadcaster(
            storage=rows,
            ring=rows.ring,
            accounts={channel.name: account},
            life=life,
            settings=_SETTINGS,
            renderer=lambda: self.renderer,
            clock=self.clock,
        )

    async def rows(self, record: BroadcastRecord) -> dict[str, int]:
        """How many recipients are in which state; with the reason where there is one."""
        found: dict[str, int] = {}
        for one in await self.storage.broadcasts.progress(record.id):
            name = f"{one.state}/{one.reason}" if one.reason else one.state
            found[name] = found.get(name, 0) + one.count
        return found

    async def fresh(self, record: BroadcastRecord) -> BroadcastRecord:
        found = await self.storage.broadcasts.by_id(record.id)
        assert found is not None
        return found


async def office_over(storage: SqlStorage) -> Office:
    """Publish the forms, as a service does when it starts."""
    forms = await publish_forms(storage, NOON)
    texts = Catalogues.load()
    rules = Rulebook(
        forms=forms.forms, latest=forms.latest, calendar=calendar_around(date(2026, 11, 19)),
        languages={language: names_of(language) for language in texts.languages},
    )  # fmt: skip
    office = {"office": "BHXH tỉnh", "hotline": "1900 9068", "address": "–", "site": "x.vn"}
    return Office(storage, Renderer(texts, rules, office))


async def swept(*workers: Broadcaster) -> None:
    """Let workers go on until nothing is left to do."""
    while sum([await worker.sweep() for worker in workers]):
        pass


def person_of(one: Recipient) -> int:
    return person_number(one.transaction.id if one.transaction else "0")


def person_number(transaction_id: str) -> int:
    return int(transaction_id.rpartition("/")[2])
