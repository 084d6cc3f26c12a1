"""From the kiosk to a phone of one's own: an invitation for the session of a visit, as QR code
and as printed code.
"""

from __future__ import annotations

from itertools import groupby

import msgspec
import segno

from bot.invitations import Invited, create_invitation, link
from bot.turns import now_ms
from bot.web.kiosk_visits import Visit
from flows.identifiers import Instant
from flows.time_units import MINUTE
from storage.base import UnitOfWork

__all__ = ["VALID_MINUTES", "HandedOver", "hand_over", "qr_path"]

VALID_MINUTES = 30
"""Design §5. It is good for one phone, and only while the visit is still the kiosk's."""

_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


class HandedOver(msgspec.Struct, frozen=True):
    """What the page shows: `path` draws the QR code into a square of `size` modules."""

    address: str
    code: str
    minutes: int
    size: int
    path: str


async def hand_over(visit: Visit) -> HandedOver:
    """Make the invitation that lets one phone take a visit's session over.

    Raises:
        UnknownConversationError: there is no such visit, or a phone has it already.
        OverloadedError: nothing can be stored now.

    """
    stored, device, now = await visit.stored(), visit.device, now_ms()
    frames = stored.session.frames
    about = Invited(
        kind="personal",  # one person's: whoever comes second is refused
        form=frames[-1].form if frames else device.form,
        language=stored.session.language,
        unit_id=device.unit_id,
        place_id=device.place_id,
        counter_id=device.counter_id,
        expires_at=Instant(now + VALID_MINUTES * MINUTE),
        label=device.label,
    )
    made = create_invitation(about, now, demo=device.demo)
    record = msgspec.structs.replace(made.record, session_id=stored.session.id)
    unit = UnitOfWork()
    visit.services.storage.invitations.add(unit, record)
    await visit.services.runner.guarded_commit(unit)
    address = link(visit.services.settings.base_url, made.token)
    size, path = qr_path(address)
    return HandedOver(address, made.code, VALID_MINUTES, size, path)


def qr_path(address: str) -> tuple[int, str]:
    """Return the modules a side of a QR code, the quiet zone included, and its dark modules as
    the path of an SVG: the page draws it, since no image may come from text (CSP).
    """
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for dark, group in groupby(row):
            width = len(list(group))
            if dark:
                runs.append(f"M{x + _QUIET} {y + _QUIET}h{width}v1h-{width}z")
            x += width
    return len(rows) + 2 * _QUIET, "".join(runs)
