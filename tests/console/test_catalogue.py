"""The catalogue of procedures and the hotlines in the console."""

from datetime import date

from flows.desk.roles import WHOLE, Grant
from storage.catalogue_records import OFFICE, HotlineRecord
from survey.procedures import Procedure
from tests.console.grounds import HERE, Grounds, Someone, grounds
from tests.console.response_shelf import response
from tests.console.test_matrix import ground
from tests.console.test_places import said
from tests.storage.records import put_each

__all__ = ["ground", "grounds"]

PATH = "/console/procedures"
LINES = "/console/hotlines"
CARD = {"code": "1.001", "name": "Cấp lại thẻ BHYT", "from": "2025-07-01", "term": "5",
        "channels": "desk", "audience": "citizen", "form": "mc"}  # fmt: skip


async def admin(ground: Grounds) -> Someone:
    return await ground.someone(Grant("survey_admin", WHOLE))


async def known(ground: Grounds, code: str) -> list[Procedure]:
    lines = await ground.room.installation.storage.procedures.lines()
    return [line for line in lines if line.code == code]


async def test_a_line_is_entered_changed_and_taken_away(ground: Grounds) -> None:
    who = await admin(ground)
    assert (await ground.ask(who, "POST", PATH, CARD)).status == 303
    [line] = await known(ground, "1.001")
    assert (line.from_day, line.term_days, line.channels) == (date(2025, 7, 1), 5, ("desk",))
    page = said(await ground.ask(who, "GET", PATH, {}))
    assert "Cấp lại thẻ BHYT" in page
    assert "5 ngày làm việc" in page
    before = said(await ground.ask(who, "GET", f"{PATH}?day=2025-06-30", {}))
    assert "Chưa có thủ tục nào hiệu lực" in before
    assert "1 dòng của thời gian khác" in before

    await ground.ask(who, "POST", PATH, {**CARD, "term": "2"})
    assert [one.term_days for one in await known(ground, "1.001")] == [2]
    gone = {"code": "1.001", "from": "2025-07-01"}
    assert (await ground.ask(who, "POST", f"{PATH}/remove", gone)).status == 303
    assert await known(ground, "1.001") == []
    assert (await ground.ask(who, "POST", f"{PATH}/remove", gone)).status == 303, "twice"


async def test_what_is_wrong_is_said_beside_its_field(ground: Grounds) -> None:
    wrong = {**CARD, "name": "", "term": "nhanh", "to": "2020-01-01"}
    reply = await ground.ask(await admin(ground), "POST", PATH, wrong)
    assert reply.status == 422
    for field in ("name", "term", "to"):
        assert f'id="{field}-error"' in said(reply)


async def test_a_catalogue_is_pasted_and_given_back(ground: Grounds) -> None:
    who = await admin(ground)
    rows = "Mã thủ tục\tTên thủ tục\tThời hạn\n2.1\tChuyển nơi hưởng\t3\n2.2\tTrợ cấp\t"
    looked = await ground.ask(who, "POST", f"{PATH}/paste", {"rows": rows, "step": "look"})
    assert "Sẽ nhập 2 thủ tục." in said(looked)
    await ground.ask(who, "POST", f"{PATH}/paste", {"rows": rows, "step": "save"})
    assert [line.term_days for line in await known(ground, "2.1")] == [3]
    file = await ground.ask(who, "GET", f"{PATH}/export", {})
    assert "2.2,Trợ cấp" in file.body.decode("utf-8-sig")
    bad = await ground.ask(who, "POST", f"{PATH}/paste", {"rows": rows + "x", "step": "save"})
    assert (bad.status, "Thời hạn" in said(bad)) == (422, True)


async def test_a_unit_reads_the_catalogue_and_does_not_change_it(ground: Grounds) -> None:
    head = await ground.someone(Grant("unit_head", HERE))
    local = await ground.someone(Grant("survey_admin", HERE))
    assert (await ground.ask(head, "GET", PATH, {})).status == 200
    for who in (head, local):
        assert (await ground.ask(who, "POST", PATH, CARD)).status == 404
        assert (await ground.ask(who, "POST", LINES, {"number": "113"})).status == 404


async def test_hotlines_are_added_ordered_and_shown_on_every_page(ground: Grounds) -> None:
    who, storage = await admin(ground), ground.room.installation.storage
    await put_each(
        storage, storage.hotlines.keep, HotlineRecord(id=OFFICE, label="", number="113")
    )
    fields = {"number": "0263 3 123 456", "label": "BHXH tỉnh", "hours": "7–17 giờ"}
    assert (await ground.ask(who, "POST", LINES, fields)).status == 303
    page = said(await ground.ask(who, "GET", "/console", {}))
    assert "BHXH tỉnh 0263\N{NO-BREAK SPACE}3" in page
    [first, second] = await storage.hotlines.listed()
    assert (first.id, second.number) == (OFFICE, "0263 3 123 456")

    gone = {**fields, "id": second.id, "ended": "1"}
    await ground.ask(who, "POST", LINES, gone)
    assert "0263" not in said(await ground.ask(who, "GET", "/console", {}))
    bad = await ground.ask(who, "POST", LINES, {"number": "gọi tôi"})
    assert (bad.status, "Cần một số điện thoại" in said(bad)) == (422, True)


async def test_the_number_of_the_settings_keeps_to_the_settings(ground: Grounds) -> None:
    who, storage = await admin(ground), ground.room.installation.storage
    await put_each(
        storage, storage.hotlines.keep, HotlineRecord(id=OFFICE, label="", number="113")
    )
    change = {"id": OFFICE, "number": "114", "label": "Tổng đài", "ended": "1", "position": "0"}
    assert (await ground.ask(who, "POST", LINES, change)).status == 303
    office = next(line for line in await storage.hotlines.listed() if line.id == OFFICE)
    assert (office.number, office.label, office.ended_on) == ("113", "Tổng đài", None)


async def test_the_page_of_a_case_says_what_was_done(ground: Grounds) -> None:
    room, storage = ground.room, ground.room.installation.storage
    line = Procedure(code="7.7", name="Hưởng BHXH một lần", from_day=date(2020, 1, 1))
    await put_each(storage, storage.procedures.keep, line)
    answered = await response(room, unit_id=HERE, procedure="7.7")
    case = await room.case(
        response_id=answered.id, owner_unit_id=HERE, unit_id=HERE, session_id=None
    )
    await room.file(case)
    head = await ground.someone(Grant("unit_head", HERE))
    page = said(await ground.ask(head, "GET", f"/console/cases/{case.code}", {}))
    assert "Hưởng BHXH một lần" in page
