"""Records of the desk to store, complete but for what a test is about."""

import random
from collections.abc import Callable, Sequence

from msgspec.structs import replace
from sqlalchemy import delete

from flows.desk.cases import RUNNING, UNTAKEN
from flows.desk.deadlines import is_late
from flows.desk.policy import Scope, Thing, covers
from flows.identifiers import ComplaintId, Instant, identifier_from
from flows.spelling import fold
from storage.base import ComplaintRecord, Storage, UnitOfWork
from storage.desk_records import (
    AccountLinkRecord,
    AccountRecord,
    CaseFilter,
    DeskSessionRecord,
)
from storage.desk_tables import complaint_words
from tests.storage.records import complaint, unit_of

ME = "account-1"
UNITS = tuple(f"unit-{number}" for number in range(6))
WHOLE = Scope(account_id=ME, units=None, own_units=None, restricted_units=None)
DAY = 86_400_000
NOW = Instant(400 * DAY)

_ACCOUNT = AccountRecord(id=ME, login="an.nguyen", name="Nguyễn Văn An", created_at=Instant(5))
_LINK = AccountLinkRecord(
    token_hash="hash-1",
    purpose="invite",
    account_id=ME,
    created_at=Instant(5),
    expires_at=Instant(500),
    created_by="account-0",
)
_SESSION = DeskSessionRecord(
    id_hash="hash-1",
    account_id=ME,
    csrf="csrf",
    created_at=Instant(5),
    seen_at=Instant(5),
    agent="Firefox",
)


def account(name: str = ME, /, **more: object) -> AccountRecord:
    return replace(_ACCOUNT, **{"id": name, "login": f"login-of-{name}", **more})


def account_link(name: str = "hash-1", /, **more: object) -> AccountLinkRecord:
    return replace(_LINK, token_hash=name, **more)


def desk_session(name: str = "hash-1", /, **more: object) -> DeskSessionRecord:
    return replace(_SESSION, id_hash=name, **more)


# -- many cases, and what the queue should say about them

_STATES = ("new", "assigned", "in_progress", "waiting", "forwarded", "answered", "reopened")
_CATEGORIES = ("PA01", "PA02", "PA03", "PA08", "PA14")
_WORDS = ("chờ lâu", "thái độ", "sổ bảo hiểm", "giấy hẹn", "máy hỏng", "quầy số 3")


def some_cases(count: int, seed: int = 1) -> list[ComplaintRecord]:
    """Return cases of all kinds, the same for the same seed."""
    chance = random.Random(seed)
    return [_some_case(chance, number) for number in range(count)]


def _some_case(chance: random.Random, number: int) -> ComplaintRecord:
    created = Instant(NOW - chance.randrange(60) * DAY - number)
    name = identifier_from(b"seed of these cases" + bytes([number % 256]), str(number), created)
    category = chance.choice(_CATEGORIES)
    # Deadlines fall on the end of a day: many cases have the same one.
    due = None if category == "PA14" else Instant(NOW + chance.randrange(-5, 15) * DAY)
    return complaint(
        name,
        code=f"CODE{number:06}",
        response_id=f"response-{number}",
        category=category,
        severity=chance.randrange(5),
        restricted=category == "PA02",
        state="closed" if chance.random() < 0.2 else chance.choice(_STATES),
        unit_id=UNITS[number % len(UNITS)] if number % 7 else None,
        owner_unit_id=chance.choice((*UNITS, None)),
        officer_id=chance.choice((ME, "account-2", None, None)),
        due_at=due,
        created_at=created,
        story=" và ".join(chance.sample(_WORDS, 2)),
    )


async def keep_cases(storage: Storage, cases: Sequence[ComplaintRecord]) -> None:
    """Commit cases, many at once."""
    for first in range(0, len(cases), 200):
        unit = UnitOfWork()
        for one in cases[first : first + 200]:
            storage.complaints.add(unit, one)
        await storage.commit(unit)


def expected(
    cases: Sequence[ComplaintRecord],
    scope: Scope,
    chosen: CaseFilter,
    parties: frozenset[ComplaintId] = frozenset(),
) -> list[ComplaintId]:
    """Return what the queue should list, found by going through all cases one by one."""
    rules = _rules(chosen, scope)
    wanted = [
        one
        for one in cases
        if covers(scope, _thing(one, scope, parties)) and all(rule(one) for rule in rules)
    ]
    by_age = bool(chosen.words) or "closed" in chosen.states
    by_age |= chosen.since is not None or chosen.until is not None
    if by_age or (chosen.order == "newest" and chosen.late_at is None):
        return [one.id for one in sorted(wanted, key=lambda one: one.id, reverse=True)]
    return [one.id for one in sorted(wanted, key=lambda o: (*_term(o), o.id))]


def _term(one: ComplaintRecord) -> tuple[bool, int]:
    """Order terms that run by their end, and put whatever has none behind them."""
    runs = one.state in RUNNING and one.due_at is not None
    return not runs, (one.due_at or 0) if runs else 0


def _thing(one: ComplaintRecord, scope: Scope, parties: frozenset[ComplaintId]) -> Thing:
    return Thing(
        kind="case",
        unit_id=one.unit_id,
        owner_unit_id=one.owner_unit_id,
        officer_id=one.officer_id,
        restricted=one.restricted,
        severity=one.severity,
        parties=frozenset({scope.account_id}) if one.id in parties else frozenset(),
    )


def _rules(chosen: CaseFilter, scope: Scope) -> list[Callable[[ComplaintRecord], bool]]:
    late = chosen.late_at
    return [
        lambda one: (
            one.state in chosen.states
            if chosen.states
            else bool(chosen.words) or one.state != "closed"
        ),
        lambda one: not chosen.categories or one.category in chosen.categories,
        lambda one: one.severity >= chosen.severity_from,
        lambda one: not chosen.mine or one.officer_id == scope.account_id,
        lambda one: not chosen.unowned or (one.officer_id is None and one.state in UNTAKEN),
        lambda one: late is None or is_late(one, late),
        lambda one: not chosen.restricted or one.restricted,
        lambda one: chosen.unit_id is None or one.owner_unit_id == chosen.unit_id,
        lambda one: chosen.since is None or one.created_at >= chosen.since,
        lambda one: chosen.until is None or one.created_at < chosen.until,
        lambda one: chosen.told_in is None or one.unit_id in chosen.told_in,
        lambda one: not chosen.words or not one.restricted,
        lambda one: all(_has(word, one) for word in chosen.words),
    ]


def _has(word: str, one: ComplaintRecord) -> bool:
    return word in fold(f"{one.code} {one.story}").split()


async def forget_words(storage: Storage) -> None:
    """Leave cases without their words, as the version before wrote them."""
    await storage.commit(unit_of(lambda unit: unit.add(delete(complaint_words), {})))
