"""What a person can do at any point beside answering: the actions of buttons and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.definition import CALCULATED, Form, Question
from flows.events import HumanRequested, LanguageChanged, OptedIn, OptedOut
from flows.intakes import leave_case, open_intake, open_wanted_intake
from flows.languages import COMMAND as LANGUAGE
from flows.offers import drop
from flows.own_data import erase, mine, show, status, view
from flows.session import Answer, Frame, State
from flows.steps import (
    advance,
    close,
    go_on,
    go_on_if_open,
    restart,
    review_items,
    show_review,
    stand,
    stop,
    submit,
    take_up,
    wanted_case,
)
from flows.talk import OPTED_OUT, Talk

__all__ = [
    "ACTIONS",
    "COMMAND_ACTS",
    "act",
    "command",
    "correct_number",
    "edit",
    "open_again",
    "open_or_again",
]

_NOTHING_KEPT = frozenset({State.DECLINED, State.INELIGIBLE, State.ERASED})


def act(talk: Talk, action: str) -> None:
    """Do what a button's action says.

    Raises:
        KeyError: no such action.

    """
    ACTIONS[action](talk)


def command(talk: Talk, name: str, argument: str = "") -> None:
    """Do what a command says.

    Raises:
        KeyError: no such command.

    """
    if name in _TURNS_AWAY:
        drop(talk)
    COMMAND_ACTS[name](talk, argument)


_TURNS_AWAY = frozenset({"back", "skip", "pause", "stop", "resume", "opt_out", "erase"})
"""Commands that leave an offer unanswered: what waited for its yes is let go of."""


# Spoken only


def _explain(talk: Talk) -> None:
    go_on(talk)


def _trust(talk: Talk) -> None:
    talk.say("trust.info")
    go_on(talk)


def _human(talk: Talk) -> None:
    frame = talk.frame
    talk.happened(HumanRequested(question=frame.current if frame else None))
    talk.say("human.info")
    go_on(talk)


def _progress(talk: Talk) -> None:
    """Say how far the form being filled in has come, and ask on."""
    frame = talk.frame
    question = talk.question_of(frame) if frame else None
    asked = talk.as_asked(question, "again") if question else None
    if asked is not None and asked.total:
        talk.say("chat.progress", position=str(asked.position), total=str(asked.total))
    go_on(talk)


def _help(talk: Talk) -> None:
    talk.say("help.text")
    go_on(talk)


# Pause, stop, resume, restart


def _pause(talk: Talk) -> None:
    talk.change(dialogue=None, wait=talk.session.wait + 1)
    if not talk.session.frames:
        talk.say("chat.closed")
    elif talk.session.state is State.STOPPED:
        talk.say("chat.stopped")
    else:
        talk.step("pause")
        talk.say("chat.paused")


def _stop(talk: Talk) -> None:
    if not talk.session.frames or talk.session.state is State.STOPPED:
        talk.change(dialogue=None)
        talk.say("chat.closed")
        return
    wanted = wanted_case(talk)
    stop(talk)
    if wanted is not None:
        talk.ask_dialogue("INTAKE_OFFER")


def _resume(talk: Talk) -> None:
    if talk.session.frames:
        take_up(talk)
    else:
        _ask_restart(talk)


def _ask_restart(talk: Talk) -> None:
    """Offer to start over; a survey that was sent is corrected instead."""
    if not talk.session.frames and talk.session.state in _NOTHING_KEPT:
        talk.ask_dialogue("AGAIN")
    elif talk.session.frames or talk.session.state is not State.COMPLETED:
        talk.ask_dialogue("RESTART")
    elif _newest_survey(talk) is not None:
        talk.ask_dialogue("U3")
    else:
        talk.ask_dialogue("INTAKE_OFFER")


def open_or_again(talk: Talk) -> None:
    """Go on with what is open; who ended by a wrong tap is offered to begin again."""
    if not talk.session.frames and talk.session.state in _NOTHING_KEPT:
        talk.ask_dialogue("AGAIN")
    else:
        go_on(talk)


def open_again(talk: Talk) -> None:
    """Ask who comes back how to go on."""
    if talk.session.frames:
        talk.ask_dialogue("U2")
    else:
        _ask_restart(talk)


def _keep(talk: Talk) -> None:
    if talk.session.frames:
        take_up(talk)
        return
    talk.change(dialogue=None)
    if talk.session.finished:
        talk.say("chat.kept")
    else:
        talk.say("chat.closed")


# Back, skip, correct


def _back(talk: Talk) -> None:
    talk.change(dialogue=None)
    before = _before(talk)
    if before is None:
        if talk.frame is not None:
            talk.say("chat.at_first_question")
        open_or_again(talk)
        return
    talk.step("ask")
    talk.ask(before, "back")


def _before(talk: Talk) -> Question | None:
    """Return the question before the open one, or the last one on the review page."""
    frame = talk.frame
    if frame is None:
        return None
    ids: list[str] = [q.id for q in talk.order]
    place = ids.index(frame.current) if frame.current in ids else len(ids)
    return talk.before(talk.order[:place])


def _skip(talk: Talk) -> None:
    talk.change(dialogue=None)
    frame = talk.frame
    question = talk.question_of(frame) if frame else None
    if frame is None or question is None:
        go_on(talk)
    elif question.id in frame.answers:
        advance(talk)  # gone back to, and left as it is
    elif question.skippable:
        talk.step("ask")
        talk.store(question, Answer(None), "skip", 1.0)
        advance(talk)
    else:
        talk.say("chat.cannot_skip")
        go_on(talk)


def edit(talk: Talk, question_id: str) -> bool:
    """Open an earlier answer for correction; False if there is no such answer to correct."""
    frame = talk.frame
    if frame is None or question_id not in frame.answers:
        return False
    if talk.form_of(frame).by_id[question_id].type == CALCULATED:
        return False
    talk.change(dialogue=None)
    talk.step("ask")
    talk.ask(talk.form_of(frame).by_id[question_id], "edit")
    return True


def _edit_sent(talk: Talk) -> None:
    """Take the newest sent survey up again, for corrections."""
    talk.change(dialogue=None)
    sent = _newest_survey(talk)
    if sent is None:
        talk.say("view.none")
        return
    rest = tuple(f for f in talk.session.finished if f is not sent)
    talk.change(finished=rest, frames=(*talk.session.frames, sent))
    show_review(talk)


def _newest_survey(talk: Talk) -> Frame | None:
    """Return the newest sent form that can be corrected; a case is with its officer already."""
    surveys = [f for f in talk.session.finished if _kind(talk, f) == "survey"]
    return surveys[-1] if surveys else None


def _kind(talk: Talk, frame: Frame) -> str:
    form: Form = talk.form_of(frame)
    return form.kind


def _review(talk: Talk) -> None:
    """Show the answers so far; before the form is full they cannot be sent yet."""
    frame = talk.frame
    if frame is None:
        view(talk, "")
    elif frame.current is None:
        show_review(talk)
    else:
        show(talk, frame)
        go_on(talk)


def _submit(talk: Talk) -> None:
    if talk.frame is not None and talk.session.state is State.REVIEWING:
        submit(talk)
    else:
        go_on(talk)


# Case, view, erase


def _withdraw(talk: Talk, argument: str) -> None:
    """Take back the consent to a survey, that is erase it; a case is withdrawn by its officer."""
    frame = mine(talk, argument) if argument else None
    if frame is not None and _kind(talk, frame) == "survey":
        erase(talk, argument)
        return
    talk.happened(HumanRequested(question=None))
    talk.say("case.withdraw")
    go_on_if_open(talk)


def _opt_out(talk: Talk) -> None:
    talk.happened(OptedOut())
    talk.change(facts={**talk.session.facts, OPTED_OUT: "yes"})
    if talk.session.frames and talk.session.state is not State.STOPPED:
        close(talk, "stopped")
    talk.change(dialogue=None)
    talk.say("chat.opted_out")


def _opt_in(talk: Talk) -> None:
    talk.happened(OptedIn())
    talk.forget(OPTED_OUT)
    talk.say("chat.opted_in")
    stand(talk)


def _language(talk: Talk, language: str) -> None:
    """Go on in a language that is offered here, and ask in it what is open; else ask which."""
    if language not in talk.rules.languages:
        if language:
            talk.say("chat.language_unknown")
        else:
            talk.say("chat.which_language")
        return
    if language != talk.session.language:
        talk.change(language=language)
        talk.happened(LanguageChanged(language=language))
    talk.say("chat.language_changed")
    if talk.frame is not None and language not in talk.form_of(talk.frame).languages:
        talk.say("chat.language_partly")
    stand(talk)


ACTIONS: Mapping[str, Callable[[Talk], None]] = {
    "explain": _explain,
    "pause": _pause,
    "stop": _stop,
    "resume": _resume,
    "restart": restart,
    "edit": _edit_sent,
    "keep": _keep,
    "skip": _skip,
    "submit": _submit,
    "human": _human,
    "trust": _trust,
    "intake": open_wanted_intake,
    "no_case": leave_case,
}
"""What the buttons of forms can do beside giving an answer."""


def _plain(action: Callable[[Talk], None]) -> Callable[[Talk, str], None]:
    def run(talk: Talk, _argument: str) -> None:
        action(talk)

    return run


COMMAND_ACTS: Mapping[str, Callable[[Talk, str], None]] = {
    "back": _plain(_back),
    "skip": _plain(_skip),
    "pause": _plain(_pause),
    "stop": _plain(_stop),
    "restart": _plain(_ask_restart),
    "help": _plain(_help),
    "progress": _plain(_progress),
    "menu": _plain(_help),
    "human": _plain(_human),
    "resume": _plain(_resume),
    "review": _plain(_review),
    "trust": _plain(_trust),
    "complaint": _plain(open_intake),
    "opt_out": _plain(_opt_out),
    "opt_in": _plain(_opt_in),
    "withdraw": _withdraw,
    "view": view,
    "status": status,
    "erase": erase,
    LANGUAGE: _language,
    "language_vi": lambda talk, _: _language(talk, "vi"),
    "language_en": lambda talk, _: _language(talk, "en"),
}
"""What can be typed, or pressed among the channel's controls, at any point."""


def correct_number(talk: Talk, number: int) -> bool:
    """Open the `number`-th line of the review page for correction."""
    frame = talk.frame
    items = review_items(talk, frame) if frame is not None else ()
    if not 1 <= number <= len(items):
        return False
    return edit(talk, items[number - 1][0])
