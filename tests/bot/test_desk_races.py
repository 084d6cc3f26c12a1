"""Officers and citizen at the same moment: one of them is first, and nothing is lost."""

import asyncio

import pytest

from flows.desk.case_acts import Answer, Note, Take
from flows.desk.cases import CaseRefusedError
from flows.identifiers import ComplaintId
from storage.base import ComplaintEvent, StaleSessionError
from tests.bot.desk_scene import CASE, PROVINCE, DeskScene, Officer, citizen

LINES = {Take: "taken", Note: "noted"}


async def test_officers_and_citizen_at_once_on_sqlite(scene: DeskScene) -> None:
    await all_at_once(scene)


async def test_officers_and_citizen_at_once_on_postgresql(postgres_scene: DeskScene) -> None:
    await all_at_once(postgres_scene)


async def all_at_once(scene: DeskScene) -> None:
    """Six officers act while the citizen writes: one takes, no line is lost or doubled."""
    person = await citizen(scene)
    names = [f"officer-{number}" for number in range(6)]
    officers = [await scene.officer("intake_officer", PROVINCE, name) for name in names]
    code = await person.fill(CASE)

    async def tries(officer: Officer) -> list[str]:
        done = []
        for act in (Take(), Note("Đã xem."), Note("Đã gọi.")):
            try:
                await scene.act(officer, code, act)
            except (CaseRefusedError, StaleSessionError):
                continue
            done.append(f"account:{officer.account.id} {LINES[type(act)]}")
        return done

    writes = asyncio.create_task(person.type("XEM"))
    did = await asyncio.gather(*map(tries, officers))
    await writes
    expected = sorted(line for lines in did for line in lines)
    history = await scene.history(code)
    assert sorted(history[1:]) == expected
    assert sum("taken" in line for line in history) == 1
    numbers = [line.number for line in await _lines(scene, code)]
    assert numbers == list(range(1, len(history) + 1))
    case = await scene.case(code)
    assert case.version == len(history)
    audited = [row for row in await scene.storage.audit.listed() if row["target"] == code]
    assert len(audited) == len(expected)


async def test_a_reply_meets_an_act_of_the_desk(
    scene: DeskScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the citizen replies is decided anew on the case as it stands then."""
    person = await citizen(scene)
    lan = await scene.officer("intake_officer", PROVINCE)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer("Đã chuyển tiền."))
    asked, history = await person.asked(), scene.storage.complaints.history

    async def overtaken(complaint_id: ComplaintId) -> list[ComplaintEvent]:
        lines = await history(complaint_id)
        monkeypatch.setattr(scene.storage.complaints, "history", history)
        await scene.act(lan, code, Note("Ngân hàng đã xác nhận."))
        return lines

    monkeypatch.setattr(scene.storage.complaints, "history", overtaken)
    await person.press(asked, "Đồng ý")
    assert (await scene.history(code))[-2:] == ["account:lan noted", "citizen closed"]


async def _lines(scene: DeskScene, code: str) -> list[ComplaintEvent]:
    return await scene.storage.complaints.history((await scene.case(code)).id)
