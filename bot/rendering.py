"""From what happened to what is said: prompts in a person's language, free of any channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.channels.base import Choice, Outgoing, Progress, ReviewItem
from bot.i18n import Catalogues
from flows.definition import Form, Question, Texts
from flows.events import QuestionAsked, ReviewShown, Said
from flows.messages import payload_for
from flows.phone_numbers import national_format
from flows.rulebook import Rulebook
from flows.session import Value
from flows.talk import DIALOGUE
from flows.texts import text_key

__all__ = ["Renderer", "Voice"]

_INPUTS = {"phone": "phone", "text": "text", "number": "number"}
_RATINGS = frozenset({"scale5", "ease5", "scale3"})
_UNKNOWN = "…"
_RESTING = frozenset({text_key("chat.paused"), text_key("chat.stopped")})
_IN_A_TRIAL = {text_key("trust.info"): text_key("trust.info_in_trial")}


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
    """In which language, and with which facts, one session is spoken to."""

    language: str
    facts: Mapping[str, str]


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

    def voice(self, language: str, facts: Mapping[str, str]) -> Voice:
        """Return the voice of a session."""
        return Voice(language, facts)

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
        text = texts.get(voice.language) or texts["vi"]
        if "{" not in text:
            return text
        return text.format_map(self._params(voice, {"minutes": str(form.minutes)}))

    # Questions

    def question(self, voice: Voice, event: QuestionAsked) -> Outgoing:
        """Return the message that asks a question."""
        form = self.rules.form(event.form, event.version)
        question = form.by_id[event.question]
        if event.candidate is not None:
            return self._candidate(voice, event)
        progress = Progress(event.position, event.total) if event.total else None
        return Outgoing(
            kind="question",
            text=self._form_text(voice, question.text, form),
            hint=self._form_text(voice, question.hint, form) if question.hint else None,
            choices=self._choices(voice, event.tag, question, form),
            input=_INPUTS.get(question.type, "none"),  # type: ignore[arg-type]
            progress=progress,
            prompt=(event.tag, event.question),
            controls=tuple(self._controls(voice, event)),
            language=voice.language,
        )

    def _choices(
        self, voice: Voice, tag: str, question: Question, form: Form
    ) -> tuple[Choice, ...]:
        usual = "rating" if question.type in _RATINGS else "choice"
        return tuple(
            Choice(
                self._form_text(voice, c.label, form),
                payload_for(tag, question.id, c.value),
                "rating" if usual == "rating" else "choice",
            )
            for c in question.choices
        )

    def _candidate(self, voice: Voice, event: QuestionAsked) -> Outgoing:
        key, params = event.candidate or ("", {})
        asked = f"{event.question}?"
        yes = self.key(voice, text_key("confirm.yes"))
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

    def _controls(self, voice: Voice, event: QuestionAsked) -> Iterable[Choice]:
        if event.can_go_back:
            yield Choice(self.key(voice, text_key("controls.back")), "!back", "control")
        if event.answered:
            yield Choice(self.key(voice, text_key("controls.keep")), "!skip", "control")
        elif event.can_skip:
            yield Choice(self.key(voice, text_key("controls.skip")), "!skip", "control")

    # Statements

    def said(self, voice: Voice, event: Said) -> Outgoing:
        """Return the message for something that is said and asks nothing."""
        if event.form is None:
            key = _IN_A_TRIAL.get(event.key, event.key) if self.trial else event.key
            text = self.key(voice, key, event.params)
        else:
            text = self._form_said(voice, event)
        return Outgoing(
            kind="say",
            text=text,
            controls=self._way_on(voice, event.key),
            code=event.params.get("code"),
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
        """Return an answer in words."""
        spoken = self._value(voice, question, form, value)
        return f"{spoken} – {comment}" if comment and comment != spoken else spoken

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
