"""What every database promises about publications: blocks, their members, holds, what was done."""

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from flows.identifiers import Instant, InvitationId, ResponseId
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.figure_records import Change
from storage.publication_records import (
    FIRST,
    HoldRecord,
    ImprovementRecord,
    PublicationRecord,
)
from storage.transaction_records import NewTransaction
from survey.moments import Moments
from survey.public_results import Block
from survey.publishing import Label
from tests.storage.counted import UNCONTENT, count, counted, uncount
from tests.storage.records import invitation, put, response

_KEPT = text(
    "SELECT response_id, respondent, unit_id, day, tallies, ratings FROM publication_members"
    " ORDER BY response_id"
)
BLOCK = Block(
    id="b1",
    label=Label("a", "2026-11", "2026-11"),
    responses=10,
    moments={"overall": Moments.of(3, 4)},
)


def publication(number: int = 1) -> PublicationRecord:
    return PublicationRecord(number=number, made_at=Instant(5), body="{}", sha256="00")


async def published(storage: Storage, *names: str) -> None:
    """Put waiting responses into a block."""
    rows, unit = await storage.publications.waiting("2026-01", FIRST, 50), UnitOfWork()
    storage.publications.add_block(unit, BLOCK, 1)
    for row, _ in rows:
        if row.response_id in names:
            storage.publications.add_member(unit, row.kept(BLOCK.id))
    await storage.commit(unit)


async def test_publications_stay_and_the_newest_is_known(storage: Storage) -> None:
    repo = storage.publications
    assert (await repo.newest(), await repo.newest_number()) == (None, 0)
    await put(storage, lambda u: repo.add(u, publication(), 0))
    await put(storage, lambda u: repo.add(u, publication(2), 1))
    assert await repo.newest() == publication(2)
    assert await repo.listed(5) == [publication(2), publication(1)]


async def test_of_two_who_publish_at_once_one_does(storage: Storage) -> None:
    repo = storage.publications
    turn = await repo.turn()
    await put(storage, lambda u: repo.add(u, publication(), turn))
    held = HoldRecord(held=True, reason="kiểm tra lại", at=Instant(6), actor="account:1")
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: repo.add_hold(u, held, turn))
    await put(storage, lambda u: repo.add_hold(u, held, turn + 1))
    assert await repo.hold() == replace(held, number=1)


async def test_who_counts_and_is_in_no_block_waits(storage: Storage) -> None:
    await count(storage, [counted("r2")], at=20)
    await count(storage, [counted("r1"), counted("old", day="2025-01-01")], at=10)
    await count(storage, [counted("out"), counted("kiosk", ratings={"csat/g": 5})], at=10)
    await uncount(storage, ["out"])
    await count(storage, [counted("r3", unit_id="0"), counted("r0", day="2026-12-01")], at=5)
    found = await storage.publications.waiting("2026-01", FIRST, 50)
    assert [(row.response_id, since) for row, since in found] == [
        ("r3", 5), ("r1", 10), ("r2", 20), ("r0", 5),
    ]  # fmt: skip
    again: list[str] = []
    place = FIRST
    while page := await storage.publications.waiting("2026-01", place, 1):
        again += [row.response_id for row, _ in page]
        place = page[-1][0].waits_at
    assert again == ["r3", "r1", "r2", "r0"]
    await uncount(storage, ["r0", "r3"])
    await published(storage, "r1")
    [(row, _)] = await storage.publications.waiting("2026-01", FIRST, 50)
    assert row.response_id == "r2"


@pytest.mark.parametrize("change", [{"ratings": UNCONTENT}, {"unit_id": "b"}, {}])
async def test_blocks_are_touched_by_who_counts_otherwise(
    storage: Storage, change: dict[str, object]
) -> None:
    await count(storage, [counted("r1"), counted("r2")], at=10)
    await published(storage, "r1", "r2")
    assert await storage.publications.touched("2026-01") == []
    if change:
        await count(storage, [counted("r2", **change)], at=10)
    else:
        await uncount(storage, ["r2"])
    found = await storage.publications.touched("2026-01")
    assert [(row.response_id, gone) for row, gone in found] == [("r1", False), ("r2", True)]
    assert found[1][0].member().tallies["overall"] == (3, 3)  # as they were published


MOVED = {"A1/a": 4, "B2/b": 4, "B4/c": 5, "csat/d": 4, "step:S1/e": 1}
"""Other answers that come to the same on every level that is published."""


async def test_who_comes_to_the_same_in_public_has_not_gone(storage: Storage) -> None:
    await count(storage, [counted("r1"), counted("r2")], at=10)
    await published(storage, "r1", "r2")
    await count(
        storage, [counted("r1", day="2026-11-20"), counted("r2", ratings=UNCONTENT)], at=10
    )
    await count(storage, [counted("r1", day="2026-11-20", ratings=MOVED)], at=10)
    found = await storage.publications.touched("2026-01")
    assert [(row.response_id, gone) for row, gone in found] == [("r1", False), ("r2", True)]


async def test_under_another_definition_nobody_has_gone_who_counts(storage: Storage) -> None:
    repo = storage.publications
    await count(storage, [counted("r1"), counted("r2"), counted("r3")], at=10)
    await published(storage, "r1", "r2", "r3")
    await uncount(storage, ["r3"])
    await count(storage, [counted(n, ratings=UNCONTENT, unit_id="b") for n in ("r1", "r2")], at=10)
    assert [gone for _, gone in await repo.touched("2026-01")] == [True, True, True]
    await put(storage, repo.keep_as_counted)
    found = await repo.touched("2026-01")
    assert [(row.response_id, gone) for row, gone in found] == [
        ("r1", False), ("r2", False), ("r3", True),
    ]  # fmt: skip
    assert found[0][0].member().tallies["overall"] == (3, 3)  # as they were published
    await count(storage, [counted("r1", unit_id="b")], at=10)
    assert [gone for _, gone in await repo.touched("2026-01")] == [True, False, True]


async def kept(storage: Storage) -> list[tuple[object, ...]]:
    """All that is kept of published responses."""
    return [tuple(row) for row in await storage.database.rows(_KEPT)]


async def erase(storage: Storage, name: str) -> None:
    await put(storage, lambda u: storage.responses.erase(u, ResponseId(name)))
    await uncount(storage, [name])


async def test_of_who_was_erased_only_sums_of_levels_stay(storage: Storage) -> None:
    repo = storage.publications
    await count(storage, [counted("r1"), counted("r2")], at=10)
    await published(storage, "r1", "r2")
    [r1, r2] = await kept(storage)
    await erase(storage, "r2")
    assert await repo.erased() == [("r2", r2[1])]
    await put(storage, lambda u: repo.forget_member(u, "r2", "zz", "chance"))
    assert await repo.erased() == []
    assert await kept(storage) == [r1, ("zz", "e:chance", "a", "2026-11-01", r2[4], "")]
    found = await repo.touched("2026-01")
    assert [(row.response_id, gone) for row, gone in found] == [("r1", False), ("zz", True)]
    forgotten = found[1][0].member()
    assert forgotten.tallies["overall"] == (3, 3)
    assert (forgotten.name_in("a"), forgotten.name_in("")) == ("", ""), "one of nobody's ten"


async def test_what_versions_before_left_of_who_was_erased_is_forgotten_too(
    storage: Storage,
) -> None:
    repo = storage.publications
    await count(storage, [counted("r1")], at=10)
    await published(storage, "r1")
    await erase(storage, "r1")
    left = text("UPDATE publication_members SET response_id = 'xx', ratings = ''")
    await put(storage, lambda u: u.add(left, {}))
    [(name, respondent)] = await repo.erased()
    assert (name, respondent[:2]) == ("xx", "h:")


async def test_who_is_in_no_sum_is_known_only_not_to_be_published_again(storage: Storage) -> None:
    repo = storage.publications
    await count(storage, [counted("r1"), counted("r2")], at=10)
    await published(storage, "r1", "r2")
    await put(storage, lambda u: repo.end_block(u, BLOCK.id, 2))
    await erase(storage, "r2")
    await put(storage, lambda u: repo.forget_ended(u, "2026-01", "mark"))
    assert await repo.forgotten() == "mark"
    assert await kept(storage) == [("r1", "", "", "2026-11-02", "{}", "")]
    assert await repo.waiting("2026-01", FIRST, 5) == []
    await put(storage, lambda u: repo.forget_ended(u, "2026-12", "mark"))
    assert await kept(storage) == []


async def test_a_person_is_known_by_their_transaction_until_it_is_erased(storage: Storage) -> None:
    """Figures name them anew in each unit and month; ten people of the whole are ten numbers."""
    unit = UnitOfWork()
    for name, phone in (("r1", "+84901234567"), ("r2", "+84901234567"), ("r3", None)):
        served = NewTransaction(id=f"t-{name}", key=name, source="api", frame="person",
                                unit_id="a", done_on="2026-11-01", phone=phone)  # fmt: skip
        storage.transactions.add(unit, served)
        link = invitation(InvitationId(f"i-{name}"), kind="personal", unit_id="a",
                          transaction_id=served.id, token_hash=name)  # fmt: skip
        storage.invitations.add(unit, link)
        sent = response(name, trial=False, state="completed", completed_at=Instant(9),
                        invitation_id=link.id, invitation_kind="personal")  # fmt: skip
        storage.responses.add(unit, sent)
    given = tuple(counted(name, respondent=f"p:{name}") for name in ("r1", "r2", "r3"))
    storage.figures.apply(unit, Change(turn=await storage.figures.turn(), counted=given))
    await storage.commit(unit)
    members = [row.member() for row, _ in await storage.publications.waiting("2026-01", FIRST, 9)]
    assert members[0].known == members[1].known != ""
    assert members[2].known == ""
    assert [one.person for one in members] == ["p:r1", "p:r2", "p:r3"]
    await published(storage, "r1", "r2", "r3")
    await uncount(storage, ["r3"])
    again = [row.member() for row, _ in await storage.publications.touched("2026-01")]
    assert [one.known for one in again] == [one.known for one in members]


async def test_an_ended_block_is_in_no_sum(storage: Storage) -> None:
    repo = storage.publications
    await put(storage, lambda u: repo.add_block(u, BLOCK, 1))
    assert await repo.blocks("2026-11") == [BLOCK]
    assert await repo.blocks("2026-12") == []
    await put(storage, lambda u: repo.end_block(u, "b1", 2))
    assert await repo.blocks("2026-01") == []


async def test_what_was_done_is_fenced_and_public_when_published(storage: Storage) -> None:
    repo = storage.improvements
    record = ImprovementRecord(
        id="i1",
        case_code="LN-1",
        unit_id="a",
        said="Chờ lâu",
        done="Thêm một quầy",
        written_by="account:1",
        written_at=Instant(1),
    )
    await put(storage, lambda u: repo.add(u, record))
    assert (await repo.published(5), await repo.listed({"b"}), await repo.decided()) == ([], [], 0)
    assert await repo.listed({"a"}) == await repo.listed(None) == [record]
    shown = replace(record, state="published", decided_by="account:2", version=2)
    shown = replace(shown, decided_at=Instant(9))
    await put(storage, lambda u: repo.save(u, shown))
    assert await repo.published(5) == [await repo.by_id("i1")] == [shown]
    let_out = await repo.decided()
    withdrawn = replace(shown, state="withdrawn", version=3)
    await put(storage, lambda u: repo.save(u, withdrawn))
    assert await repo.decided() > let_out > 0
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: repo.save(u, shown))
