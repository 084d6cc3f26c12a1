"""Plays turns of the engine through the handlers without a database: what would be said."""

from unittest.mock import MagicMock

from bot.channels.base import Outgoing
from bot.handlers import handle
from bot.handlers.scene import Lookup, Scene
from bot.rendering import Renderer
from flows.identifiers import Instant
from flows.session import Session
from flows.talk import Turn
from storage.base import UnitOfWork

__all__ = ["staged"]


def staged(
    turn: Turn,
    renderer: Renderer,
    *,
    before: Session | None = None,
    channel: str = "telegram",
    lookups: dict[str, Lookup] | None = None,
) -> tuple[list[Outgoing], str | None]:
    """Return what a turn says on a channel, and what it shows back of the person's words."""
    scene = Scene(
        storage=MagicMock(),
        renderer=renderer,
        unit=UnitOfWork(),
        session=turn.session,
        before=before,
        channel=channel,
        trial=False,
        now=Instant(turn.session.touched_at),
        seed=b"0" * 32,
        lookups=lookups or {},
    )
    for event in turn.events:
        handle(scene, event)
    return scene.outgoing, scene.echo
