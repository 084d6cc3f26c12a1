"""Slips for the transactions of a list: invitations are made, then the paper is set."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.i18n import Catalogues
from bot.inviting import Asked, Outcome, invite, inviting_rules
from bot.reports.invitation_slips import Slip, invitation_slips, slip_for
from bot.settings import Settings
from flows.identifiers import Instant
from flows.rulebook import Rulebook
from flows.texts import plural_key, text_key
from storage.base import StaleSessionError, Storage, StorageRefusedError, UnitOfWork
from storage.inviting_base import AskedLatelyError
from storage.transaction_records import ImportRecord, TransactionRecord

__all__ = ["MOST_SLIPS", "Printed", "Printer", "left_out"]

MOST_SLIPS: Final = 400
"""Of one file: 50 pages, some seconds of work."""
_TRIES: Final = 3
_OVERTAKEN: Final = (AskedLatelyError, StaleSessionError, StorageRefusedError)
"""Somebody else prints the same rows, or asks the same person, at this moment."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A file of slips. `pdf` is empty where there is nobody to hand one to."""

    pdf: bytes
    outcomes: Counter[Outcome]
    last_row: int
    """The last row of the list that it reaches; 0: there are no such rows."""


_REASONS: Final[Mapping[Outcome, str]] = {
    "asked_lately": plural_key("slip.left_out.asked_lately"),
    "opened": plural_key("slip.left_out.opened"),
    "revoked": plural_key("slip.left_out.revoked"),
    "no_survey": plural_key("slip.left_out.no_survey"),
}


def left_out(
    printed: Printed, texts: Catalogues, language: str, every_days: int
) -> tuple[str, ...]:
    """Say why rows have no slip, one sentence a reason; without rows, that there are none."""
    if not printed.last_row:
        return (texts.text(language, text_key("slip.left_out.no_rows")),)
    outcomes = printed.outcomes
    return tuple(
        texts.text(language, key, {"count": outcomes[outcome], "days": every_days})
        for outcome, key in _REASONS.items()
        if outcomes[outcome]
    )


@dataclass(frozen=True, slots=True)
class Printer:
    """What slips are made with. `actor`: who prints, for the audit log."""

    storage: Storage
    rules: Rulebook
    settings: Settings
    texts: Catalogues
    actor: str

    async def print(self, record: ImportRecord, after: int, most: int, now: Instant) -> Printed:
        """Make the invitations of the next rows of a list, and their slips.

        First the rows, then the paper: a slip whose link is unknown must not be handed out. Who
        prints a row again gets a new link, unless somebody has opened the one before.

        Raises:
            ValueError: the list does not count, or more slips are wanted than one file holds.

        """
        if record.state != "applied" or not 1 <= most <= MOST_SLIPS:
            raise ValueError(record.state)
        page = await self.storage.transactions.page(record.id, after=after, size=most)
        asked = await self._asked(record, page, now)
        slips = [self._slip(one) for one in asked if one.invitation is not None]
        pdf = await asyncio.to_thread(invitation_slips, slips) if slips else b""
        outcomes = Counter(one.outcome for one in asked)
        return Printed(pdf, outcomes, page[-1].row if page else 0)

    async def _asked(
        self, record: ImportRecord, page: list[TransactionRecord], now: Instant
    ) -> list[Asked]:
        for attempt in range(_TRIES):
            unit = UnitOfWork()
            rules = await inviting_rules(self.storage, self.rules, self.settings)
            asked = await invite(self.storage, page, rules, now, unit)
            # Who takes the list back meanwhile finds all invitations, or there are none.
            self.storage.imports.must_be(unit, record.id, "applied")
            self.storage.audit.note(
                unit,
                at=now,
                actor=self.actor,
                action="slips_printed",
                target=record.id,
                detail={"rows": str(len(page))},
            )
            try:
                await self.storage.commit(unit)
            except _OVERTAKEN as error:
                if attempt == _TRIES - 1:
                    raise StaleSessionError from error
            else:
                return asked
        return []

    def _slip(self, one: Asked) -> Slip:
        if one.invitation is None:
            raise ValueError(one.outcome)
        mark = self.texts.text("vi", text_key("slip.row"), {"row": one.transaction.row})
        minutes = self.rules.form(one.invitation.record.form).minutes
        return slip_for(one.invitation, mark, self.settings, self.texts, minutes)
