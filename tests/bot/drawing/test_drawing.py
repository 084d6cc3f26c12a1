"""Draws of a campaign: from what counts, for whom it is approved, each person once, sealed."""

import dataclasses
import zlib

import pytest
from msgspec.structs import replace

from bot.drawing import DrawRefusedError, Refusal
from flows.identifiers import Instant
from flows.time_units import DAY, MINUTE
from storage.base import UnitOfWork
from survey.campaign_life import started
from survey.seals import Kind, sealed
from tests.bot.drawing.province import CAMPAIGN, GROUP, NOW, Province, a_person


async def test_what_is_drawn_is_what_the_outlook_said(province: Province) -> None:
    outlook = await province.sampler.outlook()
    draw = await province.draw()
    record = draw.sealed.record
    assert record.strata == outlook.strata
    assert (record.drawn.main, record.drawn.reserve) == (outlook.main, outlook.reserve)
    assert sum(outlook.frame.values()) == record.frame.rows == 300
    rows = await province.storage.draws.drawn(draw.id)
    assert [row.role for row in rows].count("main") == outlook.main
    assert len({row.transaction_id for row in rows}) == outlook.main + outlook.reserve


async def test_a_draw_is_sealed_and_its_seal_stands_in_the_log(province: Province) -> None:
    draw = await province.draw()
    assert sealed(draw.sealed.record).seal == draw.seal
    [line] = [
        dict(row)
        for row in await province.storage.audit.listed()
        if dict(row)["action"] == "campaign.drawn"
    ]
    assert draw.seal in str(line["detail"])


async def test_the_same_seed_draws_the_same_and_another_others(province: Province) -> None:
    first = await province.draw(seed="one")
    keys = await province.keys(first)
    await province.sampler.void()
    province.moved_on()
    assert await province.keys(await province.draw(seed="one")) == keys
    await province.sampler.void()
    province.moved_on()
    assert await province.keys(await province.draw(seed="two")) != keys


async def test_a_frame_is_what_counts_of_the_campaigns_period_and_units(
    province: Province,
) -> None:
    others = [
        a_person(1, "list-2", done_on="2025-12-31"),
        a_person(2, "list-2", unit_id="elsewhere"),
        a_person(3, "list-2", frame="employer"),
        a_person(4, "list-2", done_on="2026-12-31"),
        a_person(5, "list-2", mode=None, area=None),
    ]
    await province.hand_in("list-2", others)
    outlook = await province.sampler.outlook()
    assert sum(outlook.frame.values()) == 302
    assert outlook.out == {"no_group": 1}
    record = (await province.draw()).sealed.record
    assert record.frame.rows == 302
    assert set(record.frame.lists) == {"list-1", "list-2"}


async def test_a_list_that_does_not_count_is_no_frame(province: Province) -> None:
    record = await province.storage.imports.by_id("list-1")
    assert record is not None
    unit = UnitOfWork()
    province.storage.imports.save(unit, replace(record, state="undone"), record)
    await province.storage.commit(unit)
    with pytest.raises(DrawRefusedError, match="empty"):
        await province.draw()


async def test_groups_share_people_out_by_what_they_are_about(province: Province) -> None:
    direct = replace(GROUP, id="direct", modes=("direct",), unit_ids=("a",))
    await province.plan(direct, replace(GROUP, id="rest", procedures=("9.9",)))
    outlook = await province.sampler.outlook()
    assert {(one.group, one.unit, one.mode) for one in outlook.frame} == {
        ("direct", "a", "direct")
    }
    assert outlook.out == {"no_group": 225}


async def test_who_was_asked_a_short_while_ago_is_left_out_and_counted(
    province: Province,
) -> None:
    await province.ask("list-1/0000001", 89)
    await province.ask("list-1/0000002", 91)
    assert (await province.sampler.outlook()).out == {"asked_lately": 1}
    record = (await province.draw()).sealed.record
    assert (record.frame.rows, record.frame.asked_lately) == (299, 1)


async def test_a_person_with_many_transactions_is_drawn_once(province: Province) -> None:
    often = [a_person(at, "list-2", person="one") for at in range(1, 101)]
    await province.hand_in("list-2", often)
    keys = await province.keys(await province.draw())
    assert sum(key.startswith("list-2/") for key in keys) <= 1


async def test_few_people_with_many_rows_owe_what_they_can_give(province: Province) -> None:
    """1,000 rows of 50 people: 286 answers were planned, which nobody could ever bring."""
    await province.plan(replace(GROUP, unit_ids=("b",), response_rate=0.5))
    often = [
        a_person(at, "list-2", unit_id="b", person=f"often {at % 50}", phone=None)
        for at in range(1, 1_001)
    ]
    await province.hand_in("list-2", often)
    record = (await province.draw()).sealed.record
    rows = await province.storage.draws.fills(CAMPAIGN.id)
    assert sum(one.main for one in rows) == sum(one.main for one in record.strata)
    assert all(one.wanted <= one.main for one in rows)
    assert sum(one.main + one.reserve for one in rows) <= 150 + 50


@pytest.mark.parametrize("told_first", [True, False])
async def test_a_number_drawn_before_is_known_again_whatever_else_is_told(
    province: Province, *, told_first: bool
) -> None:
    """Of one list a person and a number, of the other the number alone."""
    everybody = replace(GROUP, size=300, response_rate=1)
    await province.plan(everybody)
    named = a_person(1, "list-2", phone="+84900000000")
    alone = replace(a_person(1, "list-3", phone="+84900000000"), person=None)
    first, second = (named, alone) if told_first else (alone, named)
    await province.hand_in(first.import_id or "", [first])
    await province.plan(replace(everybody, size=301))
    await province.draw()
    await province.hand_in(second.import_id or "", [second])
    assert (await province.sampler.outlook("top_up")).out == {"drawn_before": 1}


async def test_nothing_personal_is_in_a_frame_and_people_have_other_names_in_each(
    province: Province,
) -> None:
    names = []
    for _ in range(2):
        draw = await province.draw()
        lines = [piece async for piece in province.storage.draws.frame(draw.id)]
        text = b"".join(map(zlib.decompress, lines)).decode()
        assert "910000001" not in text
        names.append(text.splitlines()[0].split(",")[5])
        await province.sampler.void()
        province.moved_on()
    assert len(set(names)) == 2


# -- when it may be drawn


@pytest.mark.parametrize("state", ["draft", "awaiting", "closed", "discarded"])
async def test_only_an_approved_campaign_draws(province: Province, state: str) -> None:
    province.campaign = replace(CAMPAIGN, life=replace(CAMPAIGN.life, state=state))
    with pytest.raises(DrawRefusedError, match="not_approved"):
        await province.draw()


async def test_what_was_approved_alone_as_small_draws_nobody_more(province: Province) -> None:
    alone = replace(CAMPAIGN.life, approved_by=CAMPAIGN.life.made_by)
    terms = replace(CAMPAIGN.terms, approve_above=100)
    province.campaign = replace(CAMPAIGN, life=alone, terms=terms)
    with pytest.raises(DrawRefusedError, match="not_approved"):
        await province.draw()
    await province.plan(replace(GROUP, size=60))
    assert (await province.draw()).sealed.record.drawn.main == 75


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [("first", "drawn_already"), ("top_up", "empty")],
)
async def test_a_campaign_has_one_first_draw_and_no_top_up_of_nothing(
    province: Province, kind: Kind, refusal: Refusal
) -> None:
    await province.draw()
    with pytest.raises(DrawRefusedError, match=refusal):
        await province.draw(kind)


async def test_later_draws_follow_a_first_one(province: Province) -> None:
    with pytest.raises(DrawRefusedError, match="not_drawn"):
        await province.draw("top_up")


async def test_draws_are_taken_back_only_before_anybody_is_asked(province: Province) -> None:
    draw = await province.draw()
    running = replace(province.campaign, life=started(CAMPAIGN.life))
    with pytest.raises(DrawRefusedError, match="asked_already"):
        await dataclasses.replace(province, campaign=running).sampler.void()
    await province.sampler.void()
    assert await province.storage.draws.of_campaign(CAMPAIGN.id) == []
    lines = [dict(row) for row in await province.storage.audit.listed()]
    assert any(
        line["action"] == "campaign.draw_voided" and draw.seal in str(line["detail"])
        for line in lines
    )


# -- later draws


async def test_a_top_up_draws_from_what_came_later_with_the_same_fractions(
    province: Province,
) -> None:
    draw = await province.draw()
    [somebody, *_] = await province.keys(draw)
    later = [a_person(at, "list-2") for at in range(1, 151)]
    drawn_before = a_person(151, "list-2", person=f"list-1 {int(somebody[-7:])}")
    await province.hand_in("list-2", [*later, drawn_before])
    top_up = await province.draw("top_up")
    record = top_up.sealed.record
    assert (top_up.number, record.frame.rows, record.frame.drawn_before) == (2, 150, 1)
    assert abs(record.drawn.main - draw.sealed.record.drawn.main / 2) <= 1
    assert all(key.startswith("list-2/") for key in await province.keys(top_up))


async def test_transactions_that_came_one_by_one_are_drawn_from_once_they_are_settled(
    province: Province,
) -> None:
    await province.hand_in_one(1, Instant(NOW - DAY))
    await province.hand_in_one(2, Instant(NOW - MINUTE))
    assert (await province.draw()).frame_size == 301
    province.now = Instant(NOW + DAY)
    outlook = await province.sampler.outlook("top_up")
    assert sum(outlook.frame.values()) == 1


async def test_further_reserves_come_from_who_was_not_drawn(province: Province) -> None:
    await province.plan(replace(GROUP, size=60))
    first = await province.draw()
    more = await province.draw("substitution")
    record = more.sealed.record
    assert (record.drawn.main, record.drawn.reserve) == (0, first.sealed.record.drawn.reserve)
    assert not {*await province.keys(first)} & {*await province.keys(more)}
