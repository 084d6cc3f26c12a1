"""One citizen before the engine, and what the newest turn said to them."""

from __future__ import annotations

from flows.events import Event, QuestionAsked, Said
from flows.session import Session
from tests.conversations.talking import Player

__all__ = ["asked", "go_to", "newest", "said", "send", "session"]


def session(player: Player) -> Session:
    """Return the session as it is now."""
    assert player.session is not None
    return player.session


def go_to(player: Player, question: str, **answers: str) -> None:
    """Answer as usual, but for these answers, until the question is asked."""
    list(player.fill(question, answers))


def send(player: Player, **answers: str) -> None:
    """Fill the form in and send it."""
    go_to(player, "@review", **answers)
    player.say(player.button("submit"))


def newest(player: Player) -> list[Event]:
    """Return the events of the newest turn."""
    return list(player.turns[-1][1].events)


def asked(player: Player) -> list[str]:
    """Return the questions that were asked in it."""
    return [e.question for e in newest(player) if isinstance(e, QuestionAsked)]


def said(player: Player) -> list[str]:
    """Return the texts that were said in it."""
    return [e.key for e in newest(player) if isinstance(e, Said)]
