"""Offers to take down as a case what was written by the way: once a thing, and never pressing."""

from __future__ import annotations

from flows.complaints import CATEGORIES
from flows.cues import legal_kind, masked
from flows.definition import Question
from flows.identifiers import QuestionId
from flows.path import wants_intake
from flows.session import Answer, State
from flows.steps import HELD, INTAKE
from flows.stories import Story, story_of
from flows.talk import Talk
from flows.vietnamese import Utterance, listen

__all__ = [
    "OFFER",
    "consented",
    "drop",
    "held",
    "hold_directed",
    "hold_for",
    "more",
    "offer",
    "offer_beside",
    "tells",
    "told_in",
]

OFFER = "CASE_OFFER"
"""The bot's question whether what was written is to become a case."""

_STORY, _QUOTE = "intake_story", "noticed_words"
_GUESS, _SECOND, _CAUSE = "intake_guess", "intake_second_guess", "intake_cause"

_THANKED = "praise_thanked"
_OFFERED = "cases_offered"
"""Fact of a session: the categories that were offered, one word an offer: a thing once only."""
_MOST = 2
"""Offers from words in one conversation; what is critical (severity 4) is always offered once."""
_CRITICAL = 4

_MOST_WORDS = 2000  # characters of the story that the complaint form takes
_LONGEST_QUOTE = 60  # characters: with its question around it, one look on a phone

_SURE = 0.7
"""Confidence from which words beside an answer are offered; a text of one's own needs less."""
_LIKELY = 0.5
_VERY_SURE = 0.9
_NOT_SATISFIED = (1, 2, 3, "na")
_FEWEST = 3  # words: what is shorter is an answer that was not understood


def offer_beside(talk: Talk, question: Question, given: Answer) -> bool:
    """Offer what was written in, or beside, an answer that is stored; tell whether it was."""
    if not _text_in(question, given) or _elsewhere(talk):
        return False  # most answers are a press or a number
    heard = told_in(talk, question, given)
    story = story_of(heard)
    if story.kind == "none" or _comes_anyway(talk, question, given):
        return False
    own = _is_own(question, given)
    if own and story.kind == "praise" and _THANKED not in talk.session.facts:
        talk.say("praise.thanks")  # once: whoever praises all the way is not thanked at each step
        talk.change(facts={**talk.session.facts, _THANKED: "yes"})
    wanted = _needed(question, given, own=own)
    return story.confidence >= wanted and _offer(talk, question.id, heard, story)


def _is_own(question: Question, given: Answer) -> bool:
    return isinstance(given.value, str) and question.type == "text"


def _text_in(question: Question, given: Answer) -> str:
    return str(given.value) if _is_own(question, given) else given.comment or ""


def told_in(talk: Talk, question: Question, given: Answer) -> Utterance:
    """Return the words of an answer, or those beside it."""
    text = _text_in(question, given)
    return talk.heard if talk.heard and talk.heard.raw == text else listen(text)


def _needed(question: Question, given: Answer, *, own: bool) -> float:
    """Return how surely words must tell of a complaint. Who is satisfied only remarks something,
    and what is asked about waits and trips is answered in the same words.
    """
    if own or given.value == "other":
        return _LIKELY
    unsatisfied = question.topic is not None and given.value in _NOT_SATISFIED
    return _SURE if unsatisfied else _VERY_SURE


def _comes_anyway(talk: Talk, question: Question, given: Answer) -> bool:
    """Whether the form itself asks next why a rating was low, and offers a case for that."""
    frame = talk.session.frames[-1]
    form = talk.form_of(frame)
    rules = form.follow_ups
    if wants_intake(form, frame, talk.session.facts) is not None:
        return True  # a case is promised already, and its story is asked for then
    if rules is None:
        return False
    low = question.topic is not None and given.value in rules.ratings
    coming = (q.id for q in talk.order if q.id not in frame.answers)
    return (low or question.follows is not None) and rules.offer in set(coming)


def offer(talk: Talk, heard: Utterance) -> bool:
    """Offer what was typed where it answers nothing; tell whether it was asked."""
    if len(heard.words) < _FEWEST:
        return False
    story = story_of(heard)
    cause = talk.frame.current if talk.frame is not None else None
    return story.confidence >= _SURE and _offer(talk, cause, heard, story)


def tells(heard: Utterance) -> bool:
    """Whether a text surely tells what went wrong: worth keeping beside an answer."""
    story = story_of(heard)
    return story.kind == "complaint" and story.confidence >= _SURE and legal_kind(heard) is None


def hold_for(talk: Talk, question: Question, given: Answer) -> None:
    """Hold the story of an answer that ends the form, where the form offers a case itself."""
    heard = listen(given.comment or "")
    story = story_of(heard)
    if story.kind == "complaint" and _may_hold(talk):
        _hold(talk, question.id, heard, story, words=True)


def hold_directed(talk: Talk, cause: str | None, heard: Utterance, *, kept: bool) -> None:
    """Hold what was shown its formal way, should its person want it taken in: its subject, and
    its words only where they are `kept` in an answer.
    """
    if not _elsewhere(talk):
        drop(talk)
        _hold(talk, cause, heard, story_of(heard), words=kept)


def _offer(talk: Talk, cause: str | None, heard: Utterance, story: Story) -> bool:
    if story.kind != "complaint" or legal_kind(heard) is not None or not _may_offer(talk, story):
        return False
    facts = talk.session.facts
    offered = f"{facts.get(_OFFERED, '')} {'+'.join(story.categories)}".strip()
    drop(talk)
    talk.change(facts={**talk.session.facts, _OFFERED: offered})
    _hold(talk, cause, heard, story, words=_may_hold(talk))
    talk.ask_dialogue(OFFER)
    return True


def _may_offer(talk: Talk, story: Story) -> bool:
    """Whether this was not offered yet, and not too much was."""
    if _elsewhere(talk):
        return False
    offers = talk.session.facts.get(_OFFERED, "").split()
    known = {category for one in offers for category in one.split("+")}
    if story.categories[0] in known:
        return False
    return len(offers) < _MOST or CATEGORIES[story.categories[0]].severity >= _CRITICAL


def _elsewhere(talk: Talk) -> bool:
    """Whether another form than a survey is open: a case is being told already, or erased."""
    return talk.frame is not None and talk.form_of(talk.frame).kind != "survey"


def _may_hold(talk: Talk) -> bool:
    """Whether words may be kept until the answer: never of who has not agreed to be asked."""
    frame = talk.frame
    return talk.session.state is State.COMPLETED if frame is None else consented(talk)


def consented(talk: Talk) -> bool:
    """Whether the person agreed that the form being filled in is kept."""
    frame = talk.session.frames[-1]
    consents = (q.id for q in talk.form_of(frame).questions if q.consent)
    given = frame.answers.get(next(consents, QuestionId("")))
    return given is not None and given.value == "yes"


def _hold(talk: Talk, cause: str | None, heard: Utterance, story: Story, *, words: bool) -> None:
    likely = story.categories if story.kind == "complaint" else ()
    facts = dict(zip((_GUESS, _SECOND), likely, strict=False))
    if words:
        facts[_QUOTE] = _quoted(heard, story)
        facts[_STORY] = heard.raw if len(heard.raw) <= _MOST_WORDS else ""
    kept = {name: value for name, value in facts.items() if value}
    if cause is not None and kept:
        kept[_CAUSE] = cause
    talk.change(facts={**talk.session.facts, **kept})


def _quoted(heard: Utterance, story: Story) -> str:
    """Return the person's words that led here, their clause as far as one look takes it, swearing
    masked.
    """
    if not story.spans:
        return ""
    start, end = story.spans[0]
    ends = [last for _, last in story.spans if last - start <= _LONGEST_QUOTE]
    begun, ended = _clause(heard.raw, start, max(end, *ends) if ends else start + _LONGEST_QUOTE)
    return masked(" ".join(heard.raw[begun:ended].split()))


def _clause(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return the places between which a clause can be quoted: whole words, to its next marks."""
    before = max((raw.rfind(mark, 0, start) for mark in _MARKS), default=-1) + 1
    begun = before if end - before <= _LONGEST_QUOTE else start
    behind = [at for mark in _MARKS if (at := raw.find(mark, end)) >= 0]
    ended = min([*behind, len(raw)])
    if ended - begun > _LONGEST_QUOTE:
        ended = max(raw.rfind(" ", end, begun + _LONGEST_QUOTE), end)
    return begun, ended


_MARKS = ",.;:!?\n"


def more(talk: Talk, heard: Utterance) -> bool:
    """Add to the story what is told on while the offer is open, and ask again."""
    told = talk.session.facts.get(_STORY, "")
    if story_of(heard).kind != "complaint" or legal_kind(heard) is not None:
        return False
    longer = f"{told}\n{heard.raw}"
    if told and len(longer) <= _MOST_WORDS:
        talk.change(facts={**talk.session.facts, _STORY: longer})
    talk.ask_dialogue(OFFER, "again")
    return True


def held(talk: Talk) -> dict[str, str]:
    """Return the facts with which the complaint form begins, if something was offered."""
    facts = talk.session.facts
    known = {name: facts[name] for name in (*HELD, _CAUSE) if name in facts and name != _QUOTE}
    return {"intake_kind": "report", **known} if _GUESS in facts or _STORY in facts else {}


def drop(talk: Talk) -> None:
    """Let go of what waited for a yes; a complaint form that was begun goes on with it."""
    if talk.session.facts.keys().isdisjoint(HELD):
        return
    if not any(frame.form == INTAKE for frame in talk.session.frames):
        talk.forget(*HELD, _CAUSE)
