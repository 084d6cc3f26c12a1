"""What a citizen knows: all that was said, acknowledged, meant and seen, one ledger a person."""

from __future__ import annotations

from typing import Literal

import msgspec

from flows.session import Value

__all__ = ["Heard", "Kind", "Ledger", "Meant", "Outcome", "Seen", "Sent"]

Kind = Literal["choice", "text", "command", "start", "contact", "card", "file", "edit"]
"""How something was sent. `contact`: the sender's own number by the button that asks for it;
`card`: any other contact card."""

Outcome = Literal[
    "completed", "declined", "ineligible", "stopped", "redirected", "left", "stuck", "failed"
]
"""How it ended for the person. `left`: went away midway by plan; `stuck`: asked too often;
`failed`: the server refused something that it must take."""


class Meant(msgspec.Struct, frozen=True):
    """The answer that a message was to give: `tag` names the response. `vague`: it may be no
    answer after all, such as skipping a question that was answered before.
    """

    tag: str
    question: str
    value: Value
    vague: bool = False


class Sent(msgspec.Struct, kw_only=True):
    """One message. `said` is a payload, text or command; `prompt` goes with texts. `before` and
    `after` are the newest message numbers known before it and with its answer. `calm`: the same
    question must not be asked again because of it (invariant I6).

    On a platform `id` is its number of the update, and message numbers are the platform's.
    """

    id: str
    kind: Kind
    said: str
    prompt: tuple[str, str] | None = None
    meant: Meant | None = None
    calm: bool = False
    tries: int = 0
    statuses: list[str] = []
    before: int = 0
    after: int = 0
    silent: bool = False
    """Whether something was to come of it, and nothing did."""
    given: bool = False
    """Whether the conversation went on as if the answer was taken."""

    @property
    def is_acknowledged(self) -> bool:
        """Whether the server said that it has the message."""
        return bool(self.statuses)


class Seen(msgspec.Struct, frozen=True):
    """One message of the server, in brief: enough to compare it with its row."""

    seq: int
    kind: str
    prompt: tuple[str, str] | None
    code: str | None
    text_hash: int


class Heard(msgspec.Struct, frozen=True):
    """One message as it first stood on the screen of a platform, under the platform's number."""

    number: int
    text: str


class Ledger(msgspec.Struct, kw_only=True):
    """All of one citizen. `user_key` is what the server stores of the cookie, or of the
    platform's user; `talk` the short name of the session. `opened` are the message numbers
    before and after each opening, `opening` the one before an opening that is still tried: a
    server that is killed may have taken it without an answer. `troubles` are breaches that the
    citizen noticed at once.

    On a platform: `heard` in place of `seen`; `unheard` counts the calls to this chat whose
    answer the server never got; `blocked`: this person did not let it write, for a while.
    """

    citizen: int
    channel: str = "web"
    user_key: str = ""
    talk: str = ""
    opened: list[tuple[int, int]] = []
    opening: int | None = None
    opens: int = 0
    opens_tried: int = 0
    sent: list[Sent] = []
    seen: list[Seen] = []
    codes: set[str] = set()
    troubles: list[str] = []
    outcome: Outcome | None = None
    heard: list[Heard] = []
    unheard: int = 0
    blocked: bool = False

    @property
    def last(self) -> int:
        """Number of the newest message seen."""
        if self.heard:
            return self.heard[-1].number
        return self.seen[-1].seq if self.seen else 0

    @property
    def acknowledged(self) -> list[Sent]:
        """The messages that the server has."""
        return [sent for sent in self.sent if sent.is_acknowledged]
