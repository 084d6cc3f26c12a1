"""Rehearsals of campaigns: what they foretell, what they play, and that they notice faults."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from bot.i18n import Catalogues
from bot.rehearsal import (
    Configuration,
    Desk,
    Rehearsal,
    RehearsalReport,
    Words,
    example,
    foretell,
    planting,
    rehearse,
    scaled,
)
from bot.rehearsal.advice import advice, thin_cells
from bot.rehearsal.answering import Will, will_of
from bot.rehearsal.foretelling import Wave
from bot.rehearsal.judging import Asked, Reactions, Recipient, broken_promises
from bot.rehearsal.load import Load
from bot.simulator.server import Server
from flows.identifiers import Instant
from flows.workdays import VIETNAM

TEXTS = Catalogues.load()
_LONG = pytest.mark.timeout(240)
"""Of the tests of one rehearsal: whichever comes first plays it."""
WEDNESDAY = Instant(1_794_974_400_000)
"""18 November 2026, 11:00 in Vietnam."""


@pytest.fixture
def whole() -> Configuration:
    return example(TEXTS, "en", WEDNESDAY)


def _with_terms(whole: Configuration, **terms: object) -> Configuration:
    campaign = changed(whole.campaign, terms=changed(whole.campaign.terms, **terms))
    return replace(whole, campaign=campaign)


def _load(whole: Configuration, waves: Sequence[Wave], per_day: int = 3) -> Load:
    return Desk(per_day, 5).load(whole, waves, [3, 5, 10], WEDNESDAY)


def _keys(whole: Configuration, per_day: int = 3) -> list[str]:
    waves = foretell(whole, WEDNESDAY)
    found = advice(whole, waves, _load(whole, waves, per_day))
    return [one.key.removeprefix("simulate.campaign.advice.") for one in found]


# -- foretold


def test_waves_leave_at_the_real_rates_and_outside_quiet_hours(whole: Configuration) -> None:
    invitation, *reminders = foretell(whole, WEDNESDAY)
    assert invitation.window is not None
    opens = datetime.fromtimestamp(invitation.window.starts_at / 1000, VIETNAM)
    assert (opens.isoformat()) == "2026-11-19T00:00:00+07:00"
    ends = {one.channel: one.ends_at for one in invitation.channels}
    mails = next(one.count for one in invitation.channels if one.channel == "email")
    # 60 a minute, of which broadcasts get 80 %, from the end of the quiet hours on.
    morning = datetime(2026, 11, 19, 7, 30, tzinfo=VIETNAM).timestamp() * 1000
    assert ends["email"] == pytest.approx(morning + mails * 60_000 / 48, abs=1)
    days = [(one.window.starts_at - invitation.window.starts_at) / 86_400_000
            for one in reminders if one.window]  # fmt: skip
    assert days == [5, 10]


def test_each_who_is_invited_is_counted_by_one_channel(whole: Configuration) -> None:
    waves = foretell(whole, WEDNESDAY)
    assert waves[0].asked == whole.main
    assert 0 < waves[1].asked < waves[0].asked


def test_what_an_admin_should_look_at_is_named(whole: Configuration) -> None:
    assert "listed" in _keys(whole)
    assert "too_short" not in _keys(whole)
    assert whole.settings.mail is not None
    slow = replace(whole.settings.mail, per_minute=1)
    late = _with_terms(whole, closes_on="2026-11-19", reminders=())
    hurried = replace(late, settings=replace(whole.settings, mail=slow))
    assert "too_short" in _keys(hurried)
    assert "over" in _keys(_with_terms(whole, opens_on="2026-10-01", closes_on="2026-10-31"))
    assert "no_days" in _keys(_with_terms(whole, opens_on="", closes_on=""))
    assert "no_mail" in _keys(replace(whole, settings=replace(whole.settings, mail=None)))
    assert "late_cases" not in _keys(whole)
    assert "late_cases" in _keys(replace(whole, officers=1), per_day=1)
    assert "trial" in _keys(replace(whole, settings=replace(whole.settings, public_url=None)))


def test_units_below_their_floor_are_found(whole: Configuration) -> None:
    frame = {one: size for one, size in whole.frame.items() if one.unit != "unit-4"}
    few = {one: 20 for one in whole.frame if one.unit == "unit-4" and one.group == "online"}
    thin = list(thin_cells(replace(whole, frame=frame | few)))
    assert [(one.group, one.unit) for one in thin] == [("online", "unit-4")]


def test_a_smaller_campaign_keeps_the_proportions(whole: Configuration) -> None:
    small = scaled(whole, 100)
    assert 95 <= small.main <= 110
    assert set(small.frame) == set(whole.frame)
    assert sum(small.frame.values()) <= 2_000
    parts = [[plan.invited / each.main for plan in each.groups] for each in (whole, small)]
    assert parts[1] == pytest.approx(parts[0], abs=0.03)


@pytest.mark.parametrize(("waves", "answers"), [(1, [400]), (2, [300, 100]), (3, [300, 60, 40])])
def test_as_many_answer_as_the_campaign_expects(waves: int, answers: list[int]) -> None:
    wills = Counter(will_of(lot / 1000, 0.4, waves) for lot in range(1000))
    assert [wills[Will("answers", n)] for n in range(waves)] == pytest.approx(answers, abs=1)
    stops = [wills[Will("stops", n)] for n in range(2)]
    assert stops == ([30, 0] if waves == 1 else [15, 15])


# -- judged


def _asked(wave: int, *rows: tuple[str, str]) -> Asked:
    made = [Recipient(n, who, "email", state, None) for n, (who, state) in enumerate(rows, 1)]  # type: ignore[arg-type] # states by name
    return Asked(wave, made, 0.0, 0.0)


@pytest.mark.parametrize(
    ("waves", "arrived", "broken"),
    [
        ([_asked(0, ("a", "sent"), ("b", "unknown"))], {"a": 1, "b": 1}, []),
        ([_asked(0, ("a", "sent"), ("b", "unknown"))], {"a": 1, "b": 0}, []),
        ([_asked(0, ("a", "sent"))], {"a": 2}, ["I9"]),
        ([_asked(0, ("a", "sent"))], {"a": 0}, ["I9"]),
        ([_asked(0, ("a", "cancelled"))], {"a": 1}, ["I9"]),
        ([_asked(0, ("a", "sent"), ("a", "cancelled"))], {"a": 1}, ["I10", "I10"]),
        ([_asked(0, ("a", "pending"))], {"a": 0}, ["I10"]),
        ([_asked(0, ("z", "sent")), _asked(1, ("z", "sent"))], {"z": 2}, ["I11"]),
        ([_asked(0, ("o", "sent")), _asked(1, ("o", "sent"))], {"o": 2}, ["I10"]),
        ([_asked(0, ("z", "sent")), _asked(1, ("z", "cancelled"))], {"z": 1}, []),
        ([_asked(0, ("r", "sent")), _asked(1, ("r", "sent"))], {"r": 2}, ["I11"]),
    ],
)
def test_every_promise_can_be_seen_broken(
    waves: Sequence[Asked], arrived: dict[str, int], broken: list[str]
) -> None:
    seen = Reactions(arrived, opened={"o": 0}, stopped={"z": 0}, returned={"r": 0})
    found = broken_promises(waves, seen, len({row.transaction_id for row in waves[0].rows}))
    assert [one.invariant for one in found] == broken


# -- played


_FURTHER = """
    SELECT count(*) - count(DISTINCT invitation_id) FROM responses
    WHERE invitation_kind = 'personal' AND form != 'intake' AND (
        state != 'superseded'
        OR EXISTS (SELECT 1 FROM answers WHERE response_id = responses.id)
    )
"""
"""Forms beyond the first one of a person: begun anew after some answers, or after "no"."""


@pytest.fixture(scope="session")
def played_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture(scope="session")
async def played(played_in: Path) -> Rehearsal:
    """A small campaign, of whose letters half come back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planting, "_COMES_BACK", {"5.1.1": 0.4, "5.2.2": 0.1})
        small = scaled(example(TEXTS, "en", WEDNESDAY), 24)
        return await rehearse(small, played_in, "a quiet rehearsal", faults=False)


@_LONG
async def test_a_rehearsal_asks_reminds_and_keeps_every_promise(played: Rehearsal) -> None:
    assert [str(one) for one in played.judged.broken] == []
    invited, *reminded = played.asked
    assert len(invited.rows) == played.configuration.main
    assert len(reminded) == 2
    assert len(invited.rows) > len(reminded[0].rows) >= len(reminded[1].rows) > 0
    opened = {ledger.citizen for ledger in played.judged.outcome.ledgers}
    assert len(opened) == len(played.seen.opened) > 0
    assert 0 < sum(one.answered for one in played.fills) <= len(opened)


@_LONG
async def test_letters_come_back_and_end_an_address(played: Rehearsal) -> None:
    assert len(played.seen.returned) > 0
    later = [row for wave in played.asked[1:] for row in wave.rows]
    written = [row for row in later if row.transaction_id in played.seen.returned]
    assert all(row.channel != "email" or row.state == "cancelled" for row in written)


@_LONG
async def test_forms_cases_and_odd_responses_reconcile(played: Rehearsal, played_in: Path) -> None:
    counts, work, judging = played.counts, played.casework, played.judging
    with closing(sqlite3.connect(Server(played_in).database)) as connection:
        [further] = connection.execute(_FURTHER).fetchone()
    assert counts.issued - further == len(played.asked[0].rows)
    assert further >= counts.invalid_by.get("duplicate", 0)
    assert counts.returned == counts.valid + counts.invalid <= counts.issued
    assert work.opened == work.answered == played.judged.outcome.cases
    assert len(work.terms) == work.opened
    assert not judging.open
    assert counts.invalid_by.get("set_aside", 0) == judging.set_aside


@_LONG
async def test_the_report_tells_all_of_it(whole: Configuration, played: Rehearsal) -> None:
    report, waves = RehearsalReport(Words(TEXTS, "en", whole)), foretell(whole, WEDNESDAY)
    load = Desk(3, 5).load(whole, waves, played.casework.terms, WEDNESDAY)
    lines = [*report.forecast(waves), *report.load(load, Desk(3, 5)), *report.played(played)]
    assert any(str(load.cases) in line for line in lines)
    assert any(f"{whole.main:,}" in line for line in lines)
    assert any(f"{played.counts.issued}" in line for line in lines)
    assert any("I11" in line for line in report.verdict(played))
