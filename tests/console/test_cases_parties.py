"""Keeping somebody else away from a case, from its page (domain §4.2)."""

from tests.console.case_room import PROVINCE, CaseRoom


async def test_who_is_found_to_be_concerned_sees_the_case_no_more(room: CaseRoom) -> None:
    head, lan = await room.officer("unit_head"), await room.officer("intake_officer")
    case = await room.taken_by(lan)

    asked = await head.do(case.code, "concern", concerned=lan.account.id, text="Là em họ")
    assert "Không cho người này xem phản ánh nữa?" in asked.text
    assert (await room.now(case)).officer_id == lan.account.id, "nothing is done yet"
    page = await head.do(
        case.code, "concern", concerned=lan.account.id, text="Là em họ", step="sure"
    )

    assert "Đã ghi nhận người có xung đột lợi ích" in page.text
    assert "Là em họ" in page.text
    assert lan.account.name in page.text, "the history says whom"
    again = page.html.partition('id="act-concern"')[2].partition("</details>")[0]
    assert f'<option value="{lan.account.id}"' not in again, "nobody is marked twice"
    assert (await room.now(case)).officer_id is None
    assert (await lan.see(f"/console/cases/{case.code}")).status == 404
    assert (await lan.see("/console/cases")).codes() == []
    [row] = await room.audited("case.find_conflict", case.code)
    assert row["detail"] == {
        "state_before": "in_progress",
        "state": "new",
        "found": lan.account.id,
    }


async def test_somebody_has_to_be_chosen_and_a_reason_given(room: CaseRoom) -> None:
    head, lan, case = await room.officer("unit_head"), await room.officer(), await room.case()

    nobody = await head.do(case.code, "concern", text="Là em họ", step="sure")
    unfounded = await head.do(case.code, "concern", concerned=lan.account.id, step="sure")
    unknown = await head.do(case.code, "concern", concerned="nobody", text="Là em họ", step="sure")

    assert [one.status for one in (nobody, unfounded, unknown)] == [422, 409, 404]
    assert (await lan.see(f"/console/cases/{case.code}")).status == 200


async def test_who_does_not_assign_does_not_find(room: CaseRoom) -> None:
    lan, case = await room.officer("case_officer"), await room.case()
    head = await room.officer("unit_head")
    await head.do(case.code, "assign", officer=lan.account.id)

    page = await lan.see(f"/console/cases/{case.code}")
    assert "Người khác có xung đột lợi ích" not in page.text
    tried = await lan.do(
        case.code, "concern", concerned=head.account.id, text="Là em họ", step="sure"
    )
    assert tried.status == 404


async def test_a_case_leaves_the_unit_of_a_head_who_is_concerned(room: CaseRoom) -> None:
    head, lan = await room.officer("unit_head"), await room.officer("intake_officer")
    leader = await room.officer("provincial_leader", PROVINCE)
    case = await room.case()

    page = await lan.do(
        case.code, "concern", concerned=head.account.id, text="Bị nêu tên", step="sure"
    )

    assert page.url == "/console/cases", "it is another unit's now"
    assert (await room.now(case)).owner_unit_id == PROVINCE
    seen = await leader.see(f"/console/cases/{case.code}")
    assert "Chuyển lên đơn vị cấp trên" in seen.text
    assert (await head.see(f"/console/cases/{case.code}")).status == 404


# -- what was marked by mistake


async def test_a_mark_is_undone_by_one_press(room: CaseRoom) -> None:
    head, lan = await room.officer("unit_head"), await room.officer("intake_officer")
    case = await room.case()
    page = await head.do(
        case.code, "concern", concerned=lan.account.id, text="Là em họ", step="sure"
    )
    fields = {name: page.field(name) for name in ("version", "concerned", "text", "step")}

    done = await head.press(f"/console/cases/{case.code}/lift", **fields)

    assert "Đã gỡ đánh dấu xung đột lợi ích" in done.text
    assert "Đánh dấu nhầm" in done.text
    assert (await lan.see(f"/console/cases/{case.code}")).status == 200
    assert len(await room.audited("case.find_conflict", case.code)) == 1
    [row] = await room.audited("case.lift_conflict", case.code)
    assert row["detail"] == {
        "state_before": "new",
        "state": "new",
        "freed": lan.account.id,
    }


async def test_what_somebody_declared_is_lifted_by_others_with_a_reason(room: CaseRoom) -> None:
    head, lan = await room.officer("unit_head"), await room.officer("intake_officer")
    case = await room.case()
    await lan.do(case.code, "conflict", text="Là hàng xóm", step="sure")
    own = await lan.press(f"/console/cases/{case.code}/lift", concerned=lan.account.id, text="x")

    unfounded = await head.do(case.code, "lift", concerned=lan.account.id, step="sure")
    page = await head.do(
        case.code, "lift", concerned=lan.account.id, text="Khai nhầm phản ánh", step="sure"
    )

    assert (own.status, unfounded.status, page.status) == (404, 409, 200)
    assert "Gỡ đánh dấu xung đột lợi ích" in page.text
    assert "Khai nhầm phản ánh" in page.text
    assert (await lan.see(f"/console/cases/{case.code}")).status == 200
    assert 'id="act-lift"' not in page.html, "nobody is kept away any more"


async def test_whose_name_stands_in_the_story_stays_away(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    lan = await room.officer("intake_officer", name="Phạm Thị Ngọc Lan")
    case = await room.case("Cán bộ Phạm Thị Ngọc Lan quát tôi")
    await head.do(case.code, "concern", concerned=lan.account.id, text="Bị nêu tên", step="sure")

    page = await head.do(case.code, "lift", concerned=lan.account.id, text="Nhầm", step="sure")
    nobody = await head.do(case.code, "lift", concerned="nobody", text="Nhầm", step="sure")

    assert (page.status, nobody.status) == (409, 404)
    assert "Tên người này có trong lời của người gửi" in page.text
    assert (await lan.see(f"/console/cases/{case.code}")).status == 404
