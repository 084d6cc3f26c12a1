"""Accounts, their links and their sessions, on each kind of database."""

import asyncio
from functools import partial

import pytest
from msgspec.structs import replace
from sqlalchemy import bindparam, select, update

from flows.desk.parties import Person
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError
from storage.desk_tables import accounts
from storage.secrets import CiphertextError
from tests.storage.desk_rows import ME, account, account_link, desk_session
from tests.storage.records import put, put_each

HEAD = Grant("unit_head", "u1")
OFFICER = Grant("case_officer", "u2")
_CODES = select(accounts.c.recovery_codes).where(accounts.c.id == bindparam("of"))


class TestAccounts:
    async def test_come_back_as_they_were(self, storage: Storage) -> None:
        whole = account(
            grants=(HEAD, OFFICER),
            password_hash="$argon2id$…",
            totp_secret="JBSWY3DPEHPK3PXP",
            totp_step=57_000_000,
            recovery=("a", "b"),
            failures=3,
            locked_until=Instant(99),
            state="disabled",
        )
        plain = account("account-2", grants=())
        await put_each(storage, storage.accounts.add, whole, plain)
        assert await storage.accounts.by_id(ME) == whole
        assert await storage.accounts.by_login(plain.login) == plain
        assert await storage.accounts.by_login("nobody") is None
        assert await storage.accounts.listed() == [whole, plain]
        assert await storage.accounts.count() == 2

    async def test_are_listed_without_their_secrets(self, storage: Storage) -> None:
        joined = account(grants=(HEAD, OFFICER), password_hash="x", totp_secret="JBSWY3DPEHPK3PXP")
        invited = account("account-2", grants=(), locked_until=Instant(99), state="disabled")
        await put_each(storage, storage.accounts.add, joined, invited)
        rows = await storage.accounts.rows()
        assert [(one.id, one.joined, one.grants) for one in rows] == [
            (ME, True, (HEAD, OFFICER)),
            ("account-2", False, ()),
        ]
        assert [(one.state, one.locked_until) for one in rows] == [
            ("active", None),
            ("disabled", Instant(99)),
        ]

    async def test_a_login_is_taken_once(self, storage: Storage) -> None:
        await put_each(storage, storage.accounts.add, account())
        with pytest.raises(StorageRefusedError):
            await put_each(storage, storage.accounts.add, account("other", login=account().login))

    async def test_are_changed_with_their_grants(self, storage: Storage) -> None:
        await put_each(storage, storage.accounts.add, account(grants=(HEAD,)))
        changed = account(version=2, name="Trần Thị Bình", grants=(OFFICER,), recovery=("c",))
        await put(storage, lambda u: storage.accounts.save(u, changed))
        assert await storage.accounts.by_id(ME) == changed

    async def test_are_named_without_opening_a_secret(self, storage: Storage) -> None:
        other = account("account-2", name="Trần Thị Bình", state="disabled", totp_secret="S")
        await put_each(storage, storage.accounts.add, account(), other)
        spoilt = update(accounts).values(totp_secret=b"nobody can open this")
        await put(storage, lambda u: u.add(spoilt, {}))
        assert await storage.accounts.names() == {ME: account().name, other.id: other.name}
        assert await storage.accounts.names(["x", other.id]) == {other.id: other.name}

    async def test_recovery_codes_open_in_their_own_row_only(self, storage: Storage) -> None:
        mine, other = account(recovery=("a",)), account("account-2", recovery=("b",))
        await put_each(storage, storage.accounts.add, mine, other)
        [[codes]] = await storage.database.rows(_CODES, {"of": ME})
        assert b'"a"' not in codes
        planted = update(accounts).where(accounts.c.id == other.id).values(recovery_codes=codes)
        await put(storage, lambda u: u.add(planted, {}))
        with pytest.raises(CiphertextError):
            await storage.accounts.by_id(other.id)

    async def test_are_people_while_they_are_active(self, storage: Storage) -> None:
        gone = account("account-2", state="disabled", grants=(HEAD,))
        plain = account("account-3", name="Trần Thị Bình", grants=())
        whole = account(grants=(OFFICER, HEAD))
        await put_each(storage, storage.accounts.add, whole, gone, plain)
        assert await storage.accounts.people() == (
            Person(ME, whole.name, (HEAD, OFFICER)),
            Person(plain.id, "Trần Thị Bình"),
        )

    async def test_it_is_known_how_far_names_were_read(self, storage: Storage) -> None:
        assert await storage.accounts.names_read() is None
        for progress in ("begun", "done"):
            keep = partial(storage.accounts.keep_names_read, progress=progress)
            await put(storage, keep)
            assert await storage.accounts.names_read() == progress

    async def test_of_two_who_change_one_the_second_is_refused(self, storage: Storage) -> None:
        await put_each(storage, storage.accounts.add, account())
        first, second = (account(version=2, failures=count, grants=(HEAD,)) for count in (1, 2))
        await put(storage, lambda u: storage.accounts.save(u, first))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.accounts.save(u, second))
        assert await storage.accounts.by_id(ME) == first


class TestLinks:
    async def test_open_once(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.accounts.add_link(u, account_link()))
        assert await storage.accounts.link("hash-1") == account_link()
        await put(storage, lambda u: storage.accounts.use_link(u, "hash-1", Instant(9)))
        assert await storage.accounts.link("hash-1") == account_link(used_at=9)
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.accounts.use_link(u, "hash-1", Instant(10)))
        assert await storage.accounts.link("hash-2") is None

    async def test_a_newer_one_takes_the_place_of_those_before(self, storage: Storage) -> None:
        used, other = account_link("used", used_at=3), account_link("x", account_id="y")
        await put_each(storage, storage.accounts.add_link, account_link(), used, other)
        await put(storage, lambda u: storage.accounts.revoke_links(u, ME, Instant(8)))
        found = [await storage.accounts.link(name) for name in ("hash-1", "used", "x")]
        assert [one.used_at for one in found if one] == [8, 3, None]


class TestSessions:
    @pytest.fixture
    async def desk(self, storage: Storage) -> Storage:
        await put_each(storage, storage.accounts.add, account(), account("account-2"))
        sessions = (
            desk_session(),
            desk_session("hash-2", seen_at=7),
            desk_session("hash-3", account_id="account-2"),
        )
        await put_each(storage, storage.desk_sessions.add, *sessions)
        return storage

    async def test_come_back_as_they_were(self, desk: Storage) -> None:
        assert await desk.desk_sessions.load("hash-1") == desk_session()
        assert await desk.desk_sessions.load("hash-9") is None
        found = await desk.desk_sessions.of_account(ME)
        assert [one.id_hash for one in found] == ["hash-2", "hash-1"]

    async def test_move_on_while_they_are_used(self, desk: Storage) -> None:
        await put(
            desk,
            lambda u: desk.desk_sessions.seen(u, "hash-1", Instant(30)),
            lambda u: desk.desk_sessions.seen(u, "hash-1", Instant(20)),  # came late
        )
        assert await desk.desk_sessions.load("hash-1") == desk_session(seen_at=30)

    async def test_an_ended_one_stays_ended(self, desk: Storage) -> None:
        await put(desk, lambda u: desk.desk_sessions.end(u, "hash-1", Instant(9)))
        await put(
            desk,
            lambda u: desk.desk_sessions.seen(u, "hash-1", Instant(30)),
            lambda u: desk.desk_sessions.end(u, "hash-1", Instant(31)),
        )
        assert await desk.desk_sessions.load("hash-1") == desk_session(ended_at=9)
        assert [one.id_hash for one in await desk.desk_sessions.of_account(ME)] == ["hash-2"]

    @pytest.mark.parametrize(("but", "left"), [("hash-1", ["hash-1"]), (None, [])])
    async def test_all_of_an_account_end_at_once(
        self, desk: Storage, but: str | None, left: list[str]
    ) -> None:
        await put(desk, lambda u: desk.desk_sessions.end_all(u, ME, Instant(9), but))
        assert [one.id_hash for one in await desk.desk_sessions.of_account(ME)] == left
        assert await desk.desk_sessions.of_account("account-2")

    async def test_old_ones_are_forgotten(self, desk: Storage) -> None:
        await put(desk, lambda u: desk.desk_sessions.forget_before(u, Instant(7)))
        assert await desk.desk_sessions.load("hash-1") is None
        assert await desk.desk_sessions.load("hash-2") is not None


async def test_grants_of_one_account_may_repeat_without_harm(storage: Storage) -> None:
    await put_each(storage, storage.accounts.add, account(grants=(HEAD, HEAD)))
    found = await storage.accounts.by_id(ME)
    assert found == replace(account(), grants=(HEAD,))


async def test_of_those_who_take_the_admins_turn_at_once_one_does(storage: Storage) -> None:
    for turn in range(2):
        assert await storage.accounts.admins_turn() == turn
        takes = partial(storage.accounts.take_admins_turn, known=turn)
        ends = await asyncio.gather(
            *(put(storage, takes) for _ in range(3)), return_exceptions=True
        )
        assert [type(one) for one in ends if one is not None] == [StaleSessionError] * 2
