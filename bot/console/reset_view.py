"""What an account's page says of letting its owner in anew: who has to agree, how it stands."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.accounts import noted_roles
from bot.console.audit_words import account_in
from bot.console.granting import may
from bot.console.routes import Visit
from bot.desk import UnitTree
from flows.desk.resets import may_make
from flows.desk.roles import Grant
from flows.identifiers import Instant
from flows.time_units import DAY, HOUR
from flows.workdays import open_after
from storage.desk_records import AccountRecord, AccountRow, AuditFilter, AuditRow

__all__ = ["ResetView", "delay_ms", "others_for", "reset_view"]

_LOOKED_BACK: Final = 45 * DAY
"""Longer than the longest delay, seven working days, with the longest row of days off in it."""
_MOST: Final = 500
"""Lines of the log, the newest first: no office shuts out more people in a week."""


class ResetView(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands: `needs_second` before anything was asked for, the rest since."""

    needs_second: bool
    delay_hours: int
    is_open: bool = False
    device_lost: bool = False
    asked_by: str = ""
    is_mine: bool = False
    asked_at: Instant = Instant(0)
    ready_at: Instant | None = None
    may_make: bool = False


async def reset_view(visit: Visit, found: AccountRecord) -> ResetView:
    """Return what can be asked for, or what was asked for, as of now."""
    storage = visit.services.storage
    reset = await storage.account_resets.open_for(found.id, visit.now)
    others = bool(await others_for(visit, found))
    view = ResetView(
        needs_second=others,
        delay_hours=visit.services.settings.reset_delay_hours,
    )
    if reset is None:
        return view
    names = await storage.accounts.names([reset.asked_by])
    return msgspec.structs.replace(
        view,
        is_open=True,
        device_lost=reset.device_lost,
        asked_by=names.get(reset.asked_by, reset.asked_by),
        is_mine=reset.asked_by == visit.account.id,
        asked_at=reset.asked_at,
        ready_at=None if others else reset.ready_at,
        may_make=may_make(
            visit.account.id, reset.asked_by, reset.ready_at, visit.now, others=others
        ),
    )


def delay_ms(visit: Visit) -> int:
    """Return how long whoever is alone waits, in ms of working days."""
    return visit.services.settings.reset_delay_hours * HOUR


async def others_for(visit: Visit, found: AccountRecord) -> list[AccountRow]:
    """Return who else could let the owner of this account in anew: not the reader, not the owner,
    and only who can come in themselves, or was shut out so lately that one who is alone would
    still have to wait: whoever makes himself alone gains nothing by it.
    """
    storage = visit.services.storage
    tree = UnitTree(await storage.places.units())
    lately = await _lately_shut_out(visit)
    return [
        one
        for one in await storage.accounts.rows()
        if one.id not in (visit.account.id, found.id)
        and one.joined
        and (one.state == "active" or one.id in lately)
        and may(tree.actor(one.id, (*one.grants, *lately.get(one.id, ()))), "account.reset", found)
    ]


async def _lately_shut_out(visit: Visit) -> dict[str, tuple[Grant, ...]]:
    """Return whose account was closed, or lost a role, within the delay: the grants taken."""
    calendar = visit.services.runner.turns.renderer.rules.calendar
    taken: dict[str, tuple[Grant, ...]] = {}
    for row in await _shut_out_since(visit, Instant(visit.now - _LOOKED_BACK)):
        account_id = account_in(row.target)
        if account_id and open_after(calendar, row.at, delay_ms(visit)) > visit.now:
            lost = noted_roles(row.detail.get("roles_before", ""))
            taken[account_id] = (*taken.get(account_id, ()), *lost)
    return taken


async def _shut_out_since(visit: Visit, since: Instant) -> list[AuditRow]:
    audit, rows = visit.services.storage.audit, list[AuditRow]()
    for action in ("account.disabled", "account.role_taken"):
        chosen = AuditFilter(action=action, since=since)
        rows += (await audit.page(chosen, reader=visit.account.id, size=_MOST)).rows
    return rows
