"""From what happened to what is said: prompts in a person's language, free of any channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec

from bot.channels.base import Choice, Outgoing, Progress, ReviewItem
from bot.hotlines import Hotlines
from bot.i18n import Catalogues
from bot.prompts import Params, Sheet, alone, in_language, of_days, sheet_of, standing
from flows.definition import CALCULATED, Form, Question, Texts
from flows.definition import Choice as FormChoice
from flows.events import QuestionAsked, ReviewShown, Said
from flows.identifiers import normalise_code
from flows.languages import COMMAND as LANGUAGE
from flows.messages import payload_for
from flows.phone_numbers import masked_format, national_format
from flows.rulebook import Rulebook
from flows.session import Value
from flows.talk import DIALOGUE
from flows.texts import text_key
from flows.ticking import DONE

__all__ = ["Renderer", "Voice"]

_WRITTEN: Final[Mapping[str, str]] = {"date": "date", "duration": "minutes", "money": "amount"}
"""Type of a question → how its answers are written out."""
_RESTING = frozenset({text_key("chat.paused"), text_key("chat.stopped")})
_ABOUT_LANGUAGES = frozenset({text_key("chat.which_language"), text_key("chat.language_unknown")})
_IN_A_TRIAL = {
    text_key("trust.info"): text_key("trust.info_in_trial"),
    text_key("human.info"): text_key("human.info_in_trial"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """In which language, and with which facts, one session is spoken to. `discreet`: over
    servers abroad, which get no names, no numbers and nothing that the person wrote.
    """

    language: str
    facts: Mapping[str, str]
    discreet: bool = False


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
    base_url: str = ""
    """Where our own pages are: what a channel may not carry is read there."""
    discreet: frozenset[str] = frozenset()
    """Channels abroad that are not trusted with personal words (design §6)."""
    hotlines: Hotlines = field(default_factory=Hotlines, compare=False)
    """Whom people can call: named at the end of each chat."""
    _sheets: dict[tuple[tuple[str, int], str, str], Sheet] = field(
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

    def _params(self, voice: Voice, own: Mapping[str, str]) -> Params:
        facts = voice.facts
        known = {
            "place": facts.get("place_name") or self.office["office"],
            "counter": facts.get("counter_name", ""),
            "service": facts.get("service") or self.key(voice, text_key("chat.any_service")),
        }

        if "intake_guess" in facts:
            known["noticed"] = self._noticed(voice)

        def written(kind: str, value: str) -> str:
            return self.written(voice, kind, value)

        return Params(written, own, known, facts, self.office)

    def _noticed(self, voice: Voice) -> str:
        """Say which words sounded like a complaint; abroad, and before consent, only that some
        did.
        """
        words = "" if voice.discreet else voice.facts.get("noticed_words", "")
        if not words:
            return self.texts.template(voice.language, text_key("offer.noticed"))
        return self.texts.template(voice.language, text_key("offer.noticed_words")) % {
            "words": words
        }

    def written(self, voice: Voice, kind: str, value: str) -> str:
        """Return a day, an amount of đồng or minutes as people write them."""
        if kind == "date":
            return _day(self.texts, voice.language, value)
        if kind == "amount":
            return self.texts.money(voice.language, float(value))
        return self.texts.lasting(voice.language, float(value))

    def key(self, voice: Voice, key: str, params: Mapping[str, str] | None = None) -> str:
        """Return a text of `locales/`."""
        text = self.texts.template(voice.language, key, params)
        return text % self._params(voice, params or {}) if "%(" in text else text

    def _form_text(self, voice: Voice, texts: Texts, form: Form) -> str:
        return self._filled(voice, in_language(voice.language, texts), form)

    def _filled(
        self, voice: Voice, text: str, form: Form, params: Mapping[str, str] | None = None
    ) -> str:
        if "{" not in text:
            return text
        facts = voice.facts
        days = facts.get("from_date"), facts.get("to_date")
        text = of_days(self.texts, voice.language, text, *days)
        own = {"minutes": str(form.minutes), **(params or {})}
        if form.service is not None and not facts.get("service"):
            own["service"] = in_language(voice.language, form.service)
        return text.format_map(self._params(voice, own))

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

    def _asked(self, voice: Voice, event: QuestionAsked, form: Form, sheet: Sheet) -> Outgoing:
        def filled(text: str) -> str:
            return self._filled(voice, text, form, event.params) if sheet.has_places else text

        tag = event.tag
        return Outgoing(
            kind="question",
            text=filled(sheet.text),
            hint=filled(sheet.hint) if sheet.hint else self._own_hint(voice, sheet),
            choices=tuple(
                [
                    Choice(filled(label), tag + rest, style)
                    for label, rest, style in (
                        standing(sheet, event)
                        if sheet.is_several or event.hidden
                        else sheet.choices
                    )
                ]
            ),
            done=self._done(voice, event) if sheet.is_several else None,
            alone=alone(sheet, event) if sheet.alone else (),
            input=sheet.input,
            progress=Progress(event.position, event.total) if event.total else None,
            prompt=(tag, event.question),
            controls=self._controls(voice, event),
            language=voice.language,
        )

    def _own_hint(self, voice: Voice, sheet: Sheet) -> str | None:
        return self.key(voice, text_key("hint.several")) if sheet.is_several else None

    def _done(self, voice: Voice, event: QuestionAsked) -> Choice:
        """Return the button that ends an answer of several choices."""
        payload = payload_for(event.tag, event.question, DONE)
        return Choice(self.key(voice, text_key("controls.done")), payload, "primary")

    def _sheet(self, language: str, form: Form, question: Question) -> Sheet:
        """Return what is the same for everybody who is asked: written once (design §3)."""
        key = (form.key, question.id, language)
        sheet = self._sheets.get(key)
        if sheet is None:
            sheet = self._sheets[key] = sheet_of(language, question)
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
        """Return the button that takes a paused or stopped chat up again, or the languages, each
        in its own words.
        """
        if key in _ABOUT_LANGUAGES:
            return tuple(
                Choice(names[0], f"!{LANGUAGE}_{code}", "control")
                for code, names in self.rules.languages.items()
                if code != voice.language
            )
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
                payload_for(event.tag, "@review", question_id)
                if event.editable and form.by_id[question_id].type != CALCULATED
                else "",
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
        if isinstance(value, str | tuple) and _is_theirs(question, value):
            return kept
        spoken = self._value(voice, question, form, value)
        return f"{spoken} – {kept}" if comment else spoken

    def _value(self, voice: Voice, question: Question, form: Form, value: Value) -> str:
        if value is None:
            return self.key(voice, text_key("review.skipped"))
        if isinstance(value, tuple):
            return ", ".join(self._value(voice, question, form, one) for one in value)
        chosen = question.choice(str(value))
        if chosen is not None:
            return self._form_text(voice, chosen.label, form)
        return self._own_value(voice, question, value)

    def _own_value(self, voice: Voice, question: Question, value: str | float) -> str:
        """Write out what is no choice of the form."""
        if question.type == "phone":
            return national_format(str(value))
        if question.type in _WRITTEN:
            return self.written(voice, _WRITTEN[question.type], str(value))
        return value if isinstance(value, str) else self.texts.number(voice.language, value)


def _is_theirs(question: Question, value: str | tuple[str, ...]) -> bool:
    """Whether an answer is the person's own words, and none of the form's."""
    values = value if isinstance(value, tuple) else (value,)
    ours = question.type in _WRITTEN or all(question.choice(one) for one in values)
    return question.private or not ours


@lru_cache(maxsize=4096)
def _day(texts: Catalogues, language: str, iso: str) -> str:
    """Return a day as people write it; the same few days are shown all the time."""
    return texts.date(language, date.fromisoformat(iso))


def _said_texts(question: Question, rest: str) -> Texts | None:
    """Return the texts behind `reask`, `CHOICE` or `end/N`."""
    if rest == "reask":
        return question.reask
    if rest == "constraint":
        return question.constraint_says
    if rest.startswith("end/"):
        return question.endings[int(rest.removeprefix("end/"))].says
    chosen = question.choice(rest)
    return chosen.says if chosen else None
