"""What a platform noticed of a whole run: its calls, and the rules that the service broke."""

from __future__ import annotations

from collections import Counter

import msgspec

__all__ = ["Platform"]


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of calls that took effect, but for `calls`, which are all. `unheard` are calls whose
    answer never came back; `floods` are answers 429; `broken` are rules with what shows it;
    `restarts` are deaths of the server: what it was told then, it may not have heard.
    """

    calls: int = 0
    messages: int = 0
    edits: int = 0
    presses: int = 0
    unheard: int = 0
    floods: int = 0
    broken: list[tuple[str, str]] = []
    restarts: int = 0

    @property
    def by_rule(self) -> Counter[str]:
        """How often each rule was broken."""
        return Counter(rule for rule, _ in self.broken)
