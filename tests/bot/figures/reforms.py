"""Forms that an office changed: a criterion leaves, another gets other words."""

from collections.abc import Mapping

from msgspec.structs import replace

from flows.definition import Choice, Form, Question

__all__ = ["changed", "relabelled"]


def changed(form: Form, *, without: str = "", reworded: str = "") -> Form:
    """Return the next version of a form."""
    words = {"vi": "Lời mới", "en": "Other words"}
    every = {name: one for name, one in form.by_id.items() if name != without}
    if reworded:
        every[reworded] = replace(every[reworded], text=words, item=words)
    return _next(form, every)


def relabelled(form: Form, question: str, choice: str, label: str) -> Form:
    """Return the next version of a form, in which a choice is called otherwise."""
    asked = form.by_id[question]
    choices = tuple(_called(one, label) if one.value == choice else one for one in asked.choices)
    return _next(form, {**form.by_id, question: replace(asked, choices=choices)})


def _called(choice: Choice, label: str) -> Choice:
    return replace(choice, label={"vi": label, "en": label})


def _next(form: Form, every: Mapping[str, Question]) -> Form:
    questions = tuple(every[one.id] for one in form.questions if one.id in every)
    version = form.version + 1
    content = f"{form.id}/{version}"
    return replace(
        form, version=version, questions=questions, by_id=dict(every), content_hash=content
    )
