"""The shipped forms, read from disk and checked, and a way to see what they ask."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from flows.definition import Form, Question, Texts
from flows.inspection import check
from flows.session import Answer, Value

__all__ = ["DIALOGUE", "ERASURE", "FORMS", "INTAKE", "MC", "SOURCES", "asked", "texts_of"]

LIBRARY = Path(__file__).parents[2] / "flows" / "library"
SOURCES = {
    file.relative_to(LIBRARY).with_suffix("").as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(LIBRARY.rglob("*.yaml"))
}
FORMS = {name: check(name, SOURCES) for name in SOURCES if not name.startswith("common/")}
MC, INTAKE, DIALOGUE, ERASURE = (FORMS[n] for n in ("mc", "intake", "dialogue", "erasure"))


def asked(
    form: Form, given: Mapping[str, Value], facts: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Return the ids that are asked, up to an ending, with these answers and these only."""
    answers = {name: Answer(value) for name, value in given.items()}
    order: list[str] = []
    for question in form.questions:
        if question.condition and not question.condition.holds(answers, facts):
            continue
        order.append(question.id)
        if any(ending.when.holds(answers, facts) for ending in question.endings):
            break
    return order


def texts_of(question: Question) -> Iterator[Texts]:
    yield question.text
    yield from (texts for texts in (question.item, question.hint, question.reask) if texts)
    for choice in question.choices:
        yield choice.label
        yield from (texts for texts in (choice.says,) if texts)
    yield from (ending.says for ending in question.endings if ending.says)
