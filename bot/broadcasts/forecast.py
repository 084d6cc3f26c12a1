"""What a wave comes to before it is confirmed: how many, by which way, how long, for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.broadcasts.acts import Broadcasts
from bot.sender.rates import BULK_SHARE
from bot.settings import Settings
from flows.broadcast_forecast import last_leaves_at, time_needed
from flows.broadcasts import Quiet, Window
from flows.identifiers import Instant
from flows.workdays import Calendar
from storage.broadcast_records import BroadcastRecord, Share
from survey.campaigns import CHANNELS, Channel

__all__ = ["ChannelForecast", "Forecast", "Forecaster", "bulk_rates", "by_channel"]


@dataclass(frozen=True, slots=True)
class ChannelForecast:
    """How many would be asked by a channel, what that costs in đồng, and until when it takes.
    `ends_at` is None where it is not through before the field work closes; a list takes as long
    as whoever hands it out.
    """

    channel: Channel
    count: int
    cost: int
    ends_at: Instant | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A wave as it would go out now. `left_out`: how many would not be asked, by reason;
    `languages`: how many would be asked in which, those of the campaign in their order.
    """

    channels: tuple[ChannelForecast, ...]
    left_out: Mapping[str, int]
    languages: Mapping[str, int]
    ends_at: Instant | None
    """When the last message leaves by itself; None: not before the field work closes."""

    @property
    def asked(self) -> int:
        """How many people would be asked."""
        return sum(one.count for one in self.channels)

    @property
    def cost(self) -> int:
        """What all messages cost, in đồng."""
        return sum(one.cost for one in self.channels)


def bulk_rates(settings: Settings) -> Mapping[str, float]:
    """Return how many messages of broadcasts leave a second by each channel that has a limit."""
    telegram, mail = settings.telegram, settings.mail
    rates = {
        "telegram": telegram.per_second if telegram is not None else 0,
        "email": mail.per_minute / 60 if mail is not None else 0,
    }
    return {name: rate * BULK_SHARE for name, rate in rates.items() if rate}


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Foretells waves; the moment from which on is that of `acts`."""

    acts: Broadcasts
    settings: Settings
    calendar: Calendar

    async def forecast(self, record: BroadcastRecord) -> Forecast:
        """Return what a wave would come to if it were confirmed now."""
        return self.of(record, await self.acts.outlook(record))

    def of(self, record: BroadcastRecord, shares: Iterable[Share]) -> Forecast:
        """Return what a wave comes to that so many would be asked by, and so many not."""
        asked, left_out = Counter[Channel](), Counter[str]()
        languages = dict.fromkeys((one.language for one in record.texts), 0)
        first = next(iter(languages), "")
        for share in shares:
            if share.reason is None:
                asked[share.channel] += share.count
                spoken = share.language if share.language in languages else first
                languages[spoken] = languages.get(spoken, 0) + share.count
            else:
                left_out[share.reason] += share.count
        channels = tuple(self._by(channel, asked[channel], record) for channel in CHANNELS)
        ends = [one.ends_at for one in channels if one.count or one.channel == "list"]
        known = [end for end in ends if end is not None]
        ends_at = max(known) if len(known) == len(ends) else None
        return Forecast(channels, left_out, languages, ends_at)

    def _by(self, channel: Channel, count: int, record: BroadcastRecord) -> ChannelForecast:
        return by_channel(
            channel, count, record.window, record.quiet,
            at=self.acts.by.at, settings=self.settings, calendar=self.calendar,
        )  # fmt: skip


def by_channel(  # noqa: PLR0913 - each by its name
    channel: Channel,
    count: int,
    window: Window,
    quiet: Quiet,
    *,
    at: Instant,
    settings: Settings,
    calendar: Calendar,
) -> ChannelForecast:
    """Return what writing to so many people by a channel comes to, seen from a moment."""
    needed = time_needed(count, bulk_rates(settings).get(channel))
    ends_at = last_leaves_at(at, window, needed, quiet, calendar)
    return ChannelForecast(channel, count, count * settings.costs[channel], ends_at)
