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

    assert "Đã ghi nhận người có liên quan" in page.text
    assert "Là em họ" in page.text
    assert lan.account.name in page.text, "the history says whom"
    assert f'value="{lan.account.id}"' not in page.html, "nobody is marked twice"
    assert (await room.now(case)).officer_id is None
    assert (await lan.see(f"/console/cases/{case.code}")).status == 404
    assert (await lan.see("/console/cases")).codes() == []
    [row] = await room.audited("case.assign", case.code)
    assert row["detail"] == {"state": "new", "found": lan.account.id}


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
    assert "Người khác có liên quan" not in page.text
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
