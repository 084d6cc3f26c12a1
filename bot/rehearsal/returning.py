"""Letters that come back in a rehearsal: the mail server returns them, and they are taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.email import Return
from bot.rehearsal.planting import Person
from bot.rehearsal.platforms import Platforms
from bot.rehearsal.preparing import MAKER
from bot.returned_mail import Taken, take_returns
from bot.simulator.smtp import returned
from bot.turns import now_ms
from flows.workdays import VIETNAM
from storage.opening import SqlStorage

__all__ = ["Returning", "returning"]


@dataclass(slots=True)
class Returning:
    """What an office's mail server pipes into `python -m bot bounces`. `ended`: transactions of
    those whose address is nobody's, with the wave that this was after; `missed`: letters that did
    not get there this time; `unread`: returns that were not understood, which must be none.
    """

    storage: SqlStorage
    site: Platforms
    people: Mapping[str, Person]
    """Those whose letters come back, by address."""
    ended: dict[str, int] = field(default_factory=dict)
    missed: int = 0
    unread: int = 0
    _read: int = 0

    async def come_back(self, wave: int) -> Taken:
        """Return the letters of a wave that cannot be delivered, and take the reports in."""
        letters = list(self.site.mail.ledger.letters)[self._read :]
        self._read += len(letters)
        mails, now = [], now_ms()
        for letter in letters:
            person = self.people.get(letter.recipient)
            if person is not None and person.comes_back:
                at = datetime.fromtimestamp(now / 1000, VIETNAM)
                mails.append(returned(letter, person.comes_back, at))
                if Return(letter.recipient, person.comes_back).hard:
                    self.ended.setdefault(person.transaction_id, wave)
        taken = await take_returns(self.storage, mails, MAKER, now)
        self.missed += taken.missed
        self.unread += len(mails) - taken.ended - taken.missed
        return taken


def returning(storage: SqlStorage, site: Platforms, people: Sequence[Person]) -> Returning:
    """Return the letters' way back, for the people of a frame."""
    back = {one.email: one for one in people if one.email and one.comes_back}
    return Returning(storage, site, back)
