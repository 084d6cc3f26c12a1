"""What people read of news of their case: all of it, or abroad only how it stands and a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.channels.base import Outgoing
from bot.rendering import Renderer, Voice
from flows.events import CaseTold
from flows.messages import NewsKind
from flows.texts import text_key
from flows.workdays import local_date

__all__ = ["told"]

_STANDING: Final[Mapping[NewsKind, str]] = {
    "taken": text_key("case.state.in_progress"),
    "asked": text_key("case.state.waiting"),
    "answered": text_key("case.state.answered"),
    "forwarded": text_key("case.state.forwarded"),
    "reopened": text_key("case.state.reopened"),
    "closed": text_key("case.state.closed"),
    "late": text_key("case.late"),
    "redated": text_key("case.redated"),
}
"""How a case stands after news of that kind: all that servers abroad are told of it."""

_PLAIN: Final[Mapping[NewsKind, str]] = {
    "taken": text_key("case.news.taken"),
    "asked": text_key("case.news.asked"),
    "answered": text_key("case.news.answered"),
    "forwarded": text_key("case.news.forwarded"),
    "reopened": text_key("case.news.reopened"),
    "closed": text_key("case.news.closed"),
    "late": text_key("case.news.late"),
    "redated": text_key("case.news.redated"),
}
_DUE: Final[Mapping[NewsKind, str]] = {
    "taken": text_key("case.news.taken_due"),
    "forwarded": text_key("case.news.passed_on"),
    "reopened": text_key("case.news.reopened_due"),
    "late": text_key("case.news.late_due"),
}
"""Used where there is a term; nothing promises a day that nobody has set."""
_RAISED: Final = text_key("case.news.raised")
_RAISED_DUE: Final = text_key("case.news.raised_due")


def told(renderer: Renderer, voice: Voice, event: CaseTold, link: str | None) -> Outgoing:
    """Write news of a case out. `link` leads to its page, where the channel may not carry it."""
    words = _discreet(renderer, voice, event, link) if voice.discreet else None
    return Outgoing(
        kind="say",
        text=words or renderer.key(voice, _key(event), _params(event)),
        language=voice.language,
    )


def _key(event: CaseTold) -> str:
    if event.raised:
        return _RAISED if event.due_at is None else _RAISED_DUE
    due = _DUE.get(event.kind) if event.due_at is not None else None
    return due or _PLAIN[event.kind]


def _params(event: CaseTold) -> dict[str, str]:
    due = local_date(event.due_at).isoformat() if event.due_at is not None else ""
    return {
        "code": event.code,
        "words": event.text or "",
        "agency": event.agency or "",
        "due_date": due,
    }


def _discreet(renderer: Renderer, voice: Voice, event: CaseTold, link: str | None) -> str:
    params = _params(event)
    params["state"] = renderer.key(voice, _STANDING[event.kind])
    key = text_key("case.told") if event.due_at is None else text_key("case.told_due")
    lines = [renderer.key(voice, key, params)]
    if link is not None:
        lines.append(renderer.key(voice, text_key("case.told_link"), {"link": link}))
    return "\n".join(lines)
