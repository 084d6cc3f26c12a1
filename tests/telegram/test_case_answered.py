"""The desk answers a case of Telegram: the chat gets a link, our page the words, both a reply."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.desk import Desk
from bot.live import Live
from bot.runner import Runner
from bot.services import Services
from bot.settings import Settings
from bot.turns import Turns
from flows.desk.case_acts import Answer, OfficerAct, Take
from flows.desk.roles import WHOLE, Grant
from storage.base import ComplaintRecord
from storage.desk_records import AccountRecord
from storage.opening import SqlStorage
from tests.bot.desk_scene import Officer
from tests.conversations.golden import renderer
from tests.telegram.service import Service, now
from tests.telegram.test_case import NAME, case_of, reports

MAI = 912_400_007
ANSWER = f"Ghế chờ đã được thay. Xin lỗi bà {NAME}."
_PAGE = re.compile(r"/case/[A-Za-z0-9_-]{22}")


@asynccontextmanager
async def the_desk(service: Service, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """A desk in another process, as it were: it dies after each commit, before the citizen's turn,
    so that the service itself has to find what it left.
    """
    async with service.rows() as rows:
        runner = Runner(Turns(rows, renderer(), Live(), trial=False))

        async def dead(_session_id: str) -> int:
            return 0

        monkeypatch.setattr(runner, "drain", dead)
        yield Desk(Services(Settings(), rows, renderer().texts, runner, Live()))


async def officer(desk: Desk) -> Officer:
    account = AccountRecord(
        id="lan", login="lan", name="Lan", created_at=now(), grants=(Grant("inspector", WHOLE),)
    )
    return Officer(account, await desk.actor_of(account))


async def act(desk: Desk, case: ComplaintRecord, done: OfficerAct) -> None:
    storage = desk.services.storage
    assert isinstance(storage, SqlStorage)
    stored = await storage.complaints.by_code(case.code)
    assert stored is not None
    await desk.act(await officer(desk), case.code, stored.version, done)


async def test_a_case_is_answered_disputed_and_closed_over_telegram_and_our_page(
    webhook: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    mai = await reports(webhook, MAI)
    case = await case_of(webhook, mai)
    async with the_desk(webhook, monkeypatch) as desk:
        await act(desk, case, Take())
        await mai.hears("Đang xử lý")
        await act(desk, case, Answer(ANSWER))
        link = await mai.hears("/case/")
        await mai.hears("đồng ý với trả lời")
        assert not any(NAME in text or "Ghế" in text for text in mai.person.texts)

        page = _PAGE.search(link.text or "")
        assert page is not None
        assert ANSWER in (await webhook.get(page[0]))[1]
        assert await _replies(webhook, page[0], "3", "Ghế vẫn hỏng") == 200
        await mai.hears("Đã mở lại")

        await act(desk, case, Take())
        await act(desk, case, Answer("Đã thay cả dãy ghế."))
        await mai.asked("đồng ý với trả lời", "Đồng ý")
        await mai.hears("Đã khép lại")
        history = await desk.services.storage.complaints.history(case.id)
    assert [line.actor for line in history if line.kind in ("reopened", "closed")] == [
        "citizen"
    ] * 2
    assert "Ghế vẫn hỏng" in {line.text for line in history}


async def _replies(service: Service, page: str, number: str, text: str) -> int:
    said = {"number": number, "reply": "disagreed", "text": text}
    async with (
        aiohttp.ClientSession() as http,
        http.post(service.address + page, data=said) as answer,
    ):
        return answer.status
