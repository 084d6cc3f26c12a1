"""What the parts of a unit that was split say together is what the whole of it says: all of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from bot.figures import Figures
from bot.i18n import Catalogues, start_of
from flows.identifiers import Instant, InvitationId, ResponseId
from storage.base import UnitOfWork
from storage.judging_records import SuspicionRecord
from storage.opening import SqlStorage
from survey.editions import Edition, Period, Scope
from survey.unit_events import Cover, Found, Split
from survey.validity import Rules
from tests.bot.figures.crowds import Form, answered, put_crowd
from tests.bot.figures.history import FORMS, NEWEST
from tests.storage.records import answer, complaint, invitation
from tests.survey.units import events, founded

QUARTER = Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")
DAYS = Period(span="other", from_day="2026-01-10", to_day="2026-03-20")
NOW = Instant(start_of(date(2026, 4, 10)))
FIRST, LENGTH = date(2026, 1, 1), 90
GIVEN_AWAY = date(2026, 2, 15)
LATER = timedelta(days=40)
"""How long after the service personal forms are issued: many after units have changed."""
HAPPENED = (
    *founded("top"),
    *founded("P", "Q", parent="top"),
    *founded("a", "c", parent="Q"),
    ("2020-01-01", Cover("a", ("m", "n"))),
    ("2020-01-01", Cover("c", ("p",))),
    ("2026-02-15", Cover("P", ("p",))),
    ("2026-03-01", Found("a1", "BHXH a1", "local", "P")),
    ("2026-03-01", Found("a2", "BHXH a2", "local", "Q")),
    ("2026-03-01", Split("a", ("a1", "a2"), {"m": "a1", "n": "a2"})),
)
SAID: tuple[tuple[str, dict[str, int | str]], ...] = (
    ("mc", {"MC1": 5, "MC5": 1, "L1_B3": "other"}),
    ("kiosk", {"KI1": 1}),
    ("uxa", {"UXR1": "alone", "UXR2": "15_30"}),
)


class Told(NamedTuple):
    """One response, and where it belongs today: reckoned with no tree."""

    number: int
    unit: str
    commune: str
    issued: date
    is_late: bool

    @property
    def now(self) -> str:
        if self.unit == "a":
            return "a1" if self.commune == "m" else "a2"
        served = self.issued - LATER if self.is_late else self.issued
        return "P" if served < GIVEN_AWAY else "c"


TOLD = [
    Told(3 * day + at, unit, commune, FIRST + timedelta(days=day), is_late=day % 2 == 1)
    for day in range(LENGTH)
    for at, (unit, commune) in enumerate((("a", "m"), ("a", "n"), ("c", "p")))
]


def forms(storage: SqlStorage, unit: UnitOfWork) -> Iterator[Form]:
    """Every other day is one of personal invitations, long after the service."""
    for one in TOLD:
        name, issued = InvitationId(f"i{one.number}"), start_of(one.issued)
        if one.is_late:
            served = (one.issued - LATER).isoformat()
            made = invitation(
                name, kind="personal", form="mc", created_at=issued, unit_id=one.unit,
                period_from=served, period_to=served, trial=False, demo=False,
            )  # fmt: skip
            storage.invitations.add(unit, made)
        form, said = SAID[one.number // 3 % 3]
        yield answered(
            one.number, said, form=form, version=NEWEST[form], unit_id=one.unit,
            commune=one.commune, started_at=issued, invitation_id=name if one.is_late else None,
            invitation_kind="personal" if one.is_late else None,
        )  # fmt: skip


@pytest.fixture
async def figures(either: SqlStorage, texts: Catalogues) -> Figures:
    for event in events(*HAPPENED):
        unit = UnitOfWork()
        either.units.add(unit, event)
        await either.commit(unit)
    unit = UnitOfWork()
    made = [*forms(either, unit)]
    await either.commit(unit)
    await put_crowd(either, made)
    await put_beside(either)
    return Figures(either, FORMS, Rules(), texts)


async def put_beside(storage: SqlStorage) -> None:
    """Let there be cases, odd forms, and of the reasons some words."""
    unit = UnitOfWork()
    for one in TOLD[::7]:
        case = complaint(
            f"c{one.number}", response_id=ResponseId(f"r{one.number:07}"), unit_id=one.unit,
            category="PA05", created_at=start_of(one.issued), trial=False, demo=False,
        )  # fmt: skip
        storage.complaints.add(unit, case)
    odd = [
        SuspicionRecord(response_id=ResponseId(f"r{one.number:07}"), reason="burst", score=1.0,
                        detail={}, at=start_of(one.issued))
        for one in TOLD[::5]
    ]  # fmt: skip
    storage.judging.suspect(unit, odd)
    for number in (54, 64, 56):  # what came to a1, a2 and P, none of it odd
        name = ResponseId(f"r{number:07}")
        words = answer("L1_B3", 2, response_id=name, value="other", comment=f"lời {name}")
        storage.answers.record(unit, words)
    await storage.commit(unit)


def said(edition: Edition) -> Counter[tuple[str, str]]:
    """All that is counted in an edition, but for its cells."""
    proofs = edition.proofs
    found: Counter[tuple[str, str]] = Counter(
        {("time", ""): edition.timed, ("waiting", ""): proofs.waiting}
    )
    found.update({(one.kind, one.key): one.count for one in edition.themes})
    found.update(("quote", one.text) for theme in edition.themes for one in theme.comments)
    found.update({("face", one.key): sum(one.presses) for one in edition.faces})
    found.update({("kind", name): count for name, count in proofs.by_kind})
    found.update({("odd", name): count for name, count in proofs.suspicions})
    for row in edition.counts:
        found["issued", ""] += row.counts.issued
        found["valid", ""] += row.counts.valid
    return found


async def edition(figures: Figures, unit: str | None, period: Period = QUARTER) -> Edition:
    return await figures.edition(Scope(unit_id=unit, unit_name="", tree="now"), period, NOW)


@pytest.mark.parametrize("period", [QUARTER, DAYS], ids=["months", "days"])
async def test_the_parts_say_what_the_whole_says(figures: Figures, period: Period) -> None:
    whole, top, p, q = [
        said(await edition(figures, one, period)) for one in (None, "top", "P", "Q")
    ]
    assert p + q == top == whole
    kinds = {kind for kind, _ in whole}
    assert kinds == {
        "time", "waiting", "weakness", "complaint", "quote", "face", "kind", "odd", "issued",
        "valid",
    }  # fmt: skip
    assert all(kinds <= {kind for kind, _ in part} for part in (p, q))


@pytest.mark.parametrize("unit", ["a1", "a2", "c"])
async def test_each_part_has_its_own_though_it_was_issued_after_the_split(
    figures: Figures, unit: str
) -> None:
    """By the day of the service: a commune was given away, and forms about before came later."""
    found = await edition(figures, unit)
    own = [one for one in TOLD if one.now == unit]
    names = {one.number for one in own}
    odd = {one.number for one in TOLD[::5]}
    tally = said(found)
    assert tally["issued", ""] == len(own)
    assert tally["valid", ""] == sum(count for _, count in found.proofs.by_kind)
    assert tally["valid", ""] == len(names - odd)
    assert tally["odd", "burst"] == len(names & odd)
    assert tally["complaint", "PA05"] == len(names & {one.number for one in TOLD[::7]})


async def test_a_part_is_quoted_under_its_own_name(figures: Figures) -> None:
    quoted = {
        one.unit for theme in (await edition(figures, "top")).themes for one in theme.comments
    }
    assert quoted == {"BHXH a1", "BHXH a2", "BHXH P"}


async def test_of_then_it_is_all_of_the_unit_of_then(figures: Figures) -> None:
    scope = Scope(unit_id="Q", unit_name="", tree="then")
    found = said(await figures.edition(scope, QUARTER, NOW))
    whole = said(await figures.edition(replace(scope, unit_id=None), QUARTER, NOW))
    assert found == whole
