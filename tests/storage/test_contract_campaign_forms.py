"""What every database promises about forms of a campaign: those that are late or prove too little
of who answered do not count, in tables and in the fill alike.
"""

from itertools import product

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant, InvitationId, ResponseId
from storage.base import ProofRecord, Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawnRow, DrawRecord
from storage.transaction_records import NewTransaction
from survey.call_backs import OUTCOMES, Outcome, concluded
from survey.campaigns import Life, Parts, Terms
from survey.sample_plans import StratumPlan
from survey.validity import Facts, Rules, Weight, reason_against
from tests.storage.records import answer, invitation, put, response

BEGIN, SENT = Instant(1_767_546_000_000), Instant(1_767_546_600_000)
ENOUGH = Weight(shown=15, answered=15, rated=15, lowest=3, highest=5)
LISTED, OTHER = "+84901234567", "+84907654321"
PROOFS = {None: 0, OTHER: 1, LISTED: 3}
"""The number that an account proved → the level of that (domain §8.2)."""


async def plan(storage: Storage, name: str, min_evidence: int = 0) -> CampaignRecord:
    life = Life(state="running", made_at=BEGIN, made_by="a", changed_at=BEGIN, changed_by="a")
    record = CampaignRecord(
        id=name, terms=Terms(title="Khảo sát", min_evidence=min_evidence), life=life
    )
    await put(storage, lambda unit: storage.campaigns.add(unit, record, Parts()))
    return record


async def close(storage: Storage, record: CampaignRecord, at: int | None) -> CampaignRecord:
    """Close a campaign, or reopen it."""
    state = "running" if at is None else "closed"
    ended = replace(record, life=replace(record.life, state=state, closed_at=at))
    await put(storage, lambda unit: storage.campaigns.save(unit, ended))
    return replace(ended, version=ended.version + 1)


async def answered(storage: Storage, campaign: str, proved: str | None = None) -> None:
    """Let somebody send a valid form by their invitation of a campaign."""
    invited, name, unit = InvitationId(f"i-{campaign}"), ResponseId(f"r-{campaign}"), UnitOfWork()
    row = NewTransaction(
        id=f"t-{campaign}", key=campaign, source="api", frame="person", unit_id="u",
        done_on="2026-01-02", phone=LISTED,
    )  # fmt: skip
    storage.transactions.add(unit, row)
    link = invitation(
        invited, kind="personal", created_at=BEGIN, unit_id="u", form="mc", transaction_id=row.id,
        campaign_id=campaign, token_hash=invited, code_hash=invited,
    )  # fmt: skip
    storage.invitations.add(unit, link)
    sent = response(
        name, state="completed", started_at=BEGIN, completed_at=SENT, trial=False,
        invitation_id=invited, invitation_kind="personal", unit_id="u",
    )  # fmt: skip
    storage.responses.add(unit, sent)
    storage.answers.record(unit, answer(response_id=name))
    if proved is not None:
        proof = ProofRecord(
            response_id=name, kind="account", channel="telegram", phone=proved, at=BEGIN
        )
        storage.proofs.add(unit, proof)
    storage.counting.weigh(unit, name, ENOUGH)
    await storage.commit(unit)


async def called(storage: Storage, campaign: str, *outcomes: Outcome) -> None:
    """Let who answered be called, once for each of these."""
    for outcome in outcomes:
        unit = UnitOfWork()
        storage.call_backs.record(unit, ResponseId(f"r-{campaign}"), outcome, "", SENT, "a")
        await storage.commit(unit)


async def draw(storage: Storage) -> None:
    """Let the person of the campaign have been drawn."""
    made = DrawRecord(
        id="d", campaign_id="c", number=1, kind="first", seed="", frame_hash="", frame_size=1,
        program="", record="", seal="", at=BEGIN, by="a",
    )  # fmt: skip
    stratum = StratumPlan(
        group="g", unit="u", area="", mode="", frame=1, wanted=1, main=1, reserve=0
    )
    unit = UnitOfWork()
    storage.draws.add(unit, made, [stratum])
    storage.draws.add_drawn(unit, "c", "d", [DrawnRow("t-c", "g", 0, "main", 0)])
    await storage.commit(unit)


async def outcome(storage: Storage, campaign: str) -> str:
    [group] = await storage.counting.of_campaign(campaign, None, Rules(), ("mc",))
    return group.outcome


async def test_the_statement_says_what_the_rule_says_of_proof(storage: Storage) -> None:
    for number, (least, proved) in enumerate(product(range(5), PROOFS)):
        campaign = f"c{number}"
        await plan(storage, campaign, min_evidence=least)
        await answered(storage, campaign, proved)
        facts = Facts(
            state="completed", weight=ENOUGH, milliseconds=600_000, evidence=PROOFS[proved],
            least_evidence=least,
        )  # fmt: skip
        expected = reason_against(facts, Rules()) or "valid"
        assert await outcome(storage, campaign) == expected, (least, proved)


async def test_who_was_called_and_confirmed_it_proves_all_that_is_asked_for(
    storage: Storage,
) -> None:
    for number, (least, one, two) in enumerate(product((3, 4), OUTCOMES, (None, *OUTCOMES))):
        campaign = f"c{number}"
        await plan(storage, campaign, min_evidence=least)
        await answered(storage, campaign, OTHER)
        outcomes = [one] if two is None else [one, two]
        await called(storage, campaign, *outcomes)
        expected = "valid" if concluded(outcomes) == "confirmed" else "unproved"
        assert await outcome(storage, campaign) == expected, (least, outcomes)


async def test_where_no_call_is_asked_for_a_refuted_response_goes_on_counting(
    storage: Storage,
) -> None:
    """Sums with and without such responses stand side by side (domain §8.3)."""
    await plan(storage, "c", min_evidence=1)
    await answered(storage, "c", OTHER)
    await called(storage, "c", "prompted")
    assert await outcome(storage, "c") == "valid"


async def test_what_was_confirmed_by_a_call_fills_its_quota_until_it_is_refuted(
    storage: Storage,
) -> None:
    await plan(storage, "c", min_evidence=4)
    await answered(storage, "c", LISTED)
    await draw(storage)
    for calls, filled in (((), 0), (("not_reached", "confirmed"), 1), (("prompted",), 0)):
        await called(storage, "c", *calls)
        assert [one.answered for one in await storage.draws.fills("c")] == [filled]


async def test_what_was_proved_counts_when_numbers_are_no_longer_kept(storage: Storage) -> None:
    await plan(storage, "c", min_evidence=3)
    await answered(storage, "c", LISTED)
    await put(storage, lambda unit: storage.transactions.forget_numbers_of(unit, "t-c"))
    assert await outcome(storage, "c") == "valid"


@pytest.mark.parametrize(("closed_at", "expected"), [(SENT - 1, "late"), (SENT, "valid")])
async def test_what_was_sent_after_the_campaign_was_closed_is_late(
    storage: Storage, closed_at: int, expected: str
) -> None:
    record = await plan(storage, "c")
    await answered(storage, "c")
    closed = await close(storage, record, closed_at)
    assert await outcome(storage, "c") == expected
    await close(storage, closed, None)  # closing taken back: nothing was late
    assert await outcome(storage, "c") == "valid"


@pytest.mark.parametrize(("proved", "filled"), [(None, 0), (OTHER, 1)])
async def test_what_proves_too_little_fills_no_quota(
    storage: Storage, proved: str | None, filled: int
) -> None:
    record = await plan(storage, "c", min_evidence=1)
    await answered(storage, "c", proved)
    await draw(storage)
    assert [one.answered for one in await storage.draws.fills("c")] == [filled]
    await close(storage, record, SENT - 1)  # nor does what is late
    assert [one.answered for one in await storage.draws.fills("c")] == [0]
