"""Whose talk a link opens: one browser and many invitations, one letter and two browsers."""

import asyncio
import re

import pytest

from bot.channels.webchat import NAME
from bot.opening import InvitationTakenError
from bot.web.chat import talk_of
from tests.waiting import until
from tests.web.citizen import Citizen, fresh_id
from tests.web.installation import Installation


async def buttons(citizen: Citizen, token: str) -> list[str]:
    """Return what the landing page offers to press, in order."""
    page = await (await citizen.get(f"/{token}")).text()
    form = page.partition('action="/chat/start"')[2].partition("</form>")[0]
    return re.findall(r"<button[^>]*>(.*?)</button>", form)


async def answer_something(citizen: Citizen) -> None:
    await citizen.agree()
    await citizen.choose("Tôi tự trả lời")
    await citizen.choose("Đã đủ")


async def send_all(citizen: Citizen, trial: Installation) -> None:
    """Bring a conversation to its end behind the scenes."""
    import msgspec

    from flows.session import State
    from storage.base import UnitOfWork

    talk = (await (await citizen.get("/chat/messages")).json())["talk"]
    for invitation in await trial.storage.invitations.listed():
        stored = await _stored(trial, invitation.session_id)
        if stored and talk_of(stored.session.id) == talk:
            session = msgspec.structs.replace(stored.session, state=State.COMPLETED)
            unit = UnitOfWork()
            done = msgspec.structs.replace(stored, session=session, version=stored.version + 1)
            trial.storage.sessions.save(unit, done)
            await trial.storage.commit(unit)


async def _stored(trial: Installation, session_id):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return await trial.storage.sessions.load(session_id) if session_id else None


# -- one browser, many invitations


async def test_the_same_link_in_the_same_browser_leads_back(
    citizen: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    assert await buttons(citizen, letter.token) == ["Bắt đầu"]
    await citizen.start(letter.token)
    await citizen.agree()
    before = citizen.last
    assert await buttons(citizen, letter.token) == ["Trả lời tiếp"], "nobody else may answer"
    await citizen.start(letter.token, fresh=True)
    assert citizen.last >= before, "a letter has one conversation"


async def test_a_letter_begun_then_a_poster_then_the_letter_again(
    citizen: Citizen, trial: Installation
) -> None:
    letter, poster = await trial.invite(kind="personal"), await trial.invite()
    await citizen.start(letter.token)
    await answer_something(citizen)
    asked = citizen.question["prompt"]
    await citizen.start(poster.token)
    assert citizen.question["text"].startswith("Xin chào")
    await citizen.start(letter.token)
    assert any(m.get("prompt") == asked for m in citizen.seen), "the letter's answers are there"


async def test_a_family_answers_a_poster_one_after_the_other(
    citizen: Citizen, trial: Installation
) -> None:
    poster = await trial.invite()
    await citizen.start(poster.token)
    await answer_something(citizen)
    talk = (await (await citizen.get("/chat/messages")).json())["talk"]
    offered = ["Trả lời tiếp", "Người khác trả lời: bắt đầu phiếu mới"]
    assert await buttons(citizen, poster.token) == offered
    async with await citizen.get(f"/chat/events?after={citizen.last}") as stream:
        await stream.content.readline()
        await citizen.start(poster.token, fresh=True)
        async with asyncio.timeout(30):
            await stream.content.read()
    assert citizen.question["text"].startswith("Xin chào")
    said = {"id": fresh_id(), "text": "5", "talk": talk}
    assert (await citizen.post_raw(said)).status == 409, "the old tab is another conversation's"
    before = citizen.last
    await citizen.start(poster.token)
    assert citizen.last >= before, "without asking for a fresh one, the newest goes on"


async def test_who_has_sent_the_form_is_offered_to_see_it(
    citizen: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    await answer_something(citizen)
    await send_all(citizen, trial)
    assert await buttons(citizen, letter.token) == ["Xem hoặc sửa phiếu đã gửi"]


async def test_on_a_tablet_every_citizen_begins_anew(
    citizen: Citizen, trial: Installation
) -> None:
    tablet = await trial.invite(kind="assisted")
    assert await buttons(citizen, tablet.token) == ["Bắt đầu"]
    await citizen.start(tablet.token)
    await citizen.agree()
    assert await buttons(citizen, tablet.token) == ["Bắt đầu phiếu mới"]
    assert "không hiện câu trả lời" in await (await citizen.get(f"/{tablet.token}")).text()
    await citizen.start(tablet.token)
    assert citizen.question["text"].startswith("Xin chào")
    assert not any("echo" in message for message in citizen.seen)


# -- one letter, two browsers


@pytest.mark.parametrize("how_far", ["greeting", "begun"])
async def test_who_opens_a_letter_next_has_it_alone(
    citizen: Citizen, neighbour: Citizen, trial: Installation, how_far: str
) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    if how_far == "begun":
        await citizen.choose("Bắt đầu")
    old = citizen.question["choices"][0]["payload"]
    await neighbour.start(letter.token)
    assert (await citizen.get("/chat")).status == 401
    assert "QR" in await (await citizen.get("/chat")).text()
    for body in ({"choice": old}, {"text": "chào"}):
        reply = await citizen.post_raw({"id": fresh_id(), **body})
        assert (reply.status, (await reply.json())["error"]) == (401, "web.no_talk")
    assert (await citizen.get("/chat/messages")).status == 401
    assert (await citizen.get("/chat/events")).status == 401
    assert await buttons(citizen, letter.token) == ["Bắt đầu"]
    if how_far == "greeting":
        await neighbour.choose("Bắt đầu")
    await neighbour.choose("Tôi hiểu")
    await neighbour.choose("Đồng ý")
    await _is_refused(citizen, letter.token)


async def test_who_opens_a_letter_early_sees_nothing_of_what_another_answers(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    """The other order: the first opens it again before anybody answered."""
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    await neighbour.start(letter.token)
    await citizen.start(letter.token)
    assert (await neighbour.get("/chat/messages")).status == 401
    await answer_something(citizen)
    assert (await neighbour.get("/chat/messages")).status == 401
    await _is_refused(neighbour, letter.token)


async def _is_refused(citizen: Citizen, token: str) -> None:
    reply = await citizen.post("/chat/start", data={"token": token})
    assert reply.status == 409
    assert "trên máy khác" in await reply.text()
    assert (await citizen.get("/chat")).status == 401


async def test_open_pages_of_the_loser_end(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    seen = citizen.last
    poll = asyncio.create_task(citizen.get(f"/chat/messages?after={seen}&wait=20"))
    async with await citizen.get(f"/chat/events?after={seen}") as stream:
        await asyncio.sleep(0.1)
        await neighbour.start(letter.token)
        await answer_something(neighbour)
        async with asyncio.timeout(30):
            heard = await stream.content.read()
            assert (await poll).status == 401
    assert b"data:" not in heard, "nothing of what the winner does is told"


async def test_an_answer_under_way_while_another_takes_over_is_not_written(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    payload = citizen.question["choices"][0]["payload"]
    stored = await trial.storage.invitations.by_id(letter.record.id)
    assert stored
    assert stored.session_id
    async with trial.services.runner._locks.holding(stored.session_id):
        wanted = trial.services.runner._locks.held[stored.session_id]
        taking = asyncio.create_task(neighbour.start(letter.token))
        await until(lambda: wanted.wanted == 2)
        saying = asyncio.create_task(citizen.post_raw({"id": fresh_id(), "choice": payload}))
        await until(lambda: wanted.wanted == 3)
    assert (await saying).status == 401
    await taking
    assert not any("echo" in message for message in neighbour.seen)


async def test_a_letter_opened_twice_at_once_has_one_owner(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    data = {"token": letter.token}
    replies = await asyncio.gather(
        *[c.post("/chat/start", data=data) for c in (citizen, neighbour)]
    )
    assert [reply.status for reply in replies] == [303, 303]
    statuses = [(await one.get("/chat")).status for one in (citizen, neighbour)]
    assert sorted(statuses) == [200, 401]


async def test_another_channel_is_let_go_too(citizen: Citizen, trial: Installation) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    stored = await trial.storage.invitations.by_id(letter.record.id)
    assert stored
    runner = trial.services.runner
    await runner.open(channel="terminal", user_key="t", invitation=stored, language="vi")
    assert (await citizen.get("/chat")).status == 401
    assert await trial.storage.conversations.find("terminal", "t")
    assert await trial.storage.conversations.find(NAME, "t") is None


async def test_a_place_link_gives_everybody_a_conversation_of_their_own(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    poster = await trial.invite()
    await citizen.start(poster.token)
    await citizen.agree()
    await neighbour.start(poster.token)
    assert len(neighbour.seen) < len(citizen.seen)
    assert (await citizen.get("/chat")).status == 200


async def test_the_runner_says_when_a_letter_is_taken(
    citizen: Citizen, trial: Installation
) -> None:
    letter = await trial.invite(kind="personal")
    await citizen.start(letter.token)
    await answer_something(citizen)
    with pytest.raises(InvitationTakenError):
        await trial.services.runner.open(
            channel="terminal", user_key="t", invitation=letter.record, language="vi"
        )
