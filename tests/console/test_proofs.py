"""Passwords are hashed slowly, and never on the loop."""

import asyncio
import time

import pytest

from bot.console.proofs import Passwords, enrolment_address, new_recovery_codes, new_totp_secret
from bot.web.pages import Refusal


async def test_the_loop_goes_on_while_a_password_is_hashed() -> None:
    passwords, beats = Passwords(), 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.001)
            beats += 1

    heart = asyncio.create_task(beat())
    stored = await passwords.hash("mưa rừng tháng bảy")
    assert await passwords.verify(stored, "mưa rừng tháng bảy")
    heart.cancel()
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert beats > 10, "the loop stood still while argon2 worked"


async def test_a_password_is_the_same_from_every_keyboard() -> None:
    passwords = Passwords()
    composed, decomposed = (
        "ti\u1ebfng g\u00e0 tr\u01b0a h\u00e8",
        "tie\u0302\u0301ng ga\u0300 tru\u031ba he\u0300",
    )
    assert await passwords.verify(await passwords.hash(composed), decomposed)


async def test_no_stored_password_is_refused_after_the_same_work() -> None:
    passwords = Passwords()
    stored = await passwords.hash("mưa rừng tháng bảy")
    await passwords.verify(None, "x")  # the first one makes nobody's hash

    async def seconds(known: str | None) -> float:
        begun = time.perf_counter()
        assert not await passwords.verify(known, "sai rồi")
        return time.perf_counter() - begun

    somebody = min([await seconds(stored) for _ in range(5)])
    nobody = min([await seconds(None) for _ in range(5)])
    assert nobody > somebody / 3


@pytest.mark.parametrize("broken", ["", "plain", "$argon2id$v=19$m=64"])
async def test_a_broken_hash_matches_nothing(broken: str) -> None:
    assert not await Passwords().verify(broken, "")


async def test_a_flood_is_turned_away_not_queued_for_ever() -> None:
    passwords = Passwords()
    tries = [asyncio.create_task(passwords.verify(None, "x")) for _ in range(60)]
    done, waiting = await asyncio.wait(tries, timeout=0.05)
    assert any(isinstance(one.exception(), Refusal) for one in done)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*tries, return_exceptions=True)


def test_an_authenticator_is_told_whose_account_it_is() -> None:
    address = enrolment_address(new_totp_secret(), "an.nguyen", "BHXH tỉnh Lâm Đồng")
    assert address.startswith("otpauth://totp/BHXH%20t%E1%BB%89nh%20L%C3%A2m")
    assert "issuer=BHXH" in address


def test_recovery_codes_are_ten_and_differ() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
