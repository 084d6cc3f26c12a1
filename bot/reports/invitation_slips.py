"""Slips to hand out after a transaction: eight on an A4 page, each with its own QR code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bot.i18n import Catalogues
from bot.invitations import Invitation, link
from bot.reports.invitation_sheet import qr_svg
from bot.reports.typesetting import Output, typeset
from bot.settings import Settings
from flows.texts import plural_key, text_key

__all__ = ["Slip", "invitation_slips", "slip_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The words of one slip, complete; the layout adds none."""

    language: str
    office: str
    mark: str
    """Which row of the list it belongs to, for whoever hands it out."""
    about: str
    title: str
    promise: str
    qr: str
    scan: str
    by_code: str
    site: str
    code: str
    check: str
    trial: str | None


def slip_for(
    invitation: Invitation, mark: str, settings: Settings, texts: Catalogues, minutes: int
) -> Slip:
    """Return the slip of an invitation; `mark`: which row of the list it belongs to."""
    record = invitation.record
    language = record.language

    def said(key: str, **params: object) -> str:
        return texts.text(language, key, params)

    day = date.fromisoformat(record.period_to) if record.period_to else None
    hotline = settings.office_hotline if settings.configured else None
    return Slip(
        language=language,
        office=settings.office_name or said(text_key("sheet.office")),
        mark=mark,
        about=" – ".join(
            filter(None, (record.service, texts.date(language, day) if day else None))
        ),
        title=said(text_key("slip.title")),
        promise=said(plural_key("sheet.promise"), minutes=minutes),
        qr=qr_svg(link(settings.base_url, invitation.token)),
        scan=said(text_key("slip.scan")),
        by_code=said(text_key("slip.by_code")),
        site=settings.base_url.partition("://")[2],
        code=invitation.code,
        check=said(text_key("slip.check_call"), hotline=hotline)
        if hotline
        else said(text_key("slip.check")),
        trial=None if settings.configured else said(text_key("slip.trial")),
    )


def invitation_slips(slips: Sequence[Slip], kind: Output = "pdf") -> bytes:
    """Return the slips as one PDF, or the first page as a picture."""
    data = json.dumps([asdict(slip) for slip in slips], ensure_ascii=False)
    return typeset("invitation_slips.typ", {"slips": data}, kind, ppi=120.0)[0]
