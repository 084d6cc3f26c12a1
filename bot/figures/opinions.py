"""What the open words at the end of a form say, as figures: read once, kept as what was chosen.

A response keeps no word of it here, only which themes it praised and criticised: choices of its
own, `O1:THEME`, beside whether its words fit a theme at all, `O1:`, which every response has whose
form asks for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.figures.naming import Names
from flows.complaints import LEGAL_KINDS
from flows.opinions import PRAISED, Opinions, excludes, opinions_of
from flows.vietnamese import listen
from storage.base import AnswerRecord, Storage
from survey.cells import OPEN_WORDS, Choices
from survey.editions import Theme, Words

__all__ = [
    "ABOUT",
    "SILENT",
    "THEMED",
    "UNTHEMED",
    "Said",
    "opinions_in",
    "said",
    "themes",
    "themes_of",
    "words_in",
]

Side: TypeAlias = Literal["praised", "criticised"]

ABOUT: Final = f"{OPEN_WORDS}:"
"""Whether words fit a theme; with a theme behind it, what they say of that."""
THEMED, UNTHEMED, _NOTHING = "themed", "unthemed", "nothing"
SILENT: Final[Mapping[str, str]] = {ABOUT: _NOTHING}
"""Of a form that asks for words and was given none."""
_SIDES: Final[tuple[Side, ...]] = ("praised", "criticised")
_LOCKING = frozenset(LEGAL_KINDS)
"""Flags of words that stay inside: they are counted, and nothing of them is told."""


async def opinions_in(storage: Storage, ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what the open words of responses say, by response: `O1:…` → what it counts as."""
    if not ids:
        return {}
    records = await storage.answers.answers_to(OPEN_WORDS, ids)
    return {one.response_id: _choices(one) for one in records if _is_written(one)}


def _is_written(record: AnswerRecord) -> bool:
    return isinstance(record.value, str) and bool(record.value.strip())


def themes_of(record: AnswerRecord) -> list[tuple[str, Side]]:
    """Return what an answer to the open question praises, then what it criticises."""
    found = _read(record)
    praised: list[tuple[str, Side]] = [(one, "praised") for one in sorted(found.praised)]
    return [*praised, *((one, "criticised") for one in sorted(found.criticised))]


def _read(record: AnswerRecord) -> Opinions:
    is_told = _is_written(record) and _LOCKING.isdisjoint(record.flags)
    return opinions_of(listen(str(record.value))) if is_told else Opinions()


def _choices(record: AnswerRecord) -> dict[str, str]:
    found = _read(record)
    named = {ABOUT + theme: side for theme, side in themes_of(record)}
    outcome = THEMED if named else _NOTHING if found.is_empty else UNTHEMED
    return {ABOUT: outcome, **named}


class Said(NamedTuple):
    """How many forms praise or criticise a theme."""

    theme: str
    side: Side
    times: int


def said(choices: Choices) -> Iterator[Said]:
    """Yield what the words of all forms say, praise first, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for key, count in choices.items():
        if key.question.startswith(ABOUT) and key.choice in _SIDES:
            counts[key.question.removeprefix(ABOUT), key.choice] += count
    for side in _SIDES:
        own = [(-times, theme) for (theme, of), times in counts.items() if of == side and times]
        yield from (Said(theme, side, -times) for times, theme in sorted(own))


def themes(names: Names, choices: Choices) -> Iterator[Theme]:
    """Yield the themes of open words as an edition has them."""
    for one in said(choices):
        yield Theme(
            key=_key(one.theme),
            label=names.theme(one.theme),
            kind=one.side,
            count=one.times,
            apart=tuple(map(_key, sorted(excludes(one.theme)))),
        )


def _key(theme: str) -> str:
    side: Side = "praised" if theme in PRAISED else "criticised"
    return f"{ABOUT}{theme}.{side}"


def words_in(choices: Choices) -> Words:
    """Return how many forms asked for words, had some that say something, and how many of these
    fit a theme.
    """
    counts: Counter[str] = Counter()
    for key, count in choices.items():
        if key.question == ABOUT:
            counts[key.choice] += count
    themed, unthemed = counts[THEMED], counts[UNTHEMED]
    return Words(asked=counts.total(), written=themed + unthemed, themed=themed, unthemed=unthemed)
