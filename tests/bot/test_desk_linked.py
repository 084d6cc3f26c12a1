"""Whoever is named in the survey that a case came out of never meets the case (domain §4.2)."""

import pytest
from msgspec.structs import replace

from bot.jobs.find_named import find_named
from flows.desk.case_acts import FindConflict, LiftConflict
from flows.desk.cases import CaseRefusedError
from flows.desk.policy import scope_of
from flows.desk.roles import Actor, Grant
from storage.desk_records import AccountRecord, ResponseFilter
from tests.bot.desk_scene import CASE, PROVINCE, Citizen, DeskScene, citizen
from tests.storage.records import put
from tests.web.installation import PLACE

GRANT = Grant("intake_officer", PLACE.unit_id)
NAMING = "~2 vì chị Ngọc Lan bắt tôi chờ cả buổi sáng"
WISHES = {"O1": "~Cần thêm ghế ngồi.", "L2": "yes", "T1": "no"}


async def employ(scene: DeskScene) -> str:
    lan = AccountRecord(
        id="lan", login="lan", name="Vũ Thị Ngọc Lan", created_at=scene.now, grants=(GRANT,)
    )
    await put(scene.storage, lambda unit: scene.storage.accounts.add(unit, lan))
    return lan.id


async def survey_then_case(person: Citizen, **answers: str) -> str:
    """Fill in a survey with a bad rating, and then the case that comes of it."""
    return await person.fill({**CASE, **WISHES, **answers})


async def surveys_of(scene: DeskScene, actor: Actor) -> set[str]:
    """The surveys that somebody meets in the list, each of which has a page of its own."""
    desk, scope = scene.storage.response_desk, scope_of(actor, "response.read")
    listed = (await desk.listed(scope, ResponseFilter(form="mc"))).rows
    assert [await desk.by_id(scope, one.id) for one in listed] == list(listed)
    return {one.id for one in listed}


async def a_party_does_not_meet_the_survey_beside_the_case(scene: DeskScene) -> None:
    lan = await employ(scene)
    await survey_then_case(await citizen(scene, form="mc"), MC5=NAMING)
    [beside] = [one for one in await scene.storage.responses.listed() if one.form == "mc"]
    await (await citizen(scene, form="mc")).fill(WISHES)
    actor = Actor(lan, (GRANT,), {PLACE.unit_id: frozenset({PLACE.unit_id})})
    both = await surveys_of(scene, replace(actor, account_id="somebody"))
    assert len(both) == 2
    assert await surveys_of(scene, actor) == both - {beside.id}


async def test_a_party_does_not_meet_the_survey_on_sqlite(scene: DeskScene) -> None:
    await a_party_does_not_meet_the_survey_beside_the_case(scene)


async def test_a_party_does_not_meet_the_survey_on_postgresql(postgres_scene: DeskScene) -> None:
    await a_party_does_not_meet_the_survey_beside_the_case(postgres_scene)


async def parties(scene: DeskScene, code: str) -> set[str]:
    return set(await scene.storage.complaints.parties((await scene.case(code)).id))


async def test_a_comment_beside_a_rating_names_a_party(scene: DeskScene) -> None:
    lan = await employ(scene)
    code = await survey_then_case(await citizen(scene, form="mc"), MC5=NAMING)
    assert await parties(scene, code) == {lan}


async def test_a_survey_that_names_nobody_keeps_nobody_away(scene: DeskScene) -> None:
    await employ(scene)
    code = await survey_then_case(await citizen(scene, form="mc"), MC5="~2 vì chờ lâu quá")
    assert await parties(scene, code) == set()


async def test_an_officer_who_comes_later_is_found_in_the_survey(scene: DeskScene) -> None:
    code = await survey_then_case(await citizen(scene, form="mc"), MC5=NAMING)
    lan = await employ(scene)
    await find_named(scene.services)
    assert await parties(scene, code) == {lan}


async def test_what_is_written_after_the_case_was_told_names_a_party_too(
    scene: DeskScene,
) -> None:
    lan = await employ(scene)
    person = await citizen(scene, form="mc")
    await person.fill(CASE, until="MC5")
    await person.type("Tôi muốn gửi phản ánh")
    await person.fill(CASE, until="O1")
    [case] = await scene.storage.complaints.listed()
    assert await parties(scene, case.code) == set()
    await person.type("Chị Ngọc Lan ở quầy 1 nên niềm nở hơn")
    assert await parties(scene, case.code) == {lan}
    assert "clock concerned" in await scene.history(case.code)


async def test_no_officer_lets_in_whom_the_survey_names(scene: DeskScene) -> None:
    lan = await employ(scene)
    head = await scene.officer("provincial_leader", PROVINCE, "head")
    person = await citizen(scene, form="mc")
    await person.fill(CASE, until="MC5")
    await person.type("Tôi muốn gửi phản ánh")
    await person.fill(CASE, until="O1")
    [case] = await scene.storage.complaints.listed()
    await scene.act(head, case.code, FindConflict(lan, "Là em họ."))
    await person.type("Chị Ngọc Lan ở quầy 1 nên niềm nở hơn")
    with pytest.raises(CaseRefusedError, match="named"):
        await scene.act(head, case.code, LiftConflict(lan, "Đánh dấu nhầm."))
    assert await parties(scene, case.code) == {lan}
