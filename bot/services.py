"""What the running service is made of, built once by `bot.app` and handed to every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.channels.base import Channel
from bot.i18n import Catalogues
from bot.live import Live
from bot.reception import Reception
from bot.runner import Runner
from bot.sender import Sender
from bot.settings import Settings
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
    coordination: Coordination = field(default_factory=LocalCoordination)
