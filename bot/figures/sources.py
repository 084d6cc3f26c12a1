"""What editions are made with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.counting import Forms
from bot.i18n import Catalogues
from storage.base import Storage
from survey.validity import Rules

__all__ = ["Sources"]


@dataclass(frozen=True, slots=True)
class Sources:
    """Rows, published forms, the rules by which a form counts, and words."""

    storage: Storage
    forms: Forms
    rules: Rules
    texts: Catalogues
