"""Which questions a person is asked: the path through a form, given the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.cues import legal_kind
from flows.definition import Ending, FollowUps, Form, Question
from flows.offering import offered
from flows.session import Answer, Frame
from flows.stories import story_of
from flows.vietnamese import listen

__all__ = ["ending_of", "path", "wants_intake"]

Facts = Mapping[str, str]


def _follow_ups(form: Form, rules: FollowUps, topic: str, asked: list[str]) -> Iterator[Question]:
    """Yield the why-question of a low rating, once a topic, and after the first the offer."""
    if topic in asked or len(asked) >= rules.limit or topic not in form.reasons:
        return
    asked.append(topic)
    yield form.reasons[topic]
    if len(asked) == 1 and rules.offer is not None:
        yield form.by_id[rules.offer]


def path(form: Form, answers: Mapping[str, Answer], facts: Facts) -> Iterator[Question]:
    """Yield the questions of the form that apply, in order, as far as the answers tell.

    The path ends at an ending that holds (consent refused, not eligible). Everything that the
    engine decides about order comes from here: next, back, progress, completeness, retraction.
    """
    asked: list[str] = []
    rules, filtered = form.follow_ups, form.filtered
    for question in form.questions:
        if question.condition is not None and not question.condition.holds(answers, facts):
            continue
        if filtered and question.filtered and not offered(question, answers, facts):
            continue  # there is nothing to choose from
        yield question
        if question.endings and ending_of(question, answers, facts) is not None:
            return
        if rules is not None and question.topic is not None:
            answer = answers.get(question.id)
            if answer is not None and answer.value in rules.ratings:
                yield from _follow_ups(form, rules, question.topic, asked)


def ending_of(
    question: Question, answers: Mapping[str, Answer], facts: Facts
) -> tuple[int, Ending] | None:
    """Return the ending (with its number) that the answer to this question brings, if any."""
    for number, ending in enumerate(question.endings):
        if ending.when.holds(answers, facts):
            return number, ending
    return None


def _phone(form: Form, frame: Frame) -> str:
    """Return the number that was left in this form, or an empty text."""
    values = (a.value for q, a in frame.answers.items() if form.by_id[q].type == "phone")
    return next((v for v in values if isinstance(v, str)), "")


def _told(form: Form, frame: Frame) -> str:
    """Return what was told beside low ratings and their reasons, if it is as much as a story."""
    about = (q for q in frame.answers if form.by_id[q].topic or form.by_id[q].follows)
    comments = [comment for q in about if (comment := frame.answers[q].comment)]
    told = [one for one in comments if len(one.split()) >= _A_STORY]
    return "\n".join(one for one in told if story_of(listen(one)).kind == "complaint")


_A_STORY = 8  # words; fewer say neither what happened, nor where, nor when


def wants_intake(form: Form, frame: Frame, facts: Facts) -> dict[str, str] | None:
    """Return the facts for the complaint form if the person asked to make a case, else None.

    A chosen button with the action `intake` asks for it. What is known already is not asked
    again: the kind (the button says "phản ánh"), the category of the reason given for the low
    rating, the story if it was told beside it, and a number that was left for the call-back.
    """
    wanted: dict[str, str] | None = None
    category = cause = ""
    rated = ""
    for question in path(form, frame.answers, facts):
        answer = frame.answers.get(question.id)
        choice = question.choice(str(answer.value)) if answer else None
        if choice is None:
            continue
        if question.topic is not None:
            rated = question.id
        if question.follows and not category:
            category, cause = choice.category or "", rated
        if choice.action == "intake":
            if choice.category:
                category, cause = choice.category, question.id
            told = _told(form, frame)
            wanted = {
                "intake_kind": "report",
                "intake_way": legal_kind(listen(told)) or "",  # was shown its card when told
                "intake_category": category,
                "intake_cause": cause or rated or question.id,
                "known_phone": _phone(form, frame),
                "intake_story": told,
            }
    if wanted is None:
        return None
    return {k: v for k, v in wanted.items() if v}
