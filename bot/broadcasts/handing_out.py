"""Lists: the links of those whom nobody here writes to, for print or for another sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.accounts import By
from bot.broadcasts.letters import Letters, Posted
from bot.inviting import ask
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.broadcast_base import InvitationOpenedError
from storage.broadcast_records import Recipient
from storage.inviting_base import AskedLatelyError
from storage.transaction_records import TransactionRecord

__all__ = ["Handed", "TooManyError", "hand_again", "hand_out"]


class TooManyError(Exception):
    """More rows than one file holds."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One row of a list: whose it is, and what they are to get."""

    number: int
    transaction: TransactionRecord
    posted: Posted


async def hand_out(
    storage: Storage, letters: Letters, by: By, *, after: int, most: int
) -> list[Handed]:
    """Count the next rows of a list behind number `after` as sent, and return them. That somebody
    takes them is in the audit log before the first is theirs. Left out, and cancelled, is who was
    asked lately or has answered; left out is who wants no more, or what was paused meanwhile.

    Raises:
        NoWordsError: the campaign says nothing on lists.

    """
    rows = await storage.recipients.listed(letters.broadcast.id, after=after, most=most)
    await _note(storage, letters, by, "broadcast.hand_out", {"rows": str(len(rows))})
    handed = [await _hand(storage, letters, by, one) for one in rows]
    return [one for one in handed if one is not None]


async def hand_again(
    storage: Storage, letters: Letters, by: By, *, first: int, last: int, most: int
) -> list[Handed]:
    """Return rows of a list once more that were handed out, by number: the file got lost, or
    never arrived. Links are those of before, and nobody counts twice. Left out is who has
    answered or wants no more since.

    Raises:
        TooManyError: there are more than `most` of them.
        NoWordsError: the campaign says nothing on lists.

    """
    rows = await storage.recipients.handed_out(
        letters.broadcast.id, first=first, last=last, most=most + 1
    )
    if len(rows) > most:
        raise TooManyError
    detail = {"rows": str(len(rows)), "numbers": f"{first}–{last}"}
    await _note(storage, letters, by, "broadcast.hand_again", detail)
    handed = [await _hand(storage, letters, by, one, again=True) for one in rows]
    return [one for one in handed if one is not None]


async def _note(
    storage: Storage, letters: Letters, by: By, action: str, detail: Mapping[str, str]
) -> None:
    """Write down that somebody takes a file, before they have it (I21)."""
    unit = UnitOfWork()
    storage.audit.note(
        unit,
        at=by.at,
        actor=by.actor,
        action=action,
        target=letters.broadcast.id,
        detail=detail,
    )
    await storage.commit(unit)


async def _hand(
    storage: Storage, letters: Letters, by: By, one: Recipient, *, again: bool = False
) -> Handed | None:
    whose, unit = one.transaction, UnitOfWork()
    if whose is None:
        await _drop(storage, one, by, "no_address")
        return None
    posted = letters.post(letters.words("list", one.language), one.group_id, whose, by.at)
    if again:
        storage.recipients.hand_again(unit, one, letters.broadcast)
    else:
        storage.recipients.hand_out(unit, one, letters.broadcast, by.at)
    storage.recipients.invite(unit, posted.invitation)
    if not letters.broadcast.wave and not posted.invitation.trial:
        ask(storage, unit, whose, posted.invitation.id, by.at, letters.rules.every_days)
    try:
        await storage.commit(unit)
    except (AskedLatelyError, InvitationOpenedError) as error:
        lately = isinstance(error, AskedLatelyError)
        await _drop(storage, one, by, "asked_lately" if lately else "opened")
        return None
    except StaleSessionError:
        return None
    return Handed(one.number, whose, posted)


async def _drop(storage: Storage, one: Recipient, by: By, reason: str) -> None:
    unit = UnitOfWork()
    storage.recipients.drop_listed(unit, one, reason, by.at)
    await storage.commit(unit)
