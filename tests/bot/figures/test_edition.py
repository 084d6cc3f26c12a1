"""What an edition says: weighted and raw, compared, ranked, driven, and what is missing."""

import random
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace

from bot.figures import Cell, Figures
from bot.figures.naming import LEVEL_NAMES
from bot.i18n import Catalogues
from flows.desk.policy import Scope as Viewer
from flows.identifiers import Instant, InvitationId, ResponseId
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawnRow, DrawRecord
from storage.opening import SqlStorage
from survey.call_backs import Outcome
from survey.campaigns import Group, Life, Parts, Target, Terms
from survey.editions import Edition, Period, Scope, Variant
from survey.findings.rules import findings
from survey.index import FACTORS, OVERALL
from survey.sample_plans import StratumPlan
from survey.validity import Rules
from tests.bot.figures.crowds import Form, answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST
from tests.storage.records import invitation

JANUARY = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
FEBRUARY = Period(span="other", from_day="2026-02-01", to_day="2026-02-28")
WHOLE = Scope(unit_id=None, unit_name="tỉnh", tree="then")
NOW = Instant(BEGIN + 100 * DAY)
RATED = [one for one in FORMS["mc", NEWEST["mc"]].questions if one.type == "scale5"]
EACH = 60
"""Respondents of each unit in each month."""
FRAMES = {"u1": 900, "u2": 100}
_EVERYBODY = Viewer(account_id="a", units=None, own_units=None, restricted_units=None)
CHANCE = {"u1": 0.9, "u2": 0.6}
"""How often a rating is a satisfied one."""


def campaign() -> CampaignRecord:
    terms = Terms(title="k", from_day="2026-01-01", to_day="2026-02-28", opens_on="2026-01-01",
                  closes_on="2026-02-28")  # fmt: skip
    life = Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a")
    return CampaignRecord(id="k", terms=terms, life=life)


def drawn(storage: SqlStorage, unit: UnitOfWork, people: list[tuple[str, int]]) -> None:
    """Draw people of two units that are very different in size, as many of each."""
    plans = [
        StratumPlan(group="g", unit=name, area="urban", mode=mode, frame=frame, wanted=EACH,
                    main=EACH, reserve=0)
        for (name, frame), mode in zip(FRAMES.items(), ("direct", "online"), strict=True)
    ]  # fmt: skip
    draw = DrawRecord(
        id="d", campaign_id="k", number=1, kind="first", seed="s", frame_hash="f", frame_size=1000,
        program="p", record="{}", seal="seal", at=BEGIN, by="a",
    )  # fmt: skip
    storage.draws.add(unit, draw, plans)
    rows = [DrawnRow(f"t{name}", "g", place, "main", n) for n, (name, place) in enumerate(people)]
    storage.draws.add_drawn(unit, "k", draw.id, rows)


def crowd(chance: random.Random) -> Iterator[Form]:
    """Drawn people of January, posters of February."""
    for number in range(4 * EACH):
        unit = f"u{1 + number % 2}"
        own = CHANCE[unit] - 0.1 * chance.random()
        ratings: dict[str, int | str] = {
            one.id: chance.choice((4, 5)) if chance.random() < own else chance.choice((1, 2, 3))
            for one in RATED
        }
        in_january = number < 2 * EACH
        yield answered(
            number, ratings, version=NEWEST["mc"], unit_id=unit,
            started_at=Instant(BEGIN + (5 if in_january else 35) * DAY),
            invitation_id=InvitationId(f"i{number}"),
            invitation_kind="personal" if in_january else chance.choice(("place", "assisted")),
        )  # fmt: skip


@pytest.fixture
async def planted(either: SqlStorage, texts: Catalogues) -> Figures:
    return await plant(either, texts)


async def plant(storage: SqlStorage, texts: Catalogues) -> Figures:
    """Drawn people of two units in January, others in February, with their figures."""
    figures = Figures(storage, FORMS, Rules(), texts)
    forms = [*crowd(random.Random("edition"))]
    unit = UnitOfWork()
    targets = (Target(indicator="overall", percent=70, source="1/QĐ"),
               Target(indicator="service", percent=99, source="1/QĐ"))  # fmt: skip
    groups = (Group(id="g", title="Người đến một cửa", form="mc"),)
    storage.campaigns.add(unit, campaign(), Parts(groups=groups, targets=targets))
    drawn(storage, unit, [(str(n), n % 2) for n in range(2 * EACH)])
    for name in FRAMES:
        storage.places.add_unit(unit, name, f"BHXH {name}", None)
    for number, (record, _) in enumerate(forms):
        made = invitation(
            str(record.invitation_id), kind=record.invitation_kind, form="mc", campaign_id="k",
            created_at=record.started_at, transaction_id=f"t{number}", trial=False, demo=False,
            period_from="2025-11-20", period_to="2025-11-22",
        )  # fmt: skip
        storage.invitations.add(unit, made)
    await storage.commit(unit)
    await put_crowd(storage, forms)
    return figures


async def edition_of(figures: Figures, period: Period = JANUARY) -> Edition:
    return await figures.edition(WHOLE, period, NOW)


async def test_figures_that_nobody_issues_are_those_that_would_be(planted: Figures) -> None:
    issued, cells = await edition_of(planted), await planted.cells(WHOLE, JANUARY, NOW)
    assert cells.levels == issued.levels
    assert cells.units == issued.units
    assert cells.tables == issued.tables
    assert cells.words == issued.words
    assert cells.levels[0].share.respondents == 2 * EACH


async def test_what_was_drawn_is_weighted_to_its_frame(planted: Figures) -> None:
    found = await edition_of(planted)
    whole = found.levels[0].share
    raw = {row.unit_id: row.levels[0].share.raw or 0 for row in found.units}
    assert whole.weighted == pytest.approx(0.9 * raw["u1"] + 0.1 * raw["u2"], abs=0.005)
    assert whole.raw == pytest.approx((raw["u1"] + raw["u2"]) / 2, abs=0.005)
    assert whole.respondents == 2 * EACH
    assert "no_frame" not in {one.gap for one in found.missing}


async def test_values_know_the_unit_and_the_values_that_they_lie_within(
    planted: Figures,
) -> None:
    tables = (await edition_of(planted)).tables
    [form], [group] = tables["form"], tables["group"]
    assert f"form/{form.key}" in group.within
    assert not [name for name in group.within if name.startswith("unit/")]  # it is of both
    whole = await planted.whole(JANUARY, NOW)
    assert whole.tables["group"][0].within == group.within


async def test_values_of_every_dimension_have_their_factors(planted: Figures) -> None:
    """Each unit was drawn for one mode alone, so that both have the same figures."""
    found = await edition_of(planted)
    units = {row.unit_id: [level.share for level in row.levels] for row in found.units}
    modes = {row.key: row for row in found.tables["mode"]}
    for unit, mode in (("u1", "direct"), ("u2", "online")):
        row = modes[mode]
        assert [one.key for one in row.factors] == [*FACTORS]
        told = [row.share, row.part, row.service, *(one.share for one in row.factors)]
        assert told == units[unit]
    assert all(len(row.factors) == len(FACTORS) for rows in found.tables.values() for row in rows)


async def test_a_dashboard_says_of_targets_and_changes_what_the_report_says(
    planted: Figures,
) -> None:
    edition = await edition_of(planted, FEBRUARY)
    standing = await planted.standing(WHOLE, FEBRUARY, NOW)
    assert standing.targets == edition.targets != ()
    assert standing.changes == edition.changes != ()
    assert [row.share for row in standing.beside] == [edition.csat]


async def test_a_campaign_at_work_is_as_far_as_those_it_drew_have_answered(
    planted: Figures,
) -> None:
    [whole] = await planted.at_work(WHOLE, NOW)
    assert (whole.wanted, whole.valid) == (2 * EACH, 2 * EACH)
    [part] = await planted.at_work(replace(WHOLE, unit_id="u1"), NOW)
    assert (part.campaign_id, part.wanted, part.valid) == ("k", EACH, EACH)
    assert await planted.at_work(replace(WHOLE, unit_id="u3"), NOW) == ()


async def test_groups_are_called_by_their_names_wherever_they_are_shown(
    planted: Figures,
) -> None:
    edition = await planted.edition(WHOLE, JANUARY, NOW)
    overview = await planted.overview(WHOLE, JANUARY, "group", NOW)
    [group] = overview.tables["group"]
    assert [group.label] == [row.label for row in edition.tables["group"]] != [group.key]
    cell = Cell(dimension="group", value=group.key)
    assert await planted.called(WHOLE, JANUARY, cell, NOW) == group.label


async def test_it_compares_ranks_and_judges(planted: Figures) -> None:
    found = await edition_of(planted)
    assert [(one.indicator, one.verdict) for one in found.targets] == [
        ("overall", "reached"), ("service", "not_reached"),
    ]  # fmt: skip
    assert [(one.key, one.first, one.last) for one in found.ranking] == [
        ("u1", 1, 1),
        ("u2", 2, 2),
    ]
    [mode] = found.variants
    assert (mode.kind, mode.direction) == ("mode_direct_online", "higher")
    assert {one.factor for one in found.drivers} == {*FACTORS}
    assert [one.label for one in found.counts] == ["BHXH u1", "BHXH u2"]
    assert dict(found.proofs.by_kind)["personal"] == 2 * EACH
    gaps = {one.gap for one in found.missing}
    assert gaps == {"no_earlier_period", "no_call_backs"}


async def test_a_plan_stands_beside_the_forms_of_all_its_field_work(planted: Figures) -> None:
    whole = replace(FEBRUARY, from_day=JANUARY.from_day)
    assert [one.planned for one in (await edition_of(planted, whole)).counts] == [EACH, EACH]
    january, february = await edition_of(planted), await edition_of(planted, FEBRUARY)
    assert [one.planned for one in january.counts] == [None, None]
    (so_far,), (at_last,) = january.plans, february.plans
    assert (so_far.planned, so_far.valid) == (2 * EACH, 2 * EACH)
    assert at_last == so_far  # of February's forms none is the campaign's own
    assert "conduct.plan_so_far.k" in {one.id for one in findings(january)}


async def test_services_are_told_by_their_days_whenever_they_were_asked_about(
    planted: Figures,
) -> None:
    assert (await edition_of(planted)).served == ("2025-11-20", "2025-11-22")
    assert (await edition_of(planted, FEBRUARY)).served == ("2026-02-09", "2026-02-09")
    ten_days = replace(JANUARY, to_day="2026-01-10")
    assert (await edition_of(planted, ten_days)).served == ("2025-11-20", "2025-11-22")
    assert (await edition_of(planted, replace(JANUARY, to_day="2026-01-09"))).served is None


async def test_about_whom_something_is_missing_is_said_by_name(planted: Figures) -> None:
    found = await planted.storage.campaigns.by_id(None, "k")
    assert found is not None
    terms = replace(found.terms, opens_on="2026-03-01", closes_on="2026-03-31")
    later = UnitOfWork()
    planted.storage.campaigns.save(later, replace(found, terms=terms))
    await planted.storage.commit(later)
    march = Period(span="other", from_day="2026-03-01", to_day="2026-03-31")
    silent = await edition_of(planted, march)
    about = {(one.gap, one.about) for one in silent.missing}
    assert silent.changes == ()
    assert "no_earlier_period" not in {gap for gap, _ in about}, "February has answers"
    assert ("unit_without_forms", "BHXH u1") in about
    assert ("factor_without_answers", planted.texts.text("vi", LEVEL_NAMES["A3"])) in about


async def test_a_later_period_tells_the_change_and_what_it_has_no_frame_for(
    planted: Figures,
) -> None:
    found = await edition_of(planted, FEBRUARY)
    assert {one.key for one in found.changes} >= {OVERALL, "A", "B5", "csat"}
    assert found.levels[0].share.weighted is None
    assert {one.kind for one in found.variants} == {"without_assisted", "without_place"}
    assert [day for day, _ in found.trend] == ["2026-01-01", "2026-02-01"]
    gaps = {one.gap: one.count for one in found.missing}
    assert gaps["stratum_unheard"] == 2
    assert "no_frame" not in gaps  # there is one, and nobody of it answered


async def test_weighted_figures_are_never_held_against_raw_ones(planted: Figures) -> None:
    """January was drawn, February came by posters: both are compared as answered."""
    january, february = await edition_of(planted), await edition_of(planted, FEBRUARY)
    (overall, *_) = february.changes
    assert january.levels[0].share.weighted is not None
    assert overall.before.best == january.levels[0].share.raw
    assert overall.after is not None
    assert overall.after.best == february.levels[0].share.raw
    assert overall.points == pytest.approx((overall.after.best or 0) - (overall.before.best or 0))
    assert [share.best for _, share in february.trend] == [overall.before.best, overall.after.best]
    assert [share.best for _, share in january.trend] == [january.levels[0].share.weighted]


async def test_the_same_figures_have_the_same_name_and_survive_being_stored(
    planted: Figures,
) -> None:
    found = await edition_of(planted)
    later = await planted.edition(WHOLE, JANUARY, Instant(NOW + DAY))
    assert later.id == found.id
    assert msgspec.json.decode(msgspec.json.encode(found), type=Edition) == found
    erased = ResponseId("r0000001")
    unit = UnitOfWork()
    planted.storage.responses.erase(unit, erased)
    await planted.storage.commit(unit)
    changed = await edition_of(planted)
    assert changed.id != found.id
    assert changed.levels[0].share.respondents == 2 * EACH - 1
    assert await planted.storage.figures.known([erased]) == {}


# -- without those whom a call refuted


async def called(storage: SqlStorage, outcome: Outcome, many: int) -> None:
    """Call so many people of each unit in February."""
    unit = UnitOfWork()
    for number in range(2 * EACH, 2 * EACH + 2 * many):
        name = ResponseId(f"r{number:07}")
        storage.call_backs.record(unit, name, outcome, "", NOW, "a")
    await storage.commit(unit)


async def test_the_index_is_also_reckoned_without_the_refuted_ones(
    planted: Figures, either: SqlStorage
) -> None:
    before = await edition_of(planted, FEBRUARY)
    assert "no_call_backs" in {one.gap for one in before.missing}
    await called(either, "prompted", 20)
    await called(either, "confirmed", 5)  # called once more: it was a mistake
    found = await edition_of(planted, FEBRUARY)
    assert found.levels == before.levels, "refuted ones still count until two set them aside"
    [variant] = (one for one in found.variants if one.kind == "without_refuted")
    assert variant.second.raw == before.levels[0].share.raw
    assert variant.first.respondents == 2 * EACH - 30
    assert (found.proofs.by_level[-1], found.proofs.refuted, found.proofs.called) == (10, 30, 40)
    assert "no_call_backs" not in {one.gap for one in found.missing}
    rules = {one.rule for one in findings(found)}
    assert {"evidence_called", "called", f"without_refuted{proven(variant)}"} <= rules
    assert (await edition_of(planted)).proofs.called == 0, "nobody of January was called"


def proven(variant: Variant) -> str:
    return "_not_proven" if variant.direction == "not_proven" else ""


async def test_what_is_left_without_the_refuted_ones_is_reckoned_from_their_answers(
    planted: Figures, either: SqlStorage
) -> None:
    await called(either, "no_transaction", 15)
    [variant] = (
        one
        for one in (await edition_of(planted, FEBRUARY)).variants
        if one.kind == "without_refuted"
    )
    satisfied = rated = 0
    for number in range(2 * EACH + 30, 4 * EACH):
        for one in await either.answers.current(ResponseId(f"r{number:07}")):
            if any(one.question == asked.id and asked.factor for asked in RATED):
                rated += 1
                satisfied += int(str(one.value)) >= 4
    assert (variant.first.answers, variant.first.raw) == (rated, satisfied / rated)
    cell = Cell(dimension="without", value="refuted")
    assert len(await planted.responses_of(_EVERYBODY, WHOLE, FEBRUARY, cell, NOW)) == 2 * EACH - 30
