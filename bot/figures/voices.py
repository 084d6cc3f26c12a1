"""What people say: reasons, wishes and cases, with counts and a few of their own words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.figures import opinions
from bot.figures.beside import tallied
from bot.figures.naming import Names
from bot.figures.online import told
from bot.figures.placing import Placing
from bot.figures.sources import Sources
from flows.complaints import CATEGORIES, LEGAL_KINDS
from flows.definition import Question
from flows.hidden_phones import phones_hidden
from flows.identifiers import ResponseId
from flows.redaction import redact
from storage.figure_records import Commented, Span
from survey.cells import ChoiceKey, Choices
from survey.editions import Comment, Theme
from survey.index import FACTORS

__all__ = ["themes"]

_SHOWN = 3
"""Comments of one theme."""
_LISTED = 2_000
"""Comments that are asked for: of units that were split some belong to other parts."""
_READ = 200
"""Those that are looked at, the newest ones of the scope."""
_LONGEST = 300
"""Characters of a comment: a report quotes, and does not reprint."""
_LOCKING = frozenset(LEGAL_KINDS)
"""Flags of words that stay inside, whatever became of the lock on their response (design §6)."""
_KINDS: Final = ("weakness", "wish", "complaint", "strength", "criticised", "praised")
"""Kinds of themes, in their order."""


class _Said(NamedTuple):
    """A choice in its words: under the same value another form may offer something else."""

    kind: Literal["weakness", "wish"]
    about: str
    """The factor that was rated low, or the question that asks for wishes."""
    choice: str
    label: str


_Quoted: TypeAlias = Mapping[_Said, Sequence[Comment]]


async def themes(
    sources: Sources, placing: Placing, names: Names, choices: Choices, span: Span
) -> tuple[Theme, ...]:
    """Return the reasons of low ratings by factor, then wishes (R2), then cases by category and
    praise, then what open words criticise and praise, the most frequent first.
    """
    cases = tallied(await sources.storage.figures.complaints(span), placing)
    comments = await _comments(sources, placing, names, span)
    reported = (_reported(names, category, count) for category, count in cases.items())
    found = [*_chosen(names, choices, comments), *reported]
    found += opinions.themes(names, choices)
    return tuple(sorted(found, key=lambda one: (_KINDS.index(one.kind), -one.count, one.key)))


def _reported(names: Names, category: str, count: int) -> Theme:
    """Return the cases of a category; praise has no severity, and nobody is to settle it (R41)."""
    known = CATEGORIES.get(category)
    is_praise = known is not None and known.severity == 0
    return Theme(
        key=category,
        label=names.category(category),
        kind="strength" if is_praise else "complaint",
        count=count,
        factor=names.words.factor_of(category),
    )


def _chosen(names: Names, choices: Choices, comments: _Quoted) -> Iterator[Theme]:
    """Yield reasons and wishes. Forms that say the same are counted together; where they say
    different things under one value, the key tells which of them say this one.
    """
    forms: dict[_Said, set[str]] = defaultdict(set)
    counts: Counter[_Said] = Counter()
    for key, question, count in told(names, choices):
        if (said := _said(names, key, question)) is not None:
            forms[said].add(key.form)
            counts[said] += count
    shared = Counter((one.about, one.choice) for one in counts)
    for one, count in counts.items():
        apart = f"@{'+'.join(sorted(forms[one]))}" if shared[one.about, one.choice] > 1 else ""
        yield Theme(
            key=f"{one.about}.{one.choice}{apart}",
            label=one.label,
            kind=one.kind,
            count=count,
            factor=one.about if one.kind == "weakness" else None,
            comments=tuple(comments.get(one, ())),
        )


def _said(names: Names, key: ChoiceKey, question: Question) -> _Said | None:
    """Return what a choice says; None: it tells how a service went, or is the reason why a step of
    an online procedure was hard, which stands beside that.
    """
    if question.kind == "need":
        return _Said("wish", question.id, key.choice, names.choice(key))
    if question.follows in FACTORS:
        return _Said("weakness", question.follows, key.choice, names.choice(key))
    return None


async def _comments(sources: Sources, placing: Placing, names: Names, span: Span) -> _Quoted:
    """Return the newest words by what was chosen, redacted once more: they may be of a version
    that knew less of what must not be told.
    """
    found: dict[_Said, list[Comment]] = defaultdict(list)
    newest = await sources.storage.figures.commented(span, _LISTED)
    for one in islice(placing.within(newest), _READ):
        choice, words = await _words(sources, one)
        key = ChoiceKey("", "", one.form, one.question, choice)
        question = names.words.asking(key)
        said = None if question is None else _said(names, key, question)
        if said is not None and words and len(found[said]) < _SHOWN:
            unit = names.unit(placing.of_response(one))
            found[said].append(Comment(text=words, unit=unit))
    return found


async def _words(sources: Sources, one: Commented) -> tuple[str, str]:
    for answer in await sources.storage.answers.current(ResponseId(one.response_id)):
        if answer.question == one.question:
            if answer.private or not _LOCKING.isdisjoint(answer.flags):
                break
            words = phones_hidden(redact(answer.comment or "").text)
            return str(answer.value), words[:_LONGEST].strip()
    return "", ""
