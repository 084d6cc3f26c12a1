"""A history of answering by chance: forms that end, are corrected, retaken, doubted, erased."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy import bindparam, update

from bot.figures import Figures
from bot.forms import shipped_forms
from flows.identifiers import Instant, InvitationId, ResponseId, SessionId
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.judging_records import SuspicionRecord
from storage.opening import SqlStorage
from storage.tables import responses
from survey.call_backs import OUTCOMES
from survey.validity import Weight
from tests.bot.figures.office import BEGIN, CAMPAIGN, COMMUNES, STRATA, UNITS, Office
from tests.storage.records import answer, invitation, response

__all__ = ["ACTS", "BEGIN", "CAMPAIGN", "FORMS", "NEWEST", "History", "happened", "values_for"]

FORMS = {form.key: form for form in shipped_forms()}
NEWEST = {name: max(v for n, v in FORMS if n == name) for name, _ in FORMS}
TOLD = {"visit", "outcome", "wishes"}
"""Sections whose choices are counted."""
WORDS = ("", "cán bộ nhiệt tình nhưng chờ lâu quá", "không có ý kiến", "làm nhanh lắm", "xóm 4")
"""What people write at the end, some of them nothing."""
PLACES = ("p1", "p2", None)
KINDS = ("personal", "personal", "place", "assisted", None)
ACTS = 250
"""How many things happen: enough of each kind to be seen in the figures."""
PEOPLE = 2
"""Who have transactions, and as many who answer again and again on one device: the fewer there
are, the more responses stand together in one cluster.
"""

_MOVE = (
    update(responses)
    .where(responses.c.id == bindparam("of_id"))
    .values(unit_id=bindparam("to_unit"), started_at=bindparam("to_time"))
)


def values_for(chance: random.Random, form: str) -> dict[str, int | str]:
    """Answers to a form: each rating by chance, now and then "not applicable" or skipped."""
    questions = FORMS[form, NEWEST[form]].questions
    found: dict[str, int | str] = {}
    for one in questions:
        if one.type == "scale5":
            rating = chance.choice((1, 2, 3, 4, 4, 5, 5, "na"))
            if rating != "na" or one.factor:
                found[one.id] = rating
        elif one.type == "scale3":
            found[one.id] = chance.randint(1, 3)
        elif one.section in TOLD and one.choices and chance.random() < 0.7:
            found[one.id] = chance.choice(one.choices).value
    told = {name: value for name, value in found.items() if chance.random() < 0.95}
    helped = ("officer", "self", "family")[len(told) % 3]
    return told | ({"H1": helped} if any(one.id == "H1" for one in questions) else {})


@dataclass
class History:
    """What happens to one installation; `act` lets one more thing happen."""

    storage: SqlStorage
    chance: random.Random
    office: Office = field(init=False)
    ids: list[ResponseId] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)
    weights: dict[str, Weight] = field(default_factory=dict)
    drawn: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Response of somebody who was drawn → who, and from which part of the frame."""
    revision: int = 1

    def __post_init__(self) -> None:
        self.office = Office(self.storage, self.chance)

    async def begin(self) -> None:
        """Make the office."""
        await self.office.begin()

    async def act(self) -> None:
        """Let something happen."""
        acts: list[Callable[[], Awaitable[None]]] = [
            *[self.respond] * 24, *[self.correct] * 2, self.set_aside, self.restore,
            self.suspect, self.judge, self.judge, self.erase, self.reopen, *[self.call_back] * 3,
            *[self.retake] * 2, self.move, self.office.close_campaign, *[self.office.seat] * 2,
            self.office.unseat, self.office.move_place, *[self.office.reform] * 3,
        ]  # fmt: skip
        await self.chance.choice(acts if self.ids else [self.respond])()

    # -- responses

    async def respond(self) -> None:
        number, form = (
            len(self.ids),
            self.chance.choice(("mc", "mc", "mc", "el", "dn", "uxa", "kiosk")),
        )
        begun = Instant(BEGIN + self.chance.randrange(75) * DAY)
        person = self.chance.choice((f"alone{number}", f"often{number % PEOPLE}"))
        await self._respond(form, begun, person)

    async def _respond(self, form: str, begun: Instant, session: str) -> None:
        number, kind = len(self.ids), self.chance.choice(KINDS)
        name, unit = ResponseId(f"r{number}"), UnitOfWork()
        unit_id, took = self.chance.choice(UNITS), self.chance.choice((20_000, 100_000))
        record = response(
            name, form=form, version=NEWEST[form], session_id=SessionId(session),
            state="completed", started_at=begun, completed_at=Instant(begun + took),
            unit_id=unit_id, commune=self.chance.choice(COMMUNES),
            place_id=self.chance.choice(PLACES), invitation_kind=kind,
            invitation_id=self._invite(unit, name, form, kind, unit_id, begun) if kind else None,
            trial=self.chance.random() < 0.05,
        )  # fmt: skip
        self.storage.responses.add(unit, record)
        self.ids.append(name)
        self.forms[name] = form
        self._answer(unit, name, 1)
        await self.storage.commit(unit)

    def _invite(
        self, unit: UnitOfWork, name: ResponseId, form: str, kind: str, unit_id: str | None,
        begun: Instant,
    ) -> InvitationId:  # fmt: skip
        """Invite to a form: by most personal ones somebody who was drawn, some several times."""
        number, link = len(self.ids), InvitationId(f"i{name}")
        transaction = None
        if kind == "personal" and self.chance.random() < 0.7:
            person, stratum = f"person {number % PEOPLE}", self.chance.randrange(len(STRATA))
            transaction = self.office.draw(unit, number, person, stratum)
            self.drawn[name] = person, f"{CAMPAIGN}/g/{STRATA[stratum]}"
        made = invitation(
            link, kind=kind, form=form, created_at=Instant(begun - 3 * DAY), unit_id=unit_id,
            campaign_id=CAMPAIGN, period_from="2026-01-20", period_to="2026-01-21",
            transaction_id=transaction,
        )  # fmt: skip
        self.storage.invitations.add(unit, made)
        return link

    def _answer(self, unit: UnitOfWork, name: ResponseId, revision: int) -> None:
        """Answer all anew; some in a straight line, and among these some in haste."""
        values = values_for(self.chance, self.forms[name])
        for question, value in values.items():
            given = answer(question, revision, response_id=name, value=value)
            self.storage.answers.record(unit, given)
        if words := WORDS[(len(values) + revision) % len(WORDS)]:
            given = answer("O1", revision, response_id=name, value=words, private=True)
            self.storage.answers.record(unit, given)
        answered, lowest = self.chance.choice((5, 9, 10, 10, 10)), self.chance.choice((1, 1, 5))
        weight = Weight(shown=10, answered=answered, rated=answered, lowest=lowest, highest=5)
        self.weights[name] = weight
        self.storage.counting.weigh(unit, name, weight)

    def _one(self) -> ResponseId:
        return self.chance.choice(self.ids)

    async def correct(self) -> None:
        await self._again(self._one())

    async def _again(self, name: ResponseId, state: str | None = None) -> None:
        unit = UnitOfWork()
        self.revision += 1
        self._answer(unit, name, self.revision)
        if state is not None:
            self.storage.responses.close(unit, name, state)
        await self.storage.commit(unit)

    async def reopen(self) -> None:
        """Begin one anew, or end one that was: its end is told with what it comes to."""
        name = self._one()
        known = await self.storage.responses.load(name)
        if known is not None and known.state == "in_progress":
            await self._again(name, "completed")
        else:
            await self._close(name, "in_progress")

    async def retake(self) -> None:
        """Answer anew some weeks later: in another month, and of another unit maybe."""
        name = self._one()
        known = await self.storage.responses.load(name)
        assert known is not None
        if known.state == "completed":
            await self._close(name, "superseded")
            later = Instant(known.started_at + self.chance.randrange(40) * DAY)
            await self._respond(known.form, later, f"again{name}")

    async def _close(self, name: ResponseId, state: str) -> None:
        unit = UnitOfWork()
        self.storage.responses.close(unit, name, state)
        await self.storage.commit(unit)

    async def move(self) -> None:
        """Correct unit and day of one, past all that the service does. Who is known by their
        transaction keeps the name that they first counted under: those stay where they are.
        """
        name = self._one()
        known = await self.storage.responses.load(name)
        if known is not None and known.state == "completed" and name not in self.drawn:
            unit, to = UnitOfWork(), self.chance.choice(("u1", "u2"))
            values = {"of_id": name, "to_unit": to, "to_time": known.started_at + 31 * DAY}
            unit.add(_MOVE, values)
            await self.storage.commit(unit)

    async def erase(self) -> None:
        unit, name = UnitOfWork(), self._one()
        self.storage.answers.erase(unit, name)
        self.storage.responses.erase(unit, name)
        await self.storage.commit(unit)

    async def call_back(self) -> None:
        """Call somebody; now and then once more, and it comes to something else."""
        name, outcome = self._one(), self.chance.choice(OUTCOMES)
        known = await self.storage.responses.load(name)
        if known is not None and known.state not in {"in_progress", "erased"}:
            unit = UnitOfWork()
            self.storage.call_backs.record(unit, name, outcome, "", Instant(1), "a")
            await self.storage.commit(unit)

    # -- what people decide

    async def set_aside(self) -> None:
        await self._turn(out=True)

    async def restore(self) -> None:
        await self._turn(out=False)

    async def _turn(self, *, out: bool) -> None:
        name = self._one()
        known = await self.storage.responses.load(name)
        if known is not None and known.set_aside is not out:
            unit, desk = UnitOfWork(), self.storage.response_desk
            (desk.set_aside if out else desk.restore)(unit, name, "why", Instant(1), "a")
            await self.storage.commit(unit)

    async def suspect(self) -> None:
        unit = UnitOfWork()
        found = SuspicionRecord(
            response_id=self._one(), reason="burst", score=1.0, detail={}, at=Instant(1)
        )
        self.storage.judging.suspect(unit, [found])
        await self.storage.commit(unit)

    async def judge(self) -> None:
        judging = await self.storage.judging.by_id(self._one())
        if judging is not None and judging.state == "open":
            unit = UnitOfWork()
            settled = replace(judging, state="kept", settled_at=Instant(2))
            self.storage.judging.save(unit, settled)
            await self.storage.commit(unit)


async def happened(figures: Figures, storage: SqlStorage, seed: str) -> History:
    """Let a history happen, settled now and then and at its end."""
    history = History(storage, random.Random(seed))
    await history.begin()
    for _ in range(ACTS):
        await history.act()
        if history.chance.random() < 0.2:
            await figures.settle(history.chance.choice((1, 50)))
    await figures.settle()
    return history
