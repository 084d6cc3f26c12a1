"""Online procedures step by step, and the three faces of the kiosk: both outside the index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from bot.figures.naming import Names, spoken
from bot.figures.sheets import Sheet
from flows.definition import Choice, Question
from flows.texts import text_key
from survey.cells import COMPLETED, EASY, PASSED, UX, ChoiceKey, Choices
from survey.editions import FaceLine, ProcedureLine, Row, StepLine
from survey.usability import MedianTime, TimeClass
from survey.usability import median_time as median_of

__all__ = [
    "TOOK",
    "beyond",
    "faces",
    "is_of_procedure",
    "median",
    "online_level",
    "procedures",
    "step_names",
    "steps",
    "timed",
    "together",
    "told",
]

TOOK, _STOPPED_AT = "UXR2", "UXR3"
"""How long it took, of all who finished, and at which step it was given up (domain §3.5)."""
_LANGUAGE: Final = "vi"
_WHOLE: Final[Mapping[str, str]] = {
    COMPLETED: text_key("console.report.figure.completion"),
    UX: text_key("figures.cell.online_easy"),
}
_PARTED: Final[Mapping[str, str]] = {
    EASY: text_key("figures.cell.easy"),
    PASSED: text_key("figures.cell.passed"),
    f"{UX}/": text_key("figures.cell.easy"),
    f"{COMPLETED}/": text_key("figures.cell.completed"),
}
"""By what a level of a procedure or of a step begins with."""
_FACES = ("1", "2", "3")


def told(names: Names, choices: Choices) -> Iterator[tuple[ChoiceKey, Question, int]]:
    """Yield the choices of questions that forms ask or asked, with how often they came."""
    for key, count in sorted(choices.items()):
        question = names.words.asking(key)
        if question is not None:
            yield key, question, count


def steps(sheet: Sheet, names: Names, choices: Choices) -> tuple[StepLine, ...]:
    """Return the steps that somebody came to, of each procedure in the order of its form."""
    reasons = _reasons(names, choices)
    rated = {level.removeprefix(PASSED) for level in sheet.levels() if level.startswith(PASSED)}
    return tuple(
        StepLine(
            key=step,
            label=label,
            easy=sheet.share(EASY + step),
            passed=sheet.share(PASSED + step),
            reasons=_ordered(reasons[step]),
            procedure=names.value("form", step.partition(".")[0]),
        )
        for step, label in _steps_of_forms(names).items()
        if step in rated
    )


def procedures(sheet: Sheet, names: Names, choices: Choices) -> tuple[ProcedureLine, ...]:
    """Return the online procedures that somebody told of, each by itself: they have other steps
    and take other times.
    """
    reasons, levels = _reasons(names, choices), {*sheet.levels()}
    return tuple(
        _procedure(sheet, names, form, _of_form(choices, form), reasons)
        for form in sorted(names.words.versions)
        if not levels.isdisjoint({f"{UX}/{form}", f"{COMPLETED}/{form}"})
    )


def _procedure(
    sheet: Sheet, names: Names, form: str, choices: Choices, reasons: Mapping[str, Counter[str]]
) -> ProcedureLine:
    found = median(names, choices)
    own = (count for step, count in reasons.items() if step.startswith(f"{form}."))
    return ProcedureLine(
        key=form,
        label=names.value("form", form),
        easy=sheet.share(f"{UX}/{form}"),
        completion=sheet.share(f"{COMPLETED}/{form}"),
        median_minutes=None if found is None else found.minutes,
        median_over=None if found is None else beyond(found),
        timed=timed(names, choices),
        reasons=_ordered(sum(own, start=Counter[str]())),
    )


def _of_form(choices: Choices, form: str) -> Choices:
    return {key: count for key, count in choices.items() if key.form == form}


def _reasons(names: Names, choices: Choices) -> Mapping[str, Counter[str]]:
    """Return why steps were hard, and how often that was said, by `FORM.STEP`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, question, count in told(names, choices):
        if question.follows is not None:
            found[f"{key.form}.{question.follows}"][names.choice(key)] += count
    return found


def _ordered(reasons: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))


def _steps_of_forms(names: Names) -> dict[str, str]:
    """Return `FORM.STEP` of all forms, with what the step is called."""
    labels = step_names(names)
    return {
        f"{form}.{question.step}": labels[question.step]
        for form in sorted(names.words.versions)
        for question in names.words.questions(form)
        if question.step is not None
    }


def together(sheet: Sheet, names: Names) -> Iterator[Row]:
    """Yield the ease of all procedures and of each, then who completed them."""
    levels = sheet.levels()
    for whole in (UX, COMPLETED):
        own = [level for level in levels if level == whole or level.startswith(f"{whole}/")]
        for level in own:
            yield Row(key=level, label=online_level(names, level), share=sheet.share(level))


def is_of_procedure(level: str) -> bool:
    """Tell whether a level is of one procedure or one of its steps: its ease or its completion."""
    is_step = level.startswith(EASY) and "." in level
    return is_step or level.startswith((f"{COMPLETED}/", f"{UX}/"))


def online_level(names: Names, level: str) -> str:
    """Return what a level of online procedures is called; "" if it is none."""
    if level in _WHOLE:
        return names.texts.text(_LANGUAGE, _WHOLE[level])
    kind, _, rest = level.partition("/")
    if not rest or f"{kind}/" not in _PARTED:
        return ""
    form, _, step = rest.rpartition(".")
    called = step_names(names).get(step, step) if kind not in _WHOLE else ""
    procedure = names.value("form", form or rest) if form or not called else ""
    about = f"{called} ({procedure})" if called and procedure else called or procedure
    return names.texts.text(_LANGUAGE, _PARTED[f"{kind}/"], {"step": about})


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
