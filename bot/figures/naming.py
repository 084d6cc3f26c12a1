"""What figures are called in Vietnamese: in the pinned forms and tree, in lists and catalogues."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.figures.wordings import Wordings
from bot.i18n import Catalogues
from flows.complaints import CATEGORIES
from flows.definition import Texts
from flows.texts import text_key
from storage.base import Storage
from survey.cells import ChoiceKey
from survey.editions import Dimension
from survey.procedures import name_on
from survey.unit_tree import UnitTree

__all__ = ["LEVEL_NAMES", "PRAISE_NAMES", "Names", "names_of", "spoken"]

LEVEL_NAMES: Final[Mapping[str, str]] = {
    "overall": text_key("figures.level.overall"),
    "A": text_key("figures.level.A"),
    "B": text_key("figures.level.B"),
    "A1": text_key("figures.level.A1"),
    "A2": text_key("figures.level.A2"),
    "A3": text_key("figures.level.A3"),
    "A4": text_key("figures.level.A4"),
    "B1": text_key("figures.level.B1"),
    "B2": text_key("figures.level.B2"),
    "B3": text_key("figures.level.B3"),
    "B4": text_key("figures.level.B4"),
    "B5": text_key("figures.level.B5"),
    "csat": text_key("figures.level.csat"),
    "ux": text_key("figures.level.ux"),
    "completed": text_key("figures.level.completed"),
    "participants": text_key("console.campaign.indicator.participants"),
}
_VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("area", "urban"): text_key("console.place.area.urban"),
    ("area", "rural"): text_key("console.place.area.rural"),
    ("area", "special"): text_key("console.place.area.special"),
    ("mode", "direct"): text_key("console.campaign.mode.direct"),
    ("mode", "online"): text_key("console.campaign.mode.online"),
    ("channel", "web"): text_key("channel.web"),
    ("channel", "kiosk"): text_key("channel.kiosk"),
    ("channel", "terminal"): text_key("channel.terminal"),
    ("channel", "telegram"): text_key("console.campaign.channel.telegram"),
    ("channel", "email"): text_key("console.campaign.channel.email"),
    ("evidence", "V0"): text_key("figures.evidence.V0"),
    ("evidence", "V1"): text_key("console.campaign.evidence.1"),
    ("evidence", "V2"): text_key("console.campaign.evidence.2"),
    ("evidence", "V3"): text_key("console.campaign.evidence.3"),
    ("evidence", "V4"): text_key("console.campaign.evidence.4"),
}
PRAISE_NAMES: Final[Mapping[str, str]] = {
    "attitude": text_key("figures.praised.attitude"),
    "speed": text_key("figures.praised.speed"),
    "clarity": text_key("figures.praised.clarity"),
    "simplicity": text_key("figures.praised.simplicity"),
    "openness": text_key("figures.praised.openness"),
    "premises": text_key("figures.praised.premises"),
    "online": text_key("figures.praised.online"),
    "whole": text_key("figures.praised.whole"),
}
_OPINIONS: Final[Mapping[str, str]] = {
    "praised": text_key("figures.words.praised"),
    "criticised": text_key("figures.words.criticised"),
    "themed": text_key("figures.words.themed"),
    "unthemed": text_key("figures.words.unthemed"),
}
_LANGUAGE: Final = "vi"
_Lists = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """Names as of one day, and in the words of the versions that figures are of."""

    texts: Catalogues
    words: Wordings
    lists: _Lists = field(default_factory=dict)
    """Dimension → value → name."""

    def value(self, dimension: Dimension | str, value: str) -> str:
        """Return what a value of a dimension is called; itself where nobody named it."""
        if (key := _VALUES.get((dimension, value))) is not None:
            return self.texts.text(_LANGUAGE, key)
        if dimension == "form" and value in self.words.versions:
            return spoken(self.words.versions[value][0].title)
        return self.lists.get(dimension, {}).get(value, value)

    def category(self, category: str) -> str:
        """Return what a category of cases is called (`bot.reports.wording` lists these keys)."""
        return self.texts.text(_LANGUAGE, f"case.category.{category}")

    def opinion(self, told: str) -> str:
        """Return what is told of open words: that they praise, or fit no theme; "": no such."""
        return self.texts.text(_LANGUAGE, _OPINIONS[told]) if told in _OPINIONS else ""

    def theme(self, theme: str) -> str:
        """Return what a theme of open words is called: what was praised, or a category."""
        if theme in PRAISE_NAMES:
            return self.texts.text(_LANGUAGE, PRAISE_NAMES[theme])
        return self.category(theme) if theme in CATEGORIES else theme

    def unit(self, unit_id: str | None) -> str:
        """Return a unit's name; "" for none."""
        return self.value("unit", unit_id) if unit_id else ""

    def level(self, level: str) -> str:
        """Return what a level of the index is called, or a criterion (`FORM.QUESTION`)."""
        if level in LEVEL_NAMES:
            return self.texts.text(_LANGUAGE, LEVEL_NAMES[level])
        question = self.words.question(level)
        if question is None:
            return level
        label = spoken(question.item or question.text)
        return self._noted(label) if self.words.is_reworded(level) else label

    def choice(self, key: ChoiceKey) -> str:
        """Return what a choice is called, in the newest version that offers it."""
        labels = list(dict.fromkeys(spoken(one.label) for _, one in self.words.offered(key)))
        label = labels[0] if labels else key.choice
        return self._noted(label) if len(labels) > 1 else label

    def _noted(self, label: str) -> str:
        """Say of a label that other words stand under the same code, as the export does."""
        return f"{label} ({self.texts.text(_LANGUAGE, text_key('export.reworded'))})"


def spoken(texts: Texts) -> str:
    """Return a text of a form in Vietnamese."""
    return texts[_LANGUAGE]


async def names_of(
    storage: Storage, texts: Catalogues, words: Wordings, tree: UnitTree, day: date,
    campaigns: Collection[str] = (),
) -> Names:  # fmt: skip
    """Read what places, officers, procedures and groups are called on a day."""
    units = {row.id: row.name for row in await storage.places.units()}
    for unit_id, known in tree.units.items():
        if (state := known.lately(day)) is not None:
            units[unit_id] = state.name
    lines = await storage.procedures.lines()
    codes = {line.code for line in lines}
    groups = {
        group.id: group.title
        for campaign in sorted(campaigns)
        for group in (await storage.campaigns.parts(campaign)).groups
    }
    lists = {
        "unit": units,
        "place": {one.id: one.name for one in await storage.places.places()},
        "officer": {one.id: one.name for one in await storage.roster.officers()},
        "procedure": {code: name_on(lines, code, day) or code for code in codes},
        "group": groups,
    }
    return Names(texts, words, lists)
