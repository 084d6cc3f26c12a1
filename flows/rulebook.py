"""What the engine decides by, beside the session: published forms, calendar and waiting times."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.definition import Form
from flows.languages import SHIPPED, Languages
from flows.workdays import Calendar

__all__ = ["Rulebook"]

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable snapshot of the rules. `forms` holds every published version, since a
    session stays with the one it began with; `latest` names the newest of each form.

    Waiting times are in milliseconds. `resume_after`: an open chat that was silent for longer
    is asked whether to go on. `idle_after`: silence after which a session counts as paused.
    `abandon_after`: silence after which it is closed and only counts as dropped off.
    `double_tap`: a second press of "send" within this time is the same press.
    """

    forms: Mapping[tuple[str, int], Form]
    latest: Mapping[str, int]
    calendar: Calendar
    languages: Languages = SHIPPED
    """What a person can choose from, each with its names."""
    resume_after: int = 30 * _MINUTE
    idle_after: int = 6 * _HOUR
    abandon_after: int = 30 * _DAY
    double_tap: int = 5_000
    misses_before_human: int = 2

    def form(self, form_id: str, version: int | None = None) -> Form:
        """Return a form in the given version, or in the newest.

        Raises:
            KeyError: no such form or version was published.

        """
        return self.forms[form_id, self.latest[form_id] if version is None else version]
