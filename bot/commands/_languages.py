"""Whether citizens can be spoken to in each language that has a folder, or what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.i18n import Catalogues
    from flows.definition import Form
    from storage.health import Check, Figure

__all__ = ["examine_languages"]

_NAMED = 5
"""How many of the missing keys or forms are named; the rest is counted."""


def examine_languages() -> list[Check]:
    """Return one finding on what is offered, and one for each language that falls short."""
    from bot.forms import shipped_forms
    from bot.i18n import FALLBACK, Catalogues, own_name
    from storage.maintenance import Check

    texts, forms = Catalogues.load(), shipped_forms()
    short = [_unfinished(texts, language) for language in sorted(texts.unfinished)]
    offered: list[str] = []
    for language in texts.languages:
        without = [form for form in forms if language not in form.languages]
        if not without or language == FALLBACK or all(f.kind == "survey" for f in without):
            offered.append(language)
        if without and language != FALLBACK:
            short.append(_without_forms(language, without, own=language not in offered))
    named = ", ".join(own_name(language) for language in offered)
    return [Check("languages", "ok", {"named": named}), *short]


def _unfinished(texts: Catalogues, language: str) -> Check:
    from bot.i18n import own_name
    from storage.maintenance import Check

    missing = texts.unfinished[language]
    if missing == (language,):
        return Check("language_unknown", "warning", {"language": language})
    figures: dict[str, Figure] = {
        "language": language,
        "name": own_name(language),
        "count": len(missing),
        "keys": _some(missing),
    }
    return Check("language_unfinished", "warning", figures)


def _without_forms(language: str, without: list[Form], *, own: bool) -> Check:
    from bot.i18n import own_name
    from storage.maintenance import Check

    kept = [form.id for form in without if not own or form.kind != "survey"]
    name = "language_not_spoken" if own else "language_partly"
    figures: dict[str, Figure] = {
        "language": language,
        "name": own_name(language),
        "forms": _some(kept),
    }
    return Check(name, "warning", figures)


def _some(names: tuple[str, ...] | list[str]) -> str:
    more = "…" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
