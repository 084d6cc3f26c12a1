"""The words that the bot adds to a form made by others."""

from __future__ import annotations

from bot.i18n import Catalogues
from bot.xlsform.questions import Said
from flows.texts import text_key

__all__ = ["said_in"]


def said_in(texts: Catalogues) -> Said:
    """Return them in every language."""

    def each(key: str) -> dict[str, str]:
        return {language: texts.text(language, key) for language in texts.languages}

    return Said(
        go_on=each(text_key("xlsform.go_on")),
        read=each(text_key("xlsform.read")),
        other=each(text_key("xlsform.other")),
        which=each(text_key("xlsform.which")),
    )
