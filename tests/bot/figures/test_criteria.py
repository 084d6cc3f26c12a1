"""Criteria, participants and wishes: all are counted, also of forms that changed (R39, R40)."""

from typing import Literal

import pytest

from bot.counting import Forms
from bot.figures import Figures
from bot.i18n import Catalogues
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.opening import SqlStorage
from survey.campaigns import Life, Parts, Target, Terms
from survey.editions import Edition, Period, Scope
from survey.findings.rules import findings
from survey.unit_events import Rename
from survey.validity import Rules
from survey.withholding import withheld_edition
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST
from tests.bot.figures.reforms import changed, relabelled
from tests.survey.units import events, founded

JANUARY = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
WHOLE = Scope(unit_id=None, unit_name="tỉnh", tree="then")
MC = FORMS["mc", NEWEST["mc"]]
LATER = Instant(BEGIN + 40 * DAY)


async def edition_of(
    storage: SqlStorage, texts: Catalogues, forms: Forms = FORMS, period: Period = JANUARY
) -> Edition:
    return await Figures(storage, forms, Rules(), texts).edition(WHOLE, period, LATER)


async def test_a_criterion_that_left_its_form_stays_and_a_reworded_one_is_named(
    storage: SqlStorage, texts: Catalogues
) -> None:
    forms = {**FORMS, ("mc", MC.version + 1): changed(MC, without="MC1", reworded="MC5")}
    crowd = [
        answered(n, {"MC1": 5, "MC2": 2, "MC5": 4}, version=MC.version + n % 2, started_at=BEGIN)
        for n in range(40)
    ]
    await put_crowd(storage, crowd)
    found = await edition_of(storage, texts, forms)
    rows = {row.key: row for row in found.levels}
    assert rows["mc.MC1"].share.answers == 20  # the newer version does not ask it
    parts = [row.share.answers for row in found.levels if row.factor == "B1"]
    assert sum(parts) == rows["B1"].share.answers == 60
    assert [one.key for one in found.levels if "." in one.key][-1] == "mc.MC1"
    [reworded] = [one for one in found.missing if one.gap == "criterion_reworded"]
    assert reworded.about == rows["mc.MC5"].label != "Lời mới"
    pinned = [(one.name, one.version) for one in found.pins if one.kind == "form"]
    assert pinned == [("mc", str(MC.version)), ("mc", str(MC.version + 1))]
    assert {one.id for one in findings(found)} >= {"limits.criterion_reworded"}


async def test_what_was_reworded_since_the_period_before_is_named_too(
    storage: SqlStorage, texts: Catalogues
) -> None:
    forms = {**FORMS, ("mc", MC.version + 1): changed(MC, reworded="MC5")}
    crowd = [
        answered(n, {"MC5": 4}, version=MC.version + n % 2,
                 started_at=Instant(BEGIN + n % 2 * 30 * DAY))
        for n in range(40)
    ]  # fmt: skip
    await put_crowd(storage, crowd)
    february = Period(span="other", from_day="2026-02-01", to_day="2026-02-28")
    found = await edition_of(storage, texts, forms, february)
    assert {one.label for one in found.levels if one.key == "mc.MC5"} == {"Lời mới"}
    assert "Lời mới" in {one.about for one in found.missing if one.gap == "criterion_reworded"}
    assert [one.version for one in found.pins if one.kind == "form"] == [
        str(MC.version), str(MC.version + 1),
    ]  # fmt: skip


async def test_participants_are_measured_without_the_forms_of_organisations(
    storage: SqlStorage, texts: Catalogues
) -> None:
    """R40: participants > 85 %, and what employers say does not count for it."""
    unit = UnitOfWork()
    terms = Terms(title="k", from_day="2026-01-01", to_day="2026-01-31", opens_on="2026-01-01",
                  closes_on="2026-01-31")  # fmt: skip
    life = Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a")
    target = Target(indicator="participants", percent=85, source="38/QĐ-TTg")
    storage.campaigns.add(
        unit, CampaignRecord(id="k", terms=terms, life=life), Parts(targets=(target,))
    )
    await storage.commit(unit)
    people = [answered(n, {"MC1": 5}, version=MC.version, started_at=BEGIN) for n in range(200)]
    firms = [
        answered(n, {"DN1": 1}, form="dn", version=NEWEST["dn"], started_at=BEGIN)
        for n in range(200, 300)
    ]
    await put_crowd(storage, [*people, *firms])
    found = await edition_of(storage, texts)
    [line] = found.targets
    assert (line.share.raw, line.share.respondents, line.verdict) == (1.0, 200, "reached")
    assert found.levels[0].share.respondents == 300


async def test_wishes_are_counted_said_and_withheld_like_reasons(
    storage: SqlStorage, texts: Catalogues
) -> None:
    wishes = ["waiting"] * 12 + ["paperwork"] * 3
    crowd = [
        answered(n, {"MC1": 5, "N1": wish}, version=MC.version, started_at=BEGIN)
        for n, wish in enumerate(wishes)
    ]
    await put_crowd(storage, crowd)
    found = await edition_of(storage, texts)
    assert [(one.key, one.kind, one.count, one.factor) for one in found.themes] == [
        ("N1.waiting", "wish", 12, None), ("N1.paperwork", "wish", 3, None),
    ]  # fmt: skip
    assert found.themes[0].label == "Giảm thời gian chờ"
    [said] = [one for one in findings(found) if one.id == "voices.wish_all"]
    assert said.values["count"] == 15
    assert said.figures == ("themes/N1.waiting", "themes/N1.paperwork")
    assert [one.key for one in withheld_edition(found).themes] == ["N1.waiting"]


async def test_forms_that_mean_different_things_by_one_choice_are_counted_apart(
    storage: SqlStorage, texts: Catalogues
) -> None:
    other = relabelled(FORMS["el", NEWEST["el"]], "L1_B3", "attitude", "Thiếu người")
    versions = {**NEWEST, "el": other.version}
    crowd = [
        answered(n, {"L1_B3": "attitude"}, form=name, version=versions[name], started_at=BEGIN)
        for n, name in enumerate(["mc", "mc", "kb", "el"])
    ]
    await put_crowd(storage, crowd)
    found = await edition_of(storage, texts, {**FORMS, other.key: other})
    counts = {one.key: (one.label == "Thiếu người", one.count) for one in found.themes}
    assert counts == {"B3.attitude@el": (True, 1), "B3.attitude@kb+mc": (False, 3)}


@pytest.mark.parametrize("tree", ["then", "now"])
async def test_a_unit_bears_the_name_that_it_had_at_the_end_of_the_period(
    storage: SqlStorage, texts: Catalogues, tree: Literal["then", "now"]
) -> None:
    for event in events(*founded("u"), ("2026-03-01", Rename("u", "BHXH mới"))):
        unit = UnitOfWork()
        storage.units.add(unit, event)
        await storage.commit(unit)
    figures = Figures(storage, FORMS, Rules(), texts)
    scope = Scope(unit_id="u", unit_name="BHXH mới", tree=tree)
    march = Period(span="other", from_day="2026-03-01", to_day="2026-03-31")
    named = [
        (await figures.edition(scope, one, LATER)).scope.unit_name for one in (JANUARY, march)
    ]
    assert named == ["BHXH u", "BHXH mới"]
