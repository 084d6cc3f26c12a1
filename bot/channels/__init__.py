"""The channels: how prompts look and travel on each platform; one line each in `CHANNELS`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

__all__ = ["CHANNELS", "channel_module"]

CHANNELS: Mapping[str, str] = {
    "terminal": "bot.channels.terminal",
    "web": "bot.channels.webchat",
    "kiosk": "bot.channels.kiosk",
    "telegram": "bot.channels.telegram",
    "email": "bot.channels.email",
}
"""Channel → its module, which has `NAME` and `CAPABILITIES`. Modules are named and not imported,
since a platform's library takes half a second that a start without it need not spend."""


def channel_module(name: str) -> ModuleType:
    """Return a channel's module.

    Raises:
        KeyError: there is no such channel.

    """
    return import_module(CHANNELS[name])
