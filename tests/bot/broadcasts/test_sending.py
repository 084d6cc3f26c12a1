"""A wave on its way: who gets it, what becomes of each row, and who gets nothing any more."""

import pytest
from msgspec.structs import replace

from bot.broadcasts import hand_out
from bot.channels.base import Call, Outcome, Permanent, Retry, Sent, Unknown
from bot.invitations import token_hash
from bot.sender import Limit, LocalRates
from flows.broadcasts import Window
from flows.identifiers import Instant, SessionId
from storage.base import StaleSessionError, UnitOfWork
from tests.bot.broadcasts.scene import (
    ADMIN,
    ANY_TIME,
    NOON,
    Office,
    Telegram,
    number_of,
    plant,
    swept,
    transaction_of,
    user_key,
)

DAY_S = 86_400


async def test_everybody_gets_the_invitation_once(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(250))
    record = await each_office.confirmed(campaign)
    assert (record.state, record.audience, record.frozen_upto) == ("running", 250, None)
    telegram = Telegram()
    await swept(await each_office.worker(telegram), await each_office.worker(telegram))
    assert sorted(int(to) for to, _ in telegram.delivered) == list(range(250))
    assert await each_office.rows(record) == {"sent": 250}
    assert (await each_office.fresh(record)).state == "done"


OUTCOMES: dict[str, tuple[Outcome, str]] = {
    "0": (Unknown("timeout"), "unknown/timeout"),
    "1": (Permanent("blocked", stop=True), "blocked/blocked"),
    "2": (Permanent("malformed"), "failed/malformed"),
    "3": (Sent("77"), "sent"),
}


async def test_each_outcome_is_written_down_and_none_is_tried_again(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(4))
    record = await each_office.confirmed(campaign)
    telegram = Telegram(lambda call: OUTCOMES[call.fields["to"]][0])
    worker = await each_office.worker(telegram)
    for _ in range(5):
        await swept(worker)
        each_office.clock.pass_(3600)
    assert await each_office.rows(record) == {row: 1 for _, row in OUTCOMES.values()}
    assert len(telegram.asked) == 4
    gone = await each_office.storage.conversations.find("telegram", user_key(1))
    assert gone is not None
    assert gone.blocked_at is not None


async def test_what_surely_did_not_get_there_is_tried_again_then_given_up(office: Office) -> None:
    campaign = await plant(office.storage, "c", range(1))
    record = await office.confirmed(campaign)
    telegram = Telegram(lambda _: Retry(reason="down"))
    worker = await office.worker(telegram)
    for _ in range(12):
        await swept(worker)
        office.clock.pass_(600)
    assert await office.rows(record) == {"failed/down": 1}
    assert len(telegram.asked) == 6


async def test_a_429_holds_every_worker_until_its_time(office: Office) -> None:
    """One says it, and all wait: those of other processes hear it by the rates they share."""
    campaign = await plant(office.storage, "c", range(40))
    record = await office.confirmed(campaign)
    rates = LocalRates({"telegram": Limit()}, office.clock.monotonic)
    told: list[int] = []

    def flooded(_: Call) -> Outcome:
        if len(told) < 1:
            told.append(office.clock.now)
            return Retry(35, everybody=True)
        return Sent("1")

    telegram = Telegram(flooded)
    workers = [await office.worker(telegram, rates=rates) for _ in range(2)]
    for worker in workers:
        await worker.sweep()
    before = len(telegram.asked)
    for _ in range(3):
        office.clock.pass_(10)
        assert not any([await worker.sweep() for worker in workers])
    assert len(telegram.asked) == before
    office.clock.pass_(6)
    await swept(*workers)
    assert await office.rows(record) == {"sent": 40}


async def test_who_opts_out_gets_nothing_from_that_moment(each_office: Office) -> None:
    storage = each_office.storage
    campaign = await plant(storage, "c", range(6))
    record = await each_office.confirmed(campaign)
    unit = UnitOfWork()
    storage.opt_outs.of_session(unit, SessionId("s1"), NOON)
    storage.opt_outs.of_number(unit, number_of(2), NOON, "called")
    storage.opt_outs.of_transaction(unit, transaction_of("c", 3), NOON, "page")
    await storage.commit(unit)
    telegram = Telegram()
    await swept(await each_office.worker(telegram))
    assert sorted(to for to, _ in telegram.delivered) == ["0", "4", "5"]
    assert await each_office.rows(record) == {"sent": 3, "cancelled/opted_out": 3}


async def test_who_opted_out_before_is_frozen_as_cancelled_and_may_come_back(
    each_office: Office,
) -> None:
    storage = each_office.storage
    campaign = await plant(storage, "c", range(3))
    unit = UnitOfWork()
    storage.opt_outs.of_session(unit, SessionId("s1"), NOON)
    storage.opt_outs.of_session(unit, SessionId("s2"), NOON)
    await storage.commit(unit)
    unit = UnitOfWork()
    storage.opt_outs.back_of_session(unit, SessionId("s2"))
    await storage.commit(unit)
    record = await each_office.confirmed(campaign)
    await swept(await each_office.worker(Telegram()))
    assert await each_office.rows(record) == {"sent": 2, "cancelled/opted_out": 1}


async def test_nobody_is_asked_by_two_campaigns_within_ninety_days(each_office: Office) -> None:
    telegram = Telegram()
    worker = await each_office.worker(telegram)
    first = await plant(each_office.storage, "c", range(5))
    await each_office.confirmed(first)
    await swept(worker)
    second = await plant(each_office.storage, "d", range(3), chats=False)
    record = await each_office.confirmed(second)
    await swept(worker)
    assert await each_office.rows(record) == {"cancelled/asked_lately": 3}
    assert len(telegram.delivered) == 5


async def test_only_the_silent_are_reminded_with_the_link_they_have(each_office: Office) -> None:
    storage = each_office.storage
    campaign = await plant(storage, "c", range(4))
    telegram = Telegram(lambda call: Unknown("timeout") if call.fields["to"] == "3" else Sent("1"))
    worker = await each_office.worker(telegram)
    await each_office.confirmed(campaign)
    await swept(worker)
    found = await storage.invitations.of_transactions([transaction_of("c", 1)])
    unit = UnitOfWork()
    storage.invitations.claim(unit, found[transaction_of("c", 1)].id, SessionId("answering"))
    await storage.commit(unit)
    reminder = await each_office.confirmed(campaign, wave=1)
    await swept(worker)
    assert await each_office.rows(reminder) == {"sent": 2}
    links = {
        text.partition("https://")[2].split()[0] for to, text in telegram.delivered if to == "0"
    }
    assert len(links) == 1


async def test_nothing_departs_after_a_pause_and_everything_after_it(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(5))
    record = await each_office.confirmed(campaign)
    paused = await each_office.acts().pause(record)
    telegram = Telegram()
    worker = await each_office.worker(telegram)
    await swept(worker)
    assert not telegram.asked
    await each_office.acts().resume(paused)
    await swept(worker)
    assert len(telegram.delivered) == 5


async def test_a_cancelled_wave_never_leaves_and_another_may_take_its_place(
    each_office: Office,
) -> None:
    campaign = await plant(each_office.storage, "c", range(5))
    record = await each_office.confirmed(campaign)
    await each_office.acts().cancel(record)
    telegram = Telegram()
    worker = await each_office.worker(telegram)
    await swept(worker)
    assert await each_office.rows(record) == {"cancelled/broadcast_cancelled": 5}
    again = await each_office.confirmed(campaign)
    await swept(worker)
    assert await each_office.rows(again) == {"sent": 5}


async def test_an_act_on_what_somebody_else_changed_is_refused(each_office: Office) -> None:
    campaign = await plant(each_office.storage, "c", range(2))
    record = await each_office.confirmed(campaign)
    await each_office.acts().pause(record)
    with pytest.raises(StaleSessionError):
        await each_office.acts().cancel(record)


async def test_a_wave_is_spread_over_its_window_and_keeps_quiet_at_night(office: Office) -> None:
    campaign = await plant(office.storage, "c", range(90))
    window = Window(NOON, Instant(NOON + 9 * 3600_000), Instant(NOON + 5 * DAY_S * 1000))
    quiet = replace(campaign, terms=replace(campaign.terms, quiet_from=1200, quiet_to=450))
    record = await office.confirmed(quiet, window=window)
    telegram = Telegram()
    worker = await office.worker(telegram)
    left = []
    for _ in range(24):
        await swept(worker)
        left.append(len(telegram.delivered))
        office.clock.pass_(3600)
    assert left[:10] == [1, 11, 21, 31, 41, 51, 61, 71, 81, 81]  # 11:00 … 20:00
    assert left[-4:] == [81, 90, 90, 90]  # at half past seven it goes on
    assert record.quiet != ANY_TIME


async def test_a_list_is_handed_out_once_and_with_links_that_are_good(each_office: Office) -> None:
    storage = each_office.storage
    campaign = await plant(storage, "c", range(5), chats=False)
    record = await each_office.confirmed(campaign)
    unit = UnitOfWork()
    storage.opt_outs.of_number(unit, number_of(2), NOON, "called")
    await storage.commit(unit)
    worker = await each_office.worker(Telegram())
    await swept(worker)
    letters = await worker.letters(await each_office.fresh(record))
    first = await hand_out(storage, letters, ADMIN, after=0, most=3)
    rest = await hand_out(storage, letters, ADMIN, after=0, most=9)
    assert [one.number for one in (*first, *rest)] == [1, 2, 4, 5]
    token = first[0].posted.link.rpartition("/")[2]
    found = await storage.invitations.by_token_hash(token_hash(token))
    assert found is not None
    assert (found.transaction_id, found.campaign_id) == (transaction_of("c", 0), "c")
    assert await each_office.rows(record) == {"sent": 4, "cancelled/opted_out": 1}
