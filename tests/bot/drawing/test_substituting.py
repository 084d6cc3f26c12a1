"""Who cannot be asked is replaced by a reserve, and more are asked where the fill is least."""

from collections import Counter

import pytest
from msgspec.structs import replace

from bot.drawing import ask_more, substitute
from storage.base import StaleSessionError, UnitOfWork
from survey.quotas import Stratum
from tests.bot.drawing.province import CAMPAIGN, GROUP, NOW, Province
from tests.storage.records import invitation, put, response


@pytest.fixture
async def drawn(province: Province) -> Province:
    """A province that has drawn 75 mains and 38 reserves."""
    await province.plan(replace(GROUP, size=60))
    await province.draw()
    return province


async def mains(province: Province) -> dict[str, Stratum]:
    [draw] = await province.storage.draws.of_campaign(CAMPAIGN.id)
    rows = await province.storage.draws.drawn(draw.id)
    strata = draw.sealed.record.strata
    return {row.transaction_id: strata[row.stratum].stratum for row in rows if row.role == "main"}


async def replaced(province: Province, *lost: str) -> list[str]:
    unit = UnitOfWork()
    found = await substitute(province.storage, unit, CAMPAIGN.id, lost, NOW)
    await province.storage.commit(unit)
    return found


async def answer(province: Province, transaction: str) -> None:
    """Let somebody who was drawn answer to the end."""
    sent = invitation(f"i-{transaction}", kind="personal", transaction_id=transaction)
    sent = replace(sent, token_hash=transaction, code_hash=transaction, campaign_id=CAMPAIGN.id)
    told = response(
        f"r-{transaction}", state="completed", invitation_id=sent.id, invitation_kind="personal"
    )
    storage = province.storage
    await put(
        storage,
        lambda unit: storage.invitations.add(unit, sent),
        lambda unit: storage.responses.add(unit, told),
    )


async def test_somebody_is_replaced_by_the_next_reserve_of_the_same_stratum(
    drawn: Province,
) -> None:
    before = await mains(drawn)
    lost, stratum = next(iter(before.items()))
    [expected] = await drawn.storage.draws.reserves(CAMPAIGN.id, stratum, 1)
    assert await replaced(drawn, lost) == [expected]
    after = await mains(drawn)
    assert after.keys() == before.keys() - {lost} | {expected}
    assert Counter(after.values()) == Counter(before.values())


async def test_when_a_stratum_has_no_reserves_left_another_gives_one(drawn: Province) -> None:
    before = await mains(drawn)
    stratum = next(iter(before.values()))
    own = [one for one, of in before.items() if of == stratum]
    assert len(await replaced(drawn, *own)) == len(own)
    assert len(await mains(drawn)) == len(before)


async def test_whoever_was_never_to_be_asked_is_not_replaced(drawn: Province) -> None:
    assert await replaced(drawn, "list-1/9999999") == []


async def test_there_may_be_fewer_reserves_than_people_who_are_lost(drawn: Province) -> None:
    before = await mains(drawn)
    assert len(await replaced(drawn, *before)) == 38
    assert sum(one.replaced for one in await drawn.storage.draws.fills(CAMPAIGN.id)) == 75


async def test_two_who_replace_the_same_person_at_once_do_so_once(drawn: Province) -> None:
    lost = next(iter(await mains(drawn)))
    one, two = UnitOfWork(), UnitOfWork()
    for unit in (one, two):
        await substitute(drawn.storage, unit, CAMPAIGN.id, [lost], NOW)
    await drawn.storage.commit(one)
    with pytest.raises(StaleSessionError):
        await drawn.storage.commit(two)


async def test_more_people_are_asked_where_fewest_have_answered(drawn: Province) -> None:
    for transaction, stratum in (await mains(drawn)).items():
        if stratum.mode == "direct":
            await answer(drawn, transaction)
    fills = await drawn.storage.draws.fills(CAMPAIGN.id)
    assert {one.stratum.mode for one in fills if one.answered} == {"direct"}
    unit = UnitOfWork()
    more = await ask_more(drawn.storage, unit, CAMPAIGN.id, 10, NOW)
    await drawn.storage.commit(unit)
    now = await mains(drawn)
    assert {now[one].mode for one in more} == {"online"}
    assert len(more) == 10
