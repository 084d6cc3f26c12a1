"""The report's part about what was played: each wave and its outcome, forms, cases, judging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.broadcasts.words import OUTCOMES
from bot.broadcasts.words import REASONS as WHY_NOT_SENT
from bot.campaigns.words import CHANNELS, MODES, WAVE_NAMES
from bot.console.office_words import AREA_NAMES
from bot.rehearsal.foretelling import expected
from bot.rehearsal.judging import Asked
from bot.rehearsal.playing import Rehearsal
from bot.rehearsal.saying import Words
from bot.reports.count_words import REASONS as WHY_INVALID
from bot.reports.judging_words import SIGNS
from bot.reports.wording import said
from flows.broadcasts import RecipientState
from flows.texts import text_key
from survey.campaigns import Channel
from survey.quotas import Stratum

__all__ = ["PlayedReport"]

_MOST_LINES: Final = 60
"""Strata that are listed; of more the first ones, and how many there are."""
_CELLS: Final[Mapping[str, str]] = dict([*AREA_NAMES.items(), *MODES.items()])
_WHY_INVALID: Final[Mapping[str, str]] = dict(WHY_INVALID.items())
_SIGNS: Final[Mapping[str, str]] = dict(SIGNS.items())
"""Counts and records have their words as plain text."""
_HEADERS: Final = (
    text_key("draw.header.group"),
    text_key("draw.header.unit"),
    text_key("draw.header.area"),
    text_key("draw.header.mode"),
    text_key("simulate.campaign.header.wanted"),
    text_key("simulate.campaign.header.main"),
    text_key("simulate.campaign.header.expected"),
    text_key("simulate.campaign.header.asked"),
    text_key("simulate.campaign.header.answered"),
)


@dataclass(frozen=True, slots=True)
class PlayedReport:
    """Writes about one rehearsal."""

    words: Words
    found: Rehearsal

    def lines(self) -> Iterator[str]:
        """Yield the whole part."""
        yield self.words.say(
            text_key("simulate.campaign.played"),
            asked=self.found.configuration.main,
            main=self.words.whole.main,
            rows=sum(self.found.configuration.frame.values()),
            seconds=self.words.number(self.found.seconds),
        )
        for wave in self.found.asked:
            yield from self._wave(wave)
        yield from self._forms()
        yield from self._judging()
        yield from self._cases()
        yield from self._strata()
        yield self.words.say(text_key("simulate.campaign.without"))

    # -- waves

    def _wave(self, wave: Asked) -> Iterator[str]:
        yield self.words.say(
            text_key("simulate.campaign.sent"),
            wave=self.words.say(WAVE_NAMES[wave.wave]),
            count=len(wave.rows),
            seconds=self.words.number(wave.sent_in, 1),
        )
        counts = Counter((row.channel, row.state, row.reason) for row in wave.rows)
        for (channel, state, reason), count in sorted(counts.items(), key=str):
            yield f"    {self._outcome(channel, state, reason)}: {self.words.number(count)}"
        if put_off := sum(row.tries > 1 for row in wave.rows):
            yield self.words.say(text_key("simulate.campaign.put_off"), count=put_off)
        yield self._after(wave.wave)

    def _outcome(self, channel: Channel, state: RecipientState, reason: str | None) -> str:
        outcome = f"{self.words.say(CHANNELS[channel])} – {self.words.say(OUTCOMES[state])}"
        # What platforms say of themselves stands as it came.
        why = self.words.say(WHY_NOT_SENT[reason]) if reason and reason in WHY_NOT_SENT else reason
        return f"{outcome} ({why})" if why else outcome

    def _after(self, wave: int) -> str:
        seen = self.found.seen
        return self.words.say(
            text_key("simulate.campaign.after"),
            opened=_of(seen.opened, wave),
            completed=self.found.completed.get(wave, 0),
            stopped=_of(seen.stopped, wave),
            returned=_of(seen.returned, wave),
        )

    # -- what came of it

    def _forms(self) -> Iterator[str]:
        counts = self.found.counts
        why = {
            said(self.words.say, _WHY_INVALID, name): count
            for name, count in counts.invalid_by.items()
        }
        yield self.words.say(
            text_key("simulate.campaign.forms"),
            issued=counts.issued,
            returned=counts.returned,
            valid=counts.valid,
            invalid=counts.invalid,
            why=self.words.listed(why),
        )

    def _judging(self) -> Iterator[str]:
        judging = self.found.judging
        if judging.found:
            why = {
                said(self.words.say, _SIGNS, name): count
                for name, count in judging.reasons.items()
            }
            yield self.words.say(
                text_key("simulate.campaign.odd"),
                count=judging.found,
                why=self.words.listed(why),
                kept=judging.kept,
                set_aside=judging.set_aside,
                ties=judging.ties,
            )

    def _cases(self) -> Iterator[str]:
        work = self.found.casework
        yield self.words.say(
            text_key("simulate.campaign.cases"),
            opened=work.opened,
            answered=work.answered,
            officers=self.found.configuration.officers,
            most=max(work.by_officer.values(), default=0),
            above=work.above,
        )

    # -- the sample

    def _strata(self) -> Iterator[str]:
        rates = {plan.rule.group: plan for plan in self.words.whole.groups}
        played = {one.stratum: one for one in self.found.fills}
        real = self.words.whole.strata
        yield "\t".join(self.words.say(key) for key in _HEADERS)
        for one in real[:_MOST_LINES]:
            fill = played.get(one.stratum)
            numbers = (one.wanted, one.main, expected(rates[one.group], one.main),
                       fill.main if fill else 0, fill.answered if fill else 0)  # fmt: skip
            yield "\t".join((*self._named(one.stratum), *map(self.words.number, numbers)))
        if (more := len(real) - _MOST_LINES) > 0:
            yield self.words.say(text_key("simulate.campaign.more"), count=more)

    def _named(self, stratum: Stratum) -> tuple[str, ...]:
        cell = (self.words.say(_CELLS[one]) if one in _CELLS else "–" for one in stratum.cell)
        group = self.words.whole.group(stratum.group).title
        return (group, self.words.unit(stratum.unit), *cell)


def _of(waves: Mapping[str, int], wave: int) -> int:
    return sum(one == wave for one in waves.values())
