"""What a publication was reckoned with, in plain words, at the foot of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from bot.counting import Forms
from bot.i18n import Catalogues
from bot.web.results_view import month_of
from flows.texts import text_key
from survey.definitions import EARLIER
from survey.editions import Pin
from survey.validity import Rules

__all__ = ["pins_told"]

_TOLD: Final[Mapping[tuple[str, str], str]] = {
    ("policy", "definition"): text_key("results.pin.definition"),
    ("calendar", "holidays"): text_key("results.pin.calendar"),
    ("unit_tree", "units"): text_key("results.pin.units"),
    ("program", "langnghe"): text_key("results.pin.program"),
}


def pins_told(
    pins: Iterable[Pin], forms: Forms, texts: Catalogues, language: str
) -> tuple[str, ...]:
    """Return a sentence for each pin; nothing of what has no version."""
    found = []
    for one in pins:
        key = (one.kind, one.name)
        if one.kind == "form":
            found.append(_form(one, forms, texts, language))
        elif key == ("policy", "validity"):
            found.append(_policy(one, texts, language))
        elif one.kind == "policy" and one.name.startswith(EARLIER):
            found.append(_earlier(one, texts, language))
        elif one.version and key in _TOLD:
            found.append(texts.text(language, _TOLD[key], {"version": one.version}))
    return tuple(found)


def _form(pin: Pin, forms: Forms, texts: Catalogues, language: str) -> str:
    form = forms.get((pin.name, int(pin.version)))
    title = pin.name if form is None else form.title.get(language, pin.name)
    return texts.text(
        language, text_key("results.pin.form"), {"form": title, "version": pin.version}
    )


def _earlier(pin: Pin, texts: Catalogues, language: str) -> str:
    told = {"month": month_of(pin.name.removeprefix(EARLIER)), "version": pin.version}
    return texts.text(language, text_key("results.pin.definition_until"), told)


def _policy(pin: Pin, texts: Catalogues, language: str) -> str:
    rules = msgspec.json.decode(pin.version, type=Rules)
    told = {
        "share": texts.number(language, round(100 * rules.least_answered)),
        "seconds": texts.number(language, round(rules.least_seconds)),
    }
    return texts.text(language, text_key("results.pin.policy"), told)
