"""The job that tells officers by e-mail that something waits for them; what, the console says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from msgspec.structs import replace

from bot.channels.base import Outcome, Permanent, Retry, Sent
from bot.sender.account import Account
from bot.services import Services
from flows.desk.notices import QUIET, worth_a_message
from flows.identifiers import Instant
from flows.texts import text_key
from flows.time_units import DAY, MINUTE
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.mail_records import AccountMail

if TYPE_CHECKING:
    from bot.channels.email import EmailChannel, Letter

__all__ = ["mail_notices"]

_EMAIL: Final = "email"
_BATCH: Final = 50
_PAUSE: Final = 15 * MINUTE
"""Between two letters to one officer: what comes meanwhile stands in the next one."""
_FIRST_RETRY: Final = MINUTE
_LONGEST_RETRY: Final = 6 * 60 * MINUTE


async def mail_notices(services: Services) -> int:
    """Send what is due; return how many letters left. A letter tells that there is news, how much
    and where, and never of whom or what (I19).
    """
    if services.sender is None or _EMAIL not in services.sender.accounts:
        return 0
    account = services.sender.accounts[_EMAIL]
    now = services.runner.turns.clock()
    left = 0
    for mail in await services.storage.account_mails.due(now, QUIET, _BATCH):
        if await account.wait("") > 0:
            break
        left += await _tell(services, account, mail, now)
    return left


async def _tell(services: Services, account: Account, mail: AccountMail, now: Instant) -> bool:
    """Send an officer what is due to them, if anything is."""
    storage = services.storage
    owner = await storage.accounts.by_id(mail.account_id)
    if owner is None or owner.state != "active":
        await _save(storage, replace(mail, next_at=Instant(now + DAY)))
        return False
    told, count = await _news(storage, mail, now)
    letter = _letter(services, told, count, owner.language) if count else None
    # Written down first: whatever happens to this process, no letter leaves twice (I9).
    claimed = replace(told, next_at=Instant(now + _PAUSE))
    if not await _save(storage, claimed) or letter is None:
        return False
    outcome = await account.call(_channel(account).letter(letter))
    await _settle(storage, replace(claimed, version=claimed.version + 1), mail, outcome, now)
    return isinstance(outcome, Sent)


async def _news(storage: Storage, mail: AccountMail, now: Instant) -> tuple[AccountMail, int]:
    """Return the row as it is once its letter has left, and of how many news that tells."""
    if mail.confirmed_at is None:
        return replace(mail, asked_at=now), 1
    page = await storage.notices.page(mail.account_id, unread=True)
    news = [
        one for one in page.rows if one.number > mail.mailed_upto and worth_a_message(one.kind)
    ]
    newest = max((one.number for one in page.rows), default=mail.mailed_upto)
    return replace(mail, mailed_upto=max(newest, mail.mailed_upto)), len(news)


async def _settle(
    storage: Storage, claimed: AccountMail, before: AccountMail, outcome: Outcome, now: Instant
) -> None:
    """Write down what became of a letter. One that did not get there is tried again, later each
    time; whether a lost answer meant that it did, nobody knows: it is not sent again.
    """
    settled = replace(claimed, attempts=0, reason=None)
    if isinstance(outcome, Retry):
        settled = replace(
            claimed,
            asked_at=before.asked_at,
            mailed_upto=before.mailed_upto,
            attempts=before.attempts + 1,
            next_at=Instant(now + _patience(outcome, before.attempts)),
            reason=outcome.reason,
        )
    elif isinstance(outcome, Permanent) and outcome.account:
        # The server refuses the office, not this officer: as good as not tried.
        settled = replace(
            claimed, asked_at=before.asked_at, mailed_upto=before.mailed_upto,
            next_at=Instant(now + _LONGEST_RETRY), reason=outcome.reason,
        )  # fmt: skip
    elif not isinstance(outcome, Sent):
        settled = replace(settled, reason=outcome.reason)
    await _save(storage, settled)


def _patience(outcome: Retry, attempts: int) -> int:
    """Return for how long a letter waits, in ms."""
    wanted = int((outcome.after or 0) * 1000)
    return max(wanted, min(_FIRST_RETRY << min(attempts, 10), _LONGEST_RETRY))


async def _save(storage: Storage, record: AccountMail) -> bool:
    """Replace the row; return whether nobody else did meanwhile."""
    unit = UnitOfWork()
    storage.account_mails.save(unit, replace(record, version=record.version + 1))
    try:
        await storage.commit(unit)
    except StaleSessionError:
        return False
    return True


# -- words


def _channel(account: Account) -> EmailChannel:
    # Loaded only where it is used: see `bot.app`.
    from bot.channels.email import EmailChannel  # noqa: PLC0415 – see above

    if not isinstance(account.channel, EmailChannel):
        raise TypeError("officers are written to by e-mail alone")
    return account.channel


def _letter(services: Services, mail: AccountMail, count: int, language: str) -> Letter:
    from bot.channels.email import Letter  # noqa: PLC0415 - see `_channel`
    from bot.channels.email.letters import Button  # noqa: PLC0415 – see above

    base = services.settings.base_url
    host = urlsplit(base).netloc
    if mail.confirmed_at is None:
        token = urlencode({"token": services.storage.mail_links.confirm_token(mail)})
        row, path = f"confirm/{mail.changed_at}", f"/console/me/mail/confirm?{token}"
        keys = _CONFIRM
    else:
        row, path, keys = f"notices/{mail.mailed_upto}", "/console/notices?unread=1", _NOTICES
    subject, text, label = (
        services.texts.text(language, key, {"count": count, "host": host}) for key in keys
    )
    return Letter(
        row=f"{mail.account_id}/{row}",
        to=mail.address,
        subject=subject,
        text=text,
        button=Button(label, f"{base}{path}"),
        language=language,
    )


_CONFIRM: Final = (
    text_key("email.confirm.subject"),
    text_key("email.confirm.text"),
    text_key("email.confirm.button"),
)
_NOTICES: Final = (
    text_key("email.notices.subject"),
    text_key("email.notices.text"),
    text_key("email.notices.button"),
)
