"""Online procedures step by step, and the three faces of the kiosk: both outside the index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from bot.figures.naming import Names, spoken
from bot.figures.sheets import Sheet
from flows.definition import Choice, Question
from survey.cells import EASY, PASSED, ChoiceKey, Choices
from survey.editions import FaceLine, StepLine
from survey.usability import MedianTime, TimeClass
from survey.usability import median_time as median_of

__all__ = ["TOOK", "beyond", "faces", "median", "step_names", "steps", "timed", "told"]

TOOK, _STOPPED_AT = "UXR2", "UXR3"
"""How long it took, of all who finished, and at which step it was given up (domain §3.5)."""
_FACES = ("1", "2", "3")


def told(names: Names, choices: Choices) -> Iterator[tuple[ChoiceKey, Question, int]]:
    """Yield the choices of questions that forms ask or asked, with how often they came."""
    for key, count in sorted(choices.items()):
        question = names.words.asking(key)
        if question is not None:
            yield key, question, count


def steps(sheet: Sheet, names: Names, choices: Choices) -> tuple[StepLine, ...]:
    """Return the steps that somebody came to, in the order of the forms."""
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for key, question, count in told(names, choices):
        if question.follows is not None:
            reasons[question.follows][names.choice(key)] += count
    rated = {level.removeprefix(PASSED) for level in sheet.levels() if level.startswith(PASSED)}
    return tuple(
        StepLine(
            key=step,
            label=label,
            easy=sheet.share(EASY + step),
            passed=sheet.share(PASSED + step),
            reasons=tuple(sorted(reasons[step].items(), key=lambda one: (-one[1], one[0]))),
        )
        for step, label in step_names(names).items()
        if step in rated
    )


def step_names(names: Names) -> dict[str, str]:
    """Return the steps of online procedures as the question has them where one gave up, else by
    their first criterion.
    """
    found: dict[str, str] = {}
    for form in names.words.versions:
        for question in names.words.questions(form):
            if question.step is not None and question.step not in found:
                found[question.step] = _step_name(names, form, question)
    return found


def _step_name(names: Names, form: str, question: Question) -> str:
    key = ChoiceKey("", "", form, _STOPPED_AT, str(question.step))
    stops = names.words.asking(key)
    choice = None if stops is None else stops.choice(key.choice)
    return spoken(question.item or question.text if choice is None else choice.label)


def median(names: Names, choices: Choices) -> MedianTime | None:
    """Return the median of the times that procedures took which were tried online; None: nobody
    told one.
    """
    answers: Counter[str] = Counter()
    classes: dict[str, TimeClass] = {}
    for key, question, count in told(names, choices):
        choice = question.choice(key.choice) if question.id == TOOK else None
        if choice is not None:
            answers[key.choice] += count
            classes[key.choice] = _class(choice)
    return median_of(sorted(classes.values(), key=lambda one: one.begins), answers)


def beyond(median: MedianTime) -> int | None:
    """Return the minutes beyond which a median lies whose class has no end: "over 60" begins with
    61 whole minutes. None: its class has an end.
    """
    return None if median.within.below is not None else int(median.within.begins) - 1


def timed(names: Names, choices: Choices) -> int:
    """Return how many responses told how long it took."""
    return sum(count for _, question, count in told(names, choices) if question.id == TOOK)


def _class(choice: Choice) -> TimeClass:
    """Return a class of whole minutes: "15–30" goes up to where 31 begins."""
    below = None if choice.high is None else choice.high + 1
    return TimeClass(value=choice.value, begins=choice.low or 0, below=below)


def faces(names: Names, choices: Choices) -> tuple[FaceLine, ...]:
    """Return how often each face was pressed, by question."""
    pressed: dict[str, dict[str, int]] = defaultdict(dict)
    questions: dict[str, Question] = {}
    for key, question, count in told(names, choices):
        if question.type == "scale3":
            pressed[question.id][key.choice] = pressed[question.id].get(key.choice, 0) + count
            questions[question.id] = question
    return tuple(
        FaceLine(
            key=name,
            label=spoken(questions[name].item or questions[name].text),
            presses=_presses(pressed[name]),
        )
        for name in sorted(questions)
    )


def _presses(counts: Mapping[str, int]) -> tuple[int, int, int]:
    worst, middle, best = (counts.get(face, 0) for face in _FACES)
    return worst, middle, best
