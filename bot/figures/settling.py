"""Keeps figures right: works off what has changed, batch by batch, each in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from bot.counting import Forms
from bot.figures.opinions import SILENT, opinions_in
from bot.figures.reading import counted_of
from bot.figures.seating import Seats
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.figure_records import Change, Facts
from survey.cells import OPEN_WORDS, Choices, Counted, cells_of, choices_of, difference
from survey.counts import VALID
from survey.validity import Rules

__all__ = ["BATCH", "Settler", "recounted"]

BATCH: Final = 200
"""Responses in one transaction: those who answer meanwhile wait for one batch at most."""

_TOLD: Final = 1_000
"""Changes that are told to wait at the most: beyond it they are not counted one by one."""
DEFINITION: Final = 6
"""Counted up whenever what a response counts as is changed in code: all are counted anew then."""


class _Walk(msgspec.Struct, frozen=True):
    """How far the walk through all responses has come, and by which rules."""

    mark: str = ""
    upto: str = ""
    done: bool = False


@dataclass(slots=True)
class Settler:
    """Lets figures hold what has changed. Of two at once one is refused, and reads anew."""

    storage: Storage
    forms: Forms
    rules: Rules
    _mark: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the rules: under other ones everything is counted anew."""
        self._mark = f"{DEFINITION} {msgspec.json.encode(self.rules).decode()}"

    async def settle(self, most: int) -> int:
        """Work off changes, about `most` of them; return how many responses that were."""
        done = 0
        while done < most:
            try:
                found = await self._batch()
            except StaleSessionError:
                continue  # somebody else has worked off the same: what is left is read anew
            if not found:
                break
            done += found
        return done

    async def waiting(self) -> int:
        """Return how many changes are not in the figures yet, up to a thousand; while responses
        are counted anew, those whose turn has not come are among them, and it is never none.
        """
        queued, walk = await self.storage.figures.waiting(), await self._walk()
        if walk.done:
            return queued
        left = await self.storage.figures.after(walk.upto, _TOLD)
        return max(1, min(queued + len(left), _TOLD))

    async def is_whole(self) -> bool:
        """Tell whether every response was counted by the rules of today."""
        walk = await self._walk()
        return walk.done

    async def _walk(self) -> _Walk:
        kept = await self.storage.figures.walked()
        walk = msgspec.json.decode(kept, type=_Walk) if kept else _Walk()
        return walk if walk.mark == self._mark else _Walk(self._mark)

    async def _batch(self) -> int:
        turn = await self.storage.figures.turn()
        pending = await self.storage.figures.pending(BATCH)
        numbers = tuple(one.number for one in pending)
        if pending:
            ids = frozenset(one.response_id for one in pending)
            await self._apply(await self._change(ids, turn), numbers)
            return len(pending)
        walk = await self._walk()
        if walk.done:
            return 0
        ids = frozenset(await self.storage.figures.after(walk.upto, BATCH))
        next_one = _Walk(self._mark, max(ids, default=walk.upto), not ids)
        await self._apply(await self._change(ids, turn), (), next_one)
        return max(len(ids), 1)

    async def _apply(
        self, change: Change, numbers: tuple[int, ...], walk: _Walk | None = None
    ) -> None:
        unit = UnitOfWork()
        walked = None if walk is None else msgspec.json.encode(walk).decode()
        whole = msgspec.structs.replace(change, numbers=numbers, walked=walked)
        self.storage.figures.apply(unit, whole)
        await self.storage.commit(unit)

    async def _change(self, ids: Collection[str], turn: int) -> Change:
        """Return what counting these responses anew does to the figures."""
        known = await self.storage.figures.known(ids)
        facts = await self.storage.figures.facts(ids, self.rules)
        found = await _counted(self.storage, self.forms, facts, known)
        same = {one.response_id for one in found if known.get(one.response_id) == (one, True)}
        now = [one for one in found if one.response_id not in same]
        before = [one for one, counts in known.values() if counts and one.response_id not in same]
        beside = await self._beside([*before, *now], {*ids} - same)
        erased = {one.response_id for one in facts if one.outcome == "erased"}
        gone = (known.keys() - {one.response_id for one in facts}) | (known.keys() & erased)
        left = {one.response_id for one in before} - {one.response_id for one in now} - gone
        return Change(
            turn=turn,
            counted=tuple(now),
            out=tuple(sorted(left)),
            gone=tuple(sorted(gone)),
            cells=difference(cells_of([*beside, *now]), cells_of([*beside, *before])),
            choices=_more(choices_of(now), choices_of(before)),
        )

    async def _beside(self, some: Collection[Counted], ids: Collection[str]) -> list[Counted]:
        """Return the other responses of the same people: they are one cluster with these."""
        people = {one.respondent for one in some}
        found = await self.storage.figures.of_respondents(people) if people else []
        return [one for one in found if one.response_id not in ids]


async def _counted(
    storage: Storage,
    forms: Forms,
    facts: Collection[Facts],
    known: Mapping[str, tuple[Counted, bool]],
) -> list[Counted]:
    seats = Seats(storage)
    counting = {one.response_id for one in facts if one.outcome == VALID}
    opinions = await opinions_in(storage, counting)
    found = []
    for one in facts:
        form = forms.get((one.form, one.version))
        if one.outcome == VALID and form is not None:
            before = known.get(one.response_id)
            officer = await seats.officer(one)
            told = opinions.get(one.response_id, SILENT if OPEN_WORDS in form.by_id else {})
            found.append(counted_of(one, form, officer, before and before[0], told))
    return found


def _more(after: Choices, before: Choices) -> Choices:
    keys = after.keys() | before.keys()
    changes = {key: after.get(key, 0) - before.get(key, 0) for key in keys}
    return {key: change for key, change in changes.items() if change}


async def recounted(
    storage: Storage, forms: Forms, rules: Rules, ids: Collection[str]
) -> list[Counted]:
    """Return what responses count as, worked out anew from their answers: the recount that the
    kept figures always equal (`survey.cells.cells_of` of all of them).
    """
    known = await storage.figures.known(ids)
    facts = await storage.figures.facts(ids, rules)
    return await _counted(storage, forms, facts, known)
