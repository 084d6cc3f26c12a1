"""What part of the accounts is looked at: words without accents, state, role, unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal, TypeAlias, get_args
from urllib.parse import urlencode

import msgspec

from bot.console.gate import is_locked
from flows.identifiers import Instant
from flows.spelling import clean, fold
from storage.desk_records import AccountRecord, AccountRow

__all__ = ["STATES", "ChosenAccounts", "State", "chosen_accounts", "matching", "state_of"]

State: TypeAlias = Literal["active", "invited", "locked", "disabled"]
STATES: Final[tuple[State, ...]] = get_args(State)

_LONGEST: Final = 100  # characters of a value

Saying: TypeAlias = Callable[[AccountRow], Iterable[str]]
"""Names the roles of an account and their units, as the list shows them."""


class ChosenAccounts(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen above the list, as it stands in the address. Empty: not chosen."""

    find: str = ""
    state: str = ""
    role: str = ""
    unit: str = ""

    def query(self, after: str | None = None) -> str:
        """Return it as the query of an address, with the place in the list."""
        chosen = {**msgspec.structs.asdict(self), "after": after}
        return urlencode({name: value for name, value in chosen.items() if value})


def chosen_accounts(query: Mapping[str, str]) -> ChosenAccounts:
    """Read an address."""
    given = {name: query.get(name, "") for name in ChosenAccounts.__struct_fields__}
    return ChosenAccounts(**{name: clean(value)[:_LONGEST] for name, value in given.items()})


def state_of(account: AccountRecord | AccountRow, now: Instant) -> State:
    """Return how an account stands."""
    if account.state == "disabled":
        return "disabled"
    if not account.joined:
        return "invited"
    return "locked" if is_locked(account, now) else "active"


def matching(
    accounts: Iterable[AccountRow], chosen: ChosenAccounts, now: Instant, said: Saying
) -> list[AccountRow]:
    """Return the accounts that were asked for, by login. Each word that is looked for stands,
    without accents, in the name, the login, a role or a unit: "hoa da lat" finds Hoa in Đà Lạt.
    """
    words = fold(chosen.find).split()
    found = [
        one
        for one in accounts
        if (not chosen.state or state_of(one, now) == chosen.state)
        and _holds(one, chosen)
        and (not words or _has(words, one, said))
    ]
    return sorted(found, key=lambda one: one.login)


def _holds(account: AccountRow, chosen: ChosenAccounts) -> bool:
    """Tell whether an account has a role that was asked for, in the unit that was asked for."""
    if not (chosen.role or chosen.unit):
        return True
    return any(
        chosen.role in ("", grant.role) and chosen.unit in ("", grant.unit_id)
        for grant in account.grants
    )


def _has(words: Iterable[str], account: AccountRow, said: Saying) -> bool:
    told = " ".join(map(_folded, (account.name, account.login, *said(account))))
    return all(word in told for word in words)


# Names change seldom: a search among 2,000 accounts folds each of them once.
_folded = lru_cache(maxsize=8192)(fold)
