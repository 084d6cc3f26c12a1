"""How the console says what is wrong with a form, and what is different between two versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.i18n import Catalogues
from flows.form_comparison import Aspect, Comparison, HeadAspect, QuestionChange
from flows.texts import text_key
from storage.form_records import DraftFault

__all__ = ["FAULTS", "Difference", "ToldFault", "differences", "head_of", "told_faults"]

FAULTS: Final[Mapping[str, str]] = {
    "anchor": text_key("form.fault.anchor"),
    "bad-condition": text_key("form.fault.bad_condition"),
    "bad-question": text_key("form.fault.bad_question"),
    "bad-value": text_key("form.fault.bad_value"),
    "dated-condition": text_key("form.fault.dated_condition"),
    "dead-choice": text_key("form.fault.dead_choice"),
    "dead-condition": text_key("form.fault.dead_condition"),
    "duplicate-id": text_key("form.fault.duplicate_id"),
    "duplicate-key": text_key("form.fault.duplicate_key"),
    "duplicate-name": text_key("form.fault.duplicate_name"),
    "duplicate-value": text_key("form.fault.duplicate_value"),
    "empty-file": text_key("form.fault.empty_file"),
    "empty-list": text_key("form.fault.empty_list"),
    "factor-and-step": text_key("form.fault.factor_and_step"),
    "flag-without-text": text_key("form.fault.flag_without_text"),
    "forbidden-words": text_key("form.fault.forbidden_words"),
    "include-cycle": text_key("form.fault.include_cycle"),
    "key-not-text": text_key("form.fault.key_not_text"),
    "later-question": text_key("form.fault.later_question"),
    "long-payload": text_key("form.fault.long_payload"),
    "missing-factor": text_key("form.fault.missing_factor"),
    "missing-key": text_key("form.fault.missing_key"),
    "missing-language": text_key("form.fault.missing_language"),
    "missing-na": text_key("form.fault.missing_na"),
    "missing-parameter": text_key("form.fault.missing_parameter"),
    "missing-reasons": text_key("form.fault.missing_reasons"),
    "never-said": text_key("form.fault.never_said"),
    "no-consent": text_key("form.fault.no_consent"),
    "no-way-on": text_key("form.fault.no_way_on"),
    "not-a-rating": text_key("form.fault.not_a_rating"),
    "not-a-part": text_key("form.fault.not_a_part"),
    "nothing-said": text_key("form.fault.nothing_said"),
    "phone-without-consent": text_key("form.fault.phone_without_consent"),
    "private-before-consent": text_key("form.fault.private_before_consent"),
    "required-skippable": text_key("form.fault.required_skippable"),
    "same-label": text_key("form.fault.same_label"),
    "second-document": text_key("form.fault.second_document"),
    "several-compared": text_key("form.fault.several_compared"),
    "stem-without-item": text_key("form.fault.stem_without_item"),
    "stray-brace": text_key("form.fault.stray_brace"),
    "tag": text_key("form.fault.tag"),
    "too-deep": text_key("form.fault.too_deep"),
    "too-large": text_key("form.fault.too_large"),
    "unnumbered": text_key("form.fault.unnumbered"),
    "two-choices": text_key("form.fault.two_choices"),
    "two-texts": text_key("form.fault.two_texts"),
    "unreachable-ending": text_key("form.fault.unreachable_ending"),
    "unreachable-question": text_key("form.fault.unreachable_question"),
    "wrong-type": text_key("form.fault.wrong_type"),
    "yaml-syntax": text_key("form.fault.yaml_syntax"),
}
"""Codes of `flows.faults` as people say them."""
_KINDS: Final[Mapping[str, str]] = {
    "unknown": text_key("form.fault.unknown_name"),
    "needless": text_key("form.fault.needless"),
    "long": text_key("form.fault.long_text"),
}
"""How codes begin that say the same of many things."""
_OTHER: Final = text_key("form.fault.other")

_ASPECTS: Final[Mapping[Aspect, str]] = {
    "wording": text_key("form.aspect.wording"),
    "choices": text_key("form.aspect.choices"),
    "type": text_key("form.aspect.type"),
    "counting": text_key("form.aspect.counting"),
    "asked_when": text_key("form.aspect.asked_when"),
    "duty": text_key("form.aspect.duty"),
    "bounds": text_key("form.aspect.bounds"),
    "translations": text_key("form.aspect.translations"),
    "details": text_key("form.aspect.details"),
    "order": text_key("form.aspect.order"),
}
_HEAD: Final[Mapping[HeadAspect, str]] = {
    "title": text_key("form.aspect.title"),
    "audience": text_key("form.aspect.audience"),
    "languages": text_key("form.aspect.languages"),
    "service": text_key("form.aspect.service"),
    "follow_ups": text_key("form.aspect.follow_ups"),
    "sections": text_key("form.aspect.sections"),
}
_WHAT: Final[Mapping[str, str]] = {
    "added": text_key("form.change.added"),
    "removed": text_key("form.change.removed"),
    "changed": text_key("form.change.changed"),
    "moved": text_key("form.change.moved"),
}


class ToldFault(NamedTuple):
    """A fault as the page shows it. `detail`: the exact words of the check, in English."""

    where: str
    text: str
    detail: str
    excerpt: str
    refused: bool


class Difference(NamedTuple):
    """A question that is not as it was, as the page shows it. `tone`: of its badge."""

    id: str
    what: str
    tone: str
    aspects: str
    before: str
    after: str
    breaks: bool


# -- faults


def told_faults(
    texts: Catalogues, language: str, faults: tuple[DraftFault, ...]
) -> list[ToldFault]:
    """Say faults to people, what must be mended first."""
    found = sorted(faults, key=lambda fault: fault.weight != "refused")
    return [
        ToldFault(
            where=_where(texts, language, fault),
            text=texts.text(language, _key(fault), dict(fault.params)),
            detail=fault.message,
            excerpt=fault.excerpt,
            refused=fault.weight == "refused",
        )
        for fault in found
    ]


def _key(fault: DraftFault) -> str:
    if not fault.message:
        return fault.key  # it names its text itself
    return FAULTS.get(fault.key) or _KINDS.get(fault.key.partition("-")[0], _OTHER)


def _where(texts: Catalogues, language: str, fault: DraftFault) -> str:
    """Say the place: file, line and column, or sheet, row and header."""
    if not fault.line:
        return " ".join(filter(None, (fault.file, fault.column)))
    is_number = fault.column.isdigit()
    key = text_key("form.place.line") if is_number else text_key("form.place.row")
    params = {"file": fault.file, "line": fault.line, "column": fault.column}
    return texts.text(language, key, params).rstrip(" ,")


# -- differences


def differences(texts: Catalogues, language: str, comparison: Comparison) -> list[Difference]:
    """Say what is different about each question, what ends a trend first."""
    changes = sorted(comparison.changes, key=lambda change: not change.breaks)
    return [_difference(texts, language, change) for change in changes]


def head_of(texts: Catalogues, language: str, comparison: Comparison) -> list[str]:
    """Say what is different about the form as a whole."""
    return [texts.text(language, _HEAD[aspect]) for aspect in comparison.head]


def _difference(texts: Catalogues, language: str, change: QuestionChange) -> Difference:
    aspects = [texts.text(language, _ASPECTS[aspect]) for aspect in change.aspects]
    before = change.before.text if change.before else {}
    after = change.after.text if change.after else {}
    return Difference(
        id=change.id,
        what=texts.text(language, _WHAT[change.what]),
        tone="bad" if change.breaks else "brand",
        aspects=", ".join(aspects),
        before=before.get(language, before.get("vi", "")),
        after=after.get(language, after.get("vi", "")),
        breaks=change.breaks,
    )
