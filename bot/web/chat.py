"""The web chat's page: beginning a conversation, showing it, changing its language."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.channels.webchat import NAME
from bot.runner import UnknownConversationError
from bot.services import Services
from bot.web.cookies import new_visitor, remember, user_key, visitor_of
from bot.web.doors import LIMITS, SERVICES
from bot.web.landing import form_fields, invitation_for
from bot.web.limits import address_of
from bot.web.pages import PAGES, Refusal
from flows.identifiers import SessionId
from flows.messages import Commanded
from flows.texts import text_key

__all__ = ["change_language", "chat_page", "person_of", "session_of", "start", "talk_of"]


def person_of(request: web.Request) -> str:
    """Return the user key of the browser's cookie.

    Raises:
        UnknownConversationError: the browser has no cookie of ours.

    """
    visitor = visitor_of(request)
    if visitor is None:
        raise UnknownConversationError
    return user_key(visitor)


async def session_of(services: Services, person: str) -> SessionId:
    """Return the session that a person's conversation points at.

    Raises:
        UnknownConversationError: there is no such conversation.

    """
    conversation = await services.storage.conversations.find(NAME, person)
    if conversation is None:
        raise UnknownConversationError
    return conversation.session_id


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
    if wait := limits.starts.take(address_of(request)):
        raise Refusal(429, text_key("web.too_many"), retry_after=wait)
    language = fields.get("language", invitation.language)
    visitor = visitor_of(request) or new_visitor()
    await services.runner.open(
        channel=NAME,
        user_key=user_key(visitor),
        invitation=invitation,
        language=language if language in services.texts.languages else invitation.language,
    )
    response = web.HTTPSeeOther("/chat")
    remember(response, visitor, services.settings)
    raise response


async def chat_page(request: web.Request) -> web.Response:
    """Show the chat, in the conversation's own language."""
    services = request.app[SERVICES]
    session_id = await session_of(services, person_of(request))
    stored = await services.storage.sessions.load(session_id)
    if stored is None:
        raise UnknownConversationError
    return request.app[PAGES].show(
        request, "chat.html", language=stored.session.language, talk=talk_of(session_id)
    )


async def change_language(request: web.Request) -> web.Response:
    """Go on in another language."""
    services = request.app[SERVICES]
    language = (await form_fields(request)).get("language", "")
    if language not in services.texts.languages:
        raise Refusal(400, text_key("web.unreadable"))
    await services.runner.accept(
        channel=NAME,
        user_key=person_of(request),
        dedupe_key=secrets.token_urlsafe(16),
        message=Commanded(f"language_{language}"),
    )
    raise web.HTTPSeeOther("/chat")
