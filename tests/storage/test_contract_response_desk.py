"""Responses as officers see them, on each kind of database."""

import random
from functools import partial

import pytest
from msgspec.structs import replace

from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId
from storage.base import ResponseRecord, StaleSessionError, Storage, UnitOfWork
from storage.desk_records import ResponseFilter, ResponseMark
from tests.storage.desk_rows import ME, UNITS, WHOLE
from tests.storage.records import R1, put, put_each, response

_CHANCE = random.Random(3)
RESPONSES = [
    response(
        f"response-{number:03}",
        form=_CHANCE.choice(("mc", "th")),
        state=_CHANCE.choice(("completed", "in_progress")),
        unit_id=_CHANCE.choice((*UNITS, None)),
        started_at=_CHANCE.randrange(100),
    )
    for number in range(120)
]
OUT = frozenset(one.id for one in RESPONSES[::7])
SCOPES = (
    WHOLE,
    Scope(account_id=ME, units=frozenset(UNITS[:2])),
    Scope(account_id=ME, units=frozenset(f"x{n}" for n in range(70)) | frozenset(UNITS[2:5])),
    Scope(account_id=ME),
)
FILTERS = (
    ResponseFilter(),
    ResponseFilter(form="mc"),
    ResponseFilter(forms=("mc", "other")),
    ResponseFilter(forms=("mc", "th"), form="th"),
    ResponseFilter(state="completed", form="th"),
    ResponseFilter(unit_id=UNITS[1]),
    ResponseFilter(since=Instant(20), until=Instant(60)),
    ResponseFilter(set_aside=True),
    ResponseFilter(set_aside=False, form="mc"),
)


def expected(scope: Scope, chosen: ResponseFilter) -> list[str]:
    """Return what should be listed, found by going through all of them."""
    inside = [
        one
        for one in RESPONSES
        if (scope.units is None or one.unit_id in scope.units) and _wanted(one, chosen)
    ]
    return [one.id for one in sorted(inside, key=lambda o: (o.started_at, o.id), reverse=True)]


def _wanted(one: ResponseRecord, chosen: ResponseFilter) -> bool:
    return (
        chosen.form in (None, one.form)
        and (not chosen.forms or one.form in chosen.forms)
        and chosen.state in (None, one.state)
        and chosen.unit_id in (None, one.unit_id)
        and (chosen.since is None or one.started_at >= chosen.since)
        and (chosen.until is None or one.started_at < chosen.until)
        and chosen.set_aside in (None, one.id in OUT)
    )


@pytest.fixture
async def filled(storage: Storage) -> Storage:
    await put_each(storage, storage.responses.add, *RESPONSES)
    for name in OUT:
        await put(storage, partial(turned, storage, name))
    return storage


def turned(storage: Storage, name: str, unit: UnitOfWork, at: int = 5) -> None:
    storage.response_desk.set_aside(
        unit, ResponseId(name), "trả lời thử", Instant(at), "account:1"
    )


@pytest.mark.parametrize("size", [9, 200])
async def test_lists_are_what_they_should_be(filled: Storage, size: int) -> None:
    for scope in SCOPES:
        for chosen in FILTERS:
            found: list[str] = []
            after: str | None = None
            while True:
                page = await filled.response_desk.listed(scope, chosen, after=after, size=size)
                found += [row.id for row in page.rows]
                after = page.next
                if after is None:
                    break
            assert found == expected(scope, chosen), (scope, chosen)


async def test_one_is_found_within_the_scope_only(filled: Storage) -> None:
    for scope in SCOPES:
        inside = set(expected(scope, ResponseFilter()))
        for one in RESPONSES[:20]:
            found = await filled.response_desk.by_id(scope, one.id)
            seen = replace(one, set_aside=one.id in OUT)
            assert found == (seen if one.id in inside else None)


class TestSettingAside:
    @pytest.fixture
    async def desk(self, storage: Storage) -> Storage:
        await put_each(storage, storage.responses.add, response())
        await put(storage, partial(turned, storage, R1))
        return storage

    async def test_is_said_with_its_reason_and_taken_back(self, desk: Storage) -> None:
        found = await desk.responses.load(R1)
        assert found is not None
        assert found.set_aside
        back = desk.response_desk.restore
        await put(desk, lambda u: back(u, R1, "nhầm", Instant(8), "account:2"))
        assert await desk.responses.load(R1) == response()
        first, second = await desk.response_desk.marks(R1)
        assert first == ResponseMark(
            response_id=R1, number=1, kind="set_aside", reason="trả lời thử",
            at=Instant(5), by="account:1",
        )  # fmt: skip
        assert (second.number, second.kind, second.reason) == (2, "restored", "nhầm")

    async def test_of_two_officers_one_does_it(self, desk: Storage) -> None:
        with pytest.raises(StaleSessionError):
            await put(desk, partial(turned, desk, R1, at=6))
        assert len(await desk.response_desk.marks(R1)) == 1

    async def test_reasons_go_with_the_response(self, desk: Storage) -> None:
        """Who gave one may have said about whom it is (invariant I22)."""
        await put(desk, lambda u: desk.responses.erase(u, R1))
        [mark] = await desk.response_desk.marks(R1)
        assert (mark.kind, mark.reason) == ("set_aside", None)
