"""A form that is answered through a transaction's link belongs where the transaction was done."""

from datetime import date

import pytest

from bot.inviting import InvitingRules, invite
from bot.turns import now_ms
from storage.base import UnitOfWork
from storage.transaction_records import NewTransaction
from survey.procedures import Procedure
from tests.web.citizen import Citizen
from tests.web.installation import PLACE, Installation

CARD = Procedure(code="1.002759", name="cấp lại thẻ BHYT", from_day=date(2020, 1, 1))
THEN = "bhxh-huyen-don-duong"
"""Who answered for the desk on the day of the transaction; today it is another unit."""


@pytest.fixture
async def token(trial: Installation) -> str:
    """A transaction of long ago, and the link of its invitation."""
    unit, storage = UnitOfWork(), trial.storage
    one = storage.transactions.add(
        unit,
        NewTransaction(
            id=f"api/{now_ms()}", key=f"k{now_ms()}", source="api", frame="person", unit_id=THEN,
            done_on="2025-03-20", place_id=PLACE.id, counter_id="q2", procedure=CARD.code,
            mode="direct", commune="24775",
        ),
    )  # fmt: skip
    rules = InvitingRules(surveys=frozenset({"mc"}), procedures=[CARD])
    [asked] = await invite(storage, [one], rules, now_ms(), unit)
    await storage.commit(unit)
    assert asked.invitation is not None
    return asked.invitation.token


async def test_its_response_keeps_unit_of_then_place_counter_commune_and_procedure(
    citizen: Citizen, trial: Installation, token: str
) -> None:
    await citizen.start(token)
    await citizen.agree()
    await citizen.choose("Tôi tự trả lời")
    await citizen.choose("Đã đủ")

    asked = citizen.question["text"]
    assert asked == "Ngày 20/03/2025, Ông/Bà đã làm xong thủ tục cấp lại thẻ BHYT chưa?"
    found = [one for one in await trial.storage.responses.listed() if one.unit_id == THEN]
    assert [
        (one.form, one.invitation_kind, one.place_id, one.counter_id, one.commune, one.procedure)
        for one in found
    ] == [("mc", "personal", PLACE.id, "q2", "24775", CARD.code)]
