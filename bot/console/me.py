"""The personal page: one's sessions, password, authenticator, recovery codes and language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from aiohttp import web

from bot.accounts import note, save
from bot.console import sessions
from bot.console.enrolment import begin_setup
from bot.console.entrance import SIGN_IN, is_alive
from bot.console.forms import Form
from bot.console.gate import admitted, is_locked
from bot.console.granting import units_for
from bot.console.joining import password_faults
from bot.console.me_mail import mail_values
from bot.console.proofs import new_recovery_codes, recovery_hash
from bot.console.routes import Route, Visit
from bot.console.shell import CONSOLE_LANGUAGES, Undo
from bot.console.signing_in import PASSWORDS
from bot.console.tries import means_of, store_refusal
from bot.desk import NotHereError
from bot.live import CASES
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["ROUTES"]

ME: Final = "/console/me"
_NUMBER: Final = 16
"""Letters of a session's hash that name it on the page."""


class _Session(msgspec.Struct, frozen=True):
    """A session as its owner sees it: the number takes the place of the id, which is secret."""

    number: str
    agent: str
    began: int
    seen: int
    is_this: bool


async def me(visit: Visit) -> web.StreamResponse:
    """Show the page."""
    return await _show(visit)


async def _show(
    visit: Visit, part: str = "", faults: dict[str, str] | None = None
) -> web.Response:
    """Show the page; `faults` of the form named `part`, by field."""
    found = await visit.services.storage.desk_sessions.of_account(visit.account.id)
    units = await units_for(visit)
    return visit.show(
        "me.html",
        status=422 if faults else 200,
        sessions=[
            _Session(
                number=one.id_hash[:_NUMBER],
                agent=one.agent,
                began=one.created_at,
                seen=one.seen_at,
                is_this=one.id_hash == visit.session.id_hash,
            )
            for one in found
            if is_alive(one, visit.now)
        ],
        roles=[(grant.role, units.name(grant.unit_id)) for grant in visit.account.grants],
        codes_left=len(visit.account.recovery),
        languages=CONSOLE_LANGUAGES,
        part=part,
        faults={name: visit.text(key) for name, key in (faults or {}).items()},
        **await mail_values(visit),
    )


# -- sessions


async def end_session(visit: Visit) -> web.StreamResponse:
    """End one of one's own sessions."""
    number = (await visit.form())["number"]
    storage, unit = visit.services.storage, UnitOfWork()
    for one in await storage.desk_sessions.of_account(visit.account.id):
        if one.id_hash[:_NUMBER] == number:
            storage.desk_sessions.end(unit, one.id_hash, visit.now)
            note(storage, unit, visit.account, visit.by, "account.session_ended")
            await storage.commit(unit)
            return visit.go(ME, text_key("console.me.session_ended"))
    raise NotHereError


async def end_sessions(visit: Visit) -> web.StreamResponse:
    """End all of one's sessions, this one too."""
    await visit.form()
    unit = UnitOfWork()
    visit.services.storage.desk_sessions.end_all(unit, visit.account.id, visit.now)
    await _commit(visit, unit, "account.sessions_ended")
    visit.services.live.wake(CASES)
    response = visit.go(SIGN_IN, text_key("console.signed_out_everywhere"))
    sessions.rid(visit, response)
    return response


# -- what proves who one is


async def change_password(visit: Visit) -> web.StreamResponse:
    """Change the password of whoever knows the old one; other browsers must sign in anew."""
    form = await visit.form()
    faults = password_faults(form, visit.account.login)
    if not faults:
        faults = await _password_fault(visit, form)
    if faults:
        return await _show(visit, "password", faults)
    stored = await visit.request.app[PASSWORDS].hash(form.exact("password"))
    desk_sessions, unit = visit.services.storage.desk_sessions, UnitOfWork()
    desk_sessions.end_all(unit, visit.account.id, visit.now, but=visit.session.id_hash)
    changes = {"password_hash": stored, "failures": 0, "locked_until": None}
    await _commit(visit, unit, "account.password_changed", changes)
    visit.services.live.wake(CASES)
    return visit.go(ME, text_key("console.me.password_changed"))


async def _password_fault(visit: Visit, form: Form) -> dict[str, str]:
    """Return nothing if the present password was typed; a wrong one counts like a wrong try at
    the door, so that an unattended desk is no place to guess.
    """
    stored = visit.account.password_hash
    knows = await visit.request.app[PASSWORDS].verify(stored, form.exact("old"))
    if knows and not is_locked(visit.account, visit.now):
        return {}
    await store_refusal(visit, visit.account, visit.by.actor, "own_page")
    return {"old": text_key("console.fault.old")}


async def change_totp(visit: Visit) -> web.StreamResponse:
    """Go on to a new authenticator, with the password and a code of the old one."""
    proved = await _proved(visit, "totp")
    if isinstance(proved, web.Response):
        return proved
    await _commit(visit, UnitOfWork(), "account.totp_begun", proved, {"means": means_of(proved)})
    account = visit.account
    return begin_setup(
        visit, purpose="change", login=account.login, name=account.name, account_id=account.id
    )


async def new_codes(visit: Visit) -> web.StreamResponse:
    """Give new recovery codes; the old ones open nothing any more."""
    proved = await _proved(visit, "codes")
    if isinstance(proved, web.Response):
        return proved
    codes = new_recovery_codes()
    changes = {**proved, "recovery": tuple(map(recovery_hash, codes))}
    means = {"means": means_of(proved)}
    await _commit(visit, UnitOfWork(), "account.codes_renewed", changes, means)
    return visit.show("codes.html", codes=codes, joining=False)


async def _proved(visit: Visit, part: str) -> Mapping[str, object] | web.Response:
    """Return what changes in the account whose password and code were typed, the code used up by
    it; or the page with what was wrong in its form named `part`.
    """
    form = await visit.form()
    if faults := await _password_fault(visit, form):
        return await _show(visit, part, faults)
    changes = admitted(visit.account, form["code"], visit.now, knows_password=True)
    if changes is None:
        await store_refusal(visit, visit.account, visit.by.actor, "own_page")
        return await _show(visit, part, {"code": text_key("console.fault.code")})
    return changes


# -- looks


async def change_language(visit: Visit) -> web.StreamResponse:
    """Let the pages speak another language from now on."""
    language = (await visit.form())["language"]
    if language not in CONSOLE_LANGUAGES:
        raise NotHereError
    await _commit(visit, UnitOfWork(), "account.language_changed", {"language": language})
    before = {"language": visit.account.language}
    undo = Undo(f"{ME}/language", before, text_key("console.undo"))
    return visit.go(ME, text_key("console.me.language_changed"), undo=undo)


async def _commit(
    visit: Visit,
    unit: UnitOfWork,
    action: str,
    changes: Mapping[str, object] | None = None,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Store what was done to one's own account, and write it into the audit log."""
    storage = visit.services.storage
    if changes is not None:
        save(storage, unit, visit.account, **changes)
    note(storage, unit, visit.account, visit.by, action, detail)
    await storage.commit(unit)


ROUTES: tuple[Route, ...] = (
    Route("GET", ME, me, "own"),
    Route("POST", f"{ME}/sessions/end", end_session, "own.sessions"),
    Route("POST", f"{ME}/sessions/end-all", end_sessions, "own.sessions"),
    Route("POST", f"{ME}/password", change_password, "own.password"),
    Route("POST", f"{ME}/totp", change_totp, "own.password"),
    Route("POST", f"{ME}/codes", new_codes, "own.password"),
    Route("POST", f"{ME}/language", change_language, "own"),
)
