"""The kiosk's three faces: a scale of their own, never a mean and never mixed with five levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from survey.designs import Stratum
from survey.estimates import Estimate, estimated
from survey.moments import NOBODY, Moments

__all__ = ["Faces", "faces_of"]

_SATISFIED, _NEUTRAL, _UNSATISFIED = 3, 2, 1


class Faces(Struct, frozen=True, kw_only=True):
    """How often each face was pressed for one criterion, or for all of them together.

    The kiosk knows nobody and has no frame: there is nothing to weight, and one visit counts as
    one person (domain §3.1).
    """

    satisfied: int = 0
    neutral: int = 0
    unsatisfied: int = 0
    moments: Moments = NOBODY
    """The visits, for the interval."""

    @property
    def answers(self) -> int:
        """All that were pressed."""
        return self.satisfied + self.neutral + self.unsatisfied

    @property
    def estimate(self) -> Estimate | None:
        """The share of satisfied faces; None: nothing was pressed."""
        if not self.moments.respondents:
            return None
        return estimated({"": Stratum(self.moments.respondents)}, {"": self.moments})


def faces_of(visits: Iterable[Mapping[str, int]], criteria: Iterable[str]) -> Faces:
    """Return how the visits answered some criteria; each visit is criterion → 3, 2 or 1.

    Raises:
        ValueError: an answer is none of the three faces.

    """
    asked = frozenset(criteria)
    pressed, moments = [0, 0, 0], NOBODY
    for visit in visits:
        faces = [face for criterion, face in visit.items() if criterion in asked]
        for face in faces:
            pressed[_place(face)] += 1
        moments += Moments.of(faces.count(_SATISFIED), len(faces))
    return Faces(satisfied=pressed[0], neutral=pressed[1], unsatisfied=pressed[2], moments=moments)


def _place(face: int) -> int:
    if face not in (_SATISFIED, _NEUTRAL, _UNSATISFIED):
        message = f"{face} is none of the three faces"
        raise ValueError(message)
    return _SATISFIED - face
