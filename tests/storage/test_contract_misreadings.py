"""What every database promises about words that were not read at once."""

import pytest

from flows.identifiers import Instant
from storage.base import MisreadingRecord, Storage, UnitOfWork
from tests.storage.records import R1, answer, misreading, put, put_each, response

ALL = (Instant(0), Instant(1 << 60))


@pytest.fixture
async def begun(storage: Storage) -> Storage:
    """A storage with response R1."""
    await put(storage, lambda u: storage.responses.add(u, response()))
    return storage


async def texts(storage: Storage) -> list[str]:
    return [row.record.text for row in await storage.misreadings.listed(*ALL)]


async def test_one_comes_back_as_it_was_with_its_form(begun: Storage) -> None:
    kept = misreading(text="4 hay 5 gì đó", asked="confirm", guess=4)
    await put(begun, lambda u: begun.misreadings.add(u, kept))
    [row] = await begun.misreadings.listed(*ALL)
    known = response()
    assert row.record == kept
    assert (row.form, row.version, row.language) == (known.form, known.version, known.language)
    assert (row.chosen, row.method) == (None, None), "nothing was answered yet"


async def test_the_first_answer_afterwards_is_told(begun: Storage) -> None:
    await put(begun, lambda u: begun.misreadings.add(u, misreading(at=Instant(10))))
    given = [
        answer(value=1, at=Instant(5), method="number"),
        answer(revision=2, value=4, at=Instant(12), method="confirmed"),
        answer(revision=3, value=5, at=Instant(90), method="button"),
        answer("MC2", value=2, at=Instant(11)),
    ]
    await put_each(begun, begun.answers.record, *given)
    [row] = await begun.misreadings.listed(*ALL)
    assert (row.chosen, row.method) == (4, "confirmed")


async def test_a_skip_and_a_private_answer_tell_no_value(begun: Storage) -> None:
    await put_each(begun, begun.misreadings.add, misreading("MC1"), misreading("O1"))
    skipped = answer(value=None, at=Instant(9), method="skip")
    private = answer("O1", value="tên tôi là Lan", private=True, at=Instant(9), method="text")
    await put_each(begun, begun.answers.record, skipped, private)
    rows = await begun.misreadings.listed(*ALL)
    assert [(row.chosen, row.method) for row in rows] == [(None, "skip"), (None, "text")]


async def test_restricted_responses_and_example_data_are_left_out(storage: Storage) -> None:
    rows = [
        response("plain"),
        response("locked", restricted="denunciation"),
        response("example", demo=True),
    ]
    await put_each(storage, storage.responses.add, *rows)
    kept = [misreading(response_id=row.id, text=row.id) for row in rows]
    await put_each(storage, storage.misreadings.add, *kept)
    assert await texts(storage) == ["plain"]


async def test_times_are_from_until(begun: Storage) -> None:
    kept = [misreading(text=f"{at}", at=Instant(at)) for at in (30, 10, 20)]
    await put_each(begun, begun.misreadings.add, *kept)
    assert await texts(begun) == ["10", "20", "30"]
    some = await begun.misreadings.listed(Instant(10), Instant(30))
    assert [row.record.text for row in some] == ["10", "20"]


async def test_they_are_forgotten_one_by_one_and_by_age(begun: Storage) -> None:
    kept = [misreading(text=f"{at}", at=Instant(at)) for at in (10, 20, 30)]
    await put_each(begun, begun.misreadings.add, *kept)
    second = (await begun.misreadings.listed(*ALL))[1]
    await put(begun, lambda u: begun.misreadings.forget(u, [second.id]))
    assert await texts(begun) == ["10", "30"]
    await put(begun, lambda u: begun.misreadings.forget_before(u, Instant(30)))
    assert await texts(begun) == ["30"]


@pytest.mark.parametrize("end", ["erase", "discard"])
async def test_they_go_with_their_response(begun: Storage, end: str) -> None:
    await put(begun, lambda u: begun.misreadings.add(u, misreading()))
    await put(begun, lambda u: getattr(begun.answers, end)(u, R1))
    assert await texts(begun) == []


async def test_a_row_of_the_version_before_is_read(begun: Storage) -> None:
    """While a new version is rolled out, the one before writes rows without the new columns."""
    from sqlalchemy import text

    await put(begun, lambda u: begun.misreadings.add(u, misreading()))
    unit = UnitOfWork()
    unit.add(
        text(
            "INSERT INTO misreadings (response_id, question, text, at)"
            " SELECT response_id, question, text, at FROM misreadings"
        ),
        {},
    )
    await begun.commit(unit)
    assert [row.record for row in await begun.misreadings.listed(*ALL)] == [
        misreading(),
        MisreadingRecord(response_id=R1, question="MC1", text="gì cơ", at=Instant(2)),
    ]
