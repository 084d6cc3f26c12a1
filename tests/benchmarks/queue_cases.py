"""A queue of any length with the same mixture, and what officers ask of it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy import Table

from flows.desk.policy import Scope
from flows.identifiers import Instant, identifier_from
from storage.addresses import PostgresAddress, is_postgres, sqlite_path
from storage.case_words import word_hashes
from storage.desk_records import CaseFilter
from storage.desk_tables import case_parties, complaint_words
from storage.secrets import KeyRing
from storage.tables import complaints

__all__ = ["NOW", "QUESTIONS", "SCOPES", "cases", "fill"]

ME = "account-me"
NOW = Instant(1_760_000_000_000)
DAY = 86_400_000
UNITS = tuple(f"unit-{number:02}" for number in range(36))
SMALL = "unit-small"
_FEW = 25  # cases of what stays as small as it is, however long the queue grows
_CATEGORIES = (("PA01", 30), ("PA03", 25), ("PA04", 20), ("PA08", 10), ("PA02", 8), ("PA14", 7))
_STATES = (
    ("new", 35), ("assigned", 20), ("in_progress", 25), ("waiting", 5), ("answered", 10),
    ("reopened", 5),
)  # fmt: skip
_SEVERITIES = ((0, 5), (1, 25), (2, 40), (3, 25), (4, 5))
_COMMON = tuple(f"word{number}" for number in range(40))

_WHOLE = Scope(account_id=ME, units=None, own_units=None, restricted_units=None)
_ONE = Scope(account_id=ME, units=frozenset(UNITS[:1]))
_MANY = Scope(account_id=ME, units=frozenset(UNITS[:13]), restricted_units=frozenset(UNITS[:3]))
_TINY = Scope(account_id=ME, units=frozenset({SMALL}))
_OWN = Scope(account_id=ME, own_units=frozenset(UNITS))
_FILTERS: dict[str, CaseFilter] = {
    "all by due date": CaseFilter(),
    "all, newest": CaseFilter(order="newest"),
    "state new": CaseFilter(states=("new",)),
    "state new, newest": CaseFilter(states=("new",), order="newest"),
    "category 30 %": CaseFilter(categories=("PA01",)),
    "category rare": CaseFilter(categories=("PA12",)),
    "category rare, newest": CaseFilter(categories=("PA12",), order="newest"),
    "severity 4": CaseFilter(severity_from=4),
    "severity 4, newest": CaseFilter(severity_from=4, order="newest"),
    "without officer": CaseFilter(unowned=True),
    "without officer, newest": CaseFilter(unowned=True, order="newest"),
    "mine": CaseFilter(mine=True),
    "mine, newest": CaseFilter(mine=True, order="newest"),
    "late": CaseFilter(late_at=NOW),
    "late and new": CaseFilter(late_at=NOW, states=("new",)),
    "category, state, severity": CaseFilter(
        categories=("PA01",), states=("new",), severity_from=3
    ),
    "closed": CaseFilter(states=("closed",)),
    "a common word": CaseFilter(words=("word7",)),
    "a rare word": CaseFilter(words=("rareword",)),
    "two common words": CaseFilter(words=("word7", "word8")),
    "a rare and a common word": CaseFilter(words=("word7", "rareword")),
    "a word in mine": CaseFilter(words=("word7",), mine=True),
}
SCOPES = {"house": _WHOLE, "1 unit": _ONE, "13 units": _MANY, "small": _TINY, "own": _OWN}
QUESTIONS: dict[str, tuple[Scope, CaseFilter]] = {
    f"{place}: {name}": (scope, chosen)
    for place, scope in SCOPES.items()
    for name, chosen in _FILTERS.items()
}

_Row: TypeAlias = dict[str, Any]


def _pick(chance: random.Random, weighted: tuple[tuple[Any, int], ...]) -> Any:  # noqa: ANN401 – of any kind
    return chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]


def _case(usual: random.Random, number: int, count: int) -> _Row:
    """Return a row. The few that stay few are spread over the whole queue, and always the same."""
    nth, rest = divmod(number, count // _FEW)
    few = rest == 0
    chance = random.Random(nth) if few else usual
    created = NOW - chance.randrange(90 * DAY)
    category = "PA12" if few else _pick(chance, _CATEGORIES)
    row: _Row = dict.fromkeys(complaints.c.keys())
    return row | {
        "id": identifier_from(b"queue of a benchmark", str(number), Instant(created)),
        "code": f"CODE{number}",
        "response_id": f"response-{number}",
        "kind": "report",
        "category": category,
        "severity": _pick(chance, _SEVERITIES),
        "restricted": category == "PA02",
        "reply_promised": True,
        "state": _pick(chance, _STATES),
        "owner_unit_id": SMALL if few else chance.choice(UNITS),
        "owner_role": "head",
        # Deadlines fall on the end of a day: many have the same one.
        "due_at": None if category == "PA14" else NOW + chance.randrange(-3, 12) * DAY,
        "created_at": created,
        "story": b"sealed" * 40,
        "trial": False,
        "demo": False,
        "officer_id": ME if few else _pick(chance, (("other", 50), (None, 50))),
        "version": 1,
        "reopened": 0,
        "due_version": "",
        "noticed": 0,
    }


def cases(count: int) -> Iterator[_Row]:
    """Yield open cases, and half as many closed ones behind them."""
    chance = random.Random(5)
    for number in range(count):
        yield _case(chance, number, count)
    for number in range(count, count + count // 2):
        yield _case(chance, number, count) | {"state": "closed"}


def _words(row: _Row, chance: random.Random, hashes: dict[str, bytes]) -> Iterator[_Row]:
    if row["restricted"]:
        return
    own = {"complaint_id": row["id"], "owner_unit_id": row["owner_unit_id"]}
    few = row["owner_unit_id"] == SMALL
    chosen = (random.Random(row["created_at"]) if few else chance).sample(_COMMON, 8)
    for word in (*chosen, *(["rareword"] if few else [])):
        yield own | {"word_index": hashes[word]}


async def fill(database_url: str, ring: KeyRing, count: int) -> None:
    """Put `count` open cases with their words into an empty database at head."""
    hashes = {word: word_hashes(ring, [word])[0] for word in (*_COMMON, "rareword")}
    chance = random.Random(6)
    rows = list(cases(count))
    words = [word for row in rows for word in _words(row, chance, hashes)]
    parties = [
        {"account_id": ME, "complaint_id": row["id"], "kind": "named"}
        for row in rows[:: len(rows) // 10]
    ]
    tables = ((complaints, rows), (complaint_words, words), (case_parties, parties))
    if is_postgres(database_url):
        await _fill_postgres(PostgresAddress(database_url), tables)
    else:
        _fill_sqlite(database_url, tables)


_Filled: TypeAlias = tuple[tuple[Table, list[_Row]], ...]


def _fill_sqlite(database_url: str, tables: _Filled) -> None:
    with closing(sqlite3.connect(sqlite_path(database_url), isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for table, rows in tables:
            names = ", ".join(rows[0])
            given = ", ".join(f":{name}" for name in rows[0])
            connection.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({given})", rows)  # noqa: S608 – names of ours
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


async def _fill_postgres(address: PostgresAddress, tables: _Filled) -> None:
    connection = await asyncpg.connect(address.dsn)
    for table, rows in tables:
        records = (tuple(row.values()) for row in rows)
        await connection.copy_records_to_table(table.name, columns=list(rows[0]), records=records)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
