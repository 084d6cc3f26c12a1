"""The week of a place in the console: lines entered, changed, taken back, and pasted."""

from datetime import date

from flows.desk.roles import Grant
from storage.base import UnitOfWork
from storage.staff_records import OfficerRecord, RosterRecord
from tests.console.grounds import ELSEWHERE, HERE, Grounds, Someone, grounds
from tests.console.test_matrix import ground
from tests.console.test_places import desk, said

__all__ = ["ground", "grounds"]

MONDAY, FRIDAY = date(2026, 1, 5), date(2026, 1, 9)
WEEK = "?week=2026-01-07"


async def head(ground: Grounds) -> Someone:
    """Who leads the unit where the place is, with two officers at work there."""
    storage, unit = ground.room.installation.storage, UnitOfWork()
    if await storage.roster.officer("o-an") is None:
        for name, called in (("o-an", "Nguyễn Văn An"), ("o-binh", "Lê Thị Bình")):
            storage.roster.add_officer(
                unit, OfficerRecord(id=name, name=called, unit_id=HERE, staff_code=name)
            )
        storage.roster.add_officer(
            unit, OfficerRecord(id="o-xa", name="Người Ở Xa", unit_id=ELSEWHERE)
        )
        await storage.commit(unit)
    return await ground.someone(Grant("unit_head", HERE))


async def lines(ground: Grounds, place: str) -> list[RosterRecord]:
    return await ground.room.installation.storage.roster.of_place(place, MONDAY, FRIDAY)


def duty(**more: str) -> dict[str, str]:
    fields = {"kind": "duty", "officer": "o-an", "counter": "c1", "from_day": "2026-01-05"}
    return {**fields, "to_day": "2026-01-09", "starts": "7:00", "ends": "11:30", **more}


async def test_a_head_enters_changes_and_takes_back_a_line(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r1')}/roster", await head(ground)
    entered = await ground.ask(who, "POST", path, duty(weekday="0"))
    assert entered.status == 303
    [line] = await lines(ground, "r1")
    assert (line.officer_id, line.counter_id, line.weekdays) == ("o-an", "c1", 1)
    assert (line.starts_min, line.ends_min, line.by) == (420, 690, f"account:{who.account.id}")
    page = said(await ground.ask(who, "GET", path + WEEK, {}))
    assert "Nguyễn Văn An" in page
    assert "07:00–11:30" in page

    edit = said(await ground.ask(who, "GET", f"{path}{WEEK}&edit={line.id}", {}))
    assert f'name="line" value="{line.id}"' in edit
    await ground.ask(who, "POST", path, duty(line=str(line.id), officer="o-binh"))
    [changed] = await lines(ground, "r1")
    assert (changed.officer_id, changed.weekdays) == ("o-binh", 127)

    await ground.ask(who, "POST", f"{path}/withdraw", {"line": str(changed.id)})
    assert await lines(ground, "r1") == []
    again = await ground.ask(who, "POST", f"{path}/withdraw", {"line": str(changed.id)})
    assert again.status == 303, "pressed twice"


async def test_two_at_one_counter_are_marked_and_an_absence_mends_it(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r2')}/roster", await head(ground)
    for officer in ("o-an", "o-binh"):
        await ground.ask(who, "POST", path, duty(officer=officer))
    assert "Hai người" in said(await ground.ask(who, "GET", path + WEEK, {}))
    away = duty(kind="absence", officer="o-binh", starts="", ends="")
    assert (await ground.ask(who, "POST", path, away)).status == 303
    assert "Hai người" not in said(await ground.ask(who, "GET", path + WEEK, {}))


async def test_what_cannot_be_is_refused_with_its_reason(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r3')}/roster", await head(ground)
    for change, fault in (
        ({"officer": "o-xa"}, "Xin chọn cán bộ trong danh sách."),
        ({"counter": "c9"}, "Xin chọn quầy của địa điểm này."),
        ({"ends": "6:00"}, "phải sau “Từ giờ”"),
        ({"to_day": "2028-01-01"}, "nhiều nhất một năm"),
        ({"kind": "delegation", "stands_for": "o-an"}, "không thay chính mình"),
    ):
        reply = await ground.ask(who, "POST", path, duty(**change))
        assert (reply.status, fault in said(reply)) == (422, True), change
    assert await lines(ground, "r3") == []


async def test_a_line_of_another_place_is_not_touched_from_here(ground: Grounds) -> None:
    who = await head(ground)
    first, second = [f"{await desk(ground, name=name)}/roster" for name in ("r4", "r5")]
    await ground.ask(who, "POST", first, duty())
    [line] = await lines(ground, "r4")
    await ground.ask(who, "POST", f"{second}/withdraw", {"line": str(line.id)})
    changing = await ground.ask(who, "POST", second, duty(line=str(line.id)))
    assert changing.status == 404
    assert await lines(ground, "r4") == [line]


async def test_a_table_is_pasted_looked_at_and_entered(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r6')}/roster/paste", await head(ground)
    rows = (
        "Mã cán bộ\tHọ tên\tQuầy\tTừ ngày\tĐến ngày\tThứ\n"
        "o-an\t\tQuầy 1\t05/01/2026\t09/01/2026\t2-6\n"
        "CB77\tTrần Thị Mới\t1\t05/01/2026\t\t"
    )
    looked = said(await ground.ask(who, "POST", path, {"rows": rows, "step": "look"}))
    assert "Sẽ nhập 2 dòng lịch." in looked
    assert "CB77 – Trần Thị Mới" in looked
    assert await lines(ground, "r6") == []
    assert (await ground.ask(who, "POST", path, {"rows": rows, "step": "save"})).status == 303
    mine = [line for line in await lines(ground, "r6") if line.place_id == "r6"]
    assert [(line.counter_id, line.weekdays) for line in mine] == [("c1", 31), ("c1", 127)]
    officers = await ground.room.installation.storage.roster.officers()
    assert [one.unit_id for one in officers if one.staff_code == "CB77"] == [HERE]


async def test_a_pasted_fault_names_row_and_column_and_nothing_is_entered(
    ground: Grounds,
) -> None:
    path, who = f"{await desk(ground, name='r7')}/roster/paste", await head(ground)
    rows = "Mã cán bộ;Quầy;Từ ngày\no-an;1;05/01/2026\no-an;9;31/02/2026"
    reply = await ground.ask(who, "POST", path, {"rows": rows, "step": "save"})
    assert reply.status == 422
    assert "Có 2 lỗi" in said(reply)
    assert '<td data-label="Cột">Quầy</td><td data-label="Đang ghi">9</td>' in said(reply)
    assert await lines(ground, "r7") == []


async def test_nobody_of_another_unit_is_pasted(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r9')}/roster/paste", await head(ground)
    storage, unit = ground.room.installation.storage, UnitOfWork()
    away = OfficerRecord(id="o-la", name="Lạ", unit_id=ELSEWHERE, staff_code="CB-LA")
    storage.roster.add_officer(unit, away)
    await storage.commit(unit)
    for row in ("CB-LA\tLạ\t1\t05/01/2026", "\tNgười Ở Xa\t1\t05/01/2026"):
        rows = f"Mã cán bộ\tHọ tên\tQuầy\tTừ ngày\n{row}"
        reply = await ground.ask(who, "POST", path, {"rows": rows, "step": "save"})
        assert reply.status == 422
    assert await lines(ground, "r9") == []


async def test_who_may_not_change_it_reads_it(ground: Grounds) -> None:
    path = f"{await desk(ground, name='r8')}/roster"
    reader = await ground.someone(Grant("case_officer", HERE))
    page = await ground.ask(reader, "GET", path, {})
    assert page.status == 200
    assert "Nhập lịch" not in said(page)
    assert (await ground.ask(reader, "POST", path, duty())).status == 404


async def test_officers_are_added_and_linked_to_accounts_but_nobody_to_themselves(
    ground: Grounds,
) -> None:
    who = await head(ground)
    other = await ground.account(Grant("case_officer", HERE))
    path = "/console/officers"
    fields = {"name": "Vũ Thị Lan", "unit_id": HERE, "staff_code": "CB55",
              "login": other.login, "phone": "0912 345 678"}  # fmt: skip
    assert (await ground.ask(who, "POST", path, fields)).status == 303
    roster = ground.room.installation.storage.roster
    [lan] = await roster.with_phone("+84912345678")
    assert (lan.account_id, lan.unit_id) == (other.id, HERE)
    assert "Vũ Thị Lan" in said(await ground.ask(who, "GET", path, {}))

    taken = await ground.ask(who, "POST", path, fields)
    assert "Mã này đã có người khác dùng." in said(taken)
    oneself = {**fields, "staff_code": "", "phone": "", "login": who.account.login}
    refused = await ground.ask(who, "POST", path, oneself)
    assert "không tự gắn tài khoản của mình" in said(refused)
    abroad = await ground.ask(who, "POST", path, {**fields, "unit_id": ELSEWHERE})
    assert abroad.status == 422
    foreign = await ground.ask(who, "POST", path, {**oneself, "login": "", "person": "o-xa"})
    assert foreign.status == 404
    assert "Người Ở Xa" not in said(await ground.ask(who, "GET", path, {}))

    mine = await ground.signed_in(other)
    own = {**fields, "person": lan.id, "login": ""}
    assert (await ground.ask(mine, "POST", path, own)).status == 404


async def test_weekdays_that_are_no_number_are_the_whole_week(ground: Grounds) -> None:
    path, who = f"{await desk(ground, name='r9')}/roster", await head(ground)
    for given in ("9" * 5000, "²", "0"):
        assert (await ground.ask(who, "POST", path, duty(weekdays=given))).status == 303
    assert {line.weekdays for line in await lines(ground, "r9")} == {127}
