"""Somebody calls or writes to the office: an officer enters that they want to be asked no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from msgspec import Struct

from bot.accounts import By
from flows.mail_addresses import is_mail_address
from flows.phone_numbers import read_phone
from storage.base import Storage, UnitOfWork

__all__ = ["OptingOut", "Whose", "whose"]

_CAUSE: Final = "officer"
_TARGET: Final = "opt_outs"


class Whose(Struct, frozen=True):
    """By what somebody is written to. It is nowhere stored but as a keyed hash."""

    kind: Literal["number", "address"]
    value: str
    """A telephone number (E.164) or an e-mail address."""


def whose(typed: str) -> Whose | None:
    """Return what somebody typed as a number or an address; None: it is neither."""
    text = typed.strip()
    if "@" in text:
        return Whose("address", text) if is_mail_address(text) else None
    reading = read_phone(text)
    known = reading.kind in ("mobile", "landline")
    return Whose("number", reading.number) if known else None


@dataclass(frozen=True, slots=True)
class OptingOut:
    """What somebody enters for others, at one moment. Nothing departs against it from its commit
    on (I11); the audit log says that it was entered, not for whom.
    """

    storage: Storage
    by: By

    async def is_out(self, one: Whose) -> bool:
        """Tell whether they are asked no more, whoever said so."""
        opt_outs = self.storage.opt_outs
        if one.kind == "number":
            return await opt_outs.has_number(one.value)
        return await opt_outs.has_address(one.value)

    async def enter(self, one: Whose) -> None:
        """Let them be asked no more."""
        unit, opt_outs = UnitOfWork(), self.storage.opt_outs
        add = opt_outs.of_number if one.kind == "number" else opt_outs.of_address
        add(unit, one.value, self.by.at, _CAUSE)
        await self._commit(unit, "opt_out.entered", one)

    async def take_back(self, one: Whose) -> None:
        """Let them be asked again, as they say now."""
        unit, opt_outs = UnitOfWork(), self.storage.opt_outs
        remove = opt_outs.back_of_number if one.kind == "number" else opt_outs.back_of_address
        remove(unit, one.value)
        await self._commit(unit, "opt_out.taken_back", one)

    async def _commit(self, unit: UnitOfWork, action: str, one: Whose) -> None:
        actor, at = self.by
        self.storage.audit.note(
            unit, at=at, actor=actor, action=action, target=_TARGET, detail={"means": one.kind}
        )
        await self.storage.commit(unit)
