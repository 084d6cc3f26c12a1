"""Failures on demand: which calls they befall, how often, and what then happens."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

from bot.simulator.planning import PlannedFault, PlannedFaults

__all__ = ["Fault", "Faults", "When"]

Kind = Literal["refused", "reset", "withheld", "malformed", "slow"]


class When(TypedDict, total=False):
    """The conditions of a Fault."""

    methods: Collection[str]
    chats: Collection[int]
    text: str
    probability: float
    times: int | None
    seconds: float


@dataclass(slots=True, kw_only=True, eq=False)
class Fault(PlannedFault):
    """One failure. Empty conditions hold for every call.

    - refused: the call has no effect and is answered with `status` and `description`
    - reset: the connection breaks before the call is read; no effect
    - withheld: the call takes effect; after `seconds` of silence the connection breaks
    - malformed: the call takes effect; half of its answer is sent
    - slow: the answer comes `seconds` later
    """

    kind: Kind
    methods: Collection[str] = ()
    chats: Collection[int] = ()
    text: str = ""
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int | None = None

    def befalls(self, method: str, payload: Mapping[str, Any], rng: random.Random) -> bool:
        """Tell whether it happens to this call, and count it."""
        if self.methods and method not in self.methods:
            return False
        if self.chats and str(payload.get("chat_id")) not in {str(chat) for chat in self.chats}:
            return False
        if self.text and self.text not in str(payload.get("text", "")):
            return False
        return self.happens(rng)


class Faults(PlannedFaults[Fault]):
    """The failures that are planned. The first that fits happens, and every delay with it."""

    def draw(self, method: str, payload: Mapping[str, Any]) -> tuple[Fault | None, float]:
        """Return what befalls a call, and its delay in seconds."""
        if not self._planned:
            return None, 0.0
        found: Fault | None = None
        delay = 0.0
        for fault in self._planned:
            if fault.kind == "slow":
                if fault.befalls(method, payload, self._rng):
                    delay += fault.seconds
            elif found is None and fault.befalls(method, payload, self._rng):
                found = fault
        return found, delay

    # -- the usual ones

    def server_error(self, status: int = 502, **when: Unpack[When]) -> Fault:
        """Answer with a 5xx, and do nothing."""
        texts = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
        what = texts.get(status, "Internal Server Error")
        return self.add(Fault(kind="refused", status=status, description=what, **when))

    def flood(self, retry_after: int, **when: Unpack[When]) -> Fault:
        """Answer 429; from then on the whole bot has to wait."""
        what = f"Too Many Requests: retry after {retry_after}"
        fault = Fault(
            kind="refused", status=429, description=what, retry_after=retry_after, **when
        )
        return self.add(fault)

    def blocked(self, chat_id: int, /, **when: Unpack[When]) -> Fault:
        """Answer 403 for one chat, though nobody blocked anything."""
        what = "Forbidden: bot was blocked by the user"
        fault = Fault(kind="refused", status=403, description=what, **when)
        fault.chats = {chat_id}
        return self.add(fault)

    def refuse(self, text: str, description: str, /, **when: Unpack[When]) -> Fault:
        """Answer 400 to messages that contain `text`."""
        fault = Fault(
            kind="refused", status=400, description=f"Bad Request: {description}", **when
        )
        fault.text = text
        return self.add(fault)

    def reset(self, **when: Unpack[When]) -> Fault:
        """Break the connection before the call is read."""
        return self.add(Fault(kind="reset", **when))

    def withhold(self, **when: Unpack[When]) -> Fault:
        """Do what is asked and never say so; give `seconds` for silence before the break."""
        return self.add(Fault(kind="withheld", **when))

    def malform(self, **when: Unpack[When]) -> Fault:
        """Do what is asked and answer with half a sentence of JSON."""
        return self.add(Fault(kind="malformed", **when))

    def slow(self, seconds: float, /, **when: Unpack[When]) -> Fault:
        """Let answers take longer, by real time."""
        fault = Fault(kind="slow", **when)
        fault.seconds = seconds
        return self.add(fault)
