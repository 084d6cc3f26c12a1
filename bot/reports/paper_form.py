"""A form on A4 paper: purpose and privacy, numbered questions, boxes and lines, a QR code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.i18n import Catalogues
from bot.prompts import of_days
from bot.reports.invitation_sheet import qr_svg
from bot.reports.paper_blocks import Sheet, blocks_of
from bot.reports.typesetting import Output, typeset
from bot.settings import Settings
from flows.definition import Form
from flows.texts import text_key
from storage.base import InvitationRecord

__all__ = ["Invite", "paper_form", "paper_pages", "paper_sheet"]

_PLACE = re.compile(r"\{(\w+)\}")
_BLANK = "…………"


@dataclass(frozen=True, slots=True)
class Invite:
    """Where the QR code leads: the landing page's address, and the printed code if it is known."""

    record: InvitationRecord
    address: str
    code: str | None = None


def paper_sheet(
    form: Form,
    settings: Settings,
    texts: Catalogues,
    *,
    language: str = "vi",
    invite: Invite | None = None,
    large: bool = False,
) -> Mapping[str, Any]:
    """Return everything that stands on the paper; the layout adds no words."""
    facts = _facts(form, settings, texts, language, invite)

    record = invite.record if invite else None
    days = (record.period_from, record.period_to) if record else (None, None)

    def filled(text: str) -> str:
        text = of_days(texts, language, text, *days)
        return _PLACE.sub(lambda match: facts.get(match[1]) or _BLANK, text)

    def said(key: str, **params: object) -> str:
        return texts.text(language, key, params)

    sheet = Sheet(form, language, texts, filled)
    hotline = settings.office_hotline if settings.configured else None
    return {
        "language": language,
        "large": large,
        "office": facts["office"],
        "kind": said(text_key("paper.title")),
        "title": sheet.said(form.title),
        "code": said(text_key("paper.code"), form=form.id.upper(), version=form.version),
        "page": said(text_key("paper.page")),
        "purpose": said(text_key("paper.purpose"), minutes=form.minutes),
        "how": said(text_key("paper.how")),
        "privacy": said(text_key("paper.privacy")),
        "trial": None if settings.configured else said(text_key("paper.trial")),
        "hotline": said(text_key("paper.hotline"), hotline=hotline) if hotline else None,
        "thanks": said(text_key("paper.thanks")),
        "formal": said(text_key("paper.formal")) if form.kind == "intake" else None,
        "invite": _invite(invite, said),
        "sections": list(blocks_of(sheet)),
    }


def _invite(invite: Invite | None, said: Callable[[str], str]) -> Mapping[str, Any] | None:
    if invite is None:
        return None
    by_code = said(text_key("paper.by_code"))
    return {
        "instead": said(text_key("paper.instead")),
        "qr": qr_svg(invite.address),
        "address": invite.address.partition("://")[2],
        "code": f"{by_code} {invite.code}" if invite.code else None,
    }


def _facts(
    form: Form, settings: Settings, texts: Catalogues, language: str, invite: Invite | None
) -> dict[str, str]:
    """Return what fills the places in texts. What only a session knows is a blank to be filled."""
    record = invite.record if invite else None
    service = form.service.get(language) if form.service else None

    def day(written: str | None) -> str:
        return texts.date(language, date.fromisoformat(written)) if written else _BLANK

    return {
        "office": settings.office_name or texts.text(language, text_key("paper.office")),
        "hotline": (settings.office_hotline if settings.configured else None) or _BLANK,
        "address": settings.office_address or _BLANK,
        "minutes": str(form.minutes),
        "service": (record.service if record else None) or service or _BLANK,
        "from_date": day(record.period_from if record else None),
        "to_date": day(record.period_to if record else None),
    }


def paper_form(sheet: Mapping[str, Any]) -> bytes:
    """Return the paper as a PDF. Only the shipped font is used."""
    return _set(sheet, "pdf")[0]


def paper_pages(sheet: Mapping[str, Any]) -> list[bytes]:
    """Return the pages as pictures, to be looked at."""
    return _set(sheet, "png")


def _set(sheet: Mapping[str, Any], kind: Output) -> list[bytes]:
    inputs = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    return typeset("paper_form.typ", inputs, kind, ppi=90.0)
