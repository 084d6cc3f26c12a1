"""The limiter of several processes: what an account may do, counted in one place by a script.

Each process owns an equal part of every limit. Those that reach Redis put their parts together
and count there; who does not, takes its own part alone, and only after the others have surely
stopped counting on it. So the sum holds whatever happens to Redis (invariants I12, I26).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.sender.rates import BULK_SHARE, Lane, Limit, LocalRates, Reserved
from storage.coordination import Coordination

__all__ = ["SharedRates"]

_AGAIN_S: Final = 0.25
"""Bulk that can be counted nowhere just now asks again after so long."""
_MICRO: Final = 1_000_000

# All times are microseconds of the server's clock, so that no process' own clock counts.
# What is not there may have been emptied or thrown out by a full memory: the account is taken
# as used to its limit just now, and so are chats that nobody remembers from before that. Who
# was told to come again comes some milliseconds late: `late` lets the next one keep its time.
# Bulk may take slots ahead: it is told after how long each of its calls leaves, for as many as
# come soon. The first that has to wait ends it.
_SLOT: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local lane, interval, spacing = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local live_spacing = tonumber(ARGV[4])
local chat_interval, burst = tonumber(ARGV[5]), tonumber(ARGV[6])
local ahead, calls = tonumber(ARGV[7]), tonumber(ARGV[8])
local debt, strict = 1000000, 60000000
local late = math.min(spacing, 50000)

local kept = redis.call('HMGET', KEYS[1], 'born', 'next', 'bulk', 'live', 'wait', 'held', 'own')
local born = tonumber(kept[1])
local next_at, bulk_at = tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
local live_tail, bulk_tail = tonumber(kept[4]) or 0, tonumber(kept[5]) or 0
local held, live_at = tonumber(kept[6]) or 0, tonumber(kept[7]) or 0
if not born then
  born = now
  next_at = now + math.max(debt, interval)
  bulk_at, live_at = now + spacing, next_at
end
local function text(value) return string.format('%.0f', value) end

local wait, leave = 0, {}
for place = 1, calls do
  local key, chat_at, at = KEYS[place + 1], 0, now
  wait = held - now
  if key then
    chat_at = tonumber(redis.call('GET', key)) or (born + burst * chat_interval)
    wait = math.max(wait, chat_at - now - (burst - 1) * chat_interval)
  end
  if interval > 0 and lane == 'live' then
    local free_at = math.min(next_at, live_at)
    if held > 0 and now <= held + strict and now < free_at then
      live_tail = math.max(live_tail + interval, free_at)
      wait = math.max(wait, live_tail - now)
    end
  elseif interval > 0 then
    local free_at = math.max(next_at, bulk_at)
    if live_tail > now then free_at = math.max(free_at, live_tail + interval) end
    at = math.max(now, free_at)
    if at > now + ahead then
      bulk_tail = math.max(bulk_tail + spacing, free_at)
      wait = math.max(wait, bulk_tail - now - ahead / 2)
    end
  end
  if wait > 0 then break end
  next_at = math.min(math.max(next_at, at) + interval, at + math.max(debt, interval))
  if lane == 'bulk' then bulk_at = math.max(bulk_at, at - late) + spacing
  else live_at = now + live_spacing end
  if key then
    chat_at = math.max(chat_at, at) + chat_interval
    redis.call('SET', key, text(chat_at), 'PX', math.ceil((chat_at - now) / 1000))
  end
  leave[place] = math.floor(at - now)
end
redis.call('HSET', KEYS[1], 'born', text(born), 'next', text(next_at), 'bulk', text(bulk_at),
  'live', text(live_tail), 'wait', text(bulk_tail), 'held', text(held), 'own', text(live_at))
redis.call('PEXPIRE', KEYS[1], 86400000)
return {math.max(math.ceil(wait), 0), math.max(math.ceil(held - now), 0), unpack(leave)}
"""

_HOLD: Final = """
local clock = redis.call('TIME')
local until_at = tonumber(clock[1]) * 1000000 + tonumber(clock[2]) + tonumber(ARGV[1])
local held = tonumber(redis.call('HGET', KEYS[1], 'held')) or 0
redis.call('HSET', KEYS[1], 'held', string.format('%.0f', math.max(held, until_at)))
redis.call('PEXPIRE', KEYS[1], 86400000)
return {}
"""


class SharedRates:
    """`Rates` over all processes; see there. Of one process alone it is `LocalRates`."""

    def __init__(
        self,
        limits: Mapping[str, Limit],
        coordination: Coordination,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._coordination = coordination
        self._clock = clock
        self._own = LocalRates(limits, clock)
        self._held: dict[str, float] = {}
        self._processes = 1
        coordination.listen("hold", self._hear_hold)

    async def slot(self, account: str, chat: str, lane: Lane) -> float:
        counted = await self._counted(account, [chat], lane, 0.0)
        if counted is None:
            return await self._own.slot(account, chat, lane)
        return counted.again

    async def reserve(self, account: str, chats: Sequence[str], ahead: float) -> Reserved:
        counted = await self._counted(account, chats, "bulk", ahead)
        return await self._own.reserve(account, chats, ahead) if counted is None else counted

    async def _counted(
        self, account: str, chats: Sequence[str], lane: Lane, ahead: float
    ) -> Reserved | None:
        """Count with the others, or let wait; None: this process takes its own part alone."""
        limit = self._limits.get(account)
        if limit is None:
            return Reserved([0.0] * len(chats), 0.0)
        held = self.held(account)
        if held > 0:
            return Reserved([], held)
        if max(self._processes, self._coordination.pooled) <= 1:
            return None
        counted = await self._together(account, limit, chats, lane, ahead)
        if counted is None and lane == "bulk" and not self._coordination.settled:
            return Reserved([], _AGAIN_S)
        return counted

    async def _together(
        self, account: str, limit: Limit, chats: Sequence[str], lane: Lane, ahead: float
    ) -> Reserved | None:
        """Count with the others; None when that is not possible now."""
        pooled = self._coordination.pooled
        if not pooled:
            return None
        has_chats = all(chats) and limit.per_chat_second
        of_chats = [f"rate:{account}:{chat}" for chat in chats] if has_chats else []
        several = [f"{ahead * _MICRO:.0f}", str(len(chats))]
        answer = await self._coordination.evaluate(
            _SLOT,
            [f"rate:{account}", *of_chats],
            [*self._arguments(limit, lane, pooled), *several],
        )
        if answer is None:
            return None
        wait, held, *leave = answer
        if held:
            self._keep_hold(account, held / _MICRO)
        for chat in chats[: len(leave)]:  # what is remembered here still counts without Redis
            await self._own.slot(account, chat, "live")
        return Reserved([after / _MICRO for after in leave], wait / _MICRO)

    def _arguments(self, limit: Limit, lane: Lane, pooled: int) -> list[str]:
        part = pooled / max(self._processes, pooled)
        interval = _MICRO / (limit.per_second * part) if limit.per_second else 0.0
        in_chat = _MICRO / limit.per_chat_second if limit.per_chat_second else 0.0
        spacings = (interval / BULK_SHARE, interval / (1 - BULK_SHARE))
        numbers = (interval, *spacings, in_chat, limit.chat_burst)
        return [lane, *(f"{number:.0f}" for number in numbers)]

    def held(self, account: str) -> float:
        return max(self._held.get(account, 0.0) - self._clock(), 0.0)

    async def hold(self, account: str, seconds: float) -> None:
        self._keep_hold(account, seconds)
        # Two ways: those who live hear of it, and those who start meanwhile find it.
        self._coordination.ring("hold", f"{account}/{round(seconds * 1000)}")
        await self._coordination.evaluate(_HOLD, [f"rate:{account}"], [f"{seconds * _MICRO:.0f}"])

    def share(self, processes: int) -> None:
        self._processes = max(processes, 1)
        self._own.share(processes)

    def _hear_hold(self, key: str, _times: int) -> None:
        account, _, milliseconds = key.rpartition("/")
        if account in self._limits and milliseconds.isdecimal():
            self._keep_hold(account, int(milliseconds) / 1000)

    def _keep_hold(self, account: str, seconds: float) -> None:
        self._held[account] = max(self._held.get(account, 0.0), self._clock() + seconds)
        self._own.keep_hold(account, seconds)
