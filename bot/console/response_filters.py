"""What part of the responses is looked at: an address's parameters, and the filter they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import msgspec

from bot.console.day_spans import day_in, since, until
from flows.spelling import clean
from storage.desk_records import ResponseFilter

__all__ = ["ChosenResponses", "chosen_responses"]

_LONGEST: Final = 100  # characters of a value
_ASIDE: Final = {"yes": True, "no": False}


class ChosenResponses(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen above the list, as it stands in the address. Empty: not chosen."""

    form: str = ""
    state: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    aside: str = ""

    def query(self, after: str | None = None) -> str:
        """Return it as the query of an address, with the place in the list."""
        chosen = {**msgspec.structs.asdict(self), "after": after}
        return urlencode({name: value for name, value in chosen.items() if value})

    def filter(self) -> ResponseFilter:
        """Return what storage looks for."""
        return ResponseFilter(
            form=self.form or None,
            state=self.state or None,
            unit_id=self.unit or None,
            since=since(self.since),
            until=until(self.until),
            set_aside=_ASIDE.get(self.aside),
        )


def chosen_responses(query: Mapping[str, str]) -> ChosenResponses:
    """Read an address; days that are none were not chosen."""
    given = {name: query.get(name, "") for name in ChosenResponses.__struct_fields__}
    text = {name: clean(value)[:_LONGEST] for name, value in given.items()}
    days = {name: day_in(text[name]) for name in ("since", "until")}
    return ChosenResponses(**{**text, **days})
