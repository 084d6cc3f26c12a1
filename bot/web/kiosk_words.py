"""The words of the kiosk's page, in every language at once: it changes language by itself."""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import Catalogues
from flows.texts import text_key

__all__ = ["words"]

_WORDS: Mapping[str, str] = {
    "attract": text_key("kiosk.attract.title"),
    "who": text_key("kiosk.attract.who"),
    "how": text_key("kiosk.attract.how"),
    "start": text_key("kiosk.attract.start"),
    "step": text_key("kiosk.step"),
    "back": text_key("kiosk.back"),
    "skip": text_key("kiosk.skip"),
    "keep": text_key("kiosk.keep"),
    "stop": text_key("kiosk.stop"),
    "chosen": text_key("kiosk.chosen"),
    "larger": text_key("kiosk.larger"),
    "smaller": text_key("kiosk.smaller"),
    "read": text_key("kiosk.read"),
    "quiet": text_key("kiosk.quiet"),
    "idle": text_key("kiosk.idle.title"),
    "idle_text": text_key("kiosk.idle.text"),
    "idle_stay": text_key("kiosk.idle.stay"),
    "idle_leave": text_key("kiosk.idle.leave"),
    "thanks": text_key("kiosk.thanks.title"),
    "thanks_sent": text_key("kiosk.thanks.sent"),
    "thanks_kept": text_key("kiosk.thanks.kept"),
    "more": text_key("kiosk.more.title"),
    "more_here": text_key("kiosk.more.here"),
    "more_phone": text_key("kiosk.more.phone"),
    "more_case": text_key("kiosk.more.case"),
    "more_offline": text_key("kiosk.more.offline"),
    "written": text_key("kiosk.more.written"),
    "done": text_key("kiosk.done"),
    "reset": text_key("kiosk.reset"),
    "phone": text_key("kiosk.phone.title"),
    "phone_here": text_key("kiosk.phone.here"),
    "phone_go": text_key("kiosk.phone.go"),
    "phone_scan": text_key("kiosk.phone.scan"),
    "phone_press": text_key("kiosk.phone.press"),
    "phone_code": text_key("kiosk.phone.code"),
    "phone_once": text_key("kiosk.phone.once"),
    "phone_wait": text_key("kiosk.phone.wait"),
    "phone_qr": text_key("kiosk.phone.qr"),
    "taken": text_key("kiosk.taken.title"),
    "taken_text": text_key("kiosk.taken.text"),
    "typing": text_key("kiosk.typing"),
    "sending": text_key("kiosk.sending"),
    "waiting": text_key("kiosk.waiting"),
    "refused": text_key("kiosk.refused"),
    "edit": text_key("kiosk.edit"),
    "sign_on": text_key("kiosk.sign.on"),
    "sign_off": text_key("kiosk.sign.off"),
    "sign_waiting": text_key("kiosk.sign.waiting"),
    "sign_refused": text_key("kiosk.sign.refused"),
    "sign_unbound": text_key("kiosk.sign.unbound"),
}


def words(texts: Catalogues, language: str) -> dict[str, str]:
    """Return the page's words; their places (`%(count)s`) are filled by the page."""
    return {name: texts.template(language, key) for name, key in _WORDS.items()}
