"""A citizen without a browser: opens a link, presses, types, and reads what is said."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar
from yarl import URL

_IDS = itertools.count(1)


def fresh_id() -> str:
    return f"page-message-{next(_IDS):06}"


@dataclass
class Citizen:
    """One browser: its own cookies, and the messages that it has seen."""

    base: URL
    http: ClientSession = field(
        default_factory=lambda: ClientSession(cookie_jar=CookieJar(unsafe=True))
    )
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def get(self, path: str, **kwargs: Any) -> ClientResponse:  # noqa: ANN401
        return await self.http.get(self.base.join(URL(path)), allow_redirects=False, **kwargs)

    async def post(self, path: str, **kwargs: Any) -> ClientResponse:  # noqa: ANN401
        return await self.http.post(self.base.join(URL(path)), allow_redirects=False, **kwargs)

    async def start(self, token: str, language: str = "vi", *, fresh: bool = False) -> None:
        """Begin, or go on where this browser was; what was seen elsewhere is forgotten."""
        data = {"token": token, "language": language, **({"fresh": "1"} if fresh else {})}
        reply = await self.post("/chat/start", data=data)
        assert (reply.status, reply.headers["Location"]) == (303, "/chat"), await reply.text()
        self.seen.clear()
        await self.catch_up()

    async def catch_up(self) -> None:
        reply = await self.get(f"/chat/messages?after={self.last}")
        self.take(await reply.json())

    def take(self, body: dict[str, Any]) -> None:
        fresh = [m for m in body["messages"] if m["seq"] > self.last]
        self.seen.extend(fresh)
        assert [m["seq"] for m in self.seen] == list(range(1, len(self.seen) + 1))

    @property
    def last(self) -> int:
        return self.seen[-1]["seq"] if self.seen else 0

    @property
    def question(self) -> dict[str, Any]:
        return next(m for m in reversed(self.seen) if m.get("prompt"))

    async def send(self, **said: object) -> dict[str, Any]:
        reply = await self.post_raw({"id": fresh_id(), "after": self.last, **said})
        assert reply.status == 200, await reply.text()
        body: dict[str, Any] = await reply.json()
        self.take(body)
        return body

    async def post_raw(self, body: object) -> ClientResponse:
        return await self.post("/chat/messages", json=body)

    async def choose(self, label: str) -> dict[str, Any]:
        choices = self.question["choices"]
        found = [c["payload"] for c in choices if label in c["label"]]
        assert found, f"{label!r} is not among {[c['label'] for c in choices]}"
        return await self.send(choice=found[0])

    async def type(self, text: str) -> dict[str, Any]:
        return await self.send(text=text, prompt=self.question["prompt"])

    async def agree(self) -> None:
        """Go through greeting and consent to the first question that is stored."""
        for label in ("Bắt đầu", "Tôi hiểu", "Đồng ý"):
            await self.choose(label)
