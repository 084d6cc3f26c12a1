"""Counts forms per unit and period: then and now, always reconciled (domain R32, §2.6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from bot.i18n import start_of
from flows.definition import Form, Question
from flows.path import path
from flows.session import Answer, Value
from storage.base import AnswerRecord, ResponseRecord, Storage, UnitOfWork
from storage.counting_records import Group
from survey.counts import Counts, counted
from survey.restating import Restated, day_of_service, restate
from survey.unit_tree import UnitTree
from survey.validity import Rules, Weight, weight_of

__all__ = [
    "ByUnit",
    "Period",
    "by",
    "by_unit_now",
    "issued_by",
    "issued_in",
    "surveys_of",
    "weigh_missing",
    "weight_in",
]

_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a report; both belong to it. Periods are days, not years (domain R13)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ByUnit:
    """Counts by the units of today, and what cannot be told to belong to one of them."""

    units: Mapping[str | None, Counts]
    """Unit of today → its counts; None: forms that belonged to no unit."""
    unplaced: Mapping[Restated, Counts]
    """Why there is no unit of today, and which forms that concerns: never guessed."""


def weight_in(form: Form, answers: Mapping[str, Answer], facts: Mapping[str, str]) -> Weight:
    """Return what answers to a form come to: index items are its `satisfaction` ones; of a form
    about an online procedure, which is outside the index, the steps that it asks about.
    """
    shown = [one.id for one in path(form, answers, facts) if _is_item(one)]
    given = [answers[name].value for name in shown if name in answers]
    return weight_of(len(shown), list(_ratings(given)))


def _is_item(question: Question) -> bool:
    return question.kind == "satisfaction" or question.step is not None


def _ratings(values: Iterable[Value]) -> Iterator[int | None]:
    """Yield the rating that each answer is, None for "not applicable"; skipped ones are none."""
    for value in values:
        if isinstance(value, int):
            yield value
        elif value is not None:
            yield None


# -- what is still to be weighed


Forms: TypeAlias = Mapping[tuple[str, int], Form]
"""Every published version, by form and version."""


async def weigh_missing(storage: Storage, forms: Forms) -> int:
    """Weigh ended responses that the version before has stored; return how many there were.

    What the session knew beside the answers is gone: conditions on it count as not fulfilled.
    """
    done, names = 0, surveys_of(forms)
    while found := await storage.counting.unweighed(names, _BATCH):
        unit = UnitOfWork()
        for record in found:
            kept = _answers(await storage.answers.current(record.id))
            weight = weight_in(forms[record.form, record.version], kept, _facts(record))
            storage.counting.weigh(unit, record.id, weight, first=True)
        await storage.commit(unit)
        done += len(found)
    return done


def surveys_of(forms: Forms) -> frozenset[str]:
    """Return the forms that are counted: those that ask about a service."""
    return frozenset(name for (name, _), form in forms.items() if form.kind == "survey")


def _answers(kept: Iterable[AnswerRecord]) -> dict[str, Answer]:
    return {one.question: Answer(one.value, one.revision) for one in kept}


def _facts(record: ResponseRecord) -> dict[str, str]:
    """Return what is still known of what the session knew."""
    known = {
        "form": record.form,
        "invitation_kind": record.invitation_kind,
        "unit": record.unit_id,
        "place": record.place_id,
        "counter": record.counter_id,
    }
    return {name: value for name, value in known.items() if value is not None}


# -- counting


async def issued_in(
    storage: Storage,
    forms: Forms,
    period: Period,
    rules: Rules,
    units: Collection[str] | None = None,
) -> list[Group]:
    """Return the forms issued in a period, in some units as of then (None: all), and what came
    of them until now. Of the version before, what `weigh_missing` has not reached yet counts as
    unfinished.
    """
    since, until = start_of(period.first), start_of(period.last + timedelta(days=1))
    return await storage.counting.groups(units, since, until, rules, surveys_of(forms))


async def issued_by(
    storage: Storage,
    forms: Forms,
    campaign_id: str,
    rules: Rules,
    units: Collection[str] | None = None,
) -> list[Group]:
    """Return the forms that a campaign has issued so far, as `issued_in` those of a period."""
    names = surveys_of(forms)
    return await storage.counting.of_campaign(campaign_id, units, rules, names, by_service=True)


def by(groups: Iterable[Group], key: Callable[[Group], str | None]) -> dict[str | None, Counts]:
    """Return the counts of forms that agree in `key`."""
    outcomes: dict[str | None, list[tuple[str, int]]] = {}
    for group in groups:
        outcomes.setdefault(key(group), []).append((group.outcome, group.forms))
    return {name: counted(found) for name, found in outcomes.items()}


def by_unit_now(groups: Iterable[Group], tree: UnitTree, today: date) -> ByUnit:
    """Return the counts by the units that stand today ("theo tổ chức hiện nay")."""
    placed: dict[str | None, list[tuple[str, int]]] = {}
    unplaced: dict[Restated, list[tuple[str, int]]] = {}
    for group in groups:
        outcome = (group.outcome, group.forms)
        if group.unit_id is None or group.unit_id not in tree.units:
            # Of whom the tree tells nothing, nothing has changed either.
            placed.setdefault(group.unit_id, []).append(outcome)
            continue
        then = day_of_service(group.day, group.served_from)
        found = restate(tree, group.unit_id, group.commune, then, today)
        if found.unit is None:
            unplaced.setdefault(found, []).append(outcome)
        else:
            placed.setdefault(found.unit, []).append(outcome)
    return ByUnit(
        units={unit: counted(found) for unit, found in placed.items()},
        unplaced={why: counted(found) for why, found in unplaced.items()},
    )
