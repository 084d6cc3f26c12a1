"""When a wave leaves, as a form gave it: how it is read, shown again and refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from bot.broadcasts.windows import field_window, window_faults
from bot.broadcasts.words import WINDOW_FAULTS
from bot.console.forms import Form
from bot.console.routes import Visit
from flows.broadcasts import Window
from flows.identifiers import Instant
from flows.texts import text_key
from flows.workdays import VIETNAM
from storage.campaign_records import CampaignRecord

__all__ = ["WindowWish"]


class WindowWish(NamedTuple):
    """Two moments as somebody typed them ("2026-11-23T08:00"); without an end a wave leaves as
    fast as the rates allow.
    """

    starts: str = ""
    ends: str = ""

    @classmethod
    def of(cls, form: Form) -> WindowWish:
        """Read a form."""
        return cls(form["starts"], form["ends"])

    @classmethod
    def like(cls, window: Window | None) -> WindowWish:
        """Return what a window is."""
        if window is None:
            return cls()
        ends = "" if window.ends_at == window.starts_at else _written(window.ends_at)
        return cls(_written(window.starts_at), ends)

    def window(self, campaign: CampaignRecord) -> Window | None:
        """Return the window; None: it is none, or the campaign does not say its days."""
        field, starts_at = field_window(campaign), _read(self.starts)
        ends_at = _read(self.ends) if self.ends else starts_at
        if field is None or starts_at is None or ends_at is None:
            return None
        return Window(starts_at, ends_at, field[1])

    def fault(self, visit: Visit, campaign: CampaignRecord) -> str:
        """Say what is wrong; "" for nothing."""
        if field_window(campaign) is None:
            return visit.text(WINDOW_FAULTS["no_days"])
        window = self.window(campaign)
        if window is None:
            return visit.text(text_key("broadcast.window.unread"))
        found = window_faults(campaign, window)
        return visit.text(WINDOW_FAULTS[found]) if found else ""


def _written(moment: Instant) -> str:
    local = datetime.fromtimestamp(moment / 1000, UTC).astimezone(VIETNAM)
    return local.strftime("%Y-%m-%dT%H:%M")


def _read(text: str) -> Instant | None:
    try:
        local = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=VIETNAM)
        return Instant(int(local.timestamp() * 1000))
    except (ValueError, OverflowError):
        return None
