"""The way in: home page, landing pages of links and printed codes. Nothing is used up here."""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qs, quote

from aiohttp import web

from bot.channels.webchat import NAME
from bot.i18n import day_of
from bot.invitations import TOKEN, code_hash, state_of, token_hash
from bot.runner import SurveyOverError
from bot.services import Services
from bot.turns import now_ms
from bot.web.cookies import user_key, visitor_of
from bot.web.doors import LIMITS, SERVICES
from bot.web.limits import address_of
from bot.web.pages import DISPLAY_COOKIE, PAGES, Refusal, is_own_path
from flows.identifiers import normalise_code
from flows.session import State
from flows.texts import text_key
from storage.base import ComplaintRecord, InvitationRecord

__all__ = ["code", "code_form", "display", "form_fields", "home", "invitation_for", "landing"]

_FIELDS = 8  # of a form: ours have four
_ENDED = frozenset({State.DECLINED, State.INELIGIBLE, State.ERASED})
_DISPLAY_KEPT = 31_536_000  # s, a year


async def home(request: web.Request) -> web.Response:
    """Say what this is, and offer the field for a printed code."""
    return request.app[PAGES].show(request, "home.html")


async def landing(request: web.Request) -> web.Response:
    """Explain who asks and why, for `/{token}`."""
    token = request.match_info["token"]
    invitation = await invitation_for(request, token=token)
    return await _welcome(request, invitation, token=token)


async def code_form(request: web.Request) -> web.Response:
    """Show the field for a code, or go where a typed code leads."""
    typed = request.query.get("code", "").strip()
    if not typed:
        return request.app[PAGES].show(request, "code.html")
    plain = normalise_code(typed) or quote(typed[:40], safe="")
    language = request.app[PAGES].language_of(request)
    raise web.HTTPSeeOther(f"/c/{plain}" + ("" if language == "vi" else f"?lang={language}"))


async def code(request: web.Request) -> web.Response:
    """Answer `/c/{code}`: an invitation's landing page, or how a case stands, and no more."""
    services = request.app[SERVICES]
    plain = _may_guess(request, normalise_code(request.match_info["code"]))
    invitation = await services.storage.invitations.by_code_hash(code_hash(plain))
    if invitation is not None:
        return await _welcome(request, _usable(invitation), code=plain)
    complaint = await services.storage.complaints.by_code(plain)
    if complaint is not None:
        return _case(request, complaint)
    if await services.storage.responses.by_code(plain) is not None:
        raise Refusal(404, text_key("web.own_chat"))
    raise _wrong(request)


async def display(request: web.Request) -> web.Response:
    """Remember the size of type, and go back to the page that was read."""
    fields = await form_fields(request)
    target = fields.get("next", "/")
    response = web.HTTPSeeOther(target if is_own_path(target) else "/")
    is_large = fields.get("large") == "1"
    response.set_cookie(
        DISPLAY_COOKIE,
        "large" if is_large else "",
        max_age=_DISPLAY_KEPT,
        path="/",
        samesite="Lax",
    )
    raise response


async def form_fields(request: web.Request) -> dict[str, str]:
    """Return the fields of a posted form; the first of each name counts.

    Raises:
        Refusal: it is no such form.

    """
    raw = await request.read()
    try:
        fields = parse_qs(raw.decode(), max_num_fields=_FIELDS)
    except ValueError:
        raise Refusal(400, text_key("web.unreadable")) from None
    return {name: values[0] for name, values in fields.items()}


async def invitation_for(
    request: web.Request, *, token: str = "", printed: str = ""
) -> InvitationRecord:
    """Return the invitation of a token or of a printed code.

    Unknown, malformed, expired and revoked ones get one and the same refusal, so that
    guessing teaches nothing; wrong guesses of one address are limited. An expired letter is no
    guess, and counts for nothing.

    Raises:
        Refusal: there is no such invitation, or this address guessed too often.

    """
    invitations = request.app[SERVICES].storage.invitations
    if TOKEN.fullmatch(token):
        found = await invitations.by_token_hash(token_hash(token))
    else:
        plain = _may_guess(request, normalise_code(printed))
        found = await invitations.by_code_hash(code_hash(plain))
        if found is None:
            raise _wrong(request)
    if found is None:
        raise _nothing(request)
    return _usable(found)


def _may_guess(request: web.Request, plain: str | None) -> str:
    """Let an address that has guesses left go on with the code it typed.

    Tokens need no such gate: nobody finds one of 2¹²⁸, and a person with a true link must not
    wait because somebody behind the same address guessed. A code whose check character is wrong
    is a slip of the hand: it can be nobody's, so that trying it finds nothing out.
    """
    limits, address = request.app[LIMITS], _address(request)
    if wait := limits.guesses.wait(address) or limits.lookups.wait(address):
        raise Refusal(429, text_key("web.guesses"), retry_after=wait)
    if plain is None:
        raise _nothing(request)
    limits.lookups.take(address)
    return plain


def _wrong(request: web.Request) -> Refusal:
    """Count a wrong code, and return the refusal."""
    if wait := request.app[LIMITS].guesses.take(_address(request)):
        return Refusal(429, text_key("web.guesses"), retry_after=wait)
    return _unknown()


def _nothing(request: web.Request) -> Refusal:
    """Count what cannot be a lucky guess, which only a flood of them makes us refuse."""
    if wait := request.app[LIMITS].lookups.take(_address(request)):
        return Refusal(429, text_key("web.guesses"), retry_after=wait)
    return _unknown()


def _unknown() -> Refusal:
    return Refusal(404, text_key("web.unknown"))


def _address(request: web.Request) -> str:
    return address_of(request, request.app[SERVICES].settings)


def _usable(invitation: InvitationRecord) -> InvitationRecord:
    if state_of(invitation, now_ms()) in ("expired", "revoked"):
        raise _unknown()
    return invitation


async def _welcome(
    request: web.Request, invitation: InvitationRecord, *, token: str = "", code: str = ""
) -> web.Response:
    services = request.app[SERVICES]
    wanted = request.query.get("lang") or invitation.language
    language = wanted if wanted in services.texts.languages else None
    begun = await _begun(request, invitation)
    # What was begun leads back for as long as the link is good.
    if begun == "no" and not await services.runner.takes(invitation):
        raise SurveyOverError
    return request.app[PAGES].show(
        request,
        "landing.html",
        language=language,
        token=token,
        code=code,
        place=await _place_of(services, invitation),
        about=_about(services, invitation, language or invitation.language),
        minutes=_minutes(services, invitation),
        kind=invitation.kind,
        begun=begun,
        telegram=_elsewhere(services, "telegram", token or code),
    )


def _elsewhere(services: Services, channel: str, parameter: str) -> str | None:
    """Return the link that answers the same invitation in a chat elsewhere, if that is open."""
    found = services.channels.get(channel)
    return found.link(parameter) if found is not None else None


async def _begun(
    request: web.Request, invitation: InvitationRecord
) -> Literal["no", "going_on", "sent", "ended"]:
    """Return how far this browser has come with an invitation."""
    services = request.app[SERVICES]
    visitor = visitor_of(request, services.settings)
    if visitor is None:
        return "no"
    storage, key = services.storage, user_key(visitor, invitation.id)
    conversation = await storage.conversations.find(NAME, key)
    stored = await storage.sessions.load(conversation.session_id) if conversation else None
    if stored is None:
        return "no"
    if stored.session.state is State.COMPLETED:
        return "sent"
    return "ended" if stored.session.state in _ENDED else "going_on"


async def _place_of(services: Services, invitation: InvitationRecord) -> str | None:
    if invitation.place_id is None:
        return None
    place = await services.storage.places.place(invitation.place_id)
    return place.name if place else None


def _about(services: Services, invitation: InvitationRecord, language: str) -> str | None:
    """Return what the survey is about: who has two invitations tells them apart by it."""
    rules = services.runner.turns.renderer.rules
    if invitation.form not in rules.latest:
        return None
    title = rules.form(invitation.form).title
    return title.get(language, title["vi"])


def _minutes(services: Services, invitation: InvitationRecord) -> int:
    rules = services.runner.turns.renderer.rules
    return max(1, rules.form(invitation.form).minutes) if invitation.form in rules.latest else 3


def _case(request: web.Request, complaint: ComplaintRecord) -> web.Response:
    """Show the state of a case: who has only its code sees nothing of its content."""
    pages, texts = request.app[PAGES], request.app[SERVICES].texts
    language = pages.language_of(request)
    key = f"case.state.{complaint.state}"
    known = texts.has(key)
    due = complaint.due_at if complaint.reply_promised else None
    return pages.show(
        request,
        "case.html",
        code=complaint.code,
        state=texts.text(language, key if known else text_key("web.case.working")),
        due=texts.date(language, day_of(due)) if due else None,
    )
