"""Accounts of the desk: how they come to be, the links that open them, and how they end."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, NamedTuple, TypeAlias, cast

import msgspec

from flows.desk.notices import account_kind
from flows.desk.roles import WHOLE, Grant, Role
from flows.identifiers import Instant, identifier_from
from flows.time_units import HOUR
from storage.base import Storage, UnitOfWork
from storage.desk_records import AccountLinkRecord, AccountRecord
from storage.trust import NoticeRecord

__all__ = [
    "ADMIN",
    "LIVES",
    "LOGIN",
    "AccountLink",
    "By",
    "Purpose",
    "add_account",
    "add_link",
    "admin_link",
    "disable",
    "enable",
    "first_link",
    "folded",
    "hash_of_link",
    "is_last_admin",
    "is_open",
    "link_address",
    "may_leave",
    "new_account",
    "note",
    "noted_roles",
    "reset_link",
    "roles_noted",
    "save",
]

Purpose: TypeAlias = Literal["first_admin", "invite", "reset"]

LIVES: Final[dict[Purpose, int]] = {
    "first_admin": 72 * HOUR,
    "invite": 72 * HOUR,
    "reset": HOUR,
}
"""How long a link opens its door, in ms."""

_PAGES: Final[dict[Purpose, str]] = {"first_admin": "first", "invite": "join", "reset": "reset"}

LOGIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{1,62}[a-z0-9])")
"""A login name: 3 to 64 characters; an e-mail address is one."""

ADMIN: Final = Grant("technical_admin", WHOLE)
"""What the first admin may do: give accounts to the others. Reading answers and cases is no
admin's right: whoever does that gets an account of their own (domain §5).
"""


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A fresh link: its row, and the token that only its holder gets to see, once."""

    record: AccountLinkRecord
    token: str

    def address(self, base_url: str) -> str:
        """Return the address to hand over."""
        return link_address(base_url, self.record.purpose, self.token)


class By(NamedTuple):
    """Who acts, as the audit log names them, and when."""

    actor: str
    at: Instant

    @classmethod
    def of(cls, account: AccountRecord, at: Instant) -> By:
        """Return the owner of an account, acting for themselves."""
        return cls(f"account:{account.id}", at)

    def note(
        self,
        storage: Storage,
        unit: UnitOfWork,
        action: str,
        target: str,
        detail: Mapping[str, str],
    ) -> None:
        """Add the line of what was done to the audit log."""
        storage.audit.note(
            unit, at=self.at, actor=self.actor, action=action, target=target, detail=detail
        )


def folded(login: str) -> str:
    """Return a login as it is stored and looked up."""
    return login.strip().casefold()


def hash_of_link(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return sha256(f"desk {token}".encode()).hexdigest()


def link_address(base_url: str, purpose: Purpose, token: str) -> str:
    """Return the address that a link of this purpose is opened at."""
    return f"{base_url}/console/{_PAGES[purpose]}/{token}"


def is_open(link: AccountLinkRecord, now: Instant) -> bool:
    """Tell whether a link was not used and is not too old."""
    return link.used_at is None and now < link.expires_at


# -- rows


def new_account(
    login: str, name: str, grants: Iterable[Grant], now: Instant, language: str = "vi"
) -> AccountRecord:
    """Return an account that nobody can sign in to yet: its link gives it a password."""
    return AccountRecord(
        id=identifier_from(os.urandom(32), "account", now),
        login=folded(login),
        name=" ".join(name.split()),
        language=language,
        grants=tuple(grants),
        created_at=now,
    )


def add_account(storage: Storage, unit: UnitOfWork, account: AccountRecord, by: By) -> None:
    """Add an account, and note who gave it which roles."""
    storage.accounts.add(unit, account)
    note(storage, unit, account, by, "account.invited", {"roles": roles_noted(account.grants)})


def add_link(
    storage: Storage,
    unit: UnitOfWork,
    purpose: Purpose,
    account_id: str | None,
    by: By,
) -> AccountLink:
    """Add a one-time link; the token in what is returned is kept nowhere."""
    token = secrets.token_urlsafe(32)
    record = AccountLinkRecord(
        token_hash=hash_of_link(token),
        purpose=purpose,
        account_id=account_id,
        created_at=by.at,
        expires_at=Instant(by.at + LIVES[purpose]),
        created_by=by.actor,
    )
    storage.accounts.add_link(unit, record)
    return AccountLink(record, token)


async def first_link(storage: Storage, by: By) -> AccountLink | None:
    """Make the link of the first admin; None where somebody has an account already."""
    return None if await storage.accounts.count() else await admin_link(storage, by)


async def admin_link(storage: Storage, by: By) -> AccountLink:
    """Make a link by which an admin joins. Where accounts are already, only one that a command
    made opens anything: whoever can run commands has the database anyway. Older ones open
    nothing any more.
    """
    unit = UnitOfWork()
    storage.accounts.revoke_first_links(unit, by.at)
    link = add_link(storage, unit, "first_admin", None, by)
    storage.audit.note(
        unit, at=by.at, actor=by.actor, action="account.first_link", target="accounts", detail={}
    )
    await storage.commit(unit)
    return link


def reset_link(
    storage: Storage,
    unit: UnitOfWork,
    account: AccountRecord,
    by: By,
    *,
    device_lost: bool = False,
    asked_by: str | None = None,
) -> AccountLink:
    """Add a link for a new password, or a fresh invitation for who has not joined; older links
    open nothing any more.

    `device_lost`: the authenticator is forgotten at once, so that the account opens to nobody
    until the link was used. Otherwise its owner's code is asked for beside the new password.
    A lock is lifted: who makes the link knows whom it is for. `asked_by`: the account that asked
    for it, where another one makes it; whatever else was asked for is over.
    """
    joined = account.password_hash is not None
    forgotten = {"totp_secret": None, "recovery": ()} if device_lost else {}
    if joined:
        save(storage, unit, account, failures=0, locked_until=None, **forgotten)
    if forgotten:
        storage.desk_sessions.end_all(unit, account.id, by.at)
    storage.accounts.revoke_links(unit, account.id, by.at)
    storage.account_resets.end_all(unit, account.id, by.at)
    purpose: Purpose = "reset" if joined else "invite"
    link = add_link(storage, unit, purpose, account.id, by)
    detail = {"purpose": purpose, "authenticator": "lost" if device_lost else "kept"}
    asked = {} if asked_by is None else {"asked": asked_by}
    note(storage, unit, account, by, "account.link_made", {**detail, **asked})
    return link


def disable(storage: Storage, unit: UnitOfWork, account: AccountRecord, by: By) -> AccountRecord:
    """Close an account: its sessions end with it, and what was asked for it, as nobody could
    refuse that any more. `may_leave` is asked before.
    """
    storage.account_resets.end_all(unit, account.id, by.at)
    closed = save(storage, unit, account, state="disabled")
    storage.desk_sessions.end_all(unit, account.id, by.at)
    note(storage, unit, account, by, "account.disabled")
    return closed


def enable(storage: Storage, unit: UnitOfWork, account: AccountRecord, by: By) -> AccountRecord:
    """Open an account again; a reset of it begins anew, with an owner who can refuse."""
    storage.account_resets.end_all(unit, account.id, by.at)
    note(storage, unit, account, by, "account.enabled")
    return save(storage, unit, account, state="active")


async def is_last_admin(storage: Storage, account: AccountRecord) -> bool:
    """Tell whether nobody else could look after all accounts, if this one did not."""
    others = (one for one in await storage.accounts.listed() if one.id != account.id)
    return _is_admin(account) and not any(map(_is_admin, others))


async def may_leave(storage: Storage, unit: UnitOfWork, account: AccountRecord) -> bool:
    """Tell whether an account may cease to look after all others, as somebody else still does,
    and see to it in the unit by which it does: of two who shut each other out at the same moment
    both find the other one there, and one commit fails with StaleSessionError.
    """
    turn = await storage.accounts.admins_turn()
    if await is_last_admin(storage, account):
        return False
    if _is_admin(account):
        storage.accounts.take_admins_turn(unit, turn)
    return True


def _is_admin(account: AccountRecord) -> bool:
    """Tell whether somebody can come in and look after all accounts."""
    return account.state == "active" and account.joined and ADMIN in account.grants


def save(
    storage: Storage, unit: UnitOfWork, account: AccountRecord, **changes: object
) -> AccountRecord:
    """Store the next version of an account, and return it."""
    changed = msgspec.structs.replace(account, version=account.version + 1, **changes)
    storage.accounts.save(unit, changed)
    return changed


def note(
    storage: Storage,
    unit: UnitOfWork,
    account: AccountRecord,
    by: By,
    action: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Write what happened to an account into the audit log, and tell its owner of what others
    did to it, in the same transaction: no way to touch an account leaves its owner unaware.
    """
    target, given = f"account:{account.id}", detail or {}
    by.note(storage, unit, action, target, given)
    kind = account_kind(action, by_owner=by.actor == target)
    if kind is None or account.password_hash is None:  # who has not joined has nothing to lose
        return
    told = NoticeRecord(
        account_id=account.id,
        kind=kind,
        object=account.id,
        made_at=by.at,
        params={"by": by.actor, **given},
    )
    storage.notices.add(unit, told)


def roles_noted(grants: Iterable[Grant]) -> str:
    """Return grants as the audit log holds them: `role@unit`, with blanks between them."""
    return " ".join(f"{grant.role}@{grant.unit_id}" for grant in grants)


def noted_roles(noted: str) -> tuple[Grant, ...]:
    """Return the grants that `roles_noted` wrote."""
    parts = (one.partition("@") for one in noted.split())
    return tuple(Grant(cast("Role", role), unit_id) for role, _, unit_id in parts)
