"""What the running service is made of, built once by `bot.app` and handed to every door."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from bot.broadcasts import Broadcaster
from bot.channels.base import Channel
from bot.figures import Figures
from bot.hotlines import Hotlines
from bot.i18n import Catalogues
from bot.live import Live
from bot.reception import Reception
from bot.runner import Runner
from bot.sender import Sender
from bot.settings import Settings
from storage.audit_heads import AuditHeads
from storage.base import Storage
from storage.coordination import Coordination, LocalCoordination

__all__ = ["Services"]


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one process. Nothing here is global; tests build their own.

    `channels` are those that platforms deliver to and that are sent to; where there are none,
    there is no reception and no sender.
    """

    settings: Settings
    storage: Storage
    texts: Catalogues
    runner: Runner
    live: Live
    channels: Mapping[str, Channel] = field(default_factory=lambda: MappingProxyType({}))
    reception: Reception | None = None
    sender: Sender | None = None
    broadcaster: Broadcaster | None = None
    coordination: Coordination = field(default_factory=LocalCoordination)
    audit_heads: AuditHeads | None = None
    """Where the end of the audit log is signed; None where nobody watches over it."""
    browser_key: bytes = field(default_factory=partial(secrets.token_bytes, 32), repr=False)
    """Seals what browsers keep for us; the same in all processes of an installation."""

    @property
    def figures(self) -> Figures:
        """The figures of all that was answered, as the published forms and the rules have them."""
        forms = self.runner.turns.renderer.rules.forms
        return Figures(self.storage, forms, self.settings.valid, self.texts)

    @property
    def hotlines(self) -> Hotlines:
        """Whom people can call: chats and pages name the same."""
        return self.runner.turns.renderer.hotlines
