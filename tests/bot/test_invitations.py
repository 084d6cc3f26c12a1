"""Invitations: what is given out, what is kept, and what they are good for."""

import re
from datetime import date

import msgspec
import pytest

from bot.invitations import (
    TOKEN,
    Invited,
    code_hash,
    create_invitation,
    link,
    new_token,
    state_of,
    token_hash,
)
from flows.identifiers import Instant, SessionId, normalise_code

NOW = Instant(1_767_582_000_000)
ABOUT = Invited(
    kind="personal",
    form="mc",
    service="Cấp lại thẻ BHYT",
    period_from=date(2026, 1, 2),
    period_to=date(2026, 1, 5),
    expires_at=Instant(NOW + 1000),
)


def test_a_token_has_22_characters_that_need_no_escaping() -> None:
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert all(TOKEN.fullmatch(token) for token in tokens)


def test_only_fingerprints_are_kept() -> None:
    made = create_invitation(ABOUT, NOW)
    kept = msgspec.json.encode(made.record)
    assert made.token.encode() not in kept
    assert made.code.encode() not in kept
    assert made.record.token_hash == token_hash(made.token)
    assert made.record.code_hash == code_hash(made.code)
    assert re.fullmatch(r"[0-9a-f]{64}", made.record.token_hash)


def test_a_printed_code_survives_being_typed_by_hand() -> None:
    code = create_invitation(ABOUT, NOW).code
    typed = code.lower().replace("-", " ")
    assert code_hash(normalise_code(typed) or "") == code_hash(code)


def test_two_invitations_share_nothing() -> None:
    first, second = create_invitation(ABOUT, NOW), create_invitation(ABOUT, NOW)
    assert first.record.id != second.record.id
    assert first.token != second.token
    assert first.code != second.code


def test_days_are_kept_as_iso_dates() -> None:
    record = create_invitation(ABOUT, NOW).record
    assert (record.period_from, record.period_to) == ("2026-01-02", "2026-01-05")


def test_a_link_is_our_own_page() -> None:
    assert link("https://a.vn", "x" * 22) == "https://a.vn/" + "x" * 22


@pytest.mark.parametrize(
    ("changes", "at", "state"),
    [
        ({}, NOW, "open"),
        ({"session_id": SessionId("s")}, NOW, "claimed"),
        ({}, Instant(NOW + 1000), "expired"),
        ({"expires_at": None}, Instant(NOW + 10**12), "open"),
        ({"revoked_at": NOW, "session_id": SessionId("s")}, NOW, "revoked"),
        ({"session_id": SessionId("s")}, Instant(NOW + 1000), "expired"),
    ],
)
def test_what_an_invitation_is_good_for(
    changes: dict[str, object], at: Instant, state: str
) -> None:
    record = msgspec.structs.replace(create_invitation(ABOUT, NOW).record, **changes)
    assert state_of(record, at) == state
