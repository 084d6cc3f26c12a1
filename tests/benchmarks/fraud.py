"""Prints how well invented responses are found, and how seldom honest collectors are meant.

    python -m tests.benchmarks.fraud [CAMPAIGNS]

In each of CAMPAIGNS (200) one collector has invented a twentieth of all responses, in one of six
ways (`tests.survey.frauds`). A fraud is set aside if at least half of what was invented is; an
honest collector is, if at least a tenth of what they brought in is. The limits were chosen by
campaigns 0 to 59 of the same kind, which are not looked at here.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from survey.suspicion import Limits, suspicions
from tests.survey.frauds import Campaign, campaign

__all__ = ["FIRST_SEED", "Findings", "found_in", "meant", "of_campaigns", "share"]

FIRST_SEED: Final = 1000
_CAMPAIGNS: Final = 200
_OF_FRAUD, _OF_HONEST = 0.5, 0.1


class Findings(NamedTuple):
    """What was set aside in one campaign. Shares are 0–1."""

    style: str
    fraud: float
    """Share of the invented responses."""
    honest: tuple[float, ...]
    """Share of the responses, of each honest collector."""
    responses: int
    """Responses of honest collectors that were set aside."""

    @property
    def caught(self) -> bool:
        """Whether the fraud as such was set aside."""
        return self.fraud >= _OF_FRAUD


def found_in(one: Campaign) -> Findings:
    """Return what is set aside in a campaign."""
    out = {suspicion.response_id for suspicion in suspicions(one.given, Limits())}
    honest = [collector for collector in one.collectors if collector is not one.cheat]
    hit = [sum(response.id in out for response in collector.given) for collector in honest]
    return Findings(
        style=one.style,
        fraud=len(one.cheat.invented & out) / len(one.cheat.invented),
        honest=tuple(n / len(c.given) for n, c in zip(hit, honest, strict=True)),
        responses=sum(hit),
    )


def of_campaigns(many: int) -> list[Findings]:
    """Return what is found in so many campaigns."""
    return [found_in(campaign(seed)) for seed in range(FIRST_SEED, FIRST_SEED + many)]


def share(yes: Iterable[bool]) -> float:
    """Return how many of them are so, 0–1."""
    known = list(yes)
    return sum(known) / len(known)


def meant(found: Iterable[Findings]) -> float:
    """Return the share of honest collectors that were set aside."""
    return share(one >= _OF_HONEST for findings in found for one in findings.honest)


def _line(name: str, found: Sequence[Findings]) -> str:
    whole = sum(one.fraud for one in found) / len(found)
    touched = share(one > 0 for findings in found for one in findings.honest)
    return (
        f"| {name} | {len(found)} | {share(one.caught for one in found):.1%} | {whole:.1%} "
        f"| {meant(found):.1%} | {touched:.1%} |"
    )


def _table(found: Sequence[Findings]) -> str:
    by: dict[str, list[Findings]] = defaultdict(list)
    for one in found:
        by[one.style].append(one)
    head = (
        "| way to cheat | campaigns | frauds set aside | invented responses set aside "
        "| honest collectors set aside | with any response set aside |"
    )
    lines = [_line(style, some) for style, some in sorted(by.items())]
    return "\n".join((head, "|---|---|---|---|---|---|", *lines, _line("all", found)))


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else _CAMPAIGNS
    sys.stdout.write(_table(of_campaigns(asked)) + "\n")
