"""The web chat's page: beginning a conversation, showing it, changing its language."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.channels.webchat import NAME
from bot.runner import UnknownConversationError
from bot.services import Services
from bot.web.cookies import new_visitor, person_of, remember, user_key, visitor_of
from bot.web.doors import LIMITS, SERVICES
from bot.web.landing import form_fields, invitation_for
from bot.web.limits import address_of
from bot.web.pages import PAGES, Refusal
from flows.identifiers import SessionId
from flows.messages import Commanded
from flows.texts import text_key

__all__ = [
    "change_language",
    "chat_page",
    "has_open",
    "session_of",
    "speaker_of",
    "start",
    "talk_of",
]


def speaker_of(request: web.Request) -> str:
    """Return the user key of the conversation that the browser has open.

    Raises:
        UnknownConversationError: the browser has no cookies of ours.

    """
    person = person_of(request, request.app[SERVICES].settings)
    if person is None:
        raise UnknownConversationError
    return person


async def session_of(services: Services, person: str) -> SessionId:
    """Return the session that a person's conversation points at.

    Raises:
        UnknownConversationError: there is no such conversation.

    """
    conversation = await services.storage.conversations.find(NAME, person)
    if conversation is None:
        raise UnknownConversationError
    return conversation.session_id


async def has_open(services: Services, person: str, session_id: SessionId) -> bool:
    """Tell whether a person's conversation still points at this session: pages that wait ask
    again before they show anything, since another browser may have taken it over.
    """
    conversation = await services.storage.conversations.find(NAME, person)
    return conversation is not None and conversation.session_id == session_id


def talk_of(session_id: SessionId) -> str:
    """Return the short name by which a page knows its conversation."""
    return session_id[-8:]


async def start(request: web.Request) -> web.Response:
    """Open the conversation of an invitation and go to the chat."""
    services, limits = request.app[SERVICES], request.app[LIMITS]
    fields = await form_fields(request)
    invitation = await invitation_for(
        request, token=fields.get("token", ""), printed=fields.get("code", "")
    )
    if wait := limits.starts.take(address_of(request, services.settings)):
        raise Refusal(429, text_key("web.too_many"), retry_after=wait)
    language = fields.get("language", invitation.language)
    visitor = visitor_of(request, services.settings) or new_visitor()
    await services.runner.open(
        channel=NAME,
        user_key=user_key(visitor, invitation.id),
        invitation=invitation,
        language=language if language in services.texts.languages else invitation.language,
        # At a counter the next citizen holds the same tablet: nobody sees who was before.
        fresh=invitation.kind == "assisted" or fields.get("fresh") == "1",
        device=visitor,
    )
    response = web.HTTPSeeOther("/chat")
    remember(response, visitor, invitation.id, services.settings)
    raise response


async def chat_page(request: web.Request) -> web.Response:
    """Show the chat, in the conversation's own language."""
    services = request.app[SERVICES]
    session_id = await session_of(services, speaker_of(request))
    stored = await services.storage.sessions.load(session_id)
    if stored is None:
        raise UnknownConversationError
    return request.app[PAGES].show(
        request, "chat.html", language=stored.session.language, talk=talk_of(session_id)
    )


async def change_language(request: web.Request) -> web.Response:
    """Go on in another language."""
    services, person = request.app[SERVICES], speaker_of(request)
    if wait := request.app[LIMITS].messages.take(person):
        raise Refusal(429, text_key("web.too_fast"), retry_after=wait)
    language = (await form_fields(request)).get("language", "")
    if language not in services.texts.languages:
        raise Refusal(400, text_key("web.unreadable"))
    await services.runner.accept(
        channel=NAME,
        user_key=person,
        dedupe_key=secrets.token_urlsafe(16),
        message=Commanded(f"language_{language}"),
    )
    raise web.HTTPSeeOther("/chat")
