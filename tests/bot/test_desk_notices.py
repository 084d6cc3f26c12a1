"""Officers are told of their cases in the transaction that changes them, on real storage."""

import pytest

from bot.desk import agree_to_redate
from bot.jobs.forget_desk import NOTICE_DAYS, forget_desk
from bot.jobs.redate_cases import redate_cases
from bot.jobs.remind_cases import remind_cases
from flows.desk.case_acts import Answer, Ask, Assign, Forward, Take
from flows.desk.roles import Grant
from flows.identifiers import Instant
from flows.workdays import local_date
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import SwapRecord
from tests.bot.desk_scene import CASE, DAY, MINUTE, PROVINCE, DeskScene, Officer, citizen
from tests.bot.test_desk_parties import employed
from tests.web.installation import PLACE


async def heard(scene: DeskScene, officer: Officer) -> list[str]:
    """What an officer was told, oldest first."""
    page = await scene.storage.notices.page(officer.account.id)
    return [row.kind for row in reversed(page.rows)]


async def test_a_case_tells_its_officer_from_hand_to_hand(scene: DeskScene) -> None:
    head = await scene.officer("unit_head", PLACE.unit_id, "head")
    lan = await scene.officer("case_officer", PLACE.unit_id, "lan")
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(head, code, Assign("lan"))
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Ask("Ông/Bà nhận lương hưu ở đâu?"))
    await person.type("Ở bưu điện phường.")
    await scene.act(lan, code, Answer("Tiền đã về bưu điện hôm qua."))
    await person.press(await person.asked(), "Đồng ý")
    assert await heard(scene, lan) == ["case.assigned", "case.supplied", "case.agreed"]
    assert await heard(scene, head) == ["case.arrived"]


async def test_a_new_case_is_told_to_who_shares_out_the_work_and_is_no_party(
    scene: DeskScene,
) -> None:
    grant = Grant("intake_officer", PLACE.unit_id)
    hoa = await employed(scene, "hoa", "Đỗ Thanh Hoa", grant)
    lan = await employed(scene, "lan", "Vũ Thị Ngọc Lan", grant)
    own = await scene.officer("case_officer", PLACE.unit_id, "own")
    story = "~Chị Ngọc Lan giữ sổ của tôi ba tháng nay."
    code = await (await citizen(scene)).fill({**CASE, "STORY": story})
    (told,) = (await scene.storage.notices.page("hoa")).rows
    assert (told.kind, told.object, told.params["by"]) == ("case.arrived", code, "citizen")
    assert [await heard(scene, one) for one in (hoa, lan, own)] == [["case.arrived"], [], []]


async def test_a_new_case_about_the_head_is_told_to_the_unit_above(scene: DeskScene) -> None:
    head = await employed(scene, "head", "Trần Văn Đứng", Grant("unit_head", PLACE.unit_id))
    leader = await scene.officer("provincial_leader", PROVINCE, "leader")
    await (await citizen(scene)).fill({**CASE, "STORY": "~Ông Trần Văn Đứng đòi tiền."})
    assert (await heard(scene, head), await heard(scene, leader)) == ([], ["case.arrived"])


async def test_the_unit_that_a_case_is_passed_to_is_told(scene: DeskScene) -> None:
    lan = await scene.officer("unit_head", PLACE.unit_id, "lan")
    leader = await scene.officer("provincial_leader", PROVINCE, "leader")
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(lan, code, Forward(PROVINCE, "BHXH tỉnh", "Thuộc tỉnh."))
    assert await heard(scene, leader) == ["case.arrived"]
    assert await heard(scene, lan) == ["case.arrived"], "when it was new"


async def test_time_tells_each_step_once(scene: DeskScene) -> None:
    head = await scene.officer("unit_head", PLACE.unit_id, "head")
    lan = await scene.officer("case_officer", PLACE.unit_id, "lan")
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(head, code, Assign("lan"))
    for _ in range(40):
        scene.until_workday()
        await remind_cases(scene.services)
        await remind_cases(scene.services)
    assert await heard(scene, lan) == ["case.assigned", "case.due_soon", "case.overdue"]
    assert await heard(scene, head) == ["case.arrived", "case.overdue"]


async def test_what_moving_a_term_finds_over_is_told(scene: DeskScene) -> None:
    lan = await scene.officer("unit_head", PLACE.unit_id, "lan")
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(lan, code, Take())
    case, storage = await scene.case(code), scene.storage
    assert case.due_at is not None
    scene.wait(case.due_at - scene.now + MINUTE)
    scene.until_workday()
    day, number, unit = local_date(scene.now), await storage.swaps.version(), UnitOfWork()
    scene.now = Instant(case.due_at + MINUTE)
    swap = SwapRecord(day=day, works=False, decision="1042/QĐ-BNV", at=scene.now, by="test")
    storage.swaps.add(unit, swap)
    agree_to_redate(storage, unit, day, number)
    await storage.commit(unit)
    assert await redate_cases(scene.services) == 1
    assert "clock reminded" in await scene.history(code)
    assert await remind_cases(scene.services) == 0, "it was done on the way"
    assert (await heard(scene, lan))[-1] == "case.overdue"


async def test_a_refused_act_tells_nobody(scene: DeskScene) -> None:
    head = await scene.officer("unit_head", PLACE.unit_id, "head")
    await scene.officer("case_officer", PLACE.unit_id, "lan")
    code = await (await citizen(scene)).fill(CASE)
    stale = (await scene.case(code)).version - 1
    with pytest.raises(StaleSessionError):
        await scene.desk.act(head, code, stale, Assign("lan"))
    assert await scene.storage.notices.unread("lan") == 0


async def test_a_year_later_it_is_forgotten(scene: DeskScene) -> None:
    head = await scene.officer("unit_head", PLACE.unit_id, "head")
    lan = await scene.officer("case_officer", PLACE.unit_id, "lan")
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(head, code, Assign("lan"))
    scene.wait(NOTICE_DAYS * DAY)
    await forget_desk(scene.services)
    assert await heard(scene, lan) == ["case.assigned"]
    scene.wait(1)
    await forget_desk(scene.services)
    assert await heard(scene, lan) == []
