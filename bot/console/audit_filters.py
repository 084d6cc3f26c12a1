"""What part of the audit log is looked at: an address's parameters, and the filter they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import msgspec

from bot.console.day_spans import day_in, since, until
from flows.spelling import clean
from storage.desk_records import AuditFilter

__all__ = ["ChosenLines", "chosen_lines"]

_LONGEST: Final = 100  # characters of a value


class ChosenLines(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen above the log, as it stands in the address. Empty: not chosen."""

    who: str = ""
    what: str = ""
    target: str = ""
    since: str = ""
    until: str = ""

    def query(self, after: str | None = None) -> str:
        """Return it as the query of an address, with the place in the list."""
        chosen = {**msgspec.structs.asdict(self), "after": after}
        return urlencode({name: value for name, value in chosen.items() if value})

    def filter(self) -> AuditFilter:
        """Return what storage looks for."""
        return AuditFilter(
            actor=self.who or None,
            action=self.what or None,
            target=self.target or None,
            since=since(self.since),
            until=until(self.until),
        )


def chosen_lines(query: Mapping[str, str]) -> ChosenLines:
    """Read an address; days that are none were not chosen."""
    given = {name: query.get(name, "") for name in ChosenLines.__struct_fields__}
    text = {name: clean(value)[:_LONGEST] for name, value in given.items()}
    return ChosenLines(**{**text, "since": day_in(text["since"]), "until": day_in(text["until"])})
