"""The queue of each kind of database against going through all cases one by one."""

from collections.abc import Sequence
from itertools import product

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from flows.desk.deadlines import SOON
from flows.desk.policy import Scope
from flows.identifiers import ComplaintId, Instant
from storage.base import ComplaintRecord, Storage
from storage.case_words import keep_words
from storage.desk_records import COUNTED, CaseFilter
from storage.desk_tables import complaint_words
from storage.opening import SqlStorage
from tests.storage.desk_rows import (
    DAY,
    ME,
    NOW,
    UNITS,
    WHOLE,
    expected,
    forget_words,
    keep_cases,
    some_cases,
)
from tests.storage.records import put

CASES = some_cases(300)
PARTIES = frozenset(one.id for one in CASES[::17])
SOME = frozenset(UNITS[:3])
SINCE, UNTIL = CASES[7].created_at, CASES[8].created_at
SINCE, UNTIL = min(SINCE, UNTIL), max(SINCE, UNTIL)
SCOPES = {
    "the whole house": WHOLE,
    "the house but restricted cases": replace(WHOLE, restricted_units=frozenset()),
    "restricted cases of two units": replace(WHOLE, restricted_units=frozenset(UNITS[1:3])),
    "one unit": Scope(account_id=ME, units=frozenset(UNITS[:1])),
    "three units, restricted of two": Scope(
        account_id=ME, units=SOME, restricted_units=frozenset(UNITS[1:5])
    ),
    "own cases of three units": Scope(account_id=ME, own_units=SOME),
    "one unit, and own cases of others": Scope(
        account_id=ME, units=frozenset(UNITS[:1]), own_units=frozenset(UNITS[3:])
    ),
    "one unit, and own cases wherever": Scope(
        account_id=ME, units=frozenset(UNITS[:1]), own_units=None, restricted_units=None
    ),
    "seventy units": Scope(
        account_id=ME,
        units=SOME | {f"empty-{number}" for number in range(70)},
        restricted_units=SOME,
    ),
    "nothing": Scope(account_id=ME),
}
FILTERS = (
    CaseFilter(),
    CaseFilter(order="newest"),
    CaseFilter(states=("new",)),
    CaseFilter(states=("new", "waiting"), order="newest"),
    CaseFilter(states=("new", "assigned", "in_progress", "waiting", "answered")),
    CaseFilter(states=("closed",)),
    CaseFilter(states=("closed", "new"), categories=("PA01",)),
    CaseFilter(categories=("PA01", "PA08")),
    CaseFilter(categories=("PA14",), order="newest"),
    CaseFilter(categories=("PA03",), states=("new",), severity_from=2),
    CaseFilter(severity_from=1),
    CaseFilter(severity_from=3, order="newest"),
    CaseFilter(mine=True),
    CaseFilter(mine=True, order="newest", states=("new", "closed")),
    CaseFilter(unowned=True),
    CaseFilter(unowned=True, order="newest", severity_from=4),
    CaseFilter(mine=True, unowned=True),
    CaseFilter(late_at=NOW),
    CaseFilter(late_at=NOW, order="newest", categories=("PA01",)),
    CaseFilter(late_at=NOW, states=("new", "waiting", "answered")),
    CaseFilter(states=("waiting", "answered", "new")),
    CaseFilter(restricted=True),
    CaseFilter(restricted=True, mine=True, order="newest"),
    CaseFilter(unowned=True, states=("forwarded", "new")),
    CaseFilter(unit_id=UNITS[0]),
    CaseFilter(unit_id=UNITS[4], order="newest"),
    CaseFilter(since=SINCE, until=UNTIL),
    CaseFilter(since=SINCE, states=("closed", "new"), categories=("PA01",)),
    CaseFilter(until=UNTIL, late_at=NOW),
    CaseFilter(until=UNTIL, words=("hen",), told_in=SOME),
    CaseFilter(told_in=frozenset(UNITS[1:2]), categories=("PA01", "PA08")),
    CaseFilter(told_in=frozenset()),
    CaseFilter(words=("hen",)),
    CaseFilter(words=("cho", "lau", "may")),
    CaseFilter(words=("quay", "3"), states=("new",)),
    CaseFilter(words=("bao",), mine=True),
    CaseFilter(words=("code000007",)),
    CaseFilter(words=("nowhere",)),
    CaseFilter(words=("?!",)),
)


@pytest.fixture
async def filled(storage: Storage) -> Storage:
    await keep_cases(storage, CASES)
    await put(
        storage,
        *(
            lambda u, case_id=case_id: storage.complaints.add_party(u, case_id, ME, "named")
            for case_id in PARTIES
        ),
    )
    return storage


async def all_pages(
    storage: Storage, scope: Scope, chosen: CaseFilter, size: int
) -> list[ComplaintId]:
    """Every id that the pages of a queue list, one page behind the other."""
    found: list[ComplaintId] = []
    after: str | None = None
    while True:
        page = await storage.cases.queue(scope, chosen, after=after, size=size)
        found += [row.id for row in page.rows]
        if page.next is None:
            return found
        assert len(page.rows) == size
        after = page.next


async def test_every_filter_in_every_scope_lists_what_it_should(filled: Storage) -> None:
    for (name, scope), chosen in product(SCOPES.items(), FILTERS):
        found = await all_pages(filled, scope, chosen, 40)
        assert found == expected(CASES, scope, chosen, PARTIES), (name, chosen)


async def test_pages_of_any_size_are_the_same_list(filled: Storage) -> None:
    for size, chosen in product((1, 7), (CaseFilter(), CaseFilter(order="newest"))):
        scope = SCOPES["three units, restricted of two"]
        assert await all_pages(filled, scope, chosen, size) == expected(
            CASES, scope, chosen, PARTIES
        )


@pytest.mark.parametrize("after", ["", "dated", "dated.x.y", "closed.1.2", "dated.1.'; --", "💥"])
async def test_what_is_no_mark_begins_at_the_beginning(filled: Storage, after: str) -> None:
    plain = await filled.cases.queue(WHOLE, CaseFilter())
    assert await filled.cases.queue(WHOLE, CaseFilter(), after=after) == plain


async def test_a_row_says_what_the_case_says(filled: Storage) -> None:
    page = await filled.cases.queue(WHOLE, CaseFilter(), size=len(CASES))
    by_id = {one.id: one for one in CASES}
    for row in page.rows:
        whole = by_id[row.id]
        assert all(getattr(row, name) == getattr(whole, name) for name in row.__struct_fields__)


async def test_counts_are_those_of_the_lists(filled: Storage) -> None:
    for name, scope in SCOPES.items():
        counts = await filled.cases.counts(scope, NOW)
        for figure, chosen in (
            (counts.open, CaseFilter()),
            (counts.reopened, CaseFilter(states=("reopened",))),
            (counts.late, CaseFilter(late_at=NOW)),
            (counts.soon, CaseFilter(late_at=Instant(NOW + SOON))),
            (counts.mine, CaseFilter(mine=True)),
            (counts.unowned, CaseFilter(unowned=True)),
        ):
            wanted = len(expected(CASES, scope, chosen, PARTIES))
            assert figure == min(wanted, COUNTED + 1), (name, chosen)


async def test_restricted_cases_are_a_number_to_who_may_not_see_them(filled: Storage) -> None:
    blind = SCOPES["the house but restricted cases"]
    counts = await filled.cases.counts(blind, NOW)
    sighted = expected(CASES, WHOLE, CaseFilter(categories=("PA02",)), PARTIES)
    assert counts.restricted == len(sighted) > 0
    assert expected(CASES, blind, CaseFilter(categories=("PA02",)), PARTIES) == []


async def test_a_code_leads_to_its_case_within_the_scope_only(filled: Storage) -> None:
    for name, scope in SCOPES.items():
        every = CaseFilter(states=tuple({one.state for one in CASES}))
        inside = set(expected(CASES, scope, every, PARTIES))
        for one in CASES[:60]:
            found = await filled.cases.by_code(scope, one.code)
            assert found == (one if one.id in inside else None), (name, one.code)


class TestTime:
    """Open cases on which time may act."""

    async def listed(self, storage: Storage, before: int, size: int = 100) -> Sequence[str]:
        found: list[ComplaintRecord] = []
        after: str | None = None
        while True:
            page = await storage.cases.open_due(Instant(before), after=after, size=size)
            found += page.cases
            if page.next is None:
                return [one.id for one in found]
            after = page.next

    @pytest.mark.parametrize("size", [1, 2, 100])
    async def test_those_never_looked_at_and_those_whose_time_has_come(
        self, storage: Storage, size: int
    ) -> None:
        unknown, *cases = (replace(one, state="new") for one in CASES[:6])
        timed = [replace(one, look_at=Instant(DAY * day)) for day, one in enumerate(cases, 1)]
        closed = replace(CASES[6], state="closed")
        await keep_cases(storage, [unknown, *timed, closed])
        assert await self.listed(storage, 3 * DAY, size) == [
            unknown.id,
            *(one.id for one in timed[:3]),
        ]


class TestWords:
    """The words index."""

    async def test_signs_marks_and_capitals_do_not_matter(self, storage: Storage) -> None:
        one = replace(CASES[0], restricted=False, story="Quầy số 3, (THÁI ĐỘ) xấu!")
        await keep_cases(storage, [one])
        for words in (("quay", "so"), ("Thái",), ("(độ)",), ("3,",), (one.code.lower(),)):
            page = await storage.cases.queue(WHOLE, CaseFilter(words=words))
            assert [row.id for row in page.rows] == [one.id], words

    async def test_cases_of_the_version_before_are_indexed_later(self, storage: Storage) -> None:
        cases = [replace(one, restricted=False) for one in CASES[:5]]
        await keep_cases(storage, cases)
        before = await storage.cases.queue(WHOLE, CaseFilter(words=("code000003",)))
        await forget_words(storage)
        assert not (await storage.cases.queue(WHOLE, CaseFilter(words=("code000003",)))).rows
        assert [await storage.cases.index_missing(3) for _ in range(3)] == [3, 2, 0]
        assert await storage.cases.queue(WHOLE, CaseFilter(words=("code000003",))) == before

    @pytest.mark.parametrize("change", ["erased", "restricted"])
    async def test_words_of_a_case_that_was_read_too_early_stay_away(
        self, storage: SqlStorage, change: str
    ) -> None:
        """Invariants I19 and I22."""
        read = replace(CASES[0], restricted=False, severity=1, story="Bà Hoa mắng tôi")
        await keep_cases(storage, [read])
        await forget_words(storage)
        complaints = storage.complaints
        if change == "erased":
            gone = read.response_id
            await put(storage, lambda u: complaints.erase_of_response(u, gone, Instant(NOW)))
        else:
            shut = replace(read, restricted=True, version=read.version + 1)
            await put(storage, lambda u: complaints.save(u, shut))
        await put(storage, lambda u: keep_words(u, storage.ring, read))
        assert not (await storage.cases.queue(WHOLE, CaseFilter(words=("hoa",)))).rows
        assert await storage.database.rows(select(complaint_words)) == []
