"""What officers can do with a case on its page: from which fields, with which words around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.console.case_templates import blank_left
from flows.complaints import CATEGORIES
from flows.desk.case_acts import (
    ACTION_OF,
    Answer,
    Ask,
    Assign,
    Close,
    DeclareConflict,
    FindConflict,
    Forward,
    LiftConflict,
    Note,
    OfficerAct,
    Recategorise,
    Release,
    Take,
)
from flows.desk.case_moment import NOTE_LENGTH, SPOKEN_LENGTH
from flows.desk.roles import Action
from flows.spelling import clean, clean_paragraphs
from flows.texts import text_key

__all__ = ["DEEDS", "Deed", "WrongFieldError"]

_ANY = "?"  # stands for whatever an officer would write or choose

Fields = Mapping[str, str]


class WrongFieldError(Exception):
    """What was filled in cannot be meant so; `key` and `params` say why."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class Deed(NamedTuple):
    """One act. A case allows it now if it allows one of the `samples`; `done` is said afterwards;
    `sure` is asked before what cannot be taken back.
    """

    samples: tuple[OfficerAct, ...]
    make: Callable[[Fields], OfficerAct]
    done: str
    sure: str | None = None
    go: str = ""
    """On the button below that question."""
    longest: int = 0
    """Characters of its text, which is kept as a draft; 0: it has none."""

    @property
    def action(self) -> Action:
        """What the policy is asked."""
        return ACTION_OF[type(self.samples[0])]


def _words(fields: Fields) -> str:
    """Return the text of an act, clean; one that is empty or too long is refused by the case."""
    return clean_paragraphs(fields["text"])


def _sent(fields: Fields) -> str:
    """Return the text of an act that the citizen reads.

    Raises:
        WrongFieldError: a place of a shipped text is still open.

    """
    text = _words(fields)
    if blank := blank_left(text):
        raise WrongFieldError(text_key("console.case.fault.blank"), blank=blank)
    return text


def _assign(fields: Fields) -> OfficerAct:
    if not fields["officer"]:
        raise WrongFieldError(text_key("console.case.fault.officer"))
    return Assign(fields["officer"])


def _concern(fields: Fields) -> OfficerAct:
    return FindConflict(_concerned(fields), _words(fields))


def _lift(fields: Fields) -> OfficerAct:
    return LiftConflict(_concerned(fields), _words(fields))


def _concerned(fields: Fields) -> str:
    if not fields["concerned"]:
        raise WrongFieldError(text_key("console.case.fault.officer"))
    return fields["concerned"]


def _forward(fields: Fields) -> OfficerAct:
    unit, agency = fields["unit"] or None, clean(fields["agency"])
    if not (unit or agency):
        raise WrongFieldError(text_key("console.case.fault.agency"))
    return Forward(unit, agency, _words(fields))


def _recategorise(fields: Fields) -> OfficerAct:
    if fields["category"] not in CATEGORIES:
        raise WrongFieldError(text_key("console.case.fault.category"))
    return Recategorise(fields["category"])


DEEDS: Mapping[str, Deed] = {
    "take": Deed((Take(),), lambda _: Take(), text_key("console.case.done.take")),
    "release": Deed((Release(),), lambda _: Release(), text_key("console.case.done.release")),
    "assign": Deed((Assign(_ANY),), _assign, text_key("console.case.done.assign")),
    "note": Deed(
        (Note(_ANY),),
        lambda fields: Note(_words(fields)),
        text_key("console.case.done.note"),
        longest=NOTE_LENGTH,
    ),
    "ask": Deed(
        (Ask(_ANY),),
        lambda fields: Ask(_sent(fields)),
        text_key("console.case.done.ask"),
        text_key("console.case.sure.ask"),
        text_key("console.case.go.ask"),
        longest=SPOKEN_LENGTH,
    ),
    "answer": Deed(
        (Answer(_ANY),),
        lambda fields: Answer(_sent(fields)),
        text_key("console.case.done.answer"),
        text_key("console.case.sure.answer"),
        text_key("console.case.go.answer"),
        longest=SPOKEN_LENGTH,
    ),
    "forward": Deed(
        (Forward(None, _ANY, _ANY),),
        _forward,
        text_key("console.case.done.forward"),
        text_key("console.case.sure.forward"),
        text_key("console.case.go.forward"),
        longest=NOTE_LENGTH,
    ),
    "recategorise": Deed(
        (Recategorise("PA14"), Recategorise("PA15")),
        _recategorise,
        text_key("console.case.done.recategorise"),
    ),
    "close": Deed(
        (Close(_ANY),),
        lambda fields: Close(_words(fields)),
        text_key("console.case.done.close"),
        text_key("console.case.sure.close"),
        text_key("console.case.go.close"),
        longest=NOTE_LENGTH,
    ),
    "concern": Deed(
        (FindConflict(_ANY, _ANY),),
        _concern,
        text_key("console.case.done.concern"),
        text_key("console.case.sure.concern"),
        text_key("console.case.go.concern"),
        longest=NOTE_LENGTH,
    ),
    "lift": Deed(
        (LiftConflict(_ANY, _ANY),),
        _lift,
        text_key("console.case.done.lift"),
        text_key("console.case.sure.lift"),
        text_key("console.case.go.lift"),
        longest=NOTE_LENGTH,
    ),
    "conflict": Deed(
        (DeclareConflict(_ANY),),
        lambda fields: DeclareConflict(_words(fields)),
        text_key("console.case.done.conflict"),
        text_key("console.case.sure.conflict"),
        text_key("console.case.go.conflict"),
        longest=NOTE_LENGTH,
    ),
}
"""By the last part of their address."""
