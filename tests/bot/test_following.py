"""From rows to verdicts: an invented sitting is found by the job, waits, and is decided on."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace

from bot.counting import Period, issued_in
from bot.following import RefusedError, judge, judgeable, suspect, suspecting, take_back
from bot.forms import shipped_forms
from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId, SessionId
from flows.time_units import DAY, HOUR
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from survey.judging import Verdict
from survey.suspicion import Limits
from survey.validity import Rules, Weight
from tests.storage.records import answer, response

FORMS = {form.key: form for form in shipped_forms()}
MC = max(key for key in FORMS if key[0] == "mc")
ITEMS = [name for name, one in FORMS[MC].by_id.items() if one.kind == "satisfaction"][:12]
NOW = Instant(1_790_000_000_000)
BEGUN = Instant(NOW - 3 * DAY)
EVER = Period(date(2020, 1, 1), date(2030, 1, 1))
WHOLE = Scope(account_id="anybody", units=None, own_units=None, restricted_units=None)


async def send(
    storage: SqlStorage, number: int, begun: int, ratings: list[int], seconds: int,
    *, device: object = None, **more: object,
) -> ResponseId:  # fmt: skip
    """Store a response as a citizen's taps leave it."""
    name, session, unit = f"r{number}", SessionId(f"s{number}"), UnitOfWork()
    ended = Instant(begun + (len(ratings) * seconds + 10) * 1000)
    record = response(
        name, session_id=session, version=MC[1], state="completed", trial=False,
        started_at=Instant(begun), completed_at=ended, code=name, channel="web",
        **{"unit_id": "u", **more},
    )  # fmt: skip
    storage.responses.add(unit, record)
    for place, (item, rating) in enumerate(zip(["DY", *ITEMS], [1, *ratings], strict=True)):
        at = Instant(begun + (place * seconds + 5) * 1000)
        given = answer(item, response_id=record.id, value=rating, at=at)
        storage.answers.record(unit, given)
    storage.counting.weigh(
        unit, record.id, Weight(shown=12, answered=12, rated=12, lowest=1, highest=5)
    )
    storage.traces.note_device(unit, session, str(device or number), NOW)
    await storage.commit(unit)
    return record.id


async def crowd(storage: SqlStorage, many: int = 60, *, start: int = 0, **more: object) -> None:
    """People at three counters who differ in all."""
    for n in range(many):
        ratings = [1 + (n * 7 + item * (n % 4 + 1)) % 5 for item in range(12)]
        begun = BEGUN + n * 3_600_000
        counter = f"q{start}{n % 3}"
        await send(storage, start + n, begun, ratings, 4 + n % 7, counter_id=counter, **more)


async def sitting(storage: SqlStorage) -> list[ResponseId]:
    """Twelve that one hand typed at a fourth counter, a minute and a half each."""
    ratings = [5, 4, 4, 5, 3, 4, 5, 4, 4, 5, 5, 4]
    return [
        await send(storage, 100 + n, BEGUN + n * 95_000, ratings, 6, counter_id="q9")
        for n in range(12)
    ]


async def outcomes(storage: SqlStorage) -> Counter[str]:
    found: Counter[str] = Counter()
    for group in await issued_in(storage, FORMS, EVER, Rules()):
        found[group.outcome] += group.forms
    return found


@pytest.fixture
async def odd(storage: SqlStorage) -> ResponseId:
    """One of a sitting that the job has found."""
    await crowd(storage)
    invented = await sitting(storage)
    assert await suspect(storage, FORMS, Limits(), NOW) == len(invented)
    return invented[0]


async def say(storage: SqlStorage, name: str, verdict: Verdict, by: str, at: int = 0) -> str:
    found = await judgeable(storage, WHOLE, name)
    assert found is not None
    return await judge(storage, found, verdict, "đã xem kỹ", by, Instant(NOW + at))


async def test_only_the_sitting_waits_and_counts_reconcile(
    storage: SqlStorage, odd: ResponseId
) -> None:
    assert await outcomes(storage) == {"valid": 60, "to_be_judged": 12}
    [first, *_] = (await storage.judging.suspicions([odd]))[odd]
    assert (first.reason, first.detail["responses"]) == ("burst", 12)


@pytest.mark.usefixtures("odd")
async def test_looking_again_finds_nothing_new(storage: SqlStorage) -> None:
    assert await suspect(storage, FORMS, Limits(), NOW) == 0
    await send(storage, 500, NOW - DAY, [3, 4] * 6, 8, counter_id="q0")
    assert await suspect(storage, FORMS, Limits(), NOW) == 0
    assert await outcomes(storage) == {"valid": 61, "to_be_judged": 12}


async def test_what_two_people_kept_is_not_doubted_again(
    storage: SqlStorage, odd: ResponseId
) -> None:
    assert await say(storage, odd, "keep", "an") == "open"
    assert await say(storage, odd, "keep", "binh") == "kept"
    await send(storage, 500, NOW - DAY, [3, 4] * 6, 8, counter_id="q0")
    await suspect(storage, FORMS, Limits(), NOW)
    assert await outcomes(storage) == {"valid": 62, "to_be_judged": 11}


async def test_what_two_people_reject_is_set_aside_and_can_come_back(
    storage: SqlStorage, odd: ResponseId
) -> None:
    await say(storage, odd, "set_aside", "an")
    assert await say(storage, odd, "set_aside", "binh", 1) == "set_aside"
    assert (await outcomes(storage))["set_aside"] == 1
    found = await judgeable(storage, WHOLE, odd)
    assert found is not None
    state = await take_back(storage, found, "đơn vị đã giải thích", "binh", Instant(NOW + 2))
    assert state == "open"
    assert await outcomes(storage) == {"valid": 60, "to_be_judged": 12}
    marks = [mark.kind for mark in await storage.response_desk.marks(odd)]
    assert marks == ["set_aside", "restored"]


async def test_nobody_has_two_voices(storage: SqlStorage, odd: ResponseId) -> None:
    await say(storage, odd, "keep", "an")
    with pytest.raises(RefusedError) as refused:
        await say(storage, odd, "keep", "an", 1)
    assert refused.value.why == "judged"


async def test_what_an_officer_has_set_aside_already_is_left_alone(storage: SqlStorage) -> None:
    await crowd(storage)
    invented = await sitting(storage)
    unit = UnitOfWork()
    storage.response_desk.set_aside(unit, invented[3], "gõ hộ", NOW, "account:an")
    await storage.commit(unit)
    assert await suspect(storage, FORMS, Limits(), NOW) == 11
    assert await outcomes(storage) == {"valid": 60, "to_be_judged": 11, "set_aside": 1}


async def test_what_is_older_than_the_window_is_no_measure(storage: SqlStorage) -> None:
    await crowd(storage)
    assert await suspect(storage, FORMS, Limits(), Instant(NOW + 60 * DAY)) == 0
    assert await storage.traces.looked_upto() == 0


async def test_limits_are_the_offices_own(storage: SqlStorage) -> None:
    await crowd(storage)
    await sitting(storage)
    lenient = replace(Limits(), one_hand=500.0, least_copies=99)
    assert await suspect(storage, FORMS, lenient, NOW) == 0


async def test_nothing_is_left_out_of_a_large_campaign(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much came after it, and from wherever."""
    monkeypatch.setattr(suspecting, "LOOKED_AT", 75)
    invented = await sitting(storage)
    await crowd(storage)
    for unit, start in (("v", 1_000), ("w", 2_000), (None, 3_000)):
        await crowd(storage, 30, unit_id=unit, start=start)
    assert await suspect(storage, FORMS, Limits(), NOW) == len(invented)
    assert (await outcomes(storage))["to_be_judged"] == len(invented)


async def test_one_telephone_in_many_units_is_seen_in_each_part(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspecting, "LOOKED_AT", 20)
    for n in range(6):
        unit, begun = f"u{n}", BEGUN + n * 7 * HOUR
        await crowd(storage, 9, unit_id=unit, start=100 * (n + 1))
        await send(storage, n, begun, [1 + n % 5, 3] * 6, 5 + n, device="one", unit_id=unit)
    assert await suspect(storage, FORMS, Limits(), NOW) == 6
    [found] = (await storage.judging.suspicions(["r0"]))["r0"]
    assert (found.reason, found.detail) == ("one_device", {"responses": 6})


def test_parts_are_whole_units_and_much_alike() -> None:
    by_unit: dict[str | None, int] = {f"u{n}": 10 for n in range(9)}
    assert suspecting.parts_of({}, 80) == []
    assert suspecting.parts_of(by_unit, 90) == [None], "all of them at once"
    assert [len(part or ()) for part in suspecting.parts_of(by_unit, 80)] == [5, 4]
    parts = suspecting.parts_of({**by_unit, "u33": 200, None: 3}, 40)
    assert sorted(str(unit) for part in parts for unit in part or ()) == sorted(
        ["None", "u33", *map(str, by_unit)]
    )
    assert ["u33"] in parts, "one unit is never split"
