"""Taking in letters that came back: what is written down of an address, and when letters end."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from bot.channels.email import read_return
from bot.mailing import letters_key, note_bounce
from flows.identifiers import Instant
from storage.desk_records import AuditFilter
from storage.email_addresses import email_index
from storage.mail_records import Bounce
from storage.opening import SqlStorage
from storage.work import UnitOfWork

__all__ = ["Taken", "take_returns"]

_NAME: Final = 32
"""Hexadecimal digits of the name that a mail has in the audit log."""


class Taken(msgspec.Struct, frozen=True):
    """How many mails were read, and how many addresses they end for good (`ended`) or say that a
    letter did not reach this time (`missed`). The others are no returns of ours.
    """

    read: int = 0
    ended: int = 0
    missed: int = 0


async def take_returns(
    storage: SqlStorage, mails: Iterable[bytes], actor: str, now: Instant
) -> Taken:
    """Write down what mails say of addresses, each mail in a transaction of its own; an address
    that takes no letters is never written to again, until its owner says otherwise. A mail that
    was taken in before says nothing new.
    """
    key, taken = letters_key(storage.ring), Taken()
    for raw in mails:
        name = f"mail/{sha256(raw).hexdigest()[:_NAME]}"
        if await _was_read(storage, name):
            taken = Taken(taken.read + 1, taken.ended, taken.missed)
            continue
        bounces = [
            Bounce(
                address_index=email_index(storage.ring, one.address),
                at=now,
                status=one.status,
                hard=one.hard,
            )
            for one in read_return(raw, key)
        ]
        await _write(storage, bounces, actor, now, name)
        ended = sum(bounce.hard for bounce in bounces)
        taken = Taken(taken.read + 1, taken.ended + ended, taken.missed + len(bounces) - ended)
    return taken


async def _was_read(storage: SqlStorage, name: str) -> bool:
    """Tell whether a mail was taken in before: nobody empties the mailbox between two readings,
    and who has asked for letters since is to get them.
    """
    page = await storage.audit.page(AuditFilter(target=name), reader="", size=1)
    return bool(page.rows)


async def _write(
    storage: SqlStorage, bounces: list[Bounce], actor: str, now: Instant, name: str
) -> None:
    unit = UnitOfWork()
    for bounce in bounces:
        note_bounce(storage, unit, bounce)
        detail = {"reason": bounce.status}
        storage.audit.note(
            unit, at=now, actor=actor, action="mail.returned", target=name, detail=detail
        )
    if unit.writes:
        await storage.commit(unit)
