"""Weights of a unit that was split: who has all of its parts has its frame, and no part has."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import pytest

from bot.figures import Figures
from bot.i18n import Catalogues, start_of
from flows.identifiers import Instant, InvitationId
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawnRow, DrawRecord
from storage.opening import SqlStorage
from storage.transaction_records import NewTransaction
from survey.campaigns import Life, Parts, Terms
from survey.editions import Edition, Period, Scope
from survey.sample_plans import StratumPlan
from survey.unit_events import Cover, Found, Split
from survey.validity import Rules
from tests.bot.figures.crowds import Form, answered, put_crowd
from tests.bot.figures.history import FORMS, NEWEST
from tests.storage.records import invitation
from tests.survey.units import events, founded

QUARTER = Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")
NOW = Instant(start_of(date(2026, 4, 10)))
ISSUED = start_of(date(2026, 1, 20))
HAPPENED = (
    *founded("top"),
    *founded("P", "Q", parent="top"),
    *founded("a", parent="P"),
    ("2020-01-01", Cover("a", ("m", "n"))),
    ("2026-03-01", Found("a1", "BHXH a1", "local", "P")),
    ("2026-03-01", Found("a2", "BHXH a2", "local", "P")),
    ("2026-03-01", Split("a", ("a1", "a2"), {"m": "a1", "n": "a2"})),
)
STRATA = (
    ("a", "urban", 1000, 40, 0.9),
    ("a", "rural", 200, 40, 0.5),
    ("Q", "urban", 500, 50, 0.7),
)
"""Unit, area, transactions of the frame, how many of them answered, how many of those content."""
CONTENT = (1000 * 0.9 + 200 * 0.5 + 500 * 0.7) / 1700
"""The index of the frame, reckoned by hand."""


async def put_plan(storage: SqlStorage) -> None:
    unit = UnitOfWork()
    terms = Terms(title="k", from_day="2026-01-01", to_day="2026-01-31", opens_on="2026-01-05",
                  closes_on="2026-01-31")  # fmt: skip
    life = Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a")
    storage.campaigns.add(unit, CampaignRecord(id="k", terms=terms, life=life), Parts())
    plans = [
        StratumPlan(group="g", unit=name, area=area, mode="direct", frame=size, wanted=heard,
                    main=heard, reserve=0)
        for name, area, size, heard, _ in STRATA
    ]  # fmt: skip
    draw = DrawRecord(
        id="d", campaign_id="k", number=1, kind="first", seed="s", frame_hash="f",
        frame_size=1700, program="p", record="{}", seal="seal", at=Instant(1), by="a",
    )  # fmt: skip
    storage.draws.add(unit, draw, plans)
    await storage.commit(unit)


def drawn(storage: SqlStorage, unit: UnitOfWork) -> Iterator[Form]:
    """Those who were drawn and answered: each of another transaction and person."""
    rows: list[DrawnRow] = []
    for stratum, (name, _, _, heard, content) in enumerate(STRATA):
        for place in range(heard):
            number = len(rows)
            had = NewTransaction(
                id=f"t{number}", key=f"t{number}", source="api", frame="person", unit_id=name,
                done_on="2026-01-10", person=f"person {number}",
            )  # fmt: skip
            storage.transactions.add(unit, had)
            rows.append(DrawnRow(had.id, "g", stratum, "main", number))
            link = InvitationId(f"i{number}")
            made = invitation(
                link, kind="personal", form="mc", created_at=ISSUED, unit_id=name,
                campaign_id="k", transaction_id=had.id, period_from="2026-01-10",
                period_to="2026-01-10", trial=False, demo=False,
            )  # fmt: skip
            storage.invitations.add(unit, made)
            yield answered(
                number, {"MC1": 5 if place < heard * content else 2}, version=NEWEST["mc"],
                unit_id=name, commune="mn"[number % 2], started_at=ISSUED,
                invitation_id=link, invitation_kind="personal",
            )  # fmt: skip
    storage.draws.add_drawn(unit, "k", "d", rows)


@pytest.fixture
async def figures(storage: SqlStorage, texts: Catalogues) -> Figures:
    for event in events(*HAPPENED):
        unit = UnitOfWork()
        storage.units.add(unit, event)
        await storage.commit(unit)
    await put_plan(storage)
    unit = UnitOfWork()
    made = [*drawn(storage, unit)]
    await storage.commit(unit)
    await put_crowd(storage, made)
    return Figures(storage, FORMS, Rules(), texts)


async def edition(figures: Figures, unit: str | None, tree: Literal["then", "now"]) -> Edition:
    return await figures.edition(Scope(unit_id=unit, unit_name="", tree=tree), QUARTER, NOW)


@pytest.mark.parametrize("unit", [None, "top", "P"])
async def test_the_weighted_whole_is_what_it_was_before_the_split(
    figures: Figures, unit: str | None
) -> None:
    then, now = await edition(figures, unit, "then"), await edition(figures, unit, "now")
    assert now.levels[0].share == then.levels[0].share
    wanted = 1000 / 1200 if unit == "P" else CONTENT
    assert now.levels[0].share.weighted == pytest.approx(wanted)
    assert not any(one.gap == "frame_parted" for one in now.missing)


@pytest.mark.parametrize("unit", ["a1", "a2"])
async def test_a_part_is_not_weighted_and_says_of_which_frame(figures: Figures, unit: str) -> None:
    found = await edition(figures, unit, "now")
    share = found.levels[0].share
    assert (share.respondents, share.weighted) == (40, None)
    assert [one.about for one in found.missing if one.gap == "frame_parted"] == ["BHXH a"]
