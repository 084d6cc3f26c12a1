"""What the running service is made of, built once by `bot.app` and handed to every door."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Catalogues
from bot.live import Live
from bot.runner import Runner
from bot.settings import Settings
from storage.base import Storage

__all__ = ["Services"]


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one process. Nothing here is global; tests build their own."""

    settings: Settings
    storage: Storage
    texts: Catalogues
    runner: Runner
    live: Live
