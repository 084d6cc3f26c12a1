"""`/api/v1`: another system hands in transactions and gets links, once, whatever goes wrong."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.api_keys import key_hash
from bot.locks import OverloadedError
from bot.runner import Runner
from bot.turns import now_ms
from bot.web.site import create_site
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.inviting_records import ApiKeyRecord
from tests.postgres_server import PostgresServer
from tests.web.installation import CONFIGURED, PLACE, Installation, installed

PATH = "/api/v1/transactions"
_number = count(1)


@dataclass(frozen=True)
class OneStop:
    """The office's one-stop software, with its key."""

    installation: Installation
    url: URL
    http: aiohttp.ClientSession
    secret: str

    async def send(
        self, *transactions: object, again: str | None = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Hand transactions in; `again` is the idempotency key of a request sent before."""
        given = {
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": again or secrets.token_hex(8),
            **headers,
        }
        body = {"transactions": list(transactions)}
        async with self.http.post(self.url.with_path(PATH), json=body, headers=given) as answer:
            return answer.status, await answer.json(content_type=None)


async def new_key(installation: Installation, **changes: object) -> str:
    """Store a key, and return its secret."""
    secret = secrets.token_urlsafe(32)
    values = {
        "id": f"key-{next(_number)}", "name": "Một cửa", "key_hash": key_hash(secret),
        "unit_id": PLACE.unit_id, "legal_basis": "Quy chế phối hợp", "created_at": now_ms(),
        "created_by": "test",
    }  # fmt: skip
    unit = UnitOfWork()
    record = ApiKeyRecord(**{**values, **changes})  # type: ignore[arg-type] # by name
    installation.storage.api_keys.add(unit, record)
    await installation.storage.commit(unit)
    return secret


@pytest.fixture(scope="module")
async def postgresql(postgres_server: PostgresServer) -> AsyncIterator[str]:
    name = await postgres_server.create()
    yield postgres_server.url(name)
    await postgres_server.drop(name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def rows(request: pytest.FixtureRequest) -> str | None:
    """The address of a database of each kind; None: a file of the installation's folder."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))


@pytest.fixture(scope="module")
async def one_stop(
    rows: str | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[OneStop]:
    async with (
        installed(tmp_path_factory.mktemp("api"), rows, **CONFIGURED) as it,
        TestServer(create_site(it.services)) as running,
        aiohttp.ClientSession() as http,
    ):
        yield OneStop(it, running.make_url("/"), http, await new_key(it))


def one(**changes: str) -> dict[str, str]:
    """A transaction that was never there before, of somebody who was never asked."""
    number = next(_number)
    return {"code": f"HS-{number}", "done_on": "2026-01-05", "person": f"0{number:09d}", **changes}


async def test_each_transaction_gets_a_link_that_opens_its_survey(one_stop: OneStop) -> None:
    status, said = await one_stop.send(
        one(place=PLACE.name, counter="Quầy số 2"), one(mode="online")
    )
    assert status == 201
    assert [found["outcome"] for found in said["results"]] == ["invited", "invited"]
    token = said["results"][0]["link"].rpartition("/")[2]
    async with one_stop.http.get(one_stop.url.with_path(f"/{token}")) as page:
        assert page.status == 200
    listed = await one_stop.installation.storage.invitations.listed()
    kept = {record.transaction_id: record for record in listed}
    first, second = (kept[found["transaction"]] for found in said["results"])
    assert (first.form, first.place_id, first.counter_id) == ("mc", PLACE.id, "q2")
    assert (second.form, second.unit_id, second.period_from) == ("el", PLACE.unit_id, "2026-01-05")


async def test_the_same_request_again_is_answered_the_same(one_stop: OneStop) -> None:
    key, sent = secrets.token_hex(8), one()
    first = await one_stop.send(sent, again=key)
    assert await one_stop.send(sent, again=key) == first
    status, said = await one_stop.send(one(), again=key)
    assert (status, "yêu cầu khác" in said["title"]) == (422, True)


async def test_ten_times_at_once_is_once(one_stop: OneStop) -> None:
    key, sent = secrets.token_hex(8), one()
    answers = await asyncio.gather(*(one_stop.send(sent, again=key) for _ in range(10)))
    assert {status for status, _ in answers} == {201}
    assert len({said["results"][0]["link"] for _, said in answers}) == 1


async def test_a_transaction_sent_anew_gets_a_new_link_until_it_is_opened(
    one_stop: OneStop,
) -> None:
    sent, storage = one(), one_stop.installation.storage
    _, first = await one_stop.send(sent)
    _, second = await one_stop.send(sent)
    [found], [before] = second["results"], first["results"]
    assert found["outcome"] == "renewed"
    assert found["link"] != before["link"]
    async with one_stop.http.get(one_stop.url.with_path(URL(before["link"]).path)) as page:
        assert page.status == 404
    record = (await storage.invitations.of_transactions([found["transaction"]]))[
        found["transaction"]
    ]
    unit = UnitOfWork()
    storage.invitations.claim(unit, record.id, "session-1")  # type: ignore[arg-type] # an id
    await storage.commit(unit)
    _, third = await one_stop.send(sent)
    assert third["results"] == [{"transaction": found["transaction"], "outcome": "opened"}]


async def test_nobody_is_asked_twice_in_ninety_days(one_stop: OneStop) -> None:
    who = {"person": "079123456789"}
    _, said = await one_stop.send(one(**who), one(**who))
    assert [found["outcome"] for found in said["results"]] == ["invited", "asked_lately"]
    _, said = await one_stop.send(one(**who))
    assert said["results"][0]["outcome"] == "asked_lately"


@pytest.mark.parametrize("alone_first", [True, False])
async def test_a_number_alone_may_be_anybody_who_has_it(
    one_stop: OneStop, *, alone_first: bool
) -> None:
    """Whichever of the two is told first, and whether or not in one request."""
    phone = "0912000777" if alone_first else "0912000778"
    alone, named = one(phone=phone), one(phone=phone)
    del alone["person"]
    first, second = (alone, named) if alone_first else (named, alone)
    _, said = await one_stop.send(first, second)
    assert [found["outcome"] for found in said["results"]] == ["invited", "asked_lately"]
    _, said = await one_stop.send(second)
    assert said["results"][0]["outcome"] == "asked_lately"


async def test_who_was_asked_long_ago_is_asked_again(one_stop: OneStop) -> None:
    storage = one_stop.installation.storage
    sent = one()
    long_ago = Instant(now_ms() - 91 * 86_400_000)
    unit = UnitOfWork()
    who = storage.ring.blind_index(f"person|{sent['person'].lstrip('0')}")
    storage.asked.ask(unit, who, long_ago, "before", not_since=Instant(0))
    await storage.commit(unit)
    _, said = await one_stop.send(sent)
    assert said["results"][0]["outcome"] == "invited"


async def test_two_requests_at_once_ask_one_person_once(one_stop: OneStop) -> None:
    who = {"person": "079123450000"}
    answers = await asyncio.gather(*(one_stop.send(one(**who)) for _ in range(6)))
    outcomes = [said["results"][0]["outcome"] for _, said in answers]
    assert sorted(outcomes) == ["asked_lately"] * 5 + ["invited"]


async def test_all_or_nothing_with_each_fault_at_its_place(one_stop: OneStop) -> None:
    good = one()
    bad = one(phone="0123456789012", unit="BHXH Xyz")
    status, said = await one_stop.send(good, bad, one(done_on="2026-02-30"))
    assert status == 422
    faults = {(fault["index"], fault["field"]) for fault in said["faults"]}
    assert {(1, "phone"), (2, "done_on")} <= faults
    assert all(fault["message"] for fault in said["faults"])
    _, again = await one_stop.send(good)
    assert again["results"][0]["outcome"] == "invited", "nothing of the first request was stored"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b"\xff\xfe", b'{"transactions": []}', b'{"transactions": [{}]}',
        b'{"transactions": [{"code": "1", "done_on": "5/1/2026"}]}',
        b'{"transactions": [{"code": "1", "done_on": "2026-01-05", "cccd": "1"}]}',
        b'{"transactions": [{"code": "\xff", "done_on": "2026-01-05"}]}',
        b'{"transactions": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_as_a_problem(one_stop: OneStop, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {one_stop.secret}", "Idempotency-Key": "12345678"}
    async with one_stop.http.post(
        one_stop.url.with_path(PATH), data=body, headers=headers
    ) as answer:
        assert answer.status == 400
        assert answer.content_type == "application/problem+json"


async def test_too_much_at_once_is_refused(one_stop: OneStop) -> None:
    status, said = await one_stop.send(*(one() for _ in range(101)))
    assert status == 400
    assert "length" in said["where"]
    status, _ = await one_stop.send(*(one(commune="x" * 200) for _ in range(400)))
    assert status == 413


async def test_a_request_without_idempotency_key_is_refused(one_stop: OneStop) -> None:
    status, said = await one_stop.send(one(), **{"Idempotency-Key": "kurz"})
    assert (status, "Idempotency-Key" in said["title"]) == (400, True)


@pytest.mark.parametrize(
    "changes", [{"revoked_at": 1}, {"expires_at": 1}, None], ids=["revoked", "expired", "unknown"]
)
async def test_a_key_that_opens_nothing_is_refused(
    one_stop: OneStop, changes: dict[str, object] | None
) -> None:
    secret = "x" * 43 if changes is None else await new_key(one_stop.installation, **changes)
    status, _ = await one_stop.send(one(), Authorization=f"Bearer {secret}")
    assert status == 401


async def test_a_key_of_strange_letters_is_no_key(one_stop: OneStop) -> None:
    headers = {"Authorization": "Bearer \udcff\udcfe", "Idempotency-Key": "12345678"}
    async with one_stop.http.post(
        one_stop.url.with_path(PATH), data=b"{}", headers=headers
    ) as answer:
        assert answer.status == 401


@pytest.mark.parametrize("code", [" ", "\u200b", "\t"])
async def test_a_file_number_of_blanks_is_missing(one_stop: OneStop, code: str) -> None:
    status, said = await one_stop.send(one(code=code))
    assert (status, said["faults"][0]["field"]) == (422, "code")


async def test_a_day_that_is_none_is_named_as_programs_write_days(one_stop: OneStop) -> None:
    _, said = await one_stop.send(one(done_on="2026-02-30"))
    assert "2026-10-05" in said["faults"][0]["message"]


async def test_a_link_that_has_expired_is_renewed_with_a_new_end(one_stop: OneStop) -> None:
    storage, sent = one_stop.installation.storage, one()
    _, first = await one_stop.send(sent)
    name = first["results"][0]["transaction"]
    before = (await storage.invitations.of_transactions([name]))[name]
    unit = UnitOfWork()
    storage.invitations.renew(unit, msgspec.structs.replace(before, expires_at=Instant(1)))
    await storage.commit(unit)
    _, again = await one_stop.send(sent)
    found = again["results"][0]
    token = found["link"].rpartition("/")[2]
    async with one_stop.http.get(one_stop.url.with_path(f"/{token}")) as page:
        assert (found["outcome"], page.status) == ("renewed", 200)


async def test_an_invitation_that_was_taken_back_gets_no_other(one_stop: OneStop) -> None:
    storage, sent = one_stop.installation.storage, one()
    _, first = await one_stop.send(sent)
    name = first["results"][0]["transaction"]
    record = (await storage.invitations.of_transactions([name]))[name]
    unit = UnitOfWork()
    storage.invitations.revoke(unit, record.id, now_ms())
    await storage.commit(unit)
    _, again = await one_stop.send(sent)
    assert again["results"] == [{"transaction": name, "outcome": "revoked"}]


async def test_a_number_is_remembered_and_a_family_shares_it(one_stop: OneStop) -> None:
    phone = {"phone": "0912000111"}
    _, said = await one_stop.send(one(**phone), one(**phone))
    assert [found["outcome"] for found in said["results"]] == ["invited", "invited"]
    _, said = await one_stop.send({**one(**phone), "person": ""})
    assert said["results"][0]["outcome"] == "asked_lately"


@pytest.mark.parametrize("nobody", ["000000000000", "không có", "0", "-"])
async def test_nobodys_number_keeps_nobody_from_being_asked(
    one_stop: OneStop, nobody: str
) -> None:
    _, said = await one_stop.send(one(person=nobody), one(person=nobody))
    assert [found["outcome"] for found in said["results"]] == ["invited", "invited"]


async def test_one_employer_is_asked_once(one_stop: OneStop) -> None:
    employer = {"employer_code": f"YN{next(_number)}"}
    _, said = await one_stop.send(one(person="", **employer), one(person="", **employer))
    assert [found["outcome"] for found in said["results"]] == ["invited", "asked_lately"]


async def test_a_busy_database_is_a_problem_to_try_again(
    one_stop: OneStop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_runner: Runner, _unit: UnitOfWork) -> None:
        raise OverloadedError(5)

    monkeypatch.setattr(Runner, "guarded_commit", busy)
    status, said = await one_stop.send(one())
    assert (status, said["retry_after"]) == (503, 5)


async def test_a_key_reaches_its_own_units_only(one_stop: OneStop) -> None:
    status, said = await one_stop.send(one(unit="BHXH tỉnh Lâm Đồng"))
    assert status == 422
    assert said["faults"][0]["field"] == "unit"


async def test_who_handed_in_what_is_written_down_without_names(one_stop: OneStop) -> None:
    sent = one(phone="0912345678")
    await one_stop.send(sent)
    rows = await one_stop.installation.storage.audit.listed()
    mine = [row for row in rows if row["action"] == "transactions_handed_in"]
    assert mine
    assert all("0912345678" not in str(dict(row)) for row in rows)


async def test_the_description_says_what_is_read(one_stop: OneStop) -> None:
    async with one_stop.http.get(one_stop.url.with_path("/api/v1/openapi.json")) as answer:
        said = await answer.json()
    shape = said["components"]["schemas"]["Handed"]["properties"]
    assert {"code", "done_on", "phone", "employer_code"} <= shape.keys()
