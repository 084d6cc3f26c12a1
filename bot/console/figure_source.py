"""Where pages get figures from, and whom small ones are shown to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.console.routes import Visit
from flows.desk.policy import Thing

if TYPE_CHECKING:
    from bot.figures import Figures

__all__ = ["figure_thing", "figures_of", "sees_small"]


def figures_of(visit: Visit) -> Figures:
    """Return the figures of this installation."""
    return visit.services.figures


def figure_thing(unit_id: str | None) -> Thing:
    """Return the figures of a unit, or of the whole office, as the policy sees them."""
    return Thing(kind="figure", unit_id=unit_id)


def sees_small(visit: Visit, unit_id: str | None) -> bool:
    """Tell whether figures of fewer than ten people are shown: to those alone who could open
    these people's responses anyway.
    """
    return visit.may("response.read", Thing(kind="response", unit_id=unit_id))
