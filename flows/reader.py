"""Reads forms: YAML texts in, a complete form out, or every fault that its writer must mend.

Sources are texts by name (`mc`, `common/consent`): finding and opening files is not done here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast, get_args

import msgspec

from flows.definition import CALCULATED, FollowUps, Form, FormKind, Question, Section
from flows.documents import Node
from flows.faults import Fault, FormFaultsError, Place
from flows.fields import Context, Fields, Pattern, read_list
from flows.follow_up_reader import part_of, read_plan, spread
from flows.inclusion import Assembly, assemble
from flows.question_reader import Tables, read_choices, read_question, read_stem

__all__ = ["Places", "minutes_for", "read_form", "read_located"]

Places: TypeAlias = Mapping[str, Place]
"""Where things stand, by `title`, `MC5`, `MC5.choices[2].label.en`, …"""

_KINDS = frozenset(get_args(FormKind))
_ID = Pattern(r"[a-z][a-z0-9_]{0,31}", "small letters, digits and _, a letter first")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

# Seconds from seeing a question to answering it, measured by reading it aloud at 3 words a
# second plus one tap; typing a sentence on a phone takes far longer.
_SECONDS = {
    "notice": 4, "acknowledge": 8, "consent": 8, "scale5": 7, "ease5": 7, "scale3": 5, "many": 10,
    "phone": 20, CALCULATED: 0,
}  # fmt: skip
_SECONDS_TAP = 5
_SECONDS_TYPED = 20


def read_form(name: str, sources: Mapping[str, str]) -> Form:
    """Return the form `name`, its includes resolved.

    Raises:
        FormFaultsError: with all faults of all the files that it is made of.

    """
    return read_located(name, sources)[0]


def read_located(name: str, sources: Mapping[str, str]) -> tuple[Form, Places]:
    """Return the form and where everything in it is written, for later complaints about it.

    Raises:
        FormFaultsError: with all faults of all the files that it is made of.

    """
    faults: list[Fault] = []
    assembly = assemble(name, sources, faults)
    form = None if assembly is None else _form(assembly, faults)
    if faults or assembly is None or form is None:
        raise FormFaultsError(faults)
    return form, _places(assembly, form)


def _form(assembly: Assembly, faults: list[Fault]) -> Form | None:
    file = assembly.main.place.file
    head = Fields(assembly.main, Context(("vi",), file, faults))
    languages = _languages(head)
    if languages is None:
        return None  # every text would seem to be wrong
    context = Context(languages, file, faults)
    head.context = context
    kind = cast("FormKind | None", head.word("kind", _KINDS))
    form = Form(
        id=head.text("form", required=True, pattern=_ID) or "",
        version=head.whole("version", required=True),
        kind=kind or "survey",
        audience=head.text("audience", required=True) or "",
        title=head.texts("title", required=True) or {},
        long_texts=head.flag("long_texts"),
        service=head.texts("service"),
        languages=context.languages,
        sections=(),
        questions=(),
    )
    for key in ("use", "stems", "scales", "sections", "follow_ups"):
        head.node(key, required=key == "sections")
    head.close()
    return _filled(form, assembly, context)


def _languages(head: Fields) -> tuple[str, ...] | None:
    before = len(head.context.faults)
    languages = head.words("languages") if head.has("languages") else ("vi",)
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            message = f"{language!r} is no language code, such as vi or en"
            head.fault("bad-value", message, "languages")
    if languages and "vi" not in languages:
        head.fault("missing-language", "'languages' must hold 'vi'", "languages")
    return languages if len(head.context.faults) == before else None


def _filled(form: Form, assembly: Assembly, context: Context) -> Form:
    tables = _tables(assembly, context)
    sections: list[Section] = []
    questions: list[Question] = []
    for node in assembly.sections:
        section = _section(Fields(node, context), tables, questions)
        if section is not None:
            sections.append(section)
    follow_ups: FollowUps | None = None
    reasons: dict[str, Question] = {}
    others: list[Question] = []
    first = assembly.follow_ups[:1]  # a second one has been refused already
    for plan in filter(None, [read_plan(node, tables, context) for node in first]):
        follow_ups, reasons = spread(plan, questions, context)
        others = [*reasons.values(), *filter(None, [plan.offer])]
    _refuse_twins(assembly, others, context)
    return msgspec.structs.replace(
        form,
        sections=tuple(sections),
        questions=tuple(questions),
        follow_ups=follow_ups,
        reasons=reasons,
        by_id={question.id: question for question in [*questions, *others]},
        minutes=minutes_for(questions),
        content_hash=_content_hash(assembly),
    )


def _tables(assembly: Assembly, context: Context) -> Tables:
    stems = {name: read_stem(node, context) for name, node in assembly.stems.items()}
    scales = {
        name: read_choices(read_list(node, context), context)
        for name, node in assembly.scales.items()
    }
    return Tables(stems, scales, complete=not assembly.unusable)


def _section(fields: Fields, tables: Tables, questions: list[Question]) -> Section | None:
    identifier = fields.text("id", required=True, pattern=_ID)
    title = fields.texts("title", required=True)
    for node in fields.items("questions", required=True):
        question = read_question(node, identifier or "", tables, fields.context)
        if question is not None:
            questions.append(question)
    fields.close()
    return Section(id=identifier, title=title) if identifier and title else None


def _refuse_twins(assembly: Assembly, others: Iterable[Question], context: Context) -> None:
    """Report ids of sections and questions that are given twice, the switched-off ones too."""
    seen: dict[str, str] = {question.id: "the follow-ups" for question in others}
    for section in assembly.sections:
        for node in [_inner(section, "id"), *(_inner(n, "id") for n in _questions(section))]:
            if node is None or not isinstance(node.value, str):
                continue
            if node.value in seen:
                message = f"the id {node.value!r} is given twice, first in {seen[node.value]}"
                context.fault(node.place, "duplicate-id", message)
            seen.setdefault(node.value, str(node.place))


def _inner(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, dict) else None


def _questions(section: Node) -> list[Node]:
    node = _inner(section, "questions")
    return node.value if node is not None and isinstance(node.value, list) else []


def minutes_for(questions: Iterable[Question]) -> int:
    """Return the minutes that a form takes, rounded, at least 1.

    Counted is what everybody is asked: questions with a condition are left out, and half of
    those that may be skipped is taken to be.
    """
    seconds = 0.0
    for question in questions:
        if question.condition is None:
            usual = _SECONDS_TAP if question.choices else _SECONDS_TYPED
            each = _SECONDS.get(question.type, usual)
            seconds += each / 2 if question.skippable else each
    return max(1, int(seconds / 60 + 0.5))


def _content_hash(assembly: Assembly) -> str:
    canonical = json.dumps(
        assembly.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _places(assembly: Assembly, form: Form) -> dict[str, Place]:
    places: dict[str, Place] = {"": assembly.main.place}
    for key in ("title", "audience", "languages", "service"):
        _note(_inner(assembly.main, key), key, places)
    for section in assembly.sections:
        for node in (section, *_questions(section)):
            _note(node, _id_of(node), places)
            scale = _inner(node, "scale")
            if scale is not None:
                choices = assembly.scales.get(str(scale.value))
                _note(choices, f"{_id_of(node)}.choices", places)
    for node in assembly.follow_ups:
        _note_follow_ups(node, form, places)
    return places


def _id_of(node: Node) -> str:
    identifier = _inner(node, "id")
    return "" if identifier is None else str(identifier.value)


def _note_follow_ups(node: Node, form: Form, places: dict[str, Place]) -> None:
    reasons = _inner(node, "reasons") or node
    for topic, question in form.reasons.items():
        _note(node, question.id, places)
        written = _inner(reasons, topic) or _inner(reasons, part_of(topic))
        _note(written, f"{question.id}.choices", places)
    offer = _inner(node, "offer")
    _note(offer, "" if offer is None else _id_of(offer), places)


def _note(node: Node | None, key: str, places: dict[str, Place]) -> None:
    if node is None:
        return
    places[key] = node.place
    if isinstance(node.value, dict):
        for name, inner in node.value.items():
            _note(inner, f"{key}.{name}", places)
    if isinstance(node.value, list):
        for index, inner in enumerate(node.value):
            _note(inner, f"{key}[{index}]", places)
