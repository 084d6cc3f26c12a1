"""What every database promises about counting: the rule of `survey.validity`, word for word."""

from datetime import date
from itertools import count, product
from typing import Any

import msgspec
import pytest

from flows.identifiers import Instant, InvitationId, ResponseId, SessionId
from storage.base import ResponseRecord, Storage, UnitOfWork
from storage.counting_records import CountNote, CountRow, CountTable, Group
from storage.judging_records import SuspicionRecord
from storage.work import StaleSessionError
from survey.validity import Facts, Rules, Weight, reason_against
from tests.storage.records import answer, invitation, put, put_each, response

BEGIN = Instant(1_767_546_000_000)  # 2026-01-05 00:00 in Vietnam
DAY = 86_400_000
RULES = Rules()
FORMS = ("mc",)
_number = count(1)


async def store(
    storage: Storage, weight: Weight | None = None, *, begun: bool = True, **changes: object
) -> ResponseRecord:
    """Store a response that was opened on the first day."""
    name = ResponseId(f"r{next(_number)}")
    values = {"state": "completed", "started_at": BEGIN, "trial": False, **changes}
    record = response(name, **values)
    unit = UnitOfWork()
    storage.responses.add(unit, record)
    if begun:
        storage.answers.record(unit, answer(response_id=name))
    if weight is not None:
        storage.counting.weigh(unit, name, weight)
    await storage.commit(unit)
    return record


async def doubt(storage: Storage, name: ResponseId) -> None:
    found = SuspicionRecord(
        response_id=name, reason="burst", score=1.0, detail={}, at=Instant(BEGIN)
    )
    await put(storage, lambda u: storage.judging.suspect(u, [found]))


async def groups(storage: Storage, *units: str, until: int = DAY) -> list[Group]:
    chosen = units or None
    return await storage.counting.groups(chosen, BEGIN, Instant(BEGIN + until), RULES, FORMS)


async def outcomes(storage: Storage, *units: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in await groups(storage, *units):
        found[group.outcome] = found.get(group.outcome, 0) + group.forms
    return found


ENOUGH = Weight(shown=15, answered=12, rated=12, lowest=3, highest=5)
STRAIGHT = Weight(shown=15, answered=15, rated=15, lowest=4, highest=4)
WEIGHTS = (
    None,
    Weight(shown=0),
    ENOUGH,
    Weight(shown=15, answered=11, rated=11, lowest=3, highest=5),
    STRAIGHT,
    Weight(shown=4, answered=4, rated=4, lowest=4, highest=4),
    Weight(shown=10, answered=8, rated=0),
)
STATES = ("completed", "stopped", "abandoned", "declined", "ineligible", "redirected",
          "superseded", "erased", "in_progress")  # fmt: skip


async def test_the_statement_says_what_the_rule_says(storage: Storage) -> None:
    expected: dict[str | None, str] = {}
    for state, weight, ms, (out, doubted) in product(
        STATES, WEIGHTS, (None, 39_999, 40_000), ((True, False), (False, True), (False, False))
    ):
        ended = None if ms is None else Instant(BEGIN + ms)
        unit = f"u{next(_number)}"  # a unit each: every form is compared by itself
        record = await store(
            storage, weight, state=state, completed_at=ended, set_aside=out, unit_id=unit
        )
        if doubted:
            await doubt(storage, record.id)
        facts = Facts(
            state=record.state, weight=weight, milliseconds=ms, set_aside=out,
            to_be_judged=doubted,
        )  # fmt: skip
        expected[unit] = reason_against(facts, RULES) or "valid"
    assert {group.unit_id: group.outcome for group in await groups(storage)} == expected


@pytest.mark.parametrize(("weight", "before"), [(ENOUGH, "valid"), (STRAIGHT, "straight_lined")])
async def test_what_two_people_kept_counts_again(
    storage: Storage, weight: Weight, before: str
) -> None:
    record = await store(storage, weight, completed_at=Instant(BEGIN + 20_000))
    assert await outcomes(storage) == {before: 1}
    await doubt(storage, record.id)
    assert await outcomes(storage) == {"to_be_judged": 1}
    judging = await storage.judging.by_id(record.id)
    assert judging is not None
    kept = msgspec.structs.replace(judging, state="kept", settled_at=BEGIN)
    await put(storage, lambda u: storage.judging.save(u, kept))
    assert await outcomes(storage) == {"valid": 1}


async def test_a_form_that_nobody_answered_was_not_returned(storage: Storage) -> None:
    for state in ("in_progress", "stopped", "abandoned"):
        await store(storage, begun=False, state=state)
    await store(storage, begun=False, state="declined")  # nothing is kept, but it was answered
    await store(storage, begun=False, state="superseded")  # begun anew at once: no form at all
    assert await outcomes(storage) == {"not_returned": 3, "declined": 1}


async def test_trials_examples_other_forms_and_other_days_are_not_counted(
    storage: Storage,
) -> None:
    await store(storage, trial=True)
    await store(storage, demo=True)
    await store(storage, form="intake")
    await store(storage, started_at=Instant(BEGIN - 1))
    await store(storage, started_at=Instant(BEGIN + DAY))
    assert await groups(storage) == []


async def test_days_are_those_of_vietnam(storage: Storage) -> None:
    await store(storage, state="declined", started_at=Instant(BEGIN + DAY - 1))
    await store(storage, state="declined", started_at=Instant(BEGIN + DAY))
    found = await groups(storage, until=2 * DAY)
    assert sorted(group.day for group in found) == [date(2026, 1, 5), date(2026, 1, 6)]


async def test_only_the_asked_units_are_counted(storage: Storage) -> None:
    for unit_id in ("a", "b", None):
        await store(storage, state="declined", unit_id=unit_id)
    assert [group.unit_id for group in await groups(storage, "a")] == ["a"]
    assert {group.unit_id for group in await groups(storage)} == {"a", "b", None}


async def test_a_personal_invitation_is_issued_when_it_is_made(storage: Storage) -> None:
    names = [InvitationId(name) for name in ("silent", "answered", "twice", "revoked", "erased")]
    made = [
        invitation(
            name, kind="personal", created_at=BEGIN, unit_id="a", token_hash=name, code_hash=name,
            form="mc",
        )
        for name in names
    ]  # fmt: skip
    made[3] = msgspec.structs.replace(made[3], revoked_at=BEGIN)
    made[4] = msgspec.structs.replace(made[4], session_id=SessionId("gone"))
    await put_each(storage, storage.invitations.add, *made)
    later: dict[str, Any] = {
        "invitation_kind": "personal",
        "unit_id": "a",
        "started_at": Instant(BEGIN + 9 * DAY),
    }
    await store(storage, state="declined", invitation_id=names[1], **later)
    await store(storage, state="superseded", invitation_id=names[2], **later)
    await store(storage, ENOUGH, invitation_id=names[2], **later)
    # Erasure takes the way back to the invitation: the form counts on the day it was opened.
    await store(storage, state="erased", invitation_kind="personal", unit_id="a")
    assert await outcomes(storage, "a") == {
        "not_returned": 1, "declined": 1, "duplicate": 1, "valid": 1, "erased": 1,
    }  # fmt: skip


async def test_invitations_made_before_the_office_was_configured_are_not_counted(
    storage: Storage,
) -> None:
    made = invitation("i", kind="personal", created_at=BEGIN, form="mc", trial=True)
    await put(storage, lambda u: storage.invitations.add(u, made))
    assert await groups(storage) == []


async def test_what_is_weighed_first_changes_nothing_that_is_there(storage: Storage) -> None:
    record = await store(storage, ENOUGH)
    later = Weight(shown=15)
    await put(storage, lambda u: storage.counting.weigh(u, record.id, later, first=True))
    assert await outcomes(storage) == {"valid": 1}
    await put(storage, lambda u: storage.counting.unweigh(u, record.id))
    assert await outcomes(storage) == {"unfinished": 1}


async def test_a_later_weight_takes_the_place_of_the_one_before(storage: Storage) -> None:
    record = await store(storage, WEIGHTS[3])
    assert await outcomes(storage) == {"unfinished": 1}
    await put(storage, lambda u: storage.counting.weigh(u, record.id, ENOUGH))
    assert await outcomes(storage) == {"valid": 1}


async def test_ended_responses_that_were_never_weighed_are_found(storage: Storage) -> None:
    await store(storage, ENOUGH)
    missing = await store(storage)
    await store(storage, state="declined")
    await store(storage, form="intake")
    assert [one.id for one in await storage.counting.unweighed(FORMS, 10)] == [missing.id]


TABLE = CountTable(
    id="t1", title="Báo cáo 2020", source="bang.csv", sha256="00", from_day="2019-11-01",
    to_day="2020-10-31", unit_id="a", made_at=BEGIN, actor="account:1",
)  # fmt: skip
ROWS = (
    CountRow(
        position=3, name="BHXX huyện Tuy Đức", unit_ids=("td",), exact=False,
        cells={"issued": "174", "returned": "171", "valid": "171", "invalid": "0"},
    ),
    CountRow(
        position=4, name="Tổng cộng:", is_total=True,
        cells={"issued": "1.015", "returned": "", "valid": "1.012", "invalid": "03"},
    ),
)  # fmt: skip


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    """A storage with one table from elsewhere."""
    await put(storage, lambda u: storage.count_tables.add(u, TABLE, ROWS))
    return storage


async def test_a_table_comes_back_as_it_was_written(kept: Storage) -> None:
    assert await kept.count_tables.listed(None) == [TABLE]
    assert tuple(await kept.count_tables.rows("t1")) == ROWS


async def test_a_table_is_seen_in_its_units_only(kept: Storage) -> None:
    assert await kept.count_tables.by_id({"a"}, "t1") == TABLE
    assert await kept.count_tables.by_id({"b"}, "t1") is None
    assert await kept.count_tables.listed(set()) == []


async def test_notes_stay_in_order(kept: Storage) -> None:
    notes = [CountNote(flag="no_total//", note=text, at=BEGIN, actor="x") for text in ("a", "b")]
    await put_each(kept, lambda u, note: kept.count_tables.note(u, "t1", note), *notes)
    assert await kept.count_tables.notes("t1") == notes


async def test_only_who_saw_the_table_as_it_is_changes_it(kept: Storage) -> None:
    approved = msgspec.structs.replace(TABLE, state="approved", approved_at=BEGIN, approved_by="y")
    await put(kept, lambda u: kept.count_tables.save(u, approved))
    with pytest.raises(StaleSessionError):
        await put(kept, lambda u: kept.count_tables.save(u, approved))
    found = await kept.count_tables.by_id(None, "t1")
    assert found == msgspec.structs.replace(approved, version=2)


async def test_the_same_file_is_known_for_its_period_and_unit_until_it_is_withdrawn(
    kept: Storage,
) -> None:
    same = kept.count_tables.same
    again = msgspec.structs.replace(TABLE, id="t2", title="Bản khác")
    assert await same(again) == TABLE
    assert await same(msgspec.structs.replace(again, to_day="2020-12-31")) is None
    assert await same(msgspec.structs.replace(again, unit_id="b")) is None
    assert await same(msgspec.structs.replace(again, unit_id=None)) is None
    withdrawn = msgspec.structs.replace(TABLE, state="withdrawn")
    await put(kept, lambda u: kept.count_tables.save(u, withdrawn))
    assert await same(again) is None
