"""Whether a try to sign in is let through, and what it leaves behind in the account."""

from __future__ import annotations

from typing import Any, Final

from bot.console.proofs import recovery_hash, step_of
from flows.identifiers import Instant
from flows.time_units import MINUTE
from storage.desk_records import AccountRecord, AccountRow

__all__ = ["LOCKED_MS", "TRIES", "admitted", "is_locked", "refused"]

TRIES: Final = 5
"""Wrong tries after which an account is locked."""
LOCKED_MS: Final = 15 * MINUTE


def is_locked(account: AccountRecord | AccountRow, now: Instant) -> bool:
    """Tell whether nobody gets in now, whatever they know."""
    return account.locked_until is not None and now < account.locked_until


def admitted(
    account: AccountRecord, code: str, now: Instant, *, knows_password: bool
) -> dict[str, Any] | None:
    """Return what changes in the account of somebody who is let in; None: they are not.

    `code` is the authenticator's, each step of which counts once, or a recovery code, which is
    used up by it.
    """
    if not knows_password or account.state != "active" or is_locked(account, now):
        return None
    proof = _proof(account, code, now)
    return None if proof is None else {**proof, "failures": 0, "locked_until": None}


def _proof(account: AccountRecord, code: str, now: Instant) -> dict[str, Any] | None:
    if account.totp_secret is None:
        return None  # whoever has not set up an authenticator has not joined yet
    step = step_of(account.totp_secret, code, now, account.totp_step)
    if step is not None:
        return {"totp_step": step}
    used = recovery_hash(code)
    if used not in account.recovery:
        return None
    return {"recovery": tuple(kept for kept in account.recovery if kept != used)}


def refused(account: AccountRecord, now: Instant) -> dict[str, Any] | None:
    """Return what a wrong try changes; None where nothing is counted, since it is locked."""
    if account.state != "active" or is_locked(account, now):
        return None
    before = 0 if account.locked_until is not None else account.failures  # a lock that is over
    failures = before + 1
    locked = Instant(now + LOCKED_MS) if failures >= TRIES else None
    return {"failures": failures, "locked_until": locked}
