"""Plans and targets: whose they are, of which period, and of which unit after a reform."""

from datetime import date

import pytest

from bot.figures.framing import Frames, frames_of
from bot.figures.placing import Placing
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from storage.opening import SqlStorage
from survey.campaigns import Life, Parts, Target, Terms
from survey.editions import Period, Scope
from survey.sample_plans import StratumPlan
from survey.unit_events import Cover, Found, Merge, Split
from tests.survey.units import founded, tree

TREE = tree(
    *founded("top"),
    *founded("P", "Q", parent="top"),
    *founded("p", "r", parent="P"),
    ("2020-01-01", Cover("r", ("m", "n"))),
    ("2026-02-01", Merge(("p",), "P")),
    ("2026-02-01", Found("r1", "BHXH r1", "local", "P")),
    ("2026-02-01", Found("r2", "BHXH r2", "local", "P")),
    ("2026-02-01", Split("r", ("r1", "r2"), {"m": "r1", "n": "r2"})),
)
LIFE = Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a")


@pytest.fixture
async def campaigns(storage: SqlStorage) -> SqlStorage:
    """One campaign of each unit and one of all, in January: 10 wanted of each of p, r and Q."""
    unit = UnitOfWork()
    for name in (None, "top", "P", "Q", "p"):
        terms = Terms(title="k", unit_id=name, from_day="2026-01-01", to_day="2026-01-31",
                      opens_on="2026-01-05", closes_on="2026-01-25")  # fmt: skip
        record = CampaignRecord(id=f"of-{name}", terms=terms, life=LIFE)
        target = Target(indicator="overall", percent=90, source=f"of {name}")
        storage.campaigns.add(unit, record, Parts(targets=(target,)))
    plans = [
        StratumPlan(group="g", unit=name, area="urban", mode="direct", frame=100, wanted=10,
                    main=10, reserve=0)
        for name in ("p", "r", "Q")
    ]  # fmt: skip
    draw = DrawRecord(
        id="d", campaign_id="of-top", number=1, kind="first", seed="s", frame_hash="f",
        frame_size=300, program="p", record="{}", seal="seal", at=Instant(1), by="a",
    )  # fmt: skip
    storage.draws.add(unit, draw, plans)
    await storage.commit(unit)
    return storage


async def framed(
    storage: SqlStorage, unit: str | None, first: str = "2026-01-01", last: str = "2026-03-31"
) -> Frames:
    period = Period(span="other", from_day=first, to_day=last)
    scope = Scope(unit_id=unit, unit_name="", tree="now")
    return await frames_of(storage, Placing(TREE, scope, period, date.fromisoformat(last)))


@pytest.mark.parametrize(
    ("unit", "given_by"),
    [
        (None, {"None", "top"}),
        ("top", {"None", "top"}),
        ("P", {"None", "top", "P"}),
        ("Q", {"None", "top", "Q"}),
    ],
)
async def test_targets_are_those_of_the_unit_and_of_units_above(
    campaigns: SqlStorage, unit: str | None, given_by: set[str]
) -> None:
    found = await framed(campaigns, unit)
    assert {one.source for one in found.targets} == {f"of {name}" for name in given_by}


async def test_only_draws_of_its_own_units_are_pinned(campaigns: SqlStorage) -> None:
    assert (await framed(campaigns, "P")).seals == {"of-top": "seal"}
    assert (await framed(campaigns, "r1")).seals == {}


async def test_an_heir_has_the_plan_of_what_it_took_over(campaigns: SqlStorage) -> None:
    assert (await framed(campaigns, None)).wanted == {"P": 10, "Q": 10, None: 10}
    assert (await framed(campaigns, "P")).wanted == {"P": 10, None: 10}
    assert (await framed(campaigns, None, last="2026-01-31")).wanted == {
        "p": 10, "r": 10, "Q": 10,
    }  # fmt: skip


async def test_a_plan_is_none_of_a_part_of_its_field_work(campaigns: SqlStorage) -> None:
    found = await framed(campaigns, None, first="2026-01-10")
    assert found.wanted == {}
    assert found.populations
    [longer] = found.longer
    assert (longer.key, longer.from_day, longer.to_day) == ("of-top", "2026-01-05", "2026-01-25")
    assert longer.planned == 30
    [own] = (await framed(campaigns, "P", first="2026-01-10")).longer
    assert own.planned == 20  # of p, which it took over, and of r, all of whose parts it has


STRATA = {unit: f"of-top/g/{unit}/urban/direct" for unit in ("p", "r", "Q")}


@pytest.mark.parametrize(
    ("unit", "weighed", "parted"),
    [
        (None, {"p", "r", "Q"}, ()),
        ("top", {"p", "r", "Q"}, ()),
        ("P", {"p", "r"}, ()),
        ("Q", {"Q"}, ()),
        ("r1", set(), ("r",)),
        ("r2", set(), ("r",)),
    ],
)
async def test_a_frame_is_of_those_who_have_all_of_its_unit(
    campaigns: SqlStorage, unit: str | None, weighed: set[str], parted: tuple[str, ...]
) -> None:
    found = await framed(campaigns, unit)
    assert found.populations == dict.fromkeys((STRATA[name] for name in weighed), 100)
    assert found.parted == parted


@pytest.mark.parametrize(
    ("first", "last"), [("2026-01-01", "2026-03-31"), ("2026-01-26", "2026-03-31")]
)
async def test_what_lies_within_a_period_or_beside_it_is_no_longer_plan(
    campaigns: SqlStorage, first: str, last: str
) -> None:
    assert (await framed(campaigns, None, first, last)).longer == ()
