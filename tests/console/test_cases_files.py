"""Citizens' files on the case page: given out as downloads only, and written down."""

import pytest

from tests.console.case_room import PICTURE, CaseRoom, Officer


async def fetched(officer: Officer, path: str) -> tuple[int, dict[str, str], bytes]:
    response = await officer.client.get(path, headers={"Cookie": f"desk={officer.cookie}"})
    return response.status, dict(response.headers), await response.read()


async def test_a_file_is_saved_under_our_name_and_runs_nothing(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    await room.file(case)
    path = f"/console/cases/{case.code}/files/1"
    assert f'href="{path}"' in (await officer.see(f"/console/cases/{case.code}")).html

    status, headers, data = await fetched(officer, path)

    assert (status, data) == (200, PICTURE)
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"] == f'attachment; filename="{case.code}-1.jpg"'
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    (row,) = await room.audited("case.file", case.code)
    assert row["actor"] == f"account:{officer.account.id}"


async def test_a_file_that_was_refused_says_so(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    await room.file(case, "refused")

    page = await officer.see(f"/console/cases/{case.code}")

    assert "không nhận được loại tệp này" in page.text
    assert "/files/1" not in page.html
    assert (await fetched(officer, f"/console/cases/{case.code}/files/1"))[0] == 404


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1x", "%00", "9" * 50])
async def test_what_is_no_file_is_not_there(room: CaseRoom, number: str) -> None:
    officer, case = await room.officer(), await room.case()
    await room.file(case)

    assert (await fetched(officer, f"/console/cases/{case.code}/files/{number}"))[0] == 404


async def test_files_of_other_units_are_not_there(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case(owner_unit_id="elsewhere")
    await room.file(case)

    assert (await fetched(officer, f"/console/cases/{case.code}/files/1"))[0] == 404
    assert await room.audited("case.file", case.code) == []
