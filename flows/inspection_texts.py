"""Rules about words: every language, lengths, placeholders, and what may never be asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from flows.definition import Form, Question, Texts
from flows.faults import suggestion
from flows.inspection_rules import Finding, Types, all_questions
from flows.vocabulary import (
    MAX_BUTTON,
    MAX_FOREIGN_BUTTON,
    MAX_QUESTION,
    MAX_SAYING,
    MAX_SERVICE,
    PLACEHOLDERS,
)

__all__ = ["text_rules"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SENTENCE = re.compile(r"[.!?;:\n]+")
_FORBIDDEN = re.compile(
    r"căn cước|cccd|cmnd|chứng minh (?:nhân dân|thư)|định danh|mật khẩu|mã pin|\botp\b|mã xác thực"
    r"|số tài khoản|số thẻ|mã số (?:bhxh|thẻ)|số sổ|identity (?:card|number)|\bid (?:card|number)"
    r"|password|\bpin\b|verification code|(?:account|card|insurance) number"
)
"""What BHXH never asks for (domain §0.2, §6.1), in small letters."""
_NEGATION = re.compile(
    r"\b(?:đừng|chớ|never|do not|don't|will not"
    r"|không (?:bao giờ |cần |phải |được )?(?:hỏi|ghi|viết|nhập|gửi|đưa|cho|xin|yêu cầu|kèm))\b"
)

_NUMBERED = frozenset({"scale5", "ease5"})
_NOT_APPLICABLE = {"na": "0"}


class _Text(msgspec.Struct, frozen=True):
    path: str
    texts: Texts
    limit: int
    what: str = "text"


def text_rules(form: Form, types: Types) -> Iterator[Finding]:
    """Check every text of the form in every language."""
    for text in map(_lengthened, _texts(form)) if form.long_texts else _texts(form):
        yield from _languages(text, form)
        for language, words in text.texts.items():
            own = (form.service or {}).get(language, "")
            yield from _words(f"{text.path}.{language}", words, text, own)
    for question in all_questions(form).values():
        yield from _same_labels(question)
        yield from _numbers(question)
        yield from _forbidden(question, types)


def _texts(form: Form) -> Iterator[_Text]:
    yield _Text("title", form.title, MAX_QUESTION)
    if form.service is not None:
        yield _Text("service", form.service, MAX_SERVICE)
    for section in form.sections:
        yield _Text(f"{section.id}.title", section.title, MAX_QUESTION)
    for question in all_questions(form).values():
        yield _Text(f"{question.id}.text", question.text, MAX_QUESTION, "question")
        for name in ("item", "hint", "reask", "constraint_says"):
            texts: Texts | None = getattr(question, name)
            if texts is not None:
                yield _Text(f"{question.id}.{name}", texts, MAX_QUESTION)
        if question.paper is not None:
            yield _Text(f"{question.id}.paper", question.paper, MAX_SAYING)
        yield from _buttons(question)


def _lengthened(text: _Text) -> _Text:
    """Return a text with the limit of a form made by others, whose words are not ours to cut."""
    limit = MAX_FOREIGN_BUTTON if text.what == "button" else MAX_SAYING
    return msgspec.structs.replace(text, limit=limit)


def _buttons(question: Question) -> Iterator[_Text]:
    for index, choice in enumerate(question.choices):
        path = f"{question.id}.choices[{index}]"
        yield _Text(f"{path}.label", choice.label, MAX_BUTTON, "button")
        for name in ("says", "paper"):
            texts: Texts | None = getattr(choice, name)
            if texts is not None:
                yield _Text(f"{path}.{name}", texts, MAX_SAYING)
    for index, ending in enumerate(question.endings):
        if ending.says is not None:
            yield _Text(f"{question.id}.endings[{index}].says", ending.says, MAX_SAYING)


def _languages(text: _Text, form: Form) -> Iterator[Finding]:
    for language in dict.fromkeys(("vi", *form.languages)):
        if not text.texts.get(language, "").strip():
            message = f"the {text.what} in {language!r} is missing"
            yield Finding(text.path, "missing-language", message)


def _words(path: str, words: str, text: _Text, service: str) -> Iterator[Finding]:
    for name in _PLACEHOLDER.findall(words):
        if name not in PLACEHOLDERS:
            message = f"nothing fills {{{name}}}{suggestion(name, PLACEHOLDERS)}"
            yield Finding(path, "unknown-placeholder", message)
    bare = _PLACEHOLDER.sub("", words)
    if "{" in bare or "}" in bare:
        yield Finding(path, "stray-brace", "a brace without its partner")
    length = len(_rendered(words, service))
    if length > text.limit:
        message = f"the {text.what} has {length} characters, more than {text.limit}"
        yield Finding(path, f"long-{text.what}", message)


def _rendered(words: str, service: str) -> str:
    """Return the text with its placeholders filled with typical values, as people see it; the
    service with the form's own words for it where these are longer.
    """
    longest = max(PLACEHOLDERS["service"], service, key=len)
    values = {**PLACEHOLDERS, "service": longest}
    filled = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), words)
    return unicodedata.normalize("NFC", filled)


def _same_labels(question: Question) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, choice in enumerate(question.choices):
        for language, label in choice.label.items():
            key = (language, label.casefold())
            if key in seen:
                path = f"{question.id}.choices[{index}].label.{language}"
                yield Finding(path, "same-label", f"two buttons say {label!r}")
            seen.add(key)


def _numbers(question: Question) -> Iterator[Finding]:
    """Check that levels say their number, so that a typed 1–5 is safe (domain §3)."""
    for index, choice in enumerate(question.choices if question.type in _NUMBERED else ()):
        number = _NOT_APPLICABLE.get(choice.value, choice.value)
        for language, label in choice.label.items():
            if label.split(" ")[0] != number:
                path = f"{question.id}.choices[{index}].label.{language}"
                yield Finding(
                    path, "unnumbered", f"the level {label!r} must begin with {number!r}"
                )


def _forbidden(question: Question, types: Types) -> Iterator[Finding]:
    if not _asks_for_words(question, types):
        return
    for name in ("text", "hint", "paper", "reask"):
        texts: Texts | None = getattr(question, name)
        for language, words in (texts or {}).items():
            for sentence in _SENTENCE.split(unicodedata.normalize("NFC", words).lower()):
                found = _FORBIDDEN.search(sentence)
                if found and not _NEGATION.search(sentence, 0, found.start()):
                    message = f"asks for what BHXH never asks for: {found[0]!r}"
                    yield Finding(f"{question.id}.{name}.{language}", "forbidden-words", message)


def _asks_for_words(question: Question, types: Types) -> bool:
    """Whether something can be typed or sent: rating a procedure may well name a paper."""
    kind = types.get(question.type)
    typed = kind is not None and kind.takes_text
    return typed or question.open or not question.choices or question.consent is not None
