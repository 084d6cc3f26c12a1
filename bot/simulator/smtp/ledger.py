"""What the mail server has seen: letters it took, what it refused, which rules were broken."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from bot.simulator.smtp.rules import RULES

__all__ = ["Breach", "Ledger", "Posted"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a client broke; `detail` quotes no address."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail} ({RULES[self.rule]})"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter that the server took. `answered`: the client was told so."""

    sender: str
    recipient: str
    content: bytes
    user: str | None
    encrypted: bool
    answered: bool

    @property
    def message(self) -> EmailMessage:
        """The letter, read."""
        return message_from_bytes(self.content, policy=default)


class Ledger:
    """Grows with every letter; with a `capacity` it keeps that many, and counts all."""

    def __init__(self, capacity: int | None = None) -> None:
        self.letters: deque[Posted] = deque(maxlen=capacity)
        self.breaches: list[Breach] = []
        self.taken: Counter[str] = Counter()
        """Recipient → letters taken."""
        self.ids: Counter[str] = Counter()
        """Message-ID → letters taken."""
        self.refused: Counter[int] = Counter()
        """Code → commands that were refused."""
        self.connections = 0

    def breach(self, rule: str, detail: str) -> None:
        """Write down a broken rule."""
        self.breaches.append(Breach(rule, detail))

    def take(self, letter: Posted, message_id: str) -> None:
        """Write down a letter."""
        self.letters.append(letter)
        self.taken[letter.recipient.casefold()] += 1
        self.ids[message_id] += 1
        if self.ids[message_id] > 1:
            self.breach("message_id_twice", message_id)
