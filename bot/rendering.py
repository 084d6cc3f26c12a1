"""From what happened to what is said: prompts in a person's language, free of any channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import msgspec

from bot.channels.base import Choice, Outgoing, Progress, ReviewItem
from bot.i18n import Catalogues
from flows.definition import Choice as FormChoice
from flows.definition import Form, Question, Texts
from flows.events import QuestionAsked, ReviewShown, Said
from flows.identifiers import normalise_code
from flows.messages import payload_for
from flows.phone_numbers import masked_format, national_format
from flows.rulebook import Rulebook
from flows.session import Value
from flows.talk import DIALOGUE
from flows.texts import text_key

__all__ = ["Renderer", "Voice"]

_INPUTS: Final[Mapping[str, Literal["text", "phone", "number"]]] = {
    "phone": "phone",
    "text": "text",
    "number": "number",
}
_RATINGS = frozenset({"scale5", "ease5", "scale3"})
_UNKNOWN = "…"
_RESTING = frozenset({text_key("chat.paused"), text_key("chat.stopped")})
_IN_A_TRIAL = {
    text_key("trust.info"): text_key("trust.info_in_trial"),
    text_key("human.info"): text_key("human.info_in_trial"),
}


class _Params(Mapping[str, str]):
    """What the texts of one session can name, worked out only when a text names it.

    What is said now stands before what the session knows, and that before what the office set.
    What nobody knows shows as "…": a text of a form never fails for a missing fact.
    """

    __slots__ = ("_date", "_sources")

    def __init__(self, date_of: Callable[[str], str], *sources: Mapping[str, str]) -> None:
        self._date = date_of
        self._sources = sources

    def __getitem__(self, name: str) -> str:
        value = next((found[name] for found in self._sources if found.get(name)), "")
        if not value:
            return _UNKNOWN
        return self._date(value) if name.endswith("_date") else value

    def __iter__(self) -> Iterator[str]:
        return iter({name for source in self._sources for name in source})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Voice:
    """In which language, and with which facts, one session is spoken to. `discreet`: over
    servers abroad, which get no names, no numbers and nothing that the person wrote.
    """

    language: str
    facts: Mapping[str, str]
    discreet: bool = False


class _Sheet(NamedTuple):
    """A question as it stands in its form: all but what differs from person to person. A choice
    is (label, payload behind the tag, style). `has_places`: some text names a fact.
    """

    text: str
    hint: str | None
    choices: tuple[tuple[str, str, Literal["choice", "rating"]], ...]
    input: Literal["none", "text", "phone", "number"]
    has_places: bool


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes events out as messages. `office` holds the texts of the installation: `office`,
    `hotline`, `address`, `site`.
    """

    texts: Catalogues
    rules: Rulebook
    office: Mapping[str, str]
    trial: bool = False
    """Until the office is configured, nothing claims to be official (design §5)."""
    discreet: frozenset[str] = frozenset()
    """Channels abroad that are not trusted with personal words (design §6)."""
    _sheets: dict[tuple[tuple[str, int], str, str], _Sheet] = field(
        default_factory=dict, repr=False, compare=False
    )
    """By form, question and language; there are as many as were published."""
    _sets: dict[tuple[str, bool, bool, bool], tuple[Choice, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Controls, by language and by what can be done."""

    def voice(self, language: str, facts: Mapping[str, str], channel: str = "") -> Voice:
        """Return the voice of a session on a channel."""
        return Voice(language, facts, channel in self.discreet)

    def _params(self, voice: Voice, own: Mapping[str, str]) -> _Params:
        facts = voice.facts
        known = {
            "place": facts.get("place_name") or self.office["office"],
            "counter": facts.get("counter_name", ""),
            "service": facts.get("service") or self.key(voice, text_key("chat.any_service")),
        }

        def date_of(value: str) -> str:
            return _day(self.texts, voice.language, value)

        return _Params(date_of, own, known, facts, self.office)

    def key(self, voice: Voice, key: str, params: Mapping[str, str] | None = None) -> str:
        """Return a text of `locales/`."""
        text = self.texts.template(voice.language, key)
        return text % self._params(voice, params or {}) if "%(" in text else text

    def _form_text(self, voice: Voice, texts: Texts, form: Form) -> str:
        return self._filled(voice, _in(voice.language, texts), form)

    def _filled(self, voice: Voice, text: str, form: Form) -> str:
        if "{" not in text:
            return text
        return text.format_map(self._params(voice, {"minutes": str(form.minutes)}))

    # Questions

    def words(self, voice: Voice, form: Form, question: Question) -> str:
        """Return all words of a question as they are shown, explanations included: what a proof
        of consent is about.
        """
        texts = (question.text, *(c.label for c in question.choices))
        says = (c.says for c in question.choices if c.says)
        return "\n".join(self._form_text(voice, text, form) for text in (*texts, *says))

    def label(self, voice: Voice, form: Form, chosen: FormChoice) -> str:
        """Return what the button of a choice says."""
        return self._form_text(voice, chosen.label, form)

    def question(self, voice: Voice, event: QuestionAsked) -> Outgoing:
        """Return the message that asks a question."""
        form = self.rules.form(event.form, event.version)
        question = form.by_id[event.question]
        if event.candidate is not None:
            return self._candidate(voice, event)
        return self._asked(voice, event, form, self._sheet(voice.language, form, question))

    def _asked(self, voice: Voice, event: QuestionAsked, form: Form, sheet: _Sheet) -> Outgoing:
        def filled(text: str) -> str:
            return self._filled(voice, text, form) if sheet.has_places else text

        tag = event.tag
        return Outgoing(
            kind="question",
            text=filled(sheet.text),
            hint=filled(sheet.hint) if sheet.hint else None,
            choices=tuple(
                [Choice(filled(label), tag + rest, style) for label, rest, style in sheet.choices]
            ),
            input=sheet.input,
            progress=Progress(event.position, event.total) if event.total else None,
            prompt=(tag, event.question),
            controls=self._controls(voice, event),
            language=voice.language,
        )

    def _sheet(self, language: str, form: Form, question: Question) -> _Sheet:
        """Return what is the same for everybody who is asked: written once (design §3)."""
        key = (form.key, question.id, language)
        sheet = self._sheets.get(key)
        if sheet is None:
            sheet = self._sheets[key] = _sheet_of(language, question)
        return sheet

    def _candidate(self, voice: Voice, event: QuestionAsked) -> Outgoing:
        key, params = event.candidate or ("", {})
        if voice.discreet and "phone" in params:
            params = {**params, "phone": masked_format(params["phone"])}
        asked = f"{event.question}?"
        yes = self._agreement(voice, event) or self.key(voice, text_key("confirm.yes"))
        no = self.key(voice, text_key("confirm.no"))
        return Outgoing(
            kind="question",
            text=self.key(voice, key, params),
            choices=(
                Choice(yes, payload_for(event.tag, asked, "yes")),
                Choice(no, payload_for(event.tag, asked, "no")),
            ),
            prompt=(event.tag, asked),
            language=voice.language,
        )

    def _agreement(self, voice: Voice, event: QuestionAsked) -> str:
        """Return what the button says that gives a consent: in its own words, never a bare yes."""
        form = self.rules.form(event.form, event.version)
        question = form.by_id[event.question]
        agreed = question.choice("yes") if question.consent else None
        return self._form_text(voice, agreed.label, form) if agreed else ""

    def _controls(self, voice: Voice, event: QuestionAsked) -> tuple[Choice, ...]:
        key = (voice.language, event.can_go_back, event.answered, event.can_skip)
        controls = self._sets.get(key)
        if controls is None:
            controls = self._sets[key] = tuple(self._controls_of(voice, event))
        return controls

    def _controls_of(self, voice: Voice, event: QuestionAsked) -> Iterable[Choice]:
        if event.can_go_back:
            yield Choice(self.key(voice, text_key("controls.back")), "!back", "control")
        if event.answered:
            yield Choice(self.key(voice, text_key("controls.keep")), "!skip", "control")
        elif event.can_skip:
            yield Choice(self.key(voice, text_key("controls.skip")), "!skip", "control")

    # Statements

    def said(self, voice: Voice, event: Said) -> Outgoing:
        """Return the message for something that is said and asks nothing."""
        typed = event.params.get("code") if voice.discreet else None
        if typed and normalise_code(typed) is None:  # it may be anything, a number of theirs too
            event = msgspec.structs.replace(event, params={**event.params, "code": ""})
        if event.form is None:
            key = _IN_A_TRIAL.get(event.key, event.key) if self.trial else event.key
            text = self.key(voice, key, event.params)
        else:
            text = self._form_said(voice, event)
        return Outgoing(
            kind="say",
            text=text,
            controls=self._way_on(voice, event.key),
            code=event.params.get("code") or None,
            ends=event.key.startswith("end."),
            language=voice.language,
        )

    def _way_on(self, voice: Voice, key: str) -> tuple[Choice, ...]:
        """Return the button that takes a paused or stopped chat up again."""
        if key not in _RESTING:
            return ()
        return (Choice(self.key(voice, text_key("controls.resume")), "!resume", "control"),)

    def _form_said(self, voice: Voice, event: Said) -> str:
        form = self.rules.form(*event.form) if event.form else None
        question_id, _, rest = event.key.partition("/")
        if form is None:
            return event.key
        found = _said_texts(form.by_id[question_id], rest)
        return self._form_text(voice, found, form) if found else ""

    # Review

    def review(self, voice: Voice, event: ReviewShown) -> Outgoing:
        """Return the page of all answers before sending."""
        if voice.discreet and not event.editable:
            text = self.key(voice, text_key("view.elsewhere"))
            return Outgoing(kind="say", text=text, language=voice.language)
        form = self.rules.form(event.form, event.version)
        items = tuple(
            ReviewItem(
                self._item_label(voice, form.by_id[question_id], form),
                self._spoken(voice, form.by_id[question_id], form, value, comment),
                payload_for(event.tag, "@review", question_id) if event.editable else "",
            )
            for question_id, value, comment in event.items
        )
        key = text_key("review.shown") if event.readonly else text_key("review.title")
        return Outgoing(
            kind="review",
            text=self.key(voice, key),
            review=items,
            choices=() if event.readonly else self._review_choices(voice, event.tag),
            prompt=(event.tag, "@review"),
            controls=()
            if event.readonly
            else (Choice(self.key(voice, text_key("controls.back")), "!back", "control"),),
            language=voice.language,
        )

    def _review_choices(self, voice: Voice, tag: str) -> tuple[Choice, ...]:
        question = self.rules.form(DIALOGUE).by_id["REVIEW"]
        return tuple(
            Choice(
                c.label.get(voice.language, c.label["vi"]),
                payload_for(tag, "@review", c.action),
                "primary" if c.action == "submit" else "choice",
            )
            for c in question.choices
            if c.action in ("submit", "pause")
        )

    def _item_label(self, voice: Voice, question: Question, form: Form) -> str:
        return self._form_text(voice, question.item or question.text, form)

    def _spoken(
        self, voice: Voice, question: Question, form: Form, value: Value, comment: str | None
    ) -> str:
        """Return an answer in words; abroad, what the person wrote stays unsaid."""
        if voice.discreet:
            return self._veiled(voice, question, form, value, comment)
        spoken = self._value(voice, question, form, value)
        return f"{spoken} – {comment}" if comment and comment != spoken else spoken

    def _veiled(
        self, voice: Voice, question: Question, form: Form, value: Value, comment: str | None
    ) -> str:
        if question.type == "phone" and isinstance(value, str):
            return masked_format(value)
        kept = self.key(voice, text_key("review.kept"))
        is_theirs = question.private or question.choice(str(value)) is None
        if isinstance(value, str | tuple) and is_theirs:
            return kept
        spoken = self._value(voice, question, form, value)
        return f"{spoken} – {kept}" if comment else spoken

    def _value(self, voice: Voice, question: Question, form: Form, value: Value) -> str:
        if value is None:
            return self.key(voice, text_key("review.skipped"))
        chosen = question.choice(str(value))
        if chosen is not None:
            return self._form_text(voice, chosen.label, form)
        if isinstance(value, tuple):
            return ", ".join(value)
        if question.type == "phone":
            return national_format(str(value))
        return str(value)


def _in(language: str, texts: Texts) -> str:
    return texts.get(language) or texts["vi"]


def _sheet_of(language: str, question: Question) -> _Sheet:
    style: Literal["choice", "rating"] = "rating" if question.type in _RATINGS else "choice"
    text = _in(language, question.text)
    hint = _in(language, question.hint) if question.hint else None
    choices = tuple(
        (_in(language, c.label), payload_for("", question.id, c.value), style)
        for c in question.choices
    )
    written = (text, hint or "", *(label for label, _, _ in choices))
    return _Sheet(
        text=text,
        hint=hint,
        choices=choices,
        input=_INPUTS.get(question.type, "none"),
        has_places=any("{" in one for one in written),
    )


@lru_cache(maxsize=4096)
def _day(texts: Catalogues, language: str, iso: str) -> str:
    """Return a day as people write it; the same few days are shown all the time."""
    return texts.date(language, date.fromisoformat(iso))


def _said_texts(question: Question, rest: str) -> Texts | None:
    """Return the texts behind `reask`, `CHOICE` or `end/N`."""
    if rest == "reask":
        return question.reask
    if rest.startswith("end/"):
        return question.endings[int(rest.removeprefix("end/"))].says
    chosen = question.choice(rest)
    return chosen.says if chosen else None
