"""The report of a rehearsal, in words and tables, in the language of the commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.broadcasts.forecast import ChannelForecast
from bot.campaigns.words import CHANNELS, WAVE_NAMES
from bot.rehearsal.advice import Advice, advice, thin_cells
from bot.rehearsal.foretelling import Wave, expected
from bot.rehearsal.judging import KEPT
from bot.rehearsal.load import Desk, Load
from bot.rehearsal.playing import Rehearsal
from bot.rehearsal.report_played import PlayedReport
from bot.rehearsal.saying import Words
from flows.identifiers import Instant
from flows.texts import text_key
from survey.sample_plans import GroupPlan

__all__ = ["RehearsalReport"]

_EVIDENCE: Final = 10
_STAGES = {
    "planting": text_key("simulate.campaign.stage.planting"),
    "sending": text_key("simulate.campaign.stage.sending"),
    "answering": text_key("simulate.campaign.stage.answering"),
}


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """Writes about one campaign as it really is, and how it was played."""

    words: Words

    def _moment(self, at: Instant) -> str:
        return self.words.texts.moment(self.words.language, at)

    def _day(self, day: str) -> str:
        return self.words.texts.date(self.words.language, date.fromisoformat(day))

    def progress(self, stage: str, done: int, of: int) -> str:
        """Return the line that is shown while it goes on."""
        return self.words.say(_STAGES[stage], done=done, of=of)

    # -- what the real one would be

    def forecast(self, waves: Sequence[Wave]) -> Iterator[str]:
        """Yield whom the real campaign would ask, when, by which way, for how much."""
        title = self.words.whole.campaign.terms.title
        yield self.words.say(text_key("simulate.campaign.title"), title=title)
        for plan in self.words.whole.groups:
            yield self._group(plan)
        for wave in waves:
            yield from self._wave(wave)

    def _group(self, plan: GroupPlan) -> str:
        return self.words.say(
            text_key("simulate.campaign.group"),
            group=self.words.whole.group(plan.rule.group).title,
            frame=plan.sizes.frame,
            wanted=plan.wanted,
            invited=plan.invited,
            expected=expected(plan, plan.invited),
        )

    def _wave(self, wave: Wave) -> Iterator[str]:
        name = self.words.say(WAVE_NAMES[wave.number])
        cost = self.words.texts.money(self.words.language, wave.cost)
        if wave.window is None:
            yield self.words.say(
                text_key("simulate.campaign.wave_never"), wave=name, count=wave.asked, cost=cost
            )
        else:
            yield self.words.say(
                text_key("simulate.campaign.wave"),
                wave=name,
                start=self._moment(wave.window.starts_at),
                count=wave.asked,
                cost=cost,
            )
        yield from (self._channel(one) for one in wave.channels if one.count)

    def _channel(self, one: ChannelForecast) -> str:
        name, count = self.words.say(CHANNELS[one.channel]), one.count
        if one.channel == "list":
            line = text_key("simulate.campaign.by_list")
        elif one.ends_at is None:
            line = text_key("simulate.campaign.by_never")
        else:
            until = self._moment(one.ends_at)
            return self.words.say(
                text_key("simulate.campaign.by"), channel=name, count=count, until=until
            )
        return self.words.say(line, channel=name, count=count)

    def played(self, found: Rehearsal) -> Iterator[str]:
        """Yield what came of the rehearsal."""
        return PlayedReport(self.words, found).lines()

    def load(self, found: Load, desk: Desk) -> Iterator[str]:
        """Yield what awaits the real desk."""
        yield self.words.say(
            text_key("simulate.campaign.load"),
            cases=found.cases,
            percent=self.words.number(desk.percent),
            officers=self.words.whole.officers,
            per_day=desk.per_day,
            late=found.queue.late,
            waiting=found.queue.most_waiting,
        )

    # -- the end

    def advice(self, waves: Sequence[Wave], load: Load) -> Iterator[str]:
        """Yield what to look at before the start."""
        found = advice(self.words.whole, waves, load)
        if not found:
            yield self.words.say(text_key("simulate.campaign.nothing"))
            return
        yield self.words.say(text_key("simulate.campaign.look"))
        yield from (f"  • {self._advised(one)}" for one in found)
        for thin in list(thin_cells(self.words.whole))[:_EVIDENCE]:
            yield "    " + self.words.say(
                text_key("simulate.campaign.thin"),
                group=self.words.whole.group(thin.group).title,
                unit=self.words.unit(thin.unit),
                expected=thin.expected,
                floor=thin.floor,
            )

    def _advised(self, one: Advice) -> str:
        params: dict[str, object] = dict(one.params)
        if isinstance(share := one.params.get("share"), float):
            params["share"] = self.words.texts.percent(self.words.language, share, 0)
        if day := one.params.get("day"):
            params["day"] = self._day(str(day))
        if waves := one.params.get("waves"):
            named = (self.words.say(WAVE_NAMES[int(number)]) for number in str(waves).split(", "))
            params["waves"] = ", ".join(named)
        return self.words.say(one.key, **params)

    def verdict(self, found: Rehearsal) -> Iterator[str]:
        """Yield the promises with what breaks them, or that nothing does."""
        broken = found.judged.broken
        if not broken:
            yield self.words.say(text_key("simulate.kept"), invariants=", ".join(KEPT))
            return
        yield self.words.say(text_key("simulate.broken"), count=len(broken))
        yield from (str(one) for one in broken[:_EVIDENCE])
        if len(broken) > _EVIDENCE:
            yield "  " + self.words.say(text_key("simulate.more"), count=len(broken) - _EVIDENCE)
