"""Who is rated in a form never meets the case that comes of it, on real storage (domain §4.2)."""

from datetime import date

import pytest
from msgspec.structs import replace

from bot.jobs.find_named import find_named
from flows.desk.case_acts import LiftConflict
from flows.desk.cases import CaseRefusedError
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.staff_records import OfficerRecord, RosterRecord
from tests.bot.desk_scene import CASE, DeskScene, Officer, citizen
from tests.bot.test_desk_parties import NOWHERE, employed, reads_the_response, sees
from tests.storage.records import put
from tests.web.installation import PLACE

HEAD = Grant("unit_head", "*")
DUTY = RosterRecord(
    id=0, officer_id="o-lan", place_id=PLACE.id, from_day=date(2026, 1, 1),
    to_day=date(2026, 12, 31), at=Instant(5), by="account:admin",
)  # fmt: skip


async def employ_lan(scene: DeskScene) -> Officer:
    """Somebody at the counter, whose name nobody writes."""
    officer = OfficerRecord(
        id="o-lan", name="Vũ Thị Ngọc Lan", unit_id=PLACE.unit_id, account_id="lan"
    )
    await put(scene.storage, lambda unit: scene.storage.roster.add_officer(unit, officer))
    return await employed(scene, "lan", officer.name, HEAD)


async def sit(scene: DeskScene, duty: RosterRecord = DUTY) -> None:
    await put(scene.storage, lambda unit: scene.storage.roster.add(unit, duty))


async def who_sat_there_never_meets_the_case(scene: DeskScene) -> None:
    lan, hoa = await employ_lan(scene), await employed(scene, "hoa", "Đỗ Thanh Hoa", HEAD)
    await sit(scene)
    code = await (await citizen(scene)).fill(CASE)
    assert await sees(scene, lan, code) == NOWHERE
    assert await reads_the_response(scene, lan, code) == [False, False]
    assert await sees(scene, hoa, code) == [True] * 6
    case = await scene.case(code)
    assert dict(await scene.storage.complaints.parties(case.id)) == {"lan": "rated"}
    [line] = [
        one for one in await scene.storage.complaints.history(case.id) if one.kind == "concerned"
    ]
    assert line.detail == {"officer": "lan", "cause": "rated"}


async def test_who_sat_there_never_meets_the_case_on_sqlite(scene: DeskScene) -> None:
    await who_sat_there_never_meets_the_case(scene)


async def test_who_sat_there_never_meets_the_case_on_postgresql(postgres_scene: DeskScene) -> None:
    await who_sat_there_never_meets_the_case(postgres_scene)


async def test_who_sat_elsewhere_or_was_away_meets_it(scene: DeskScene) -> None:
    lan = await employ_lan(scene)
    absence = replace(DUTY, kind="absence", place_id=None)
    await sit(scene)
    await sit(scene, absence)
    await sit(scene, replace(DUTY, counter_id="another"))
    code = await (await citizen(scene)).fill(CASE)
    assert await sees(scene, lan, code) == [True] * 6


async def test_a_corrected_roster_keeps_away_from_cases_that_are_open(scene: DeskScene) -> None:
    lan = await employ_lan(scene)
    code = await (await citizen(scene)).fill(CASE)
    assert await find_named(scene.services) == 1
    assert await sees(scene, lan, code) == [True] * 6
    await sit(scene)
    assert await find_named(scene.services) == 1
    assert await sees(scene, lan, code) == NOWHERE
    assert await find_named(scene.services) == 0, "nothing has changed"


async def test_nobody_lets_themselves_in_by_changing_the_roster(scene: DeskScene) -> None:
    lan = await employ_lan(scene)
    await sit(scene)
    code = await (await citizen(scene)).fill(CASE)
    storage = scene.storage
    await put(storage, lambda unit: storage.roster.withdraw(unit, 1, Instant(9), "account:lan"))
    await find_named(scene.services)
    assert await sees(scene, lan, code) == NOWHERE


async def test_another_officer_lifts_it_once_the_roster_is_put_right(scene: DeskScene) -> None:
    lan, hoa = await employ_lan(scene), await employed(scene, "hoa", "Đỗ Thanh Hoa", HEAD)
    await sit(scene)
    code = await (await citizen(scene)).fill(CASE)
    lift = LiftConflict("lan", "Hôm đó chị Lan nghỉ.")
    with pytest.raises(CaseRefusedError):
        await scene.act(hoa, code, lift)
    storage = scene.storage
    await put(storage, lambda unit: storage.roster.withdraw(unit, 1, Instant(9), "account:hoa"))
    await scene.act(hoa, code, lift)
    assert await sees(scene, lan, code) == [True] * 6


async def test_changes_in_the_middle_of_a_round_begin_another(scene: DeskScene) -> None:
    codes = [await (await citizen(scene)).fill(CASE) for _ in range(3)]
    lan = await employ_lan(scene)
    assert await find_named(scene.services, batch=2) == 2
    await sit(scene)
    rounds = [await find_named(scene.services, batch=2) for _ in range(4)]
    assert rounds == [1, 2, 1, 0]
    assert [await sees(scene, lan, code) for code in codes] == [NOWHERE] * 3


async def test_of_two_at_one_counter_both_are_kept_away(scene: DeskScene) -> None:
    await employ_lan(scene)
    other = OfficerRecord(id="o-hoa", name="Hoa", unit_id=PLACE.unit_id, account_id="hoa")
    await put(scene.storage, lambda unit: scene.storage.roster.add_officer(unit, other))
    await employed(scene, "hoa", "Đỗ Thanh Hoa", HEAD)
    await sit(scene)
    await sit(scene, replace(DUTY, officer_id="o-hoa"))
    case = await scene.case(await (await citizen(scene)).fill(CASE))
    assert set(await scene.storage.complaints.parties(case.id)) == {"lan", "hoa"}
