"""Public results: when a step is due, what it changes, and what is kept of who was erased."""

from bot.publishing.due import RESULTS, forget_erased, publish_due
from bot.publishing.steps import Pinned, hash_of

__all__ = ["RESULTS", "Pinned", "forget_erased", "hash_of", "publish_due"]
