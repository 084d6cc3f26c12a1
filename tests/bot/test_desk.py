"""One whole case between citizen and desk, on both databases: rows, audit and messages."""

from pathlib import Path

import pytest

from bot.desk import NotHereError
from bot.jobs.sweep_inbox import sweep_inbox
from flows.desk.case_acts import Answer, Ask, Note, Take
from flows.desk.cases import CaseRefusedError
from storage.base import StaleSessionError
from tests.bot.desk_scene import (
    CASE,
    DAY,
    MINUTE,
    PROVINCE,
    DeskScene,
    Officer,
    citizen,
)

ANSWER = "Lương hưu tháng này đã chuyển vào tài khoản ngày 3/11."


async def test_a_case_goes_its_whole_way_on_sqlite(scene: DeskScene, tmp_path: Path) -> None:
    await the_whole_way(scene)
    stored = _bytes_in(tmp_path)
    for words in (ANSWER, "Ngân hàng đã ghi có", "tôi vẫn chưa nhận tiền", "tài khoản nào"):
        assert words.encode() not in stored, "what was said lies sealed (I19)"


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("test.db*"))


async def test_a_case_goes_its_whole_way_on_postgresql(postgres_scene: DeskScene) -> None:
    await the_whole_way(postgres_scene)


async def the_whole_way(scene: DeskScene) -> None:
    """Report, take, ask, supply, answer, disagree, answer again, agree."""
    person = await citizen(scene)
    lan = await scene.officer("intake_officer", PROVINCE)
    code = await person.fill(CASE)
    scene.until_workday()

    await scene.act(lan, code, Take())
    await scene.act(lan, code, Ask("Ông/Bà nhận qua tài khoản nào?"))
    taken, asked, question = await person.texts()
    assert code in taken
    assert "Ông/Bà nhận qua tài khoản nào?" in asked
    assert code in question
    scene.wait(DAY)
    await person.type("Tôi nhận qua tài khoản ngân hàng")
    assert "Cảm ơn" in (await person.texts())[-1]

    await scene.act(lan, code, Answer(ANSWER))
    answered, agree = await person.texts()
    assert ANSWER in answered
    assert agree == f"Ông/Bà có đồng ý với trả lời cho phản ánh {code} không?"
    await person.type("chưa được, tôi vẫn chưa nhận tiền")
    assert "Đã mở lại" in (await person.texts())[-1]
    assert (await scene.case(code)).owner_unit_id == PROVINCE, "others look at it again"

    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer("Ngân hàng đã ghi có ngày 9/11."))
    await person.press(await person.asked(), "Đồng ý")
    assert "đã khép lại" in (await person.texts())[-1]

    await _is_closed_with_all_its_rows(scene, code)


async def _is_closed_with_all_its_rows(scene: DeskScene, code: str) -> None:
    case = await scene.case(code)
    assert (case.state, case.reopened) == ("closed", 1)
    assert await scene.history(code) == [
        "citizen opened",
        "account:lan taken",
        "account:lan asked",
        "citizen supplied",
        "account:lan answered",
        "citizen reopened",
        "account:lan taken",
        "account:lan answered",
        "citizen closed",
    ]
    lines = await scene.storage.complaints.history(case.id)
    assert [line.text for line in lines if line.actor == "citizen"] == [
        None,
        "Tôi nhận qua tài khoản ngân hàng",
        "chưa được, tôi vẫn chưa nhận tiền",
        None,
    ]
    noted = [row for row in await scene.storage.audit.listed() if row["target"] == code]
    assert [(row["actor"], row["action"]) for row in reversed(noted)] == [
        ("account:lan", f"case.{act}") for act in ("take", "ask", "answer", "take", "answer")
    ]


# -- what must not happen


async def test_a_kill_between_commit_and_drain_loses_nothing(
    each_scene: DeskScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = each_scene
    lan, person = await scene.officer("intake_officer", PROVINCE), await citizen(scene)
    code = await person.fill(CASE)

    async def killed(_session_id: str) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(scene.services.runner, "drain", killed)
        with pytest.raises(KeyboardInterrupt):
            await scene.act(lan, code, Take())
    assert (await scene.case(code)).state == "in_progress"
    assert await person.texts() == []
    scene.wait(MINUTE)
    assert await sweep_inbox(scene.services.runner) == 1
    [taken] = await person.texts()
    assert code in taken
    assert await sweep_inbox(scene.services.runner) == 0


async def test_of_two_officers_the_second_is_told_that_it_changed(
    scene: DeskScene, lan: Officer
) -> None:
    person = await citizen(scene)
    hoa = await scene.officer("intake_officer", PROVINCE, "hoa")
    code = await person.fill(CASE)
    seen = (await scene.case(code)).version
    await scene.desk.act(lan, code, seen, Take())
    with pytest.raises(StaleSessionError):
        await scene.desk.act(hoa, code, seen, Take())
    with pytest.raises(CaseRefusedError):
        await scene.act(hoa, code, Take())
    assert (await scene.case(code)).officer_id == "lan"


@pytest.mark.parametrize("code", ["of another unit", "of nobody"])
async def test_a_foreign_case_looks_like_none(scene: DeskScene, code: str) -> None:
    person = await citizen(scene)
    other = await scene.officer("unit_head", "bhxh-khac", "xa")
    real = await person.fill(CASE)
    version = (await scene.case(real)).version
    with pytest.raises(NotHereError) as refused:
        await scene.desk.act(other, real if code == "of another unit" else code, version, Take())
    assert refused.value.args == ()
    assert await scene.history(real) == ["citizen opened"]


async def test_what_is_revealed_is_written_down_first(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    shown = await scene.desk.reveal(lan, code, "phone", "gọi lại theo CCCD 001085012345")
    assert shown == "+84912345678"
    with pytest.raises(NotHereError):
        await scene.desk.reveal(lan, code, "session_id", "tò mò")
    [row] = [r for r in await scene.storage.audit.listed() if r["action"] == "case.reveal"]
    assert row["detail"] == {"field": "phone", "reason": "gọi lại theo CCCD [đã ẩn]"}


async def test_who_was_promised_no_reply_is_sent_nothing(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill({**CASE, "REPLY": "no"})
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Note("Đã chuyển bộ phận chi trả."))
    assert await person.texts() == []
