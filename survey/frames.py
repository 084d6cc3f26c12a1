"""Frames: to which group of a campaign a transaction belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from survey.campaigns import MODES, Frame, Group
from survey.quotas import UNKNOWN

__all__ = ["Groups"]


class Groups:
    """The groups of a campaign. `units`: of each group, where its people were served; None: in all
    of the installation.
    """

    def __init__(
        self, groups: Sequence[Group], units: Mapping[str, Collection[str] | None]
    ) -> None:
        self._groups = groups
        self._units = units
        self._known: dict[tuple[Frame, str, str | None, str | None], str | None] = {}

    def of(self, frame: Frame, unit: str, procedure: str | None, mode: str | None) -> str | None:
        """Return the first group that such a transaction belongs to; None: it belongs to none.

        What does not tell its mode belongs to groups that ask people of either mode.
        """
        what = (frame, unit, procedure, mode)
        if what not in self._known:
            self._known[what] = next((g.id for g in self._groups if self._takes(g, *what)), None)
        return self._known[what]

    def _takes(
        self, group: Group, frame: Frame, unit: str, procedure: str | None, mode: str | None
    ) -> bool:
        units = self._units[group.id]
        return (
            group.frame == frame
            and (units is None or unit in units)
            and (not group.procedures or procedure in group.procedures)
            and ((mode or UNKNOWN) in group.modes or (not mode and {*MODES} <= {*group.modes}))
        )
