"""Setting up an authenticator: what is kept in the browser until its first code is typed.

Nothing is written before that: whoever stops half-way opens the link again. What was chosen
meanwhile lies in the browser, sealed, for half an hour.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from aiohttp import web

from bot.console import cookies
from bot.console.keeping import Keeping
from bot.console.proofs import enrolment_address, new_totp_secret
from bot.console.routes import Guest
from bot.web.kiosk_hand_over import qr_path
from bot.web.pages import Refusal
from flows.texts import text_key

__all__ = ["TOTP", "Setup", "begin_setup", "end_setup", "setup_of", "show_setup"]

TOTP: Final = "/console/totp"
_KEPT_S: Final = 30 * 60


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """Who is setting up an authenticator, and what they have chosen so far."""

    purpose: Literal["first_admin", "invite", "reset", "change"]
    login: str
    name: str
    secret: str
    account_id: str | None = None
    """None: the first admin, who has no account yet."""
    link_hash: str | None = None
    password_hash: str | None = None
    """None: the password stays as it is."""


def begin_setup(guest: Guest, **chosen: str | None) -> web.Response:
    """Keep what was chosen, with a fresh secret, and go on to the authenticator."""
    setup = msgspec.convert({**chosen, "secret": new_totp_secret()}, Setup)
    response = guest.go(TOTP)
    sealed = _keeping(guest).seal(setup, guest.now)
    cookies.write(response, "desk-setup", sealed, guest.services.settings, seconds=_KEPT_S)
    return response


def setup_of(guest: Guest) -> Setup:
    """Return what this browser is in the middle of.

    Raises:
        Refusal: nothing, or it began too long ago.

    """
    sealed = cookies.read(guest.request, "desk-setup", guest.services.settings)
    found = _keeping(guest).open(sealed, Setup, guest.now, _KEPT_S) if sealed else None
    if found is None:
        raise Refusal(404, text_key("console.link_gone"))
    return found


def end_setup(guest: Guest, response: web.StreamResponse) -> None:
    """Forget it in the browser."""
    cookies.drop(response, "desk-setup", guest.services.settings)


def show_setup(guest: Guest, setup: Setup, *, wrong: bool = False) -> web.Response:
    """Show the QR code, the secret to type instead, and the box for the first code."""
    settings = guest.services.settings
    issuer = settings.office_name or guest.text(text_key("console.brand"))
    size, path = qr_path(enrolment_address(setup.secret, setup.login, issuer))
    return guest.show(
        "totp.html",
        status=422 if wrong else 200,
        wrong=wrong,
        joining=setup.purpose != "change",
        login=setup.login,
        secret=" ".join(setup.secret[at : at + 4] for at in range(0, len(setup.secret), 4)),
        size=size,
        path=path,
    )


def _keeping(guest: Guest) -> Keeping:
    return Keeping(guest.services.browser_key, "setup")
