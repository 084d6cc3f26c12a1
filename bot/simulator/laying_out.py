"""What a platform shows of a message: the channel's own layout, as texts to be looked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec

from bot.channels.base import Call, Outgoing
from bot.i18n import Catalogues

__all__ = ["load_layout", "stray_texts", "texts_of"]

_STRAY = "stray."
"""Texts for those who have no chat: sent beside the outbox."""


class _Fields(msgspec.Struct, frozen=True):
    text: str


_read = msgspec.json.Decoder(_Fields).decode


def texts_of(channel: str, message: Outgoing) -> tuple[str, ...]:
    """Return the texts that a message becomes on a channel, in order; none where it is fetched."""
    layout = _layout(channel)
    if layout is None:
        return ()
    # A platform cuts off what is white around a text.
    return tuple(_read(call.body or b"").text.strip() for call in layout(message, "0"))


def load_layout(channel: str) -> None:
    """Load what lays a channel's messages out: before the run that is to be judged by it."""
    _layout(channel)


@cache
def _layout(channel: str) -> Callable[[Outgoing, str], list[Call]] | None:
    if channel != "telegram":
        return None
    from bot.channels.telegram.layout import render  # noqa: PLC0415 - the web does without

    words = Catalogues.load()
    return lambda message, address: render(message, address, words)


@cache
def stray_texts() -> tuple[str, ...]:
    """Return the beginnings of what is said outside any chat, in all languages."""
    texts = Catalogues.load()
    keys = [key for key in texts.keys("vi") if key.startswith(_STRAY)]
    return tuple(
        texts.template(language, key).partition("%(")[0]
        for key in keys
        for language in texts.languages
    )
