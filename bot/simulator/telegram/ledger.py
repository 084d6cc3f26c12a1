"""All that happened between the bot and Telegram: requests, updates, deliveries, breaches."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.simulator.telegram.rules import RULES

__all__ = ["Attempt", "Delivery", "Ledger", "Press", "Request", "Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that the bot broke. `request` is the number of its request, 0 for none."""

    rule: str
    at: float
    detail: str
    request: int = 0

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail} ({RULES[self.rule]})"


@dataclass(slots=True)
class Request:
    """One call of the bot. `status` is what was decided, 0 while it waits, 599 for a connection
    that was cut; `fault` says what was done to the call, so the bot may have seen something
    else, or nothing. `via` is "webhook" for a method in a webhook's answer.
    """

    number: int
    at: float
    method: str
    payload: Mapping[str, Any]
    via: Literal["http", "webhook"] = "http"
    status: int = 0
    answer: bytes = b""
    fault: str = ""
    message_id: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether the call took effect, answered or not."""
        return self.status == 200

    @property
    def withheld(self) -> bool:
        """Whether the call took effect and the bot was not told so."""
        return self.accepted and self.fault in {"withheld", "malformed"}

    @property
    def is_unheard(self) -> bool:
        """Whether the bot cannot know what became of the call: no whole answer came."""
        return self.withheld or self.fault in {"withheld", "reset"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery: by webhook with the status that came back (0 for none), or by a poll."""

    at: float
    status: int
    how: Literal["webhook", "duplicate", "poll"] = "webhook"
    error: str = ""


@dataclass(slots=True)
class Delivery:
    """An update, and what became of it."""

    update: dict[str, Any]
    kind: str
    queue: tuple[str, int]
    created: float
    expires: float
    state: Literal["pending", "delivered", "expired", "dropped"] = "pending"
    attempts: list[Attempt] = field(default_factory=list)
    delay: float = 1.0
    fails: int = 0
    wakes: float = 0.0
    on_end: Callable[[], None] | None = None
    """Called when the bot has it, or never will."""

    @property
    def update_id(self) -> int:
        """Telegram's number of the update."""
        return int(self.update["update_id"])

    def end(self, state: Literal["delivered", "expired", "dropped"]) -> None:
        """Note what became of it, and tell who waits for that."""
        self.state = state
        if self.on_end is not None:
            self.on_end()


@dataclass(slots=True)
class Press:
    """A callback query: who pressed what, when it was first on its way to the bot, when the bot
    acknowledged it, and how it was answered.
    """

    id: str
    user_id: int
    data: str
    at: float
    offered_at: float | None = None
    delivered_at: float | None = None
    answered_at: float | None = None
    text: str | None = None
    alert: bool = False
    told: bool = False
    """Whether the bot knows that it answered."""
    excused: bool = False
    """An answer came with a webhook's and was refused for now: the bot cannot know. Or it came too
    late, and so did the press.
    """
    tries: Sequence[Attempt] = ()
    """How its update was delivered so far."""

    @property
    def had_at(self) -> float | None:
        """When it was first given to a bot that lived to take it; None as long as every try was
        cut off: who dies with a press in hand can but answer late.
        """
        if not self.tries:
            return self.at if self.offered_at is None else self.offered_at
        return next((one.at for one in self.tries if one.status), None)


class Ledger:
    """Grows with every event. With a `capacity` it keeps that many requests and deliveries;
    the counters stay exact.
    """

    def __init__(self, capacity: int | None = None) -> None:
        self._capacity = capacity
        self._numbers = 0
        self.requests: deque[Request] = deque(maxlen=capacity)
        self.deliveries: dict[int, Delivery] = {}
        self.presses: dict[str, Press] = {}
        self.violations: list[Violation] = []
        self.answers: Counter[tuple[str, int]] = Counter()
        """Requests by method and status."""
        self.texts: Counter[tuple[int, str]] = Counter()
        """Messages that came into being, by chat and text."""
        self.unheard: Counter[str] = Counter()
        """Calls of sendMessage by chat whose answer never came to the bot, done or not."""
        self.expired: Counter[str] = Counter()
        """Updates that Telegram dropped because nobody took them, by kind."""

    # -- writing

    def open(
        self,
        method: str,
        payload: Mapping[str, Any],
        at: float,
        via: Literal["http", "webhook"] = "http",
    ) -> Request:
        """Enter a request."""
        self._numbers += 1
        request = Request(self._numbers, at, method, payload, via)
        self.requests.append(request)
        return request

    def close(self, request: Request, status: int, answer: bytes) -> None:
        """Enter what was decided."""
        request.status = status
        request.answer = answer
        self.answers[request.method, status] += 1
        if request.method == "sendMessage" and request.is_unheard:
            self.unheard[str(request.payload.get("chat_id"))] += 1

    def enter(self, delivery: Delivery) -> None:
        """Enter an update."""
        self.deliveries[delivery.update_id] = delivery
        if self._capacity is not None and len(self.deliveries) > self._capacity:
            oldest = next(iter(self.deliveries))
            if self.deliveries[oldest].state != "pending":
                del self.deliveries[oldest]

    def enter_press(self, press: Press) -> None:
        """Enter a callback query."""
        self.presses[press.id] = press
        if self._capacity is not None and len(self.presses) > self._capacity:
            del self.presses[next(iter(self.presses))]

    def breach(self, rule: str, at: float, detail: str, request: Request | None = None) -> None:
        """Enter a violation of a rule in RULES."""
        if rule not in RULES:
            raise LookupError(rule)
        number = 0 if request is None else request.number
        self.violations.append(Violation(rule, at, detail, number))

    # -- asking

    def broken(self, *, besides: Iterable[str] = ()) -> Counter[str]:
        """Count the violations by rule, without those that a test brought about on purpose."""
        ignored = set(besides)
        return Counter(v.rule for v in self.violations if v.rule not in ignored)

    def calls(self, method: str, chat_id: int | None = None) -> list[Request]:
        """Return the requests of a method, perhaps of one chat."""
        return [
            request
            for request in self.requests
            if request.method == method
            and (chat_id is None or str(request.payload.get("chat_id")) == str(chat_id))
        ]

    def withheld(self) -> list[Request]:
        """Return the calls that took effect and whose answer the bot never got."""
        return [request for request in self.requests if request.withheld]

    def repeated(self) -> dict[tuple[int, str], int]:
        """Return the texts that a chat saw more than once, with their number."""
        return {key: times for key, times in self.texts.items() if times > 1}

    def undelivered(self) -> Iterator[Delivery]:
        """Yield the updates that still wait."""
        return (found for found in self.deliveries.values() if found.state == "pending")

    def unanswered(self, now: float, patience: float) -> list[Press]:
        """Return the presses that the bot got more than `patience` ago and did not answer."""
        return [
            press
            for press in self.presses.values()
            if press.answered_at is None
            and not press.excused
            and press.delivered_at is not None
            and now - press.delivered_at > patience
        ]
