# ruff: noqa: S608 - SQL of our own, in a copy of our own
"""Every check of the checker can fail: a fault is planted in a copy of a sound database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from bot.simulator.checker import CHECKS, MISREAD, check
from bot.simulator.ledger import Ledger
from bot.simulator.snapshot import copy_database, take_snapshot
from flows.session import Session
from storage.secrets import KeyRing
from tests.simulator.conftest import Visit

Plant = Callable[["Garden"], None]

SOMEBODY = (
    "SELECT responses.id FROM responses JOIN answers ON answers.response_id = responses.id "
    "WHERE responses.form = 'mc' AND responses.state = 'completed' AND question = 'MC4' "
    "AND NOT retracted ORDER BY responses.id LIMIT 1"
)

NEWEST = "arrival = (SELECT max(arrival) FROM inbox)"


class Garden:
    """A copy of the database in which a fault is planted, and copies of the ledgers."""

    def __init__(
        self, connection: sqlite3.Connection, ring: KeyRing, ledgers: list[Ledger]
    ) -> None:
        self.sql = connection.execute
        self.ring = ring
        self.ledgers = ledgers

    def one(self, sql: str) -> str:
        return str(self.sql(sql).fetchone()[0])

    def change_session(self, response_id: str, change: Callable[[Session], Session]) -> None:
        session_id = self.one(f"SELECT session_id FROM responses WHERE id = '{response_id}'")
        [data] = self.sql("SELECT data FROM sessions WHERE id = ?", (session_id,)).fetchone()
        place = ("sessions", "data", session_id)
        session = msgspec.msgpack.decode(self.ring.decrypt(*place, data), type=Session)
        sealed = self.ring.encrypt(*place, msgspec.msgpack.encode(change(session)))
        self.sql("UPDATE sessions SET data = ? WHERE id = ?", (sealed, session_id))

    def chatty(self) -> tuple[Ledger, str]:
        """Return a citizen with a completed form, and their session."""
        ledger = next(ledger for ledger in self.ledgers if ledger.outcome == "completed")
        found = self.one(
            f"SELECT session_id FROM conversations WHERE user_key = '{ledger.user_key}'"
        )
        return ledger, found


def lose_answer(garden: Garden) -> None:
    garden.sql(f"DELETE FROM answers WHERE response_id = ({SOMEBODY}) AND question = 'MC4'")


def lose_message(garden: Garden) -> None:
    ledger, _ = garden.chatty()
    garden.sql("DELETE FROM inbox WHERE dedupe_key LIKE ?", (f"%:{ledger.sent[3].id}",))


def lose_session(garden: Garden) -> None:
    ledger, _ = garden.chatty()
    garden.sql("DELETE FROM conversations WHERE user_key = ?", (ledger.user_key,))


def repeat_answer(garden: Garden) -> None:
    garden.sql(
        "INSERT INTO answers SELECT response_id, question, revision + 1, value, sealed_value, "
        "method, confidence, comment, private, flags, at, retracted FROM answers "
        f"WHERE response_id = ({SOMEBODY}) AND question = 'MC4'"
    )


def leave_undecided(garden: Garden) -> None:
    garden.sql(f"UPDATE inbox SET state = 'pending' WHERE {NEWEST}")


def bury_message(garden: Garden) -> None:
    garden.sql(f"UPDATE inbox SET state = 'dead' WHERE {NEWEST}")


def invent_message(garden: Garden) -> None:
    _, session_id = garden.chatty()
    garden.sql(
        "INSERT INTO inbox (id, channel, dedupe_key, session_id, received_at, state, attempts, "
        "retry_at) VALUES ('x', 'web', 'somebody:never-said-this', ?, 0, 'ignored', 0, 0)",
        (session_id,),
    )


def swap_arrivals(garden: Garden) -> None:
    ledger, _ = garden.chatty()
    first, second = (
        garden.one(f"SELECT arrival FROM inbox WHERE dedupe_key LIKE '%:{sent.id}'")
        for sent in ledger.sent[2:4]
    )
    garden.sql("UPDATE inbox SET arrival = -1 WHERE arrival = ?", (first,))
    garden.sql("UPDATE inbox SET arrival = ? WHERE arrival = ?", (first, second))
    garden.sql("UPDATE inbox SET arrival = ? WHERE arrival = -1", (second,))


def hear_otherwise(garden: Garden) -> None:
    ledger, _ = garden.chatty()
    ledger.seen[4] = msgspec.structs.replace(ledger.seen[4], text_hash=1)


def lose_a_line(garden: Garden) -> None:
    _, session_id = garden.chatty()
    garden.sql("DELETE FROM outbox WHERE session_id = ? AND seq = 3", (session_id,))


def forget_an_answer(garden: Garden) -> None:
    """The session knows an answer that has no row: half a step was written."""
    response_id = garden.one(SOMEBODY)
    garden.sql(
        "UPDATE answers SET value = '1', revision = revision + 5 "
        f"WHERE response_id = '{response_id}' AND question = 'MC4'"
    )


def skip_a_version(garden: Garden) -> None:
    garden.sql(
        "UPDATE sessions SET version = version + 1 WHERE id = (SELECT max(id) FROM sessions)"
    )


def ask_again(garden: Garden) -> None:
    """One more outbox row, the question that came last: nobody caused it."""
    _, session_id = garden.chatty()
    [seq, body] = garden.sql(
        "SELECT seq, body FROM outbox WHERE session_id = ? ORDER BY seq DESC LIMIT 1",
        (session_id,),
    ).fetchone()
    plain = garden.ring.decrypt("outbox", "body", f"{session_id}/{seq}", body)
    question = msgspec.json.decode(plain) | {
        "kind": "question", "prompt": ["abcdefgh", "MC1"], "choices": []
    }  # fmt: skip
    for number in (seq + 1, seq + 2):
        sealed = garden.ring.encrypt(
            "outbox", "body", f"{session_id}/{number}", msgspec.json.encode(question)
        )
        garden.sql(
            "INSERT INTO outbox (session_id, seq, body, created_at, state) "
            "VALUES (?, ?, ?, 0, 'pull')",
            (session_id, number, sealed),
        )
    garden.sql("UPDATE sessions SET last_seq = ? WHERE id = ?", (seq + 2, session_id))


def answer_another_question(garden: Garden) -> None:
    garden.sql(
        "UPDATE answers SET question = 'MC13' "
        f"WHERE response_id = ({SOMEBODY}) AND question = 'MC4'"
    )


def store_another_value(garden: Garden) -> None:
    garden.sql(
        "UPDATE answers SET value = '\"na\"' WHERE (response_id, question) IN "
        "(SELECT response_id, question FROM answers "
        "WHERE question = 'MC5' AND value = '5' LIMIT 1)"
    )


def change_the_version(garden: Garden) -> None:
    garden.sql("INSERT INTO forms (form, version, content_hash, sources, published_at) "
               "SELECT form, 99, content_hash, sources, 0 FROM forms "
               "WHERE form = 'mc'")  # fmt: skip
    garden.sql(f"UPDATE responses SET version = 99 WHERE id = ({SOMEBODY})")


def retract_a_required_answer(garden: Garden) -> None:
    garden.sql(
        f"UPDATE answers SET retracted = 1 WHERE response_id = ({SOMEBODY}) AND question = 'MC4'"
    )


def complete_too_early(garden: Garden) -> None:
    garden.sql(
        "UPDATE responses SET state = 'completed', code = 'AAAAA-AAAAA-A' WHERE id = "
        "(SELECT id FROM responses WHERE state <> 'completed' AND form = 'mc' LIMIT 1)"
    )


def uncomplete(garden: Garden) -> None:
    garden.sql(f"UPDATE responses SET state = 'stopped' WHERE id = ({SOMEBODY})")


def lose_case(garden: Garden) -> None:
    garden.sql("PRAGMA foreign_keys = OFF")
    garden.sql("DELETE FROM complaints WHERE id = (SELECT max(id) FROM complaints)")


def disown_case(garden: Garden) -> None:
    garden.sql("UPDATE complaints SET owner_unit_id = NULL")


def remove_the_owner(garden: Garden) -> None:
    """As removing example data once did, from under the cases of real people."""
    garden.sql("PRAGMA foreign_keys = OFF")
    garden.sql("DELETE FROM units WHERE id IN (SELECT owner_unit_id FROM complaints)")


def rewrite_code(garden: Garden) -> None:
    garden.sql("UPDATE complaints SET code = 'AAAAA-AAAAA-A' "
               "WHERE id = (SELECT max(id) FROM complaints)")  # fmt: skip


def tear_history(garden: Garden) -> None:
    garden.sql("DROP TRIGGER complaint_events_no_delete")
    garden.sql("DELETE FROM complaint_events WHERE number = 1")


def unguard_history(garden: Garden) -> None:
    garden.sql("DROP TRIGGER complaint_events_no_update")


def take_words_for_another_answer(garden: Garden) -> None:
    typed = next(
        sent.meant
        for ledger in garden.ledgers
        for sent in ledger.sent
        if sent.kind == "text" and sent.given and sent.meant and sent.meant.question == "H1"
    )
    value = "self" if typed.value == "other" else "other"
    garden.sql(
        "UPDATE answers SET value = ? WHERE question = 'H1' AND response_id LIKE ?",
        (f'"{value}"', f"%{typed.tag}"),
    )


FAULTS: dict[Plant, str] = {
    lose_answer: "I1",
    lose_message: "I1",
    lose_session: "I1",
    repeat_answer: "I2",
    leave_undecided: "I2",
    bury_message: "I2",
    invent_message: "I2",
    swap_arrivals: "I3",
    hear_otherwise: "I3",
    lose_a_line: "I4",
    forget_an_answer: "I4",
    skip_a_version: "I5",
    ask_again: "I6",
    answer_another_question: "I7",
    store_another_value: "I7",
    change_the_version: "I7",
    retract_a_required_answer: "I8",
    complete_too_early: "I8",
    uncomplete: "I8",
    lose_case: "I14",
    disown_case: "I14",
    remove_the_owner: "I14",
    rewrite_code: "I14",
    tear_history: "I14",
    unguard_history: "I14",
    take_words_for_another_answer: MISREAD,
}


@pytest.fixture
def garden(visit: Visit, tmp_path: Path) -> Iterator[tuple[Garden, Path]]:
    path = copy_database(visit.database, tmp_path)
    ledgers = msgspec.msgpack.decode(msgspec.msgpack.encode(visit.ledgers), type=list[Ledger])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield Garden(connection, KeyRing.open(visit.key_ring), ledgers), path


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Plant, garden: tuple[Garden, Path], visit: Visit) -> None:
    bed, path = garden
    plant(bed)
    violations = check(take_snapshot(path, visit.key_ring), bed.ledgers)
    assert FAULTS[plant] in {violation.invariant for violation in violations}, violations


def test_every_check_has_a_planted_fault() -> None:
    assert set(FAULTS.values()) == set(CHECKS)


def test_without_a_fault_nothing_is_found(garden: tuple[Garden, Path], visit: Visit) -> None:
    bed, path = garden
    assert check(take_snapshot(path, visit.key_ring), bed.ledgers) == []
