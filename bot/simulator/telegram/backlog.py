"""Updates that the bot has not taken yet: numbered, kept for their life, given out in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.clock import Clock
from bot.simulator.telegram.ledger import Delivery, Ledger

__all__ = ["UPDATE_KINDS", "Backlog"]

UPDATE_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    }
)
"""What may stand in `allowed_updates`, by Bot API 10.1."""
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Backlog:
    """Pending updates by their rising ids. `taken` hears of each update when it was delivered
    or polled, `offered` when it is first tried.
    """

    def __init__(
        self,
        clock: Clock,
        ledger: Ledger,
        first_id: int,
        offered: Callable[[Delivery], None],
        taken: Callable[[Delivery], None],
    ) -> None:
        self._clock = clock
        self._ledger = ledger
        self._offered = offered
        self._taken = taken
        self._watchers: list[Callable[[], None]] = []
        self._allowed = UPDATE_KINDS - _NOT_BY_DEFAULT
        self.next_id = first_id
        self.pending: dict[int, Delivery] = {}

    def watch(self, watcher: Callable[[], None]) -> None:
        """Let somebody know when there is something new."""
        self._watchers.append(watcher)

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep to these kinds from now on; none stands for the usual ones."""
        self._allowed = frozenset(kinds) or UPDATE_KINDS - _NOT_BY_DEFAULT

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that updates are made of now."""
        return self._allowed

    def add(
        self, kind: str, body: JsonObject, queue: tuple[str, int], life: float
    ) -> Delivery | None:
        """Make an update, unless its kind is not wanted."""
        if kind not in self._allowed:
            return None
        now = self._clock.now()
        update = {"update_id": self.next_id, kind: body}
        delivery = Delivery(update, kind, queue, now, now + life)
        self.pending[self.next_id] = delivery
        self.next_id += 1
        self._ledger.enter(delivery)
        for watcher in self._watchers:
            watcher()
        return delivery

    def offer(self, delivery: Delivery) -> None:
        """Note that an update is on its way, and may be acted on from now on."""
        if not delivery.attempts:
            self._offered(delivery)

    def take(self, delivery: Delivery) -> None:
        """Let go of an update that the bot has."""
        if self.pending.pop(delivery.update_id, None) is not None:
            delivery.end("delivered")
            self._taken(delivery)

    def expire(self, delivery: Delivery) -> None:
        """Let go of an update that was too old, as Telegram does: in silence."""
        if self.pending.pop(delivery.update_id, None) is not None:
            delivery.end("expired")
            self._ledger.expired[delivery.kind] += 1

    def drop(self) -> None:
        """Let go of all, as `drop_pending_updates` asks."""
        for delivery in self.pending.values():
            delivery.end("dropped")
        self.pending.clear()
