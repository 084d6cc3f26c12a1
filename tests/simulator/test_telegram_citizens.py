# ruff: noqa: S608 - SQL of our own, in a copy of our own
"""Synthetic citizens on Telegram: they come through, and each fault of sending can be found."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import msgspec
import pytest

from bot.simulator.checker import MISREAD, check
from bot.simulator.ledger import Heard, Ledger
from bot.simulator.outcome import Outcome
from bot.simulator.personas import Persona, persona_with_phone, plain_persona
from bot.simulator.platforms import Platform
from bot.simulator.playing import Plan
from bot.simulator.running import Kill, run_with_server
from bot.simulator.sending import RULES_BROKEN
from bot.simulator.server import Server
from bot.simulator.snapshot import copy_database, take_snapshot
from bot.simulator.telegram import Duplication, Limits, Reordering
from bot.simulator.telegram_site import TelegramSite

CITIZENS = 18
SEED = "a busy messenger"


def _patient(rng: random.Random) -> Persona:
    """Draw somebody who blocks the bot, if at all, while it waits for them."""
    drawn = persona_with_phone(rng)
    blocks = rng.randint(3, 12) if rng.random() < 0.15 else None
    return replace(
        drawn, blocks_after=blocks, blocks_rudely=False, photos=0.3, shares=0.7, cards=0.02
    )


def _in_haste(_: random.Random) -> Persona:
    return replace(plain_persona(), leaves_after=9)


@dataclass(frozen=True, slots=True)
class Phones:
    """What is left of a visit by Telegram."""

    database: Path
    key_ring: Path
    outcome: Outcome

    @property
    def platform(self) -> Platform:
        assert self.outcome.platform is not None
        return self.outcome.platform


@pytest.fixture(scope="session")
async def phones(tmp_path_factory: pytest.TempPathFactory) -> Phones:
    server = Server(tmp_path_factory.mktemp("phones"))
    async with TelegramSite(SEED, CITIZENS, faults=False) as telegram:
        sim, sends = telegram.sim, {"sendMessage"}
        sim.delivery.duplication = Duplication(probability=0.1, how="together")
        sim.delivery.reordering = Reordering(probability=0.05, upto=0.2)
        sim.faults.withhold(methods=sends, probability=0.02)
        sim.faults.reset(methods=sends, probability=0.005)
        sim.faults.server_error(methods=sends, probability=0.01)
        plan = Plan(CITIZENS, SEED, CITIZENS, _patient)
        outcome = await run_with_server(plan, server, telegram)
    return Phones(server.database, server.key_ring, outcome)


# -- people


async def test_most_people_come_to_an_end(phones: Phones) -> None:
    ended = Counter(ledger.outcome for ledger in phones.outcome.ledgers)
    assert ended["completed"] > CITIZENS * 0.5
    assert not ended["stuck"]
    assert not ended["failed"]


async def test_people_do_on_a_phone_what_a_phone_can(phones: Phones) -> None:
    ledgers = phones.outcome.ledgers
    done = Counter(sent.kind for ledger in ledgers for sent in ledger.sent)
    assert done.keys() >= {"start", "choice", "text", "contact", "card", "file"}
    assert done["start"] > CITIZENS
    assert any(sent.tries > 1 for ledger in ledgers for sent in ledger.sent)
    assert any(ledger.blocked for ledger in ledgers)


async def test_answers_of_the_platform_got_lost(phones: Phones) -> None:
    assert phones.platform.unheard > 3
    assert sum(ledger.unheard for ledger in phones.outcome.ledgers) == phones.platform.unheard


async def test_every_promise_is_kept(phones: Phones) -> None:
    assert phones.outcome.violations == []
    assert phones.outcome.comparison is not None
    assert phones.outcome.comparison.given > CITIZENS * 10


async def test_a_contact_of_ones_own_proves_the_number(phones: Phones) -> None:
    snapshot = take_snapshot(phones.database, phones.key_ring)
    shared = [s for one in phones.outcome.ledgers for s in one.sent if s.kind == "contact"]
    assert snapshot.proofs
    assert len(snapshot.proofs) <= len(shared)


async def test_waiting_for_the_next_question_is_measured(phones: Phones) -> None:
    assert 0 < phones.outcome.figures.p50 <= phones.outcome.figures.p99
    assert phones.platform.calls > phones.platform.messages > phones.outcome.figures.acknowledged


async def test_without_a_webhook_updates_are_fetched(tmp_path: Path) -> None:
    async with TelegramSite("fetched", 4, faults=False, webhook=False) as telegram:
        outcome = await run_with_server(
            Plan(4, "fetched", 4, _patient), Server(tmp_path), telegram
        )
    assert outcome.violations == []
    assert {one.how for d in telegram.sim.ledger.deliveries.values() for one in d.attempts} == {
        "poll"
    }


@pytest.mark.timeout(120)
async def test_presses_are_answered_though_all_are_told_to_wait(tmp_path: Path) -> None:
    """Answers ride in no webhook's answer here: they have to outlive the 429s by themselves."""
    async with TelegramSite("told to wait", 3, faults=False, webhook=False) as telegram:
        telegram.sim.faults.flood(3, methods={"sendMessage"}, probability=0.1, times=2)
        telegram.sim.faults.flood(1, methods={"answerCallbackQuery"}, times=3)
        outcome = await run_with_server(
            Plan(3, "told to wait", 3, _in_haste), Server(tmp_path), telegram
        )
    assert outcome.platform is not None
    assert outcome.platform.floods >= 3
    assert outcome.violations == []


async def test_a_chat_gets_no_more_than_its_rate(tmp_path: Path) -> None:
    limits = Limits(overall_rate=None, chat_burst=6)
    async with TelegramSite("in haste", 3, faults=False, limits=limits) as telegram:
        outcome = await run_with_server(
            Plan(3, "in haste", 3, _in_haste), Server(tmp_path), telegram
        )
    assert outcome.violations == []
    assert outcome.figures.seconds > 3


@pytest.mark.timeout(120)
async def test_a_kill_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    async with TelegramSite("killed", 12, faults=False) as telegram:
        telegram.sim.faults.withhold(methods={"sendMessage"}, probability=0.02)
        plan = Plan(12, "killed", 12, _patient)
        outcome = await run_with_server(plan, Server(tmp_path), telegram, kill=Kill(150, 0.01))
    assert outcome.killed_at is not None
    assert [v for v in outcome.violations if v.invariant != MISREAD] == []


# -- planted faults


class Garden:
    """A copy of a visit in which a fault is planted."""

    def __init__(self, connection: sqlite3.Connection, outcome: Outcome) -> None:
        assert outcome.platform is not None
        self.sql = connection.execute
        copied = msgspec.msgpack.encode(outcome.ledgers)
        self.ledgers = msgspec.msgpack.decode(copied, type=list[Ledger])
        self.platform = outcome.platform

    def somebody(self) -> tuple[Ledger, str]:
        """Return a citizen with a completed form who never blocked the bot, and their session."""
        ledger = next(
            one for one in self.ledgers if one.outcome == "completed" and not one.blocked
        )
        sql = "SELECT session_id FROM conversations WHERE user_key = ?"
        return ledger, str(self.sql(sql, (ledger.user_key,)).fetchone()[0])

    def rows(self, session_id: str) -> list[tuple[int, int]]:
        """Return the rows that were sent without a second try, with their numbers."""
        sql = (
            "SELECT seq, CAST(number AS INTEGER) FROM outbox WHERE session_id = ? "
            "AND state = 'sent' AND unknowns = 0 ORDER BY seq"
        )
        return list(self.sql(sql, (session_id,)))

    def update(self, session_id: str, seq: int, change: str) -> None:
        self.sql(f"UPDATE outbox SET {change} WHERE session_id = ? AND seq = ?", (session_id, seq))

    def break_rule(self, rule: str) -> None:
        self.platform = msgspec.structs.replace(self.platform, broken=[(rule, "planted")])


Plant = Callable[[Garden], None]


def send_twice(garden: Garden) -> None:
    ledger, _ = garden.somebody()
    taken = {heard.number for heard in ledger.heard}
    place, heard = next(
        (n, one) for n, one in enumerate(ledger.heard) if n > 3 and one.number + 1 not in taken
    )
    ledger.heard.insert(place + 1, Heard(heard.number + 1, heard.text))


def claim_what_was_not_sent(garden: Garden) -> None:
    ledger, session_id = garden.somebody()
    number = garden.rows(session_id)[5][1]
    ledger.heard = [heard for heard in ledger.heard if heard.number != number]


def claim_without_a_number(garden: Garden) -> None:
    _, session_id = garden.somebody()
    garden.update(session_id, garden.rows(session_id)[5][0], "number = NULL")


def call_a_sent_row_dead(garden: Garden) -> None:
    _, session_id = garden.somebody()
    seq = garden.rows(session_id)[5][0]
    garden.update(session_id, seq, "number = NULL, state = 'cancelled'")


def forget_an_unknown(garden: Garden) -> None:
    garden.sql("UPDATE outbox SET unknowns = 0 WHERE unknowns > 0")


def invent_an_unknown(garden: Garden) -> None:
    _, session_id = garden.somebody()
    garden.update(session_id, garden.rows(session_id)[5][0], "unknowns = 1")


def say_what_nobody_wrote(garden: Garden) -> None:
    ledger, _ = garden.somebody()
    ledger.heard.append(Heard(ledger.last + 1, "Nobody wrote this."))


def swap_rows(garden: Garden) -> None:
    _, session_id = garden.somebody()
    (one, first), (other, second) = garden.rows(session_id)[5:7]
    garden.update(session_id, one, f"number = '{second}'")
    garden.update(session_id, other, f"number = '{first}'")


def say_otherwise(garden: Garden) -> None:
    ledger, _ = garden.somebody()
    ledger.heard[5] = Heard(ledger.heard[5].number, "Something else.")


def call_too_soon(garden: Garden) -> None:
    garden.break_rule("call_before_retry_after")


def call_too_fast(garden: Garden) -> None:
    garden.break_rule("too_fast_for_chat")


def break_another_rule(garden: Garden) -> None:
    garden.break_rule("callback_unanswered")


def let_a_timer_act(garden: Garden) -> None:
    garden.sql("UPDATE timers SET due_at = due_at + 86400000")


def wait_for_the_future(garden: Garden) -> None:
    garden.sql("UPDATE timers SET wait = wait + 1000")


def leave_queued(garden: Garden) -> None:
    _, session_id = garden.somebody()
    seq = garden.rows(session_id)[-1][0]
    garden.update(session_id, seq, "state = 'queued', number = NULL")


def leave_undecided(garden: Garden) -> None:
    garden.sql("UPDATE inbox SET state = 'pending' "
               "WHERE arrival = (SELECT max(arrival) FROM inbox)")  # fmt: skip


def leave_a_file(garden: Garden) -> None:
    garden.sql(
        "INSERT INTO attachments (id, response_id, channel, kind, at, state, attempts, next_at) "
        "VALUES ('f', 'r', 'telegram', 'photo', 0, 'waiting', 0, 0)"
    )


def fall_silent(garden: Garden) -> None:
    ledger, _ = garden.somebody()
    ledger.sent[6].silent = True


def prove_without_a_card(garden: Garden) -> None:
    garden.sql("DELETE FROM proofs")
    tags = {s.meant.tag for o in garden.ledgers for s in o.sent if s.kind == "contact" and s.meant}
    found = garden.sql("SELECT id FROM responses WHERE session_id IS NOT NULL").fetchall()
    response_id = next(name for (name,) in found if name[-8:] not in tags)
    garden.sql(
        "INSERT INTO proofs (response_id, kind, channel, blind_index, at) "
        "VALUES (?, 'account', 'telegram', x'00', 0)",
        (response_id,),
    )


FAULTS: dict[Plant, str] = {
    send_twice: "I9",
    claim_what_was_not_sent: "I9",
    claim_without_a_number: "I9",
    call_a_sent_row_dead: "I9",
    forget_an_unknown: "I9",
    invent_an_unknown: "I9",
    say_what_nobody_wrote: "I9",
    swap_rows: "I3",
    say_otherwise: "I3",
    call_too_soon: "I12",
    call_too_fast: "I12",
    break_another_rule: RULES_BROKEN,
    let_a_timer_act: "I16",
    wait_for_the_future: "I16",
    leave_queued: "I17",
    leave_undecided: "I17",
    leave_a_file: "I17",
    fall_silent: "I17",
    prove_without_a_card: "I7",
}


@pytest.fixture
def garden(phones: Phones, tmp_path: Path) -> Iterator[tuple[Garden, Path]]:
    path = copy_database(phones.database, tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield Garden(connection, phones.outcome), path


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Plant, garden: tuple[Garden, Path], phones: Phones
) -> None:
    bed, path = garden
    plant(bed)
    found = check(take_snapshot(path, phones.key_ring), bed.ledgers, bed.platform)
    assert FAULTS[plant] in {violation.invariant for violation in found}, found


def test_without_a_fault_nothing_is_found(garden: tuple[Garden, Path], phones: Phones) -> None:
    bed, path = garden
    assert check(take_snapshot(path, phones.key_ring), bed.ledgers, bed.platform) == []


async def test_a_call_inside_a_429_is_the_platforms_to_notice() -> None:
    async with TelegramSite("too soon", 1, faults=False, limits=Limits(grace=0.0)) as telegram:
        sim = telegram.sim
        sim.person(1).start()
        sim.faults.flood(5, methods={"sendMessage"}, times=1)
        url = f"{sim.base_url}/bot{sim.token}/sendMessage"
        async with aiohttp.ClientSession() as bot:
            for _ in range(2):
                async with bot.post(url, json={"chat_id": 1, "text": "Chào"}) as answer:
                    assert answer.status == 429
        assert telegram.platform().by_rule == {"call_before_retry_after": 1}
