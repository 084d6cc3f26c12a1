"""The limiter of several processes: what an account may do, counted in one place by a script.

Each process owns an equal part of every limit. Those that reach Redis put their parts together
and count there; who does not, takes its own part alone, and only after the others have surely
stopped counting on it. So the sum holds whatever happens to Redis (invariants I12, I26).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from bot.sender.rates import Lane, Limit, LocalRates
from storage.coordination import Coordination

__all__ = ["SharedRates"]

_BULK_SHARE: Final = 0.8  # as `LocalRates` has it
_AGAIN_S: Final = 0.25
"""Bulk that can be counted nowhere just now asks again after so long."""
_MICRO: Final = 1_000_000

# All times are microseconds of the server's clock, so that no process' own clock counts.
# What is not there may have been emptied or thrown out by a full memory: the account is taken
# as used to its limit just now, and so are chats that nobody remembers from before that. Who
# was told to come again comes some milliseconds late: `late` lets the next one keep its time.
_SLOT: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local lane, interval, spacing = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local chat_interval, burst = tonumber(ARGV[4]), tonumber(ARGV[5])
local known_hold, debt, strict = tonumber(ARGV[6]), 1000000, 60000000
local late = math.min(spacing, 50000)

local kept = redis.call('HMGET', KEYS[1], 'born', 'next', 'bulk', 'live', 'wait', 'held')
local born = tonumber(kept[1])
local next_at, bulk_at = tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
local live_tail, bulk_tail = tonumber(kept[4]) or 0, tonumber(kept[5]) or 0
local held = tonumber(kept[6]) or 0
if not born then
  born = now
  next_at = now + math.max(debt, interval)
  bulk_at = now + spacing
end
if known_hold > 0 then held = math.max(held, now + known_hold) end

local wait = held - now
local chat_at = 0
if KEYS[2] then
  chat_at = tonumber(redis.call('GET', KEYS[2])) or (born + burst * chat_interval)
  wait = math.max(wait, chat_at - now - (burst - 1) * chat_interval)
end
if interval > 0 and lane == 'live' then
  if held > 0 and now <= held + strict and now < next_at then
    live_tail = math.max(live_tail + interval, next_at)
    wait = math.max(wait, live_tail - now)
  end
elseif interval > 0 then
  local free_at = math.max(next_at, bulk_at)
  if live_tail > now then free_at = math.max(free_at, live_tail + interval) end
  if now < free_at then
    bulk_tail = math.max(bulk_tail + spacing, free_at)
    wait = math.max(wait, bulk_tail - now)
  end
end

if wait <= 0 then
  next_at = math.min(math.max(next_at, now) + interval, now + math.max(debt, interval))
  if lane == 'bulk' then bulk_at = math.max(bulk_at, now - late) + spacing end
  if KEYS[2] then
    chat_at = math.max(chat_at, now) + chat_interval
    local rest = math.ceil((chat_at - now) / 1000)
    redis.call('SET', KEYS[2], string.format('%.0f', chat_at), 'PX', rest)
  end
end
local function text(value) return string.format('%.0f', value) end
redis.call('HSET', KEYS[1], 'born', text(born), 'next', text(next_at), 'bulk', text(bulk_at),
  'live', text(live_tail), 'wait', text(bulk_tail), 'held', text(held))
redis.call('PEXPIRE', KEYS[1], 86400000)
return {math.max(math.ceil(wait), 0), math.max(math.ceil(held - now), 0)}
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
        limit = self._limits.get(account)
        if limit is None:
            return 0.0
        held = self.held(account)
        if held > 0:
            return held
        is_shared = max(self._processes, self._coordination.pooled) > 1
        counted = await self._together(account, limit, chat, lane) if is_shared else None
        if counted is not None:
            return counted
        if is_shared and lane == "bulk" and not self._coordination.settled:
            return _AGAIN_S
        return await self._own.slot(account, chat, lane)

    async def _together(self, account: str, limit: Limit, chat: str, lane: Lane) -> float | None:
        """Count with the others; None when that is not possible now."""
        pooled = self._coordination.pooled
        if not pooled:
            return None
        has_chat = bool(chat and limit.per_chat_second)
        keys = [f"rate:{account}", *([f"rate:{account}:{chat}"] if has_chat else [])]
        answer = await self._coordination.evaluate(
            _SLOT, keys, self._arguments(account, limit, lane, pooled)
        )
        if answer is None:
            return None
        wait, held = answer
        if held:
            self._keep_hold(account, held / _MICRO)
        if not wait:  # what is remembered here still counts when Redis is gone
            await self._own.slot(account, chat, "live")
        return wait / _MICRO

    def _arguments(self, account: str, limit: Limit, lane: Lane, pooled: int) -> list[str]:
        part = pooled / max(self._processes, pooled)
        interval = _MICRO / (limit.per_second * part) if limit.per_second else 0.0
        in_chat = _MICRO / limit.per_chat_second if limit.per_chat_second else 0.0
        held = self.held(account) * _MICRO
        numbers = (interval, interval / _BULK_SHARE, in_chat, limit.chat_burst, held)
        return [lane, *(f"{number:.0f}" for number in numbers)]

    def held(self, account: str) -> float:
        return max(self._held.get(account, 0.0) - self._clock(), 0.0)

    def hold(self, account: str, seconds: float) -> None:
        self._keep_hold(account, seconds)
        self._coordination.ring("hold", f"{account}/{round(seconds * 1000)}")

    def share(self, processes: int) -> None:
        self._processes = max(processes, 1)
        self._own.share(processes)

    def _hear_hold(self, key: str, _times: int) -> None:
        account, _, milliseconds = key.rpartition("/")
        if account in self._limits and milliseconds.isdecimal():
            self._keep_hold(account, int(milliseconds) / 1000)

    def _keep_hold(self, account: str, seconds: float) -> None:
        self._held[account] = max(self._held.get(account, 0.0), self._clock() + seconds)
        self._own.hold(account, seconds)
