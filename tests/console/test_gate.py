"""Who is let in, decided from the account and what was typed."""

import msgspec
import pyotp
import pytest

from bot.accounts import new_account
from bot.console.gate import LOCKED_MS, TRIES, admitted, is_locked, refused
from bot.console.proofs import new_totp_secret, recovery_hash
from flows.identifiers import Instant
from storage.desk_records import AccountRecord

NOW = Instant(1_780_000_000_000)
STEP = 30_000
CODE = "ABCD-EFGH-JKMN-PQRS"


@pytest.fixture
def account() -> AccountRecord:
    made = new_account("an.nguyen", "Nguyễn Văn An", (), NOW)
    proofs = {"password_hash": "…", "totp_secret": new_totp_secret()}
    return msgspec.structs.replace(made, **proofs, recovery=(recovery_hash(CODE),))


def shown(account: AccountRecord, at: int) -> str:
    return pyotp.TOTP(account.totp_secret or "").at(at // 1000)


def after(account: AccountRecord, changes: dict[str, object] | None) -> AccountRecord:
    assert changes is not None
    return msgspec.structs.replace(account, **changes)


@pytest.mark.parametrize("away", [-1, 0, 1])
def test_a_clock_may_be_one_step_off(account: AccountRecord, away: int) -> None:
    code = shown(account, NOW + away * STEP)
    assert admitted(account, code, NOW, knows_password=True)


@pytest.mark.parametrize("away", [-2, 2])
def test_a_clock_that_is_two_steps_off_lets_nobody_in(account: AccountRecord, away: int) -> None:
    code = shown(account, NOW + away * STEP)
    assert admitted(account, code, NOW, knows_password=True) is None


def test_a_code_counts_once_and_so_do_the_ones_before_it(account: AccountRecord) -> None:
    now_in = after(account, admitted(account, shown(account, NOW), NOW, knows_password=True))
    for at in (NOW, NOW - STEP):
        assert admitted(now_in, shown(account, at), NOW, knows_password=True) is None
    assert admitted(now_in, shown(account, NOW + STEP), NOW, knows_password=True)


@pytest.mark.parametrize("typed", [CODE, "abcd efgh jkmn pqrs", "ABCDEFGHJKMNPQRS"])
def test_a_recovery_code_is_used_up(account: AccountRecord, typed: str) -> None:
    now_in = after(account, admitted(account, typed, NOW, knows_password=True))
    assert now_in.recovery == ()
    assert admitted(now_in, typed, NOW, knows_password=True) is None


def test_an_empty_code_is_no_proof(account: AccountRecord) -> None:
    assert admitted(account, "", NOW, knows_password=True) is None


def test_who_has_no_authenticator_has_not_joined(account: AccountRecord) -> None:
    unjoined = msgspec.structs.replace(account, totp_secret=None)
    assert admitted(unjoined, CODE, NOW, knows_password=True) is None


def test_a_disabled_account_opens_to_nobody(account: AccountRecord) -> None:
    closed = msgspec.structs.replace(account, state="disabled")
    assert admitted(closed, shown(account, NOW), NOW, knows_password=True) is None
    assert refused(closed, NOW) is None


def test_five_wrong_tries_lock_and_the_right_proofs_do_not_open(account: AccountRecord) -> None:
    for _ in range(TRIES - 1):
        account = after(account, refused(account, NOW))
        assert not is_locked(account, NOW)
    account = after(account, refused(account, NOW))
    assert is_locked(account, NOW)
    assert admitted(account, shown(account, NOW), NOW, knows_password=True) is None
    assert refused(account, NOW) is None, "a lock is not made longer by knocking"


def test_a_lock_ends_and_counting_begins_anew(account: AccountRecord) -> None:
    locked = msgspec.structs.replace(account, failures=5, locked_until=Instant(NOW + LOCKED_MS))
    later = Instant(NOW + LOCKED_MS)
    assert after(locked, refused(locked, later)).failures == 1
    opened = after(locked, admitted(locked, shown(account, later), later, knows_password=True))
    assert (opened.failures, opened.locked_until) == (0, None)
