"""Who is concerned in a case never meets it, on real storage (domain §4.2)."""

import msgspec
import pytest

from bot.desk import NotHereError
from bot.jobs import JOBS
from bot.jobs.find_named import find_named
from flows.desk.case_acts import (
    Answer,
    Ask,
    Assign,
    DeclareConflict,
    FindConflict,
    Forward,
    Note,
    Take,
)
from flows.desk.cases import CaseRefusedError
from flows.desk.policy import scope_of
from flows.desk.roles import Grant
from storage.desk_records import AccountRecord, CaseFilter, ResponseFilter
from tests.bot.desk_scene import CASE, PROVINCE, DeskScene, Officer, citizen
from tests.storage.records import put
from tests.web.installation import PLACE

UNIT = PLACE.unit_id
INTAKE = Grant("intake_officer", UNIT)
STORY = "~Chị Ngọc Lan giữ sổ của tôi ba tháng nay."
ABOUT_LAN = {**CASE, "STORY": STORY}


async def employed(scene: DeskScene, login: str, name: str, grant: Grant = INTAKE) -> Officer:
    account = AccountRecord(
        id=login, login=login, name=name, created_at=scene.now, grants=(grant,)
    )
    await put(scene.storage, lambda unit: scene.storage.accounts.add(unit, account))
    return Officer(account, await scene.desk.actor_of(account))


async def lan_of(scene: DeskScene) -> Officer:
    return await employed(scene, "lan", "Vũ Thị Ngọc Lan")


async def hoa_of(scene: DeskScene) -> Officer:
    return await employed(scene, "hoa", "Đỗ Thanh Hoa")


async def head_of(scene: DeskScene) -> Officer:
    return await employed(scene, "head", "Trần Văn Đứng", Grant("unit_head", UNIT))


async def sees(scene: DeskScene, officer: Officer, code: str) -> list[bool]:
    """Whether a case is in the list, in a search, in the numbers, in an export, on its page, and
    can be acted on.
    """
    cases, actor = scene.storage.cases, officer.actor
    of_list = await cases.queue(scope_of(actor, "case.list"), CaseFilter())
    searched = await cases.queue(scope_of(actor, "case.list"), CaseFilter(words=(code,)))
    exported = await cases.queue(scope_of(actor, "case.export"), CaseFilter())
    counts = await cases.counts(scope_of(actor, "case.count"), scene.now)
    page = await cases.by_code(scope_of(actor, "case.read"), code)
    try:
        await scene.act(officer, code, Note("Đã xem."))
    except NotHereError:
        acted = False
    else:
        acted = True
    pages = (of_list, searched, exported)
    found = [any(row.code == code for row in one.rows) for one in pages]
    return [*found, counts.open > 0, page is not None, acted]


async def reads_the_response(scene: DeskScene, officer: Officer, code: str) -> list[bool]:
    """Whether what the case was told in is on a page of its own, and in the list."""
    wanted = (await scene.case(code)).response_id
    scope, desk = scope_of(officer.actor, "response.read"), scene.storage.response_desk
    page = await desk.listed(scope, ResponseFilter())
    listed = any(record.id == wanted for record in page.rows)
    return [await desk.by_id(scope, wanted) is not None, listed]


NOWHERE = [False] * 6


async def test_who_is_named_never_meets_the_case_on_sqlite(scene: DeskScene) -> None:
    await who_is_named_never_meets_the_case(scene)


async def test_who_is_named_never_meets_the_case_on_postgresql(postgres_scene: DeskScene) -> None:
    await who_is_named_never_meets_the_case(postgres_scene)


async def who_is_named_never_meets_the_case(scene: DeskScene) -> None:
    grant = Grant("unit_head", "*")
    lan = await employed(scene, "lan", "Vũ Thị Ngọc Lan", grant)
    hoa = await employed(scene, "hoa", "Đỗ Thanh Hoa", grant)
    code = await (await citizen(scene)).fill(ABOUT_LAN)

    assert await sees(scene, lan, code) == NOWHERE
    assert await sees(scene, hoa, code) == [True] * 6
    assert await reads_the_response(scene, lan, code) == [False, False]
    assert await reads_the_response(scene, hoa, code) == [True, True]
    assert await scene.history(code) == ["citizen opened", "clock concerned", "account:hoa noted"]


async def test_nobody_is_kept_away_from_what_names_nobody(scene: DeskScene) -> None:
    await lan_of(scene)
    code = await (await citizen(scene)).fill(CASE)
    case = await scene.case(code)
    assert await scene.storage.complaints.parties(case.id) == {}
    assert (case.version, case.owner_unit_id) == (1, UNIT)


async def test_a_case_about_the_head_begins_one_floor_up(scene: DeskScene) -> None:
    head = await head_of(scene)
    code = await (await citizen(scene)).fill({**CASE, "STORY": "~Ông Trần Văn Đứng đòi tiền."})
    assert (await scene.case(code)).owner_unit_id == PROVINCE
    assert await scene.history(code) == ["citizen opened", "clock concerned", "clock raised"]
    assert await sees(scene, head, code) == NOWHERE


async def test_a_head_who_declares_a_conflict_hands_the_case_up(scene: DeskScene) -> None:
    head = await head_of(scene)
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(head, code, Take())
    after = await scene.act(head, code, DeclareConflict("Người nhà."))
    assert (after.owner_unit_id, after.officer_id, after.state) == (PROVINCE, None, "new")
    assert (await scene.history(code))[2:] == ["account:head conflict_declared", "clock raised"]
    assert await sees(scene, head, code) == NOWHERE


async def test_a_case_is_not_passed_back_to_a_head_who_is_concerned(scene: DeskScene) -> None:
    head = await head_of(scene)
    top = await employed(scene, "top", "Phạm Đức Long", Grant("intake_officer", PROVINCE))
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(head, code, DeclareConflict("Người nhà."))
    await person.heard()
    with pytest.raises(CaseRefusedError, match="other_unit"):
        await scene.act(top, code, Forward(UNIT, "BHXH cơ sở", "Đúng địa bàn."))
    assert (await scene.case(code)).owner_unit_id == PROVINCE
    assert await person.texts() == [], "nobody is told that it was passed on"


async def test_what_is_found_later_frees_the_case_and_is_on_record(scene: DeskScene) -> None:
    lan, hoa = await lan_of(scene), await hoa_of(scene)
    code = await (await citizen(scene)).fill(CASE)
    await scene.act(lan, code, Take())
    after = await scene.act(hoa, code, FindConflict("lan", "Là người bị phản ánh."))
    assert (after.officer_id, after.state, after.owner_unit_id) == (None, "new", UNIT)
    assert await sees(scene, lan, code) == NOWHERE
    [row] = [r for r in await scene.storage.audit.listed() if r["detail"].get("found")]
    assert (row["actor"], row["action"], row["target"]) == (
        "account:hoa",
        "case.find_conflict",
        code,
    )
    assert row["detail"] == {"state_before": "in_progress", "state": "new", "found": "lan"}
    with pytest.raises(NotHereError):
        await scene.act(hoa, code, FindConflict("nobody", "Không có."))


async def test_only_who_assigns_may_find(scene: DeskScene) -> None:
    lan, hoa = await lan_of(scene), await hoa_of(scene)
    own = await employed(scene, "own", "Lê Tư", Grant("case_officer", UNIT))
    code = await (await citizen(scene)).fill(CASE)
    taken = await scene.act(lan, code, Assign("own"))
    assert taken.officer_id == "own"
    with pytest.raises(NotHereError):
        await scene.act(own, code, FindConflict("hoa", "Không rõ."))
    assert await sees(scene, hoa, code) == await sees(scene, lan, code)


async def test_who_is_named_in_a_reply_loses_the_case(scene: DeskScene) -> None:
    lan = await lan_of(scene)
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Ask("Ai đã nhận hồ sơ?"))
    await person.type("Cán bộ Ngọc Lan nhận")
    assert (await scene.case(code)).officer_id is None
    assert await sees(scene, lan, code) == NOWHERE
    assert (await scene.history(code))[-2:] == ["citizen supplied", "clock concerned"]


async def test_who_is_named_in_an_objection_is_kept_away(scene: DeskScene) -> None:
    lan = await lan_of(scene)
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer("Đã chuyển tiền."))
    await person.heard()
    await person.type("chưa được, vì chị Ngọc Lan vẫn giữ sổ của tôi")
    assert (await scene.case(code)).state == "reopened"
    assert await sees(scene, lan, code) == NOWHERE


# -- accounts that come later


async def test_who_joins_or_is_renamed_later_is_looked_for_once(
    scene: DeskScene,
) -> None:
    person = await citizen(scene)
    code = await person.fill(ABOUT_LAN)
    assert await find_named(scene.services) == 1
    assert await find_named(scene.services) == 0, "nobody came"

    lan = await lan_of(scene)
    assert await find_named(scene.services) == 1
    assert await sees(scene, lan, code) == NOWHERE
    assert await find_named(scene.services) == 0

    other = await employed(scene, "other", "Hồ Xuân Mai")
    assert (await sees(scene, other, code))[0]
    renamed = msgspec.structs.replace(other.account, version=2, name="Hồ Ngọc Lan Hương")
    await put(scene.storage, lambda unit: scene.storage.accounts.save(unit, renamed))
    assert await find_named(scene.services) == 1
    assert (await sees(scene, other, code))[0], "the story names somebody else"


async def test_open_cases_are_read_a_batch_at_a_time(scene: DeskScene) -> None:
    codes = [await (await citizen(scene)).fill(ABOUT_LAN) for _ in range(3)]
    lan = await lan_of(scene)
    assert [await find_named(scene.services, batch=2) for _ in range(3)] == [2, 1, 0]
    assert [await sees(scene, lan, code) for code in codes] == [NOWHERE] * 3


async def test_an_end_of_a_name_counts_again_when_nobody_shares_it_any_more(
    scene: DeskScene,
) -> None:
    lan = await lan_of(scene)
    twin = await employed(scene, "twin", "Hồ Ngọc Lan")
    code = await (await citizen(scene)).fill(ABOUT_LAN)
    assert (await sees(scene, lan, code))[0]
    gone = msgspec.structs.replace(twin.account, version=2, state="disabled")
    await put(scene.storage, lambda unit: scene.storage.accounts.save(unit, gone))
    await find_named(scene.services)
    assert await sees(scene, lan, code) == NOWHERE


def test_the_service_looks_for_new_names() -> None:
    assert JOBS["find_named"] == (10.0, find_named)
