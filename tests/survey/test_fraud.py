"""A planted fraud is set aside, honest collectors are not: the fraud benchmark, judged."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from survey.suspicion import Limits, suspicions
from tests.benchmarks.fraud import found_in, meant, of_campaigns, share
from tests.survey.frauds import campaign

_CAMPAIGNS = 200
"""As many as `python -m tests.benchmarks.fraud` takes: some 20 s of a core."""


@pytest.mark.timeout(300)
def test_a_cheat_is_found_and_honest_collectors_are_not() -> None:
    found = of_campaigns(_CAMPAIGNS)
    assert share(one.caught for one in found) >= 0.9
    assert meant(found) <= 0.05


def test_the_simulator_gives_the_same_campaign_again() -> None:
    assert campaign(5).given == campaign(5).given
    assert campaign(5).given != campaign(6).given


def test_a_twentieth_is_invented() -> None:
    one = campaign(7)
    assert abs(len(one.cheat.invented) / len(one.given) - 0.05) < 0.003


def test_without_its_fraud_a_campaign_is_clean() -> None:
    """What is found is the fraud, and not the collector."""
    one = campaign(1003)
    honest = [given for given in one.given if given.id not in one.cheat.invented]
    before, after = found_in(one), suspicions(honest, Limits())
    assert before.caught
    assert len(after) <= 0.02 * len(honest)


def test_a_clock_that_is_wrong_by_hours_changes_nothing() -> None:
    one = campaign(1001)
    later = [replace(g, begun=g.begun + 9e6, ended=g.ended + 9e6) for g in one.given]
    assert {s.response_id for s in suspicions(later, Limits())} == {
        s.response_id for s in suspicions(one.given, Limits())
    }
