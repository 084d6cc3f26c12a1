"""Synthetic citizens behave as the mix says, and the same seed makes the same people."""

import random
from collections import Counter

from bot.simulator.checker import check
from bot.simulator.comparing import compare_answers
from bot.simulator.personas import persona_of
from tests.simulator.conftest import CITIZENS, Visit


def test_the_same_seed_makes_the_same_people() -> None:
    drawn = [[persona_of(random.Random(f"s/{n}")) for n in range(50)] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 40


def test_a_crowd_has_all_habits() -> None:
    crowd = [persona_of(random.Random(f"crowd/{n}")) for n in range(2000)]
    assert {p.reads for p in crowd} == {"reply", "poll", "stream"}
    assert {p.phone for p in crowd} == {"none", "usual", "old", "wrong"}
    assert {p.language for p in crowd} == {"vi", "en"}
    for habit in ("leaves_after", "pauses_after", "corrections", "goes_back", "presses_stale"):
        assert 0.03 < sum(bool(getattr(p, habit)) for p in crowd) / len(crowd) < 0.5, habit
    assert 0.02 < sum(not p.consents for p in crowd) / len(crowd) < 0.1


async def test_most_people_come_to_an_end(visit: Visit) -> None:
    ended = Counter(ledger.outcome for ledger in visit.ledgers)
    assert len(visit.ledgers) == CITIZENS
    assert ended["completed"] > CITIZENS * 0.6
    assert not ended["stuck"]
    assert not ended["failed"]


async def test_one_answer_in_five_is_typed(visit: Visit) -> None:
    kinds = Counter(sent.kind for ledger in visit.ledgers for sent in ledger.sent if sent.meant)
    assert 0.1 < kinds["text"] / kinds.total() < 0.35


async def test_citizens_err_and_change_their_minds(visit: Visit) -> None:
    said = [sent for ledger in visit.ledgers for sent in ledger.sent]
    assert any("duplicate" in sent.statuses for sent in said)
    assert any(sent.said == "!back" for sent in said)
    assert any(":@review:" in sent.said and "submit" not in sent.said for sent in said)
    assert any(len(ledger.opened) > 1 for ledger in visit.ledgers)


async def test_some_ask_for_a_case_and_get_its_code(visit: Visit) -> None:
    snapshot = visit.snapshot()
    shown = {code for ledger in visit.ledgers for code in ledger.codes}
    assert snapshot.complaints
    assert {complaint.code for complaint in snapshot.complaints} <= shown


async def test_every_answer_given_is_stored(visit: Visit) -> None:
    compared = compare_answers(visit.snapshot(), visit.ledgers)
    assert compared.given > CITIZENS * 15
    assert (compared.lost, compared.repeated, compared.strange) == ([], [], [])


async def test_all_invariants_hold(visit: Visit) -> None:
    assert check(visit.snapshot(), visit.ledgers) == []


async def test_waiting_times_are_measured(visit: Visit) -> None:
    assert visit.meter.acknowledged >= sum(len(ledger.sent) for ledger in visit.ledgers)
    assert len(visit.meter.waits) > visit.meter.acknowledged * 0.8
