"""The printed invitation: one A5 page with a QR code, three steps, a code, and how to check."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import segno

from bot.i18n import Catalogues
from bot.invitations import Invitation, link
from bot.reports.typesetting import Output, typeset
from bot.settings import Settings
from flows.texts import plural_key, text_key

__all__ = ["FONT", "SheetPage", "invitation_sheet", "page_for", "qr_file", "qr_svg"]

FONT = "Be Vietnam Pro"

_STEPS = (
    text_key("sheet.step.scan"),
    text_key("sheet.step.answer"),
    text_key("sheet.step.send"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The words of one page, complete; the layout adds none."""

    language: str
    office: str
    where: str | None
    title: str
    promise: str
    qr: str
    steps: Sequence[str]
    by_code: str
    site: str
    code: str
    by_link: str
    link: str
    check_title: str
    check: str
    hotline: str | None
    trial: str | None


def page_for(
    invitation: Invitation, where: str | None, settings: Settings, texts: Catalogues, minutes: int
) -> SheetPage:
    """Return the page of an invitation. Unconfigured: marked as a trial, without a hotline."""
    language = invitation.record.language
    address = link(settings.base_url, invitation.token)

    def said(key: str, **params: object) -> str:
        return texts.text(language, key, params)

    hotline = settings.office_hotline if settings.configured else None
    return SheetPage(
        language=language,
        office=settings.office_name or said(text_key("sheet.office")),
        where=where,
        title=said(text_key("sheet.title")),
        promise=said(plural_key("sheet.promise"), minutes=minutes),
        qr=qr_svg(address),
        steps=[said(key) for key in _STEPS],
        by_code=said(text_key("sheet.by_code")),
        site=settings.base_url.partition("://")[2],
        code=invitation.code,
        by_link=said(text_key("sheet.by_link")),
        link=address,
        check_title=said(text_key("sheet.check_title")),
        check=said(text_key("sheet.check_call") if hotline else text_key("sheet.check")),
        hotline=said(text_key("sheet.hotline"), hotline=hotline) if hotline else None,
        trial=None if settings.configured else said(text_key("sheet.trial")),
    )


def invitation_sheet(pages: Sequence[SheetPage], kind: Output = "pdf") -> bytes:
    """Return the pages as one PDF, or the first one as a picture.

    Only the shipped font is used: a machine without fonts prints the same page.
    """
    chosen = pages if kind == "pdf" else pages[:1]
    data = json.dumps([asdict(page) for page in chosen], ensure_ascii=False)
    return typeset("invitation_sheet.typ", {"pages": data}, kind, ppi=120.0)[0]


def qr_svg(address: str) -> str:
    """Return a QR code as SVG: level M reads with a seventh of it worn off."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=4, xmldecl=False, svgns=True
    )
    return buffer.getvalue().decode()


def qr_file(address: str, kind: Literal["svg", "png"]) -> bytes:
    """Return a QR code as a file, large enough to print on its own."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind=kind, border=4, scale=12)
    return buffer.getvalue()
