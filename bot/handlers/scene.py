"""One turn on its way to the database: what handlers see, and where they put rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from bot.channels.base import Outgoing
from bot.rendering import Renderer, Voice
from flows.contact_cards import awaits_number
from flows.desk.recusals import Company
from flows.identifiers import Instant
from flows.session import Session
from storage.base import ComplaintRecord, OutboxRecord, ResponseRecord, Storage, UnitOfWork

__all__ = ["Lookup", "Scene"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a code that a person asked about stands for; read before the handlers run."""

    response: ResponseRecord | None = None
    complaint: ComplaintRecord | None = None
    lines: int = 0
    """Length of the case's history; only where something is done with it."""
    upper_unit_id: str | None = None
    """The unit above the one that answers for the case, where there is one."""
    company: Company | None = None
    """Who could be named; only where a citizen writes of what a case is about."""
    parties: frozenset[str] = frozenset()
    """Accounts that are kept away from the case already."""
    rated: frozenset[str] = frozenset()
    """Accounts of who sat at the counter; only where a case is opened."""


@dataclass(slots=True)
class Scene:
    """The turn of one session. `outgoing` is what will be said, in order; the runner numbers
    it and writes it into the outbox in the same unit of work. `before` is the session before it.
    """

    storage: Storage
    renderer: Renderer
    unit: UnitOfWork
    session: Session
    channel: str
    trial: bool
    now: Instant
    seed: bytes
    before: Session | None = None
    user_key: str | None = None
    """Whom the channel sends to; None where what is said is fetched."""
    lookups: dict[str, Lookup] = field(default_factory=dict)
    outgoing: list[Outgoing] = field(default_factory=list)
    rows: list[OutboxRecord] = field(default_factory=list)
    """What was written into the outbox: one row for each of `outgoing`."""
    echo: str | None = None
    redrawn: Outgoing | None = None
    """The message that holds the pressed button as it looks now, where nothing new is said."""
    touches_cases: bool = False
    """Something was written that officers see in their queue."""
    noted: str | None = None
    """What typed words were taken for; goes with the next message."""

    @property
    def voice(self) -> Voice:
        """How this session is spoken to."""
        return self.renderer.voice(self.session.language, self.session.facts, self.channel)

    def say(self, message: Outgoing) -> None:
        """Add a message; what the person said is shown back above the first, and a keyboard that
        asked for the number is put away with it.
        """
        if not self.outgoing and self._number_is_settled():
            message = msgspec.structs.replace(message, clears=True)
        if self.noted is not None:
            message, self.noted = msgspec.structs.replace(message, noted=self.noted), None
        self.outgoing.append(message)

    def _number_is_settled(self) -> bool:
        """Whether this turn leads on from a question for a telephone number."""
        rules = self.renderer.rules
        asked = self.before is not None and awaits_number(rules, self.before)
        return asked and not awaits_number(rules, self.session)
