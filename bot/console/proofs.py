"""What proves who somebody is: passwords, the authenticator's codes, recovery codes.

Passwords are hashed in threads: one takes an eighth of a second, and the loop serves citizens
meanwhile. Only a few are hashed at once, since each takes 64 MB.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, TypeVar

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.web.pages import Refusal
from flows.desk.passwords import prepared
from flows.identifiers import Instant
from flows.texts import text_key

__all__ = [
    "RECOVERY_CODES",
    "Passwords",
    "enrolment_address",
    "new_recovery_codes",
    "new_totp_secret",
    "recovery_hash",
    "step_of",
]

T = TypeVar("T")

RECOVERY_CODES: Final = 10
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: they are written down
_GROUPS, _GROUP = 4, 4  # 79 random bits, whose hashes lie under the seal of the key ring
_STEP_S: Final = 30
_AT_ONCE: Final = 4
_WAITING: Final = 40
_RETRY_AFTER: Final = 5.0  # s


@dataclass(slots=True)
class Passwords:
    """Hashes and verifies with argon2id, at the cost that RFC 9106 names for little memory."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    refusal_s: float = 0.6
    """Seconds after which each refusal is answered, whatever was found out sooner: longer than
    hashing takes on a slow machine.
    """
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _waiting: int = 0
    _nobodys: str = ""

    async def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        return await self._aside(lambda: self.hasher.hash(prepared(password)))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether this is the password; without a stored one it takes as long to say no."""
        return await self._aside(lambda: self._verify(stored, prepared(password)))

    async def renewed(self, stored: str | None, password: str) -> str | None:
        """Return the hash to keep of a password that was right: a new one, if it was made at
        another cost than today's.
        """
        if stored is None or not self.hasher.check_needs_rehash(stored):
            return stored
        return await self.hash(password)

    def _verify(self, stored: str | None, password: str) -> bool:
        if not self._nobodys:
            self._nobodys = self.hasher.hash(secrets.token_urlsafe(32))
        try:
            self.hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    async def _aside(self, work: Callable[[], T]) -> T:
        """Do it in a thread, when there is one free; a flood is turned away.

        Raises:
            Refusal: too many wait already.

        """
        if self._waiting >= _WAITING:
            raise Refusal(503, text_key("web.overloaded"), retry_after=_RETRY_AFTER)
        self._waiting += 1
        try:
            async with self._free:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


# -- the authenticator (RFC 6238)


def new_totp_secret() -> str:
    """Return a fresh secret of 160 bits, in base32."""
    return pyotp.random_base32()


def enrolment_address(secret: str, login: str, issuer: str) -> str:
    """Return what the QR code says to an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, now: Instant, after: int) -> int | None:
    """Return the step that a code belongs to, of the present one and its two neighbours; None
    for a wrong code, and for one of a step up to `after`, which was accepted already.
    """
    typed = "".join(code.split())
    present = now // 1000 // _STEP_S
    totp = pyotp.TOTP(secret)
    for step in (present - 1, present, present + 1):
        expected = totp.generate_otp(step)
        if hmac.compare_digest(expected.encode(), typed.encode()) and step > after:
            return step
    return None


# -- recovery codes


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes that each open the account once, in the place of the authenticator's."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code, however it was typed.

    A fast hash, as storage seals it with a key outside the database (docs/desk-rules.md).
    """
    plain = "".join(letter for letter in code.upper() if letter in _ALPHABET)
    return sha256(f"recovery {plain}".encode()).hexdigest()


def _recovery_code() -> str:
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    groups = ["".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP)]
    return "-".join(groups)
