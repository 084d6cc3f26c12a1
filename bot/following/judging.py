"""Judging a suspicious response: two people decide, of whom it concerns neither (R31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bot.handlers.rating import rated_accounts, service_told_of
from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.base import ResponseRecord, StaleSessionError, Storage, UnitOfWork
from storage.judging_records import JudgementRecord, JudgingRecord, SuspicionRecord
from survey.judging import JudgingState, Refusal, Verdict, Voice, outcome, refusal

__all__ = ["Judgeable", "RefusedError", "judge", "judgeable", "parties_of", "take_back"]


class RefusedError(Exception):
    """Somebody may not judge now; `why` says for which reason."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Judgeable:
    """A response that was ever suspected, with all that was said of it."""

    response: ResponseRecord
    judging: JudgingRecord
    suspicions: Sequence[SuspicionRecord]
    judgements: Sequence[JudgementRecord]
    parties: frozenset[str]
    """Accounts that it concerns: rated by it, seated where it came in, or with their number in
    it."""

    def standing(self, actor: str) -> JudgementRecord | None:
        """Return what somebody has said and not taken back."""
        return next((one for one in _standing(self.judgements) if one.actor == actor), None)

    def refusal(self, account_id: str) -> Refusal | None:
        """Return why an account may not judge now; None: it may."""
        parties = {_actor(party) for party in self.parties}
        return refusal(_voices(self.judgements), _actor(account_id), parties)


def _actor(account_id: str) -> str:
    return f"account:{account_id}"


def _standing(judgements: Iterable[JudgementRecord]) -> list[JudgementRecord]:
    return [one for one in judgements if one.withdrawn_at is None]


def _voices(judgements: Iterable[JudgementRecord]) -> list[Voice]:
    return [Voice(one.actor, one.verdict) for one in _standing(judgements)]


async def judgeable(storage: Storage, scope: Scope, response_id: str) -> Judgeable | None:
    """Return a response that was suspected and lies in a scope; None: there is none there."""
    response = await storage.response_desk.by_id(scope, response_id)
    judging = await storage.judging.by_id(response_id)
    if response is None or judging is None:
        return None
    found = await storage.judging.suspicions([response.id])
    return Judgeable(
        response=response,
        judging=judging,
        suspicions=found.get(response.id, []),
        judgements=await storage.judging.judgements(response.id),
        parties=await parties_of(storage, response),
    )


async def parties_of(storage: Storage, response: ResponseRecord) -> frozenset[str]:
    """Return the accounts that a response concerns: who says something of it must be another."""
    rated = await rated_accounts(storage, await service_told_of(storage, response))
    return rated | await storage.judging.staff_accounts(response.id)


async def judge(
    storage: Storage, found: Judgeable, verdict: Verdict, note: str, account_id: str, now: Instant
) -> JudgingState:
    """Say what somebody thinks, and let it take effect where it decides; return where the judging
    stands then. Counts read rows: they follow at once.

    Raises:
        RefusedError: this account may not judge this response now.
        StaleSessionError: somebody else judged meanwhile.

    """
    if (why := found.refusal(account_id)) is not None:
        raise RefusedError(why)
    said = JudgementRecord(
        response_id=found.response.id, actor=_actor(account_id), verdict=verdict, note=note, at=now
    )
    unit = UnitOfWork()
    storage.judging.judge(unit, said)
    return await _settle(storage, unit, found, [*found.judgements, said], said, "response.judged")


async def take_back(
    storage: Storage, found: Judgeable, reason: str, account_id: str, now: Instant
) -> JudgingState:
    """Take back what somebody said, with what it decided; return where the judging stands then.

    Raises:
        StaleSessionError: they have said nothing that stands, or somebody else judged meanwhile.

    """
    said = found.standing(_actor(account_id))
    if said is None:
        raise StaleSessionError(found.response.id)
    unit = UnitOfWork()
    storage.judging.withdraw(unit, said.number, now)
    left = [one for one in found.judgements if one is not said]
    undone = replace(said, note=reason, at=now)
    return await _settle(storage, unit, found, left, undone, "response.judgement_withdrawn")


async def _settle(
    storage: Storage,
    unit: UnitOfWork,
    found: Judgeable,
    judgements: Sequence[JudgementRecord],
    last: JudgementRecord,
    action: str,
) -> JudgingState:
    """Write where the judging stands after the last act, with what that does to the response."""
    state = outcome(_voices(judgements))
    settled_at = None if state == "open" else last.at
    storage.judging.save(unit, replace(found.judging, state=state, settled_at=settled_at))
    _turn(storage, unit, found.response, state, last)
    # The note is sealed beside the response, and goes with it: the log only says that it was.
    storage.audit.note(
        unit,
        at=last.at,
        actor=last.actor,
        action=action,
        target=found.response.id,
        detail={"form": found.response.form, "verdict": last.verdict, "judging": state},
        demo=found.response.demo,
    )
    await storage.commit(unit)
    return state


def _turn(
    storage: Storage,
    unit: UnitOfWork,
    response: ResponseRecord,
    state: JudgingState,
    last: JudgementRecord,
) -> None:
    """Take the response out of the figures, or back in, where that is decided now."""
    is_out = state == "set_aside"
    if is_out != response.set_aside:
        turn = storage.response_desk.set_aside if is_out else storage.response_desk.restore
        turn(unit, response.id, last.note or "", last.at, last.actor)
