"""What becomes of a case when accounts turn out to be concerned in it (domain §4.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from flows.desk.case_moment import idle_state
from flows.desk.cases import RUNNING, Case, CaseTurn, Line
from flows.desk.parties import Person, named_in, works_in
from flows.desk.roles import Role

__all__ = ["BY_OFFICERS", "Cause", "Company", "kept_away", "raised", "without_officer"]

Cause: TypeAlias = Literal["named", "rated", "declared", "found"]
"""How it came to be known: written by the citizen, told by the roster of the counter, said by
themselves, seen by others.
"""

BY_OFFICERS: Final[frozenset[str]] = frozenset({"declared", "found", "rated"})
"""What officers said, and the roster that they keep, can be mistaken: it can be lifted. A name
that the citizen wrote stays.
"""

_HEADS: frozenset[Role] = frozenset({"unit_head", "provincial_leader"})


class Company(Struct, frozen=True):
    """Who works where: the people with an account, and for each unit the one above it."""

    people: tuple[Person, ...] = ()
    above: Mapping[str, str | None] = {}

    def named(self, case: Case, texts: Iterable[str]) -> frozenset[str]:
        """Return the accounts whose names stand in these texts of a case."""
        return named_in(texts, self.people, self._line((case.unit_id, case.owner_unit_id)))

    def around(self, *units: str | None) -> tuple[Person, ...]:
        """Return who works in these units or above them."""
        line = self._line(units)
        return tuple(person for person in self.people if works_in(person, line))

    def upwards(self, unit: str | None) -> list[str]:
        """Return a unit and those above it, lowest first; nothing for none."""
        return _upwards(unit, self.above)

    def seat(self, unit: str | None, parties: Collection[str]) -> str | None:
        """Return where a case of a unit can stay: there, or on the next floor above no head of
        which is concerned ("if the head is the subject it goes to the parent unit"); where there
        is none, in the unit itself.
        """
        led = {
            grant.unit_id
            for person in self.people
            if person.account_id in parties
            for grant in person.grants
            if grant.role in _HEADS
        }
        return next((one for one in self.upwards(unit) if one not in led), unit)

    def _line(self, units: Iterable[str | None]) -> frozenset[str]:
        """Return units with all above them."""
        return frozenset(one for unit in units for one in _upwards(unit, self.above))


def _upwards(unit: str | None, above: Mapping[str, str | None]) -> list[str]:
    """Return a unit and those above it, lowest first; a circle is walked once."""
    found: list[str] = []
    while unit is not None and unit not in found:
        found.append(unit)
        unit = above.get(unit)
    return found


def without_officer(case: Case) -> Case:
    """Return the case as nobody's: what waits, for the citizen or for others, goes on waiting."""
    at_hand = case.state in RUNNING - {"forwarded"}
    return replace(case, officer_id=None, state=idle_state(case) if at_hand else case.state)


def kept_away(
    turn: CaseTurn,
    concerned: Collection[str],
    parties: Collection[str],
    company: Company,
    cause: Cause = "named",
) -> CaseTurn:
    """Return the turn with accounts kept away from the case whose names stand in it, or who are
    rated in it.

    `concerned` are new, `parties` were kept away before. The officer who has the case loses it
    if it is one of them; a unit whose head is, loses it too (`raised`).
    """
    new = sorted(set(concerned) - set(parties))
    lines = [
        Line(kind="concerned", actor="clock", detail={"officer": one, "cause": cause})
        for one in new
    ]
    after = without_officer(turn.case) if turn.case.officer_id in new else turn.case
    return raised(_grown(turn, after, lines), {*new, *parties}, company)


def raised(turn: CaseTurn, parties: Collection[str], company: Company) -> CaseTurn:
    """Return the turn with the case one floor up, or more, where a head of the unit that owns it
    is concerned (`Company.seat`). At the very top it stays where it is.
    """
    case = turn.case
    owner = company.seat(case.owner_unit_id, parties)
    if owner is None or owner == case.owner_unit_id:
        return turn
    after = replace(without_officer(case), owner_unit_id=owner)
    return _grown(turn, after, [Line(kind="raised", actor="clock", detail={"unit": owner})])


def _grown(turn: CaseTurn, case: Case, lines: list[Line]) -> CaseTurn:
    """Return the turn with more lines; the version grows once for all of them."""
    if not lines:
        return turn
    version = case.version if turn.lines else case.version + 1
    grown = replace(case, version=version, lines=case.lines + len(lines))
    return CaseTurn(grown, (*turn.lines, *lines), turn.news)
