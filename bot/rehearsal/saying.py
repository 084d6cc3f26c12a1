"""How a rehearsal says things: texts, numbers and names in the language of the commands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Catalogues
from bot.rehearsal.configuration import Configuration

__all__ = ["Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words about one campaign as it really is (`whole`)."""

    texts: Catalogues
    language: str
    whole: Configuration

    def say(self, key: str, **params: object) -> str:
        """Return a text; counts are written as numbers are in this language."""
        said = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in params.items()
        }
        return self.texts.text(self.language, key, said)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as it is written."""
        return self.texts.number(self.language, value, digits)

    def listed(self, counts: dict[str, int]) -> str:
        """Return what there is how often: "a 3, b 1"; a dash where there is nothing."""
        found = (f"{name} {self.number(count)}" for name, count in counts.items() if count)
        return ", ".join(found) or "–"

    def unit(self, name: str) -> str:
        """Return the name of a unit."""
        return next((unit.name for unit in self.whole.units if unit.id == name), name)
