"""What an item is called across versions of its form, so that trends neither break nor lie."""

from __future__ import annotations

import hashlib
import unicodedata

from flows.definition import Question

__all__ = ["item_identity"]

_DIGITS = 8  # 32 bits: an office has some hundreds of wordings in all its years


def item_identity(question: Question) -> str:
    """Return the code of a question and a hash of its wording: `MC5-7be1c2d0` (design §7).

    The wording is what the answer depends on: the question in Vietnamese and its choices, value
    and label. The same in two versions, or in two forms (`UX1`), is the same item; another wording
    is another item, although its code stayed. Translations, order in the form, conditions and
    notes do not count, nor do spaces.
    """
    wording = [question.text["vi"], *(f"{c.value}={c.label['vi']}" for c in question.choices)]
    plain = "\n".join(" ".join(words.split()) for words in wording)
    digest = hashlib.sha256(unicodedata.normalize("NFC", plain).encode()).hexdigest()
    return f"{question.id}-{digest[:_DIGITS]}"
