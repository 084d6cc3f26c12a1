"""The queue as a file: what is in it, what is masked, and that it is written down."""

import csv
import io

import openpyxl
import pytest

from bot.console import case_export
from tests.console.case_room import CaseRoom, Officer

EXPORT = "/console/cases/export"
FORMULA = '=HYPERLINK("//evil.example","x")'


async def taken_away(officer: Officer, **fields: str) -> bytes:
    """Return the bytes of an export."""
    data = {"csrf": officer.csrf, "format": "csv", "reason": "báo cáo tuần", "query": "", **fields}
    headers = {"Cookie": f"desk={officer.cookie}", "Sec-Fetch-Site": "same-origin"}
    response = await officer.client.post(EXPORT, data=data, headers=headers)
    assert response.status == 200, await response.text()
    assert response.headers["Content-Disposition"].startswith("attachment")
    return await response.read()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_a_file_holds_what_is_chosen_and_no_person(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    chosen = await room.case(category="PA07", name="Nguyễn Văn Ân", phone="+84912345678")
    await room.case(category="PA03")
    await room.case(owner_unit_id="elsewhere", category="PA07")

    content = await taken_away(head, query="category=PA07")

    assert [row["Mã phản ánh"] for row in table(content)] == [chosen.code]
    assert "Ân".encode() not in content
    assert b"912345678" not in content


async def test_numbers_in_a_story_are_hidden_in_a_file(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    await room.case("Số tôi là 0912.345.678 ạ")

    (row,) = table(await taken_away(head))

    assert row["Nội dung"] == "Số tôi là 091•••678 ạ"


@pytest.mark.parametrize("name", ["q", "find"])
async def test_what_was_chosen_is_written_down_and_no_word_that_was_searched_for(
    room: CaseRoom, name: str
) -> None:
    head = await room.officer("unit_head")
    await taken_away(head, query=f"state=all&{name}=Nguyễn+Thị+Lan&unit=0912+345+678")
    (row, *_) = await room.audited("case.export", "case")
    kept = {"rows": "0", "reason": "báo cáo tuần", "format": "csv"}
    assert row["detail"] == {**kept, "query": "state=all&unit=091•••678", "words": "3"}


async def test_a_formula_stays_text(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    await room.case(FORMULA)

    (row,) = table(await taken_away(head))
    book = openpyxl.load_workbook(io.BytesIO(await taken_away(head, format="xlsx")))

    assert f"'{FORMULA}" in row.values()
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    assert book.worksheets[0]._hyperlinks == []


async def test_restricted_words_stay_where_they_are(room: CaseRoom) -> None:
    inspector = await room.officer("inspector")
    await room.case("họ vòi tiền", category="PA05", severity=4, restricted=True)

    content = await taken_away(inspector)

    assert len(table(content)) == 1
    assert "vòi tiền" not in content.decode()


async def test_who_took_a_file_and_why_is_written_down(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    await room.cases(["một", "hai"])

    await taken_away(head)

    rows = await room.audited("case.export", "case")
    assert rows[0]["actor"] == f"account:{head.account.id}"
    assert rows[0]["detail"] == {"rows": "2", "reason": "báo cáo tuần", "format": "csv"}


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "vì"}, {"format": "exe"}])
async def test_without_a_reason_nothing_leaves(room: CaseRoom, fields: dict[str, str]) -> None:
    head = await room.officer("unit_head")
    before = await room.audited("case.export", "case")

    page = await head.press(EXPORT, **{"reason": "báo cáo tuần", "format": "csv", **fields})

    assert page.status == 422
    assert await room.audited("case.export", "case") == before


async def test_who_may_not_export_finds_no_such_page(room: CaseRoom) -> None:
    officer = await room.officer("intake_officer")
    await room.case()

    assert "Xuất danh sách" not in (await officer.see("/console/cases")).text
    assert (await officer.press(EXPORT, format="csv", reason="báo cáo")).status == 404


async def test_a_part_never_passes_for_the_whole(
    room: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_export, "_MOST", 2)
    monkeypatch.setattr(case_export, "_PAGE", 2)
    head = await room.officer("unit_head")
    await room.cases(["một", "hai", "ba"])

    page = await head.press(EXPORT, format="csv", reason="báo cáo tuần", query="")

    assert page.status == 422
    assert "Danh sách quá dài" in page.text
