"""What the engine decides by, beside the session: published forms, calendar and waiting times."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.definition import Form
from flows.languages import SHIPPED, Languages
from flows.session import Session
from flows.time_units import DAY, HOUR, MINUTE
from flows.workdays import Calendar

__all__ = ["Rulebook"]


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable snapshot of the rules. `forms` holds every published version, since a
    session stays with the one it began with; `latest` names the newest that people can begin
    with, and nothing of a form that is retired.

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
    forms_state: tuple[int, ...] = ()
    """Which state of the published forms this is, as storage tells them apart; () is none yet."""
    resume_after: int = 30 * MINUTE
    idle_after: int = 6 * HOUR
    abandon_after: int = 30 * DAY
    double_tap: int = 5_000
    misses_before_human: int = 2

    @property
    def names(self) -> list[str]:
        """All forms that were ever published, retired ones too."""
        return sorted({name for name, _ in self.forms})

    def form(self, form_id: str, version: int | None = None) -> Form:
        """Return a form in the given version, or in the newest. Of a retired form that is the
        newest there was: whoever is in the middle of it may start over.

        Raises:
            KeyError: no such form or version was published.

        """
        if version is None:
            version = self.latest.get(form_id)
        if version is None:
            version = max((v for name, v in self.forms if name == form_id), default=0)
        return self.forms[form_id, version]

    def knows(self, session: Session) -> bool:
        """Return whether all versions that a session began with are here."""
        frames = (*session.frames, *session.finished)
        return all((frame.form, frame.version) in self.forms for frame in frames)
