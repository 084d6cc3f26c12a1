"""The judging in a rehearsal: what is odd is looked for, and two people say what it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.following import judge, judgeable
from bot.jobs.find_suspicious import find_suspicious
from bot.services import Services
from bot.turns import now_ms
from flows.desk.policy import Scope
from flows.texts import text_key
from storage.judging_records import Judged
from survey.judging import Verdict

__all__ = ["Judging", "judge_odd"]

_JUDGES: Final = ("rehearsal:judge-1", "rehearsal:judge-2", "rehearsal:judge-3")
"""Two, and who breaks a tie (`survey.judging`)."""
_KEEPS: Final = 0.8
"""Share of the verdicts by which a response counts: nobody here has invented any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What came of what was odd. `reasons`: how many responses each was found in; `kept`,
    `set_aside`: how many two people decided so; `ties`: in how many a third had to; `open`:
    those about which nothing was decided.
    """

    reasons: Mapping[str, int]
    kept: int = 0
    set_aside: int = 0
    ties: int = 0
    open: Sequence[str] = ()

    @property
    def found(self) -> int:
        """How many responses were odd."""
        return self.kept + self.set_aside + len(self.open)


async def judge_odd(services: Services, campaign_id: str, seed: str) -> Judging:
    """Look for odd responses as the service's own job does, and let people judge all of them."""
    await find_suspicious(services)
    odd = await _odd(services, campaign_id)
    storage = services.storage
    found = await storage.judging.suspicions([one.response.id for one in odd])
    ends, ties = Counter[str](), 0
    for one in odd:
        states = await _judged(services, one, random.Random(f"{seed}/{one.response.id}"))
        ends[states[-1]] += 1
        ties += len(states) > len(_JUDGES) - 1
    left = [one.response.id for one in await _odd(services, campaign_id)]
    return Judging(
        reasons=Counter(reason.reason for reasons in found.values() for reason in reasons),
        kept=ends["kept"],
        set_aside=ends["set_aside"],
        ties=ties,
        open=left,
    )


async def _odd(services: Services, campaign_id: str) -> list[Judged]:
    scope = _scope(_JUDGES[0])
    found: list[Judged] = []
    after: str | None = None
    while True:
        page = await services.storage.judging.page(
            scope, "open", campaign_id=campaign_id, after=after
        )
        found += page.rows
        if (after := page.next) is None:
            return found


async def _judged(services: Services, odd: Judged, rng: random.Random) -> list[str]:
    """Let people say what they think until it is decided; return where it stood after each."""
    states: list[str] = []
    note = services.texts.text("vi", text_key("simulate.campaign.judged_note"))
    for account in _JUDGES:
        found = await judgeable(services.storage, _scope(account), odd.response.id)
        if found is None:
            break
        verdict: Verdict = "keep" if rng.random() < _KEEPS else "set_aside"
        states.append(await judge(services.storage, found, verdict, note, account, now_ms()))
        if states[-1] != "open":
            break
    return states or ["open"]


def _scope(account_id: str) -> Scope:
    return Scope(account_id=account_id, units=None, own_units=None, restricted_units=None)
