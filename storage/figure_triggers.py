"""What changes a figure: the triggers that put responses into the queue of figures.

They stand in the database, and not in the code that writes, so that nothing which changes what
counts can be forgotten: the end of a form, a correction, a retake, judging, erasure, a campaign
that is closed or opened again, a corrected roster (docs/figures.md).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from storage.triggers import when_changed

__all__ = ["watch_figures"]

_PUT: Final = "INSERT INTO figures_pending (response_id)"
_NEW: Final = f"{_PUT} VALUES (NEW.response_id)"
_OLD: Final = f"{_PUT} VALUES (OLD.response_id)"
# While a form is being filled in nothing of it counts; its end is told by its weight.
_ENDED: Final = "OLD.state <> 'in_progress'"
# Late is what was sent after the earlier of the two moments; one of them may be missing.
_CLOSED: Final = (
    "CASE WHEN OLD.closed_at < NEW.closed_at THEN OLD.closed_at"
    " ELSE coalesce(NEW.closed_at, OLD.closed_at) END"
)
_LATE: Final = (
    f"{_PUT} SELECT r.id FROM invitations AS i JOIN responses AS r ON r.invitation_id = i.id"  # noqa: S608 – constants
    f" WHERE i.campaign_id = NEW.id AND r.completed_at > {_CLOSED}"
)
# Who works out a batch meanwhile has read what was before, and may hold responses that no list of
# counted ones names yet: their turn is taken from them (`storage.meta_rows.take_turn`).
_TURN: Final = (
    "INSERT INTO meta (key, value) VALUES ('figures_turn', '1') ON CONFLICT (key)"
    " DO UPDATE SET value = CAST(CAST(meta.value AS integer) + 1 AS text)"
)
_IN_PLACE: Final = f"{_PUT} SELECT response_id FROM counted_responses WHERE place_id ="  # noqa: S608 – constants
# Absences and delegations move somebody who may have sat anywhere.
_SEATED: Final = (
    f"{_PUT} SELECT response_id FROM counted_responses"  # noqa: S608 – constants
    " WHERE served_to >= NEW.from_day AND served_from <= NEW.to_day AND place_id IS NOT NULL"
    " AND (place_id = NEW.place_id OR NEW.kind <> 'duty')"
)


def watch_figures(
    *,
    weights: Table,
    responses: Table,
    campaigns: Table,
    roster: Table,
    places: Table,
    call_backs: Table,
) -> None:
    """Let the tables come with the triggers that keep figures right."""
    for name, moment, statement in (
        ("came", "INSERT", _NEW),
        ("changed", "UPDATE", _NEW),
        ("went", "DELETE", _OLD),
    ):
        when_changed(weights, name, moment, statement)
    when_changed(call_backs, "came", "INSERT", _NEW)
    when_changed(responses, "counted", "UPDATE", f"{_PUT} VALUES (NEW.id)", _ENDED)
    when_changed(campaigns, "closed", "UPDATE OF closed_at", _LATE)
    when_changed(roster, "seated", "INSERT", f"{_TURN}; {_SEATED}")
    when_changed(roster, "unseated", "UPDATE OF withdrawn_at", f"{_TURN}; {_SEATED}")
    is_other = "OLD.area IS DISTINCT FROM NEW.area"
    when_changed(places, "moved", "UPDATE OF area", f"{_TURN}; {_IN_PLACE} NEW.id", is_other)
