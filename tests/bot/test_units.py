"""Events of units: entered with who did it, in effect on their day, and cases handed on."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from bot.desk import NotHereError
from bot.i18n import start_of
from bot.jobs import JOBS
from bot.jobs.apply_units import apply_units
from bot.units import Entry, Plan, enter, known_units, planned
from flows.desk.case_acts import Forward, Take
from flows.identifiers import Instant
from storage.base import StaleSessionError, UnitRecord
from survey.unit_events import Body, Dissolve, Found, Merge, Rename, Split, Withdraw
from survey.unit_refusals import UnitRefusedError
from survey.unit_rows import ORIGIN
from tests.bot.desk_scene import CASE, DAY, PROVINCE, DeskScene, Officer, citizen
from tests.storage.records import put
from tests.web.installation import PLACE

HERE = PLACE.unit_id
TODAY, TOMORROW = date(2026, 11, 2), date(2026, 11, 3)
NEW = Found("bhxh-moi", "BHXH cơ sở Mới", parent=PROVINCE)


async def plan_of(scene: DeskScene, *bodies: Body, day: date = TODAY) -> Plan:
    known = await known_units(scene.storage, scene.now)
    entries = [Entry(body=body, day=day, decision="QĐ 7") for body in bodies]
    return planned(known, entries, "account:1")


async def happen(scene: DeskScene, *bodies: Body, day: date = TODAY) -> None:
    """Enter events, each as an act of its own."""
    for body in bodies:
        await enter(scene.storage, await plan_of(scene, body, day=day), "account:1", scene.now)


async def unit(scene: DeskScene, name: str) -> UnitRecord:
    return next(one for one in await scene.storage.places.units() if one.id == name)


async def responsible(scene: DeskScene) -> str:
    place = await scene.storage.places.place(PLACE.id)
    assert place is not None
    return place.unit_id


async def test_units_of_before_are_taken_along_with_the_first_event(scene: DeskScene) -> None:
    """They were rows without events: the version before wrote them, and may still do so."""
    await happen(scene, NEW)

    known = await known_units(scene.storage, scene.now)

    assert known.tree.version == len(known.stored) == 3
    assert not known.unwritten
    assert {one: unit.founded for one, unit in known.tree.units.items()} == {
        PROVINCE: ORIGIN, HERE: ORIGIN, NEW.unit: TODAY
    }  # fmt: skip


async def test_an_event_of_today_takes_effect_with_its_line_in_the_log(scene: DeskScene) -> None:
    await happen(scene, Rename(HERE, "BHXH cơ sở Lâm Viên"))

    renamed = await unit(scene, HERE)
    assert (renamed.name, renamed.from_day) == ("BHXH cơ sở Lâm Viên", "2026-11-02")
    [row, *_] = await scene.storage.audit.listed()
    assert (row["actor"], row["action"], row["target"]) == ("account:1", "unit.change", HERE)
    assert row["detail"]["decision"] == "QĐ 7"


async def test_an_event_of_tomorrow_waits_for_midnight_in_vietnam(scene: DeskScene) -> None:
    await happen(scene, NEW, Merge((HERE,), NEW.unit), day=TOMORROW)
    scene.now = Instant(start_of(TOMORROW) - 1)
    await apply_units(scene.services)
    assert (await unit(scene, HERE)).ended_day is None
    assert await responsible(scene) == HERE

    scene.wait(1)
    await apply_units(scene.services)

    ended = await unit(scene, HERE)
    assert (ended.ended_day, ended.parent_id) == ("2026-11-03", NEW.unit)
    assert await responsible(scene) == NEW.unit


async def test_open_cases_of_an_ended_unit_go_to_who_took_over(scene: DeskScene) -> None:
    lan = await scene.officer("unit_head", HERE)
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await person.heard()
    due = (await scene.case(code)).due_at
    await happen(scene, NEW, Merge((HERE,), NEW.unit))

    assert await apply_units(scene.services) == 1

    case = await scene.case(code)
    assert (case.owner_unit_id, case.officer_id, case.state) == (NEW.unit, None, "new")
    assert (case.unit_id, case.due_at) == (HERE, due)  # what it is about, and what was promised
    [*_, line] = await scene.storage.complaints.history(case.id)
    assert (line.kind, line.actor) == ("forwarded", "clock")
    assert line.detail == {"unit": NEW.unit, "agency": NEW.name, "by": "reorganisation"}
    assert await person.texts() == []  # their term is the same; nobody is woken at midnight
    assert await apply_units(scene.services) == 0


async def test_an_officer_who_may_answer_there_too_keeps_the_case(
    scene: DeskScene, lan: Officer
) -> None:
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(lan, code, Take())
    await happen(scene, NEW, Merge((HERE,), NEW.unit))

    await apply_units(scene.services)

    case = await scene.case(code)
    assert (case.owner_unit_id, case.officer_id, case.state) == (
        NEW.unit, lan.account.id, "in_progress"
    )  # fmt: skip


@pytest.mark.parametrize(
    "end",
    [
        [Dissolve(HERE)],
        [
            NEW,
            Found("bhxh-nua", "BHXH cơ sở Nữa", parent=PROVINCE),
            Split(HERE, (NEW.unit, "bhxh-nua")),
        ],
    ],
)
async def test_without_one_successor_the_unit_above_takes_over(
    scene: DeskScene, end: Sequence[Body]
) -> None:
    code = await (await citizen(scene)).fill(CASE)

    await happen(scene, *end)
    await apply_units(scene.services)

    assert (await unit(scene, HERE)).parent_id == PROVINCE
    assert (await scene.case(code)).owner_unit_id == PROVINCE
    assert await responsible(scene) == PROVINCE


async def test_a_withdrawn_merger_brings_the_unit_back(scene: DeskScene) -> None:
    await happen(scene, NEW, Merge((HERE,), NEW.unit), Withdraw(4))

    assert await unit(scene, HERE) == UnitRecord(
        HERE, PLACE.unit_name, PROVINCE, from_day=ORIGIN.isoformat()
    )


async def test_what_went_elsewhere_comes_back_with_the_unit(scene: DeskScene) -> None:
    """A merger was entered by mistake, and another one after it: all of it is undone."""
    code = await (await citizen(scene)).fill(CASE)
    await happen(scene, NEW, Merge((HERE,), NEW.unit))
    await apply_units(scene.services)
    await happen(scene, Merge((NEW.unit,), PROVINCE))
    await apply_units(scene.services)
    assert (await responsible(scene), (await scene.case(code)).owner_unit_id) == (
        PROVINCE, PROVINCE
    )  # fmt: skip

    await happen(scene, Withdraw(5))
    assert await apply_units(scene.services) == 1
    assert (await responsible(scene), (await scene.case(code)).owner_unit_id) == (
        NEW.unit, NEW.unit
    )  # fmt: skip
    await happen(scene, Withdraw(4))
    assert await apply_units(scene.services) == 1

    assert (await responsible(scene), (await scene.case(code)).owner_unit_id) == (HERE, HERE)
    assert await scene.storage.units.hand_overs() == []
    assert await apply_units(scene.services) == 0


async def test_what_others_gave_elsewhere_since_stays_there(scene: DeskScene) -> None:
    code = await (await citizen(scene)).fill(CASE)
    await happen(scene, NEW, Merge((HERE,), NEW.unit))
    await apply_units(scene.services)
    leader = await scene.officer("provincial_leader", PROVINCE)
    await scene.act(leader, code, Forward(PROVINCE, "BHXH tỉnh", "việc của tỉnh"))
    await put(scene.storage, lambda unit: scene.storage.units.move_place(unit, PLACE.id, PROVINCE))

    await happen(scene, Withdraw(4))
    await apply_units(scene.services)

    assert (await responsible(scene), (await scene.case(code)).owner_unit_id) == (
        PROVINCE, PROVINCE
    )  # fmt: skip
    assert await scene.storage.units.hand_overs() == []


async def test_no_case_is_passed_on_to_a_unit_that_has_ended(
    scene: DeskScene, lan: Officer
) -> None:
    code = await (await citizen(scene)).fill(CASE)
    await happen(scene, NEW, Dissolve(NEW.unit), day=TODAY)

    with pytest.raises(NotHereError):
        await scene.act(lan, code, Forward(NEW.unit, NEW.name, "việc của họ"))


async def test_a_response_keeps_the_unit_and_the_commune_of_its_day(scene: DeskScene) -> None:
    here = replace(PLACE, commune="phường Xuân Hương")
    await put(scene.storage, lambda unit: scene.storage.places.save_place(unit, here))
    await citizen(scene, form="mc")
    await happen(scene, NEW, Merge((HERE,), NEW.unit))
    await apply_units(scene.services)

    [kept] = await scene.storage.responses.listed()

    assert (kept.unit_id, kept.commune) == (HERE, "phường Xuân Hương")


async def test_what_was_planned_before_somebody_else_was_there_is_not_entered(
    scene: DeskScene,
) -> None:
    plan = await plan_of(scene, Rename(HERE, "BHXH cơ sở Một"))
    await happen(scene, Rename(HERE, "BHXH cơ sở Hai"))

    with pytest.raises(StaleSessionError):
        await enter(scene.storage, plan, "account:1", scene.now)

    assert (await unit(scene, HERE)).name == "BHXH cơ sở Hai"


async def test_what_does_not_fit_is_not_planned(scene: DeskScene) -> None:
    with pytest.raises(UnitRefusedError, match="not_yet"):
        await plan_of(scene, Rename(HERE, "Trước"), day=date(1990, 1, 1))


async def test_the_job_looks_often_and_does_nothing_twice(scene: DeskScene) -> None:
    assert JOBS["apply_units"][0] <= 60
    await happen(scene, NEW)
    before = await scene.storage.places.units()

    for _ in range(2):
        scene.wait(DAY)
        assert await apply_units(scene.services) == 0

    assert await scene.storage.places.units() == before
    assert await scene.storage.units.in_effect() == "2026-11-04/3"


async def test_units_that_others_add_without_events_come_to_be_known(scene: DeskScene) -> None:
    await happen(scene, NEW)
    await put(scene.storage, lambda u: scene.storage.places.add_unit(u, "x", "BHXH X", PROVINCE))

    known = await known_units(scene.storage, scene.now)

    assert [event.body for event in known.unwritten] == [Found("x", "BHXH X", parent=PROVINCE)]
