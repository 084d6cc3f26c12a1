"""What storage keeps of public results."""

from __future__ import annotations

from hashlib import sha256
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from flows.identifiers import Instant
from survey.public_results import Results
from survey.publishing import Member

__all__ = [
    "ERASED",
    "FIRST",
    "HoldRecord",
    "ImprovementRecord",
    "MemberRecord",
    "PublicationRecord",
    "WaitingPlace",
]

WaitingPlace: TypeAlias = tuple[str, str, str]
"""Month, unit and id: the order in which responses wait, those of a unit and a month together."""
FIRST: Final[WaitingPlace] = ("", "", "")
"""Before all of them."""
ERASED: Final = "e:"
"""How respondents begin who were erased: what follows is chance."""

_ANEW: Final = "p:"
"""How respondents begin who are named anew in each unit and month (`bot.figures.reading`)."""
_tallies: Final = msgspec.json.Decoder(dict[str, tuple[int, int]]).decode


class PublicationRecord(Struct, frozen=True, kw_only=True):
    """What was shown, and the SHA-256 of its bytes."""

    number: int
    made_at: Instant
    body: str
    """`survey.public_results.Results` as JSON, its fields in their order."""
    sha256: str

    @property
    def results(self) -> Results:
        """Return what it shows."""
        return msgspec.json.decode(self.body, type=Results)


class MemberRecord(Struct, frozen=True, kw_only=True):
    """A response as it counted when it was published, or is about to be."""

    response_id: str
    block_id: str
    """Empty: not published yet."""
    respondent: str
    unit_id: str
    day: str
    """Of who was erased only the month: its first day."""
    tallies: str
    """JSON: level → satisfied and rated answers."""
    ratings: str
    """JSON: `TOPIC/QUESTION` → 1–5, to see whether it counts as it did; "" of who was erased.
    Where the definition has changed since: unit, month and ratings as they came out then.
    """
    person_index: bytes | None = None
    """Of the person of its transaction, while that is known; it is not kept here."""

    def member(self, since: str = "") -> Member:
        """Return it as the rules of publishing see it; `since`: the day on which it came in."""
        return Member(
            id=self.response_id,
            person=self.respondent,
            known=self._known,
            named=not self.respondent.startswith(ERASED),
            unit_id=self.unit_id,
            day=self.day,
            since=since or self.day,
            tallies=_tallies(self.tallies),
        )

    @property
    def waits_at(self) -> WaitingPlace:
        """Return its place among those who wait."""
        return self.day[:7], self.unit_id, self.response_id

    @property
    def _known(self) -> str:
        if self.respondent.startswith(ERASED):
            return ""
        if not self.respondent.startswith(_ANEW):
            return self.respondent
        return "" if self.person_index is None else self.person_index.hex()

    def kept(self, block_id: str) -> MemberRecord:
        """Return it as it is kept in a block: respondents can be told apart, not looked up."""
        who = self.respondent
        if not who.startswith(_ANEW):
            who = f"h:{sha256(who.encode()).hexdigest()[:24]}"
        return msgspec.structs.replace(self, block_id=block_id, respondent=who)


class HoldRecord(Struct, frozen=True, kw_only=True):
    """That publishing was held, or goes on."""

    held: bool
    reason: str
    at: Instant
    actor: str
    number: int = 0


class ImprovementRecord(Struct, frozen=True, kw_only=True):
    """What people said, and what was done about it, for everybody to read."""

    id: str
    case_code: str
    """The closed case that it came of; not shown to the public."""
    unit_id: str
    said: str
    done: str
    state: str = "proposed"
    written_by: str
    written_at: Instant
    decided_by: str | None = None
    decided_at: Instant | None = None
    version: int = 1
