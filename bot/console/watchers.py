"""Who hears that somebody new came to the desk, or got a role there: those who look after
accounts, and those who read the audit log.

One administrator alone can make an officer out of a made-up colleague. He cannot do it unseen.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.accounts import By
from bot.console.granting import may
from bot.console.routes import Guest, Visit
from bot.desk import UnitTree
from flows.desk.notices import NewcomerKind
from flows.desk.policy import Thing, policy
from flows.desk.roles import Actor, Grant
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord
from storage.trust import NoticeRecord

__all__ = ["tell_watchers"]

_LOG = Thing(kind="audit")


async def tell_watchers(
    guest: Guest | Visit,
    unit: UnitOfWork,
    account: AccountRecord,
    kind: NewcomerKind,
    given: Iterable[Grant],
    by: By,
) -> None:
    """Add to a unit that all who watch over an account, as it is by then, hear of these grants.

    Who is shut out now is told, too, and reads it once they are back: closing the accounts of
    those who watch hides nothing.
    """
    storage = guest.services.storage
    tree = UnitTree(await storage.places.units())
    concerned = {by.actor, f"account:{account.id}"}
    told = [
        one.id
        for one in await storage.accounts.rows()
        if one.joined
        and f"account:{one.id}" not in concerned
        and _watches(tree.actor(one.id, one.grants), account)
    ]
    for grant in given:
        params = {"by": by.actor, "role": grant.role, "unit": grant.unit_id}
        for one in told:
            notice = NoticeRecord(
                account_id=one, kind=kind, object=account.id, made_at=by.at, params=params
            )
            storage.notices.add(unit, notice)


def _watches(actor: Actor, account: AccountRecord) -> bool:
    return may(actor, "account.change", account) or policy(actor, "audit.read", _LOG)
