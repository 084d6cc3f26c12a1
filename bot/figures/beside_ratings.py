"""What people chose beside the ratings: reasons, times, outcomes, faces and wishes, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bot.figures.calling import asked, every_name
from bot.figures.following import Choice
from bot.figures.gathering import choices_in
from bot.figures.naming import Names
from bot.figures.online import step_names, told
from bot.figures.opinions import ABOUT, said
from bot.figures.placing import Placing
from bot.figures.sources import Sources
from flows.definition import Question
from survey.cells import Choices

__all__ = ["Chosen", "Topic", "topics_of"]


class Chosen(NamedTuple):
    """How often one choice was made."""

    choice: Choice
    label: str
    times: int


class Topic(NamedTuple):
    """What choices are about: a question, or the factor or step whose low rating they explain."""

    key: str
    label: str
    is_reason: bool
    lines: tuple[Chosen, ...]
    """The most frequent first."""


async def topics_of(sources: Sources, placing: Placing) -> tuple[Topic, ...]:
    """Return what people chose in a scope and period: reasons first, then the other questions."""
    names = await every_name(sources, placing)
    choices = await choices_in(sources.storage, placing)
    counts: Counter[tuple[str, str, str]] = Counter()
    forms: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    questions: dict[str, Question] = {}
    for key, question, count in told(names, choices):
        about = question.follows or question.id
        chose = about, key.choice, names.choice(key)  # forms may mean other things by one value
        counts[chose] += count
        forms[chose].add(key.form)
        questions[about] = question
    lines = [
        Chosen(Choice(chose[0], chose[1], tuple(sorted(forms[chose]))), chose[2], times)
        for chose, times in counts.items()
    ]
    return (*_topics(names, questions, lines), *_opinions(names, choices))


def _opinions(names: Names, choices: Choices) -> Iterator[Topic]:
    """Yield what open words praise, and what they criticise."""
    for side, own in groupby(said(choices), key=attrgetter("side")):
        lines = [
            Chosen(Choice(ABOUT + one.theme, one.side), names.theme(one.theme), one.times)
            for one in own
        ]
        yield Topic(ABOUT + side, names.opinion(side), is_reason=False, lines=tuple(lines))


def _topics(
    names: Names, questions: dict[str, Question], lines: list[Chosen]
) -> tuple[Topic, ...]:
    own: dict[str, list[Chosen]] = defaultdict(list)
    for one in sorted(lines, key=lambda line: (-line.times, line.label)):
        own[one.choice.question].append(one)
    steps = step_names(names)
    in_order = sorted(own.items(), key=lambda one: (questions[one[0]].follows is None, one[0]))
    return tuple(
        Topic(
            key,
            asked(names, steps, questions[key]),
            questions[key].follows is not None,
            tuple(some),
        )
        for key, some in in_order
    )
