"""What every database promises about proofs: for the number of now, blindly, until erased."""

import pytest
from sqlalchemy import text

from flows.identifiers import Instant, ResponseId
from storage.base import ProofRecord, Storage
from tests.storage.records import R1, answer, put, response

NUMBER, OTHER = "+84912345678", "+84987654321"


def proof(phone: str = NUMBER, response_id: ResponseId = R1, at: int = 7) -> ProofRecord:
    return ProofRecord(
        response_id=response_id, kind="account", channel="telegram", phone=phone, at=Instant(at)
    )


@pytest.fixture
async def begun(storage: Storage) -> Storage:
    """A storage with two responses."""
    await put(
        storage,
        lambda u: storage.responses.add(u, response()),
        lambda u: storage.responses.add(u, response("other")),
    )
    return storage


async def declare(storage: Storage, phone: str, purpose: str = "callback") -> None:
    await put(storage, lambda u: storage.answers.phone_declared(u, R1, phone, purpose, Instant(6)))


async def test_a_number_is_proved_where_it_is_the_declared_one(begun: Storage) -> None:
    await declare(begun, NUMBER)
    assert not await begun.proofs.is_proved(R1)
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    assert await begun.proofs.is_proved(R1)
    assert not await begun.proofs.is_proved(ResponseId("other"))


async def test_where_and_when_it_was_proved_is_known(begun: Storage) -> None:
    await declare(begun, NUMBER)
    assert await begun.proofs.proved(R1) is None
    await put(begun, lambda u: begun.proofs.add(u, proof(at=9)))
    assert await begun.proofs.proved(R1) == ("telegram", 9)


async def test_a_number_corrected_by_typing_is_not_proved_by_the_one_before(
    begun: Storage,
) -> None:
    await declare(begun, NUMBER)
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    await declare(begun, OTHER)
    assert not await begun.proofs.is_proved(R1)
    await declare(begun, NUMBER)
    assert await begun.proofs.is_proved(R1)


async def test_a_later_proof_takes_the_place_of_the_one_before(begun: Storage) -> None:
    await declare(begun, OTHER)
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    await put(begun, lambda u: begun.proofs.add(u, proof(OTHER, at=9)))
    assert await begun.proofs.is_proved(R1)
    rows = await begun.database.rows(text("SELECT at FROM proofs"))
    assert [row[0] for row in rows] == [9]


async def test_without_a_declared_number_nothing_is_proved(begun: Storage) -> None:
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    assert not await begun.proofs.is_proved(R1)


async def test_the_number_itself_is_not_in_the_row(begun: Storage) -> None:
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    ((index,),) = await begun.database.rows(text("SELECT blind_index FROM proofs"))
    assert len(index) == 32
    assert b"912345678" not in bytes(index)


@pytest.mark.parametrize("way", ["erase", "discard"])
async def test_it_goes_with_its_response(begun: Storage, way: str) -> None:
    await put(
        begun,
        lambda u: begun.proofs.add(u, proof()),
        lambda u: begun.proofs.add(u, proof(response_id=ResponseId("other"))),
    )
    await put(begun, lambda u: getattr(begun.answers, way)(u, R1))
    rows = await begun.database.rows(text("SELECT response_id FROM proofs"))
    assert [row[0] for row in rows] == ["other"]


async def test_a_number_that_is_withdrawn_goes_with_its_proof_and_its_answer(
    begun: Storage,
) -> None:
    await declare(begun, NUMBER)
    given = answer("PHONE", value=NUMBER, private=True)
    other = answer("NAME", value="Lan", private=True)
    await put(
        begun,
        lambda u: begun.proofs.add(u, proof()),
        lambda u: begun.answers.record(u, given),
        lambda u: begun.answers.record(u, other),
    )
    await put(begun, lambda u: begun.answers.withdraw_phone(u, R1, "PHONE"))
    assert await begun.answers.phones(R1) == []
    assert not await begun.proofs.is_proved(R1)
    left = {a.question: a.value for a in await begun.answers.history(R1)}
    assert left == {"PHONE": None, "NAME": "Lan"}


async def test_it_goes_when_the_number_has_had_its_time(begun: Storage) -> None:
    await declare(begun, NUMBER)
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    await put(begun, lambda u: begun.answers.withdraw_phone(u, R1, "PHONE"))
    await put(begun, lambda u: begun.proofs.add(u, proof()))
    assert await begun.answers.old_phones(Instant(11), 9) == [(R1, "mc")]
    await put(begun, lambda u: begun.answers.forget_phones(u, R1, ()))
    assert await begun.database.rows(text("SELECT * FROM proofs")) == []
