"""A test message: what a wave says, sent to whoever is about to confirm it."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.broadcasts.broadcaster import Broadcaster
from bot.channels.base import Outcome, Retry
from flows.identifiers import Instant
from flows.workdays import local_date
from storage.broadcast_records import BroadcastRecord
from storage.transaction_records import TransactionRecord
from survey.campaigns import Channel

__all__ = ["example_transaction", "send_test"]

_PATIENCE_S: Final = 5.0
"""Somebody waits on a page: where the channel takes longer, they try again."""


def example_transaction(now: Instant, *, email: str | None = None) -> TransactionRecord:
    """Return somebody's transaction that never was: its link leads nowhere."""
    return TransactionRecord(
        id="example", import_id=None, row=1, source="api", frame="person", unit_id="",
        place_id=None, counter_id=None, procedure=None, done_on=local_date(now).isoformat(),
        mode=None, commune=None, area=None, phone=None, phone_index=None, email=email,
        person_index=None, employer_code=None, employer_name=None, size=None,
    )  # fmt: skip


async def send_test(
    broadcaster: Broadcaster,
    record: BroadcastRecord,
    channel: Channel,
    to: str,
    now: Instant,
    *,
    language: str | None = None,
) -> Outcome:
    """Send one message of a wave to a chat or an e-mail address; it is no recipient and counts
    for nothing. `language`: of the words; None or one that the wave has none in is its first.

    Raises:
        NoWordsError: the wave says nothing by this channel.
        KeyError: the form of the campaign's first group is not there any more.

    """
    account = broadcaster.accounts.get(channel)
    if account is None or account.rests():
        return Retry(reason="closed")
    letters = await broadcaster.letters(record)
    example = example_transaction(now, email=to if channel == "email" else None)
    group = next(iter(letters.forms), "")
    words = letters.words(channel, language)
    posted = letters.post(words, group, example, now, channel=account.channel)
    [call] = letters.call(account.channel, posted, to, f"test/{record.id}/{now}")
    while (wait := await account.wait("", lane="bulk")) > 0:
        if wait > _PATIENCE_S or account.rests():
            return Retry(after=wait, reason="busy")
        await asyncio.sleep(wait)
    return await account.call(call)
