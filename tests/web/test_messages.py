"""Saying and hearing by request: one round trip, long poll, and every bad input by name."""

import asyncio
import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.runner import OverloadedError
from bot.web.doors import LIMITS
from bot.web.limits import Buckets
from bot.web.site import create_site
from storage.base import StorageUnavailableError
from tests.waiting import until
from tests.web.citizen import Citizen, fresh_id
from tests.web.installation import Installation, installed


@pytest.fixture
async def talking(citizen: Citizen, trial: Installation) -> Citizen:
    await citizen.start((await trial.invite()).token)
    return citizen


async def test_the_reply_to_an_answer_is_the_next_question(talking: Citizen) -> None:
    first = talking.question["prompt"]
    body = await talking.choose("Bắt đầu")
    assert body["status"] == "applied"
    assert talking.question["prompt"] != first
    assert body["last"] == talking.last


async def test_what_the_person_said_is_shown_back(talking: Citizen) -> None:
    await talking.choose("Bắt đầu")
    assert [m["echo"] for m in talking.seen if "echo" in m] == ["Bắt đầu"]


async def test_the_same_message_sent_twice_counts_once(talking: Citizen) -> None:
    payload = talking.question["choices"][0]["payload"]
    body = {"id": fresh_id(), "choice": payload, "after": talking.last}
    first = await (await talking.post_raw(body)).json()
    again = await (await talking.post_raw(body)).json()
    assert (first["status"], again["status"]) == ("applied", "duplicate")
    assert first["messages"] == again["messages"], "a lost reply is given once more"


async def test_ids_of_two_people_do_not_meet(
    talking: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    await neighbour.start((await trial.invite()).token)
    same = fresh_id()
    for one in (talking, neighbour):
        payload = one.question["choices"][0]["payload"]
        reply = await one.post_raw({"id": same, "choice": payload, "after": one.last})
        assert (await reply.json())["status"] == "applied"


async def test_a_button_of_an_earlier_question_gets_a_kind_answer(talking: Citizen) -> None:
    old = talking.question["choices"][-1]["payload"]
    await talking.choose("Bắt đầu")
    await talking.choose("Tôi hiểu")
    body = await talking.send(choice=old)
    assert "Nút này" in body["messages"][0]["text"]


async def test_a_second_tap_on_the_same_button_says_nothing(talking: Citizen) -> None:
    payload = talking.question["choices"][0]["payload"]
    await talking.send(choice=payload)
    again = await talking.send(choice=payload)
    assert (again["status"], again["messages"]) == ("ignored", [])


async def test_a_button_of_somebody_else_writes_nothing(
    talking: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    await neighbour.start((await trial.invite()).token)
    await neighbour.agree()
    body = await talking.send(choice=neighbour.question["choices"][0]["payload"])
    assert all("Nút này" in m["text"] or m.get("prompt") for m in body["messages"])
    assert talking.question["text"].startswith("Xin chào")


# -- bad input, each by its name


async def _refused(talking: Citizen, body: bytes, status: int) -> str:
    before = talking.last
    reply = await talking.post(
        "/chat/messages", data=BytesIO(body), headers={"Content-Type": "application/json"}
    )
    assert reply.status == status, await reply.text()
    words: str = (await reply.json())["message"]
    assert "Xin" in words
    await talking.catch_up()
    assert talking.last == before, "nothing was written"
    return words


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"not json",
        b'["a list"]',
        b'{"id": 7, "text": 8}',
        b'{"id": "12345678", "text": "a\\u0000b"}',
        b'{"id": "12345678", "text": "\\ud800"}',
        b"\xff\xfe\xfd",
        b"[" * 60_000,
    ],
    ids=["half", "words", "list", "types", "NUL", "surrogate", "bytes", "depth"],
)
async def test_malformed_json_gets_kind_words(talking: Citizen, body: bytes) -> None:
    assert "viết lại" in await _refused(talking, body, 400)


@pytest.mark.parametrize("framing", ["Content-Length: 4000028", "Transfer-Encoding: chunked"])
async def test_a_text_of_four_megabytes_is_refused_in_bounded_memory(
    talking: Citizen, framing: str
) -> None:
    cookie = "; ".join(f"{c.key}={c.value}" for c in talking.http.cookie_jar)
    head = f"POST /chat/messages HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n{framing}\r\n\r\n"
    piece = b"a" * 16_000
    frame = piece if "Length" in framing else b"3e80\r\n" + piece + b"\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", talking.base.port)
    writer.write(head.encode())
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(250):
        writer.write(frame)
        await writer.drain()
    status = await reader.readline()
    words = (await reader.read(4000)).decode()
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    writer.close()
    assert status.startswith(b"HTTP/1.1 413")
    assert "rút ngắn" in words
    assert peak < 1_000_000, "the server never holds the whole text"


async def test_a_text_over_the_limit_is_refused_with_kind_words(talking: Citizen) -> None:
    body = b'{"id":"12345678","text":"%s"}' % ("ơ" * 4001).encode()
    assert "rút ngắn" in await _refused(talking, body, 413)


async def test_script_in_a_text_stays_text(talking: Citizen) -> None:
    await talking.type("<script>alert(1)</script>")
    reply = await talking.get("/chat/messages?after=0")
    assert reply.content_type == "application/json"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    page = await (await talking.get("/chat")).text()
    assert "alert(1)" not in page, "no word of the talk is in the page's markup"


async def test_control_and_turning_characters_are_taken_out_or_shown(talking: Citizen) -> None:
    body = await talking.type("xin \u202echào\x07 \u2066bạn")
    echoes = [m["echo"] for m in body["messages"] if "echo" in m]
    shown = "".join(echoes) + "".join(m["text"] for m in body["messages"])
    assert not set(shown) & {"\u202e", "\u2066", "\x07"}


@pytest.mark.parametrize("after", ["-1", "1.5", "x", "9" * 40, "\N{ARABIC-INDIC DIGIT ONE}", ""])
async def test_a_strange_number_to_resume_from(talking: Citizen, after: str) -> None:
    reply = await talking.get(f"/chat/messages?after={after}")
    assert reply.status == (200 if after == "" else 400)
    reply = await talking.get(f"/chat/messages?after=0&wait={after}x")
    assert reply.status == 400


async def test_a_hundred_messages_a_second_are_slowed_down(tmp_path: Path) -> None:
    async with (
        installed(tmp_path, messages_per_minute=300) as own,
        TestServer(create_site(own.services)) as server,
    ):
        flood, calm = Citizen(server.make_url("/")), Citizen(server.make_url("/"))
        await flood.start((await own.invite()).token)
        await calm.start((await own.invite()).token)
        began = time.monotonic()
        replies = await asyncio.gather(
            *[flood.post_raw({"id": fresh_id(), "text": "chào"}) for _ in range(100)]
        )
        let_in = 20 + 5 * (time.monotonic() - began)
        refused = [reply for reply in replies if reply.status == 429]
        assert {reply.status for reply in replies} == {200, 429}
        assert 99 - let_in <= len(refused) <= 80, "a burst of 20, then 5 a second"
        assert int(refused[0].headers["Retry-After"]) >= 1
        assert "nhanh quá" in (await refused[0].json())["message"]
        assert (await calm.send(text="chào"))["status"] == "applied", "only who floods waits"
        await flood.http.close()
        await calm.http.close()


@pytest.mark.parametrize("error", [OverloadedError(7), StorageUnavailableError("full")])
async def test_an_overload_asks_to_come_back(
    talking: Citizen, trial: Installation, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def busy(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(type(trial.services.runner), "accept", busy)
    reply = await talking.post_raw({"id": fresh_id(), "text": "chào"})
    assert reply.status == 503
    assert int(reply.headers["Retry-After"]) >= 5
    assert "chưa mất" in (await reply.json())["message"]


async def test_a_stranger_is_shown_the_way_in(citizen: Citizen) -> None:
    reply = await citizen.post_raw({"id": fresh_id(), "text": "chào"})
    assert reply.status == 401
    assert "mã QR" in (await reply.json())["message"]


async def test_an_old_tab_cannot_answer_in_a_new_conversation(
    talking: Citizen, trial: Installation
) -> None:
    body = await (await talking.get("/chat/messages")).json()
    own = {"id": fresh_id(), "text": "chào", "talk": body["talk"]}
    assert (await talking.post_raw(own)).status == 200
    reply = await talking.post("/chat/start", data={"token": (await trial.invite()).token})
    assert reply.status == 303
    assert (await talking.post_raw({**own, "id": fresh_id()})).status == 409
    assert (await talking.get(f"/chat/messages?talk={body['talk']}")).status == 409
    assert (await talking.get(f"/chat/events?talk={body['talk']}")).status == 409


async def test_asking_for_news_again_and_again_is_slowed_down(
    talking: Citizen, server: BaseTestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.app[LIMITS], "reads", Buckets(3, 0.1))  # type: ignore[attr-defined]
    paths = ["/chat/messages"] * 2 + ["/chat/events"] + ["/chat/messages", "/chat/events"]
    replies = [await talking.get(path) for path in paths]
    assert [reply.status for reply in replies] == [200, 200, 200, 429, 429]
    assert "nhanh quá" in (await replies[-1].json())["message"]
    for reply in replies:
        reply.close()


# -- long poll


async def test_a_long_poll_ends_with_the_next_message(talking: Citizen) -> None:
    poll = asyncio.create_task(talking.get(f"/chat/messages?after={talking.last}&wait=20"))
    await asyncio.sleep(0.1)
    assert not poll.done()
    sent = await talking.choose("Bắt đầu")
    async with asyncio.timeout(10):
        heard = await (await poll).json()
    assert heard["messages"] == sent["messages"]


async def test_a_long_poll_without_news_ends_empty(talking: Citizen) -> None:
    began = time.monotonic()
    reply = await talking.get(f"/chat/messages?after={talking.last}&wait=1")
    assert await reply.json() == {
        "talk": (await reply.json())["talk"],
        "last": talking.last,
        "messages": [],
    }
    assert 0.9 < time.monotonic() - began < 10


async def test_waiting_polls_of_one_person_are_bounded(talking: Citizen) -> None:
    url = f"/chat/messages?after={talking.last}&wait=20"
    polls = [asyncio.create_task(talking.get(url)) for _ in range(5)]
    await until(lambda: sum(poll.done() for poll in polls) == 2)
    await talking.choose("Bắt đầu")
    heard = [(await (await poll).json())["messages"] for poll in polls]
    assert sum(bool(messages) for messages in heard) == 3, "those that waited heard of it"
