"""What the reader makes of a free text, in the words of the phrase corpora."""

from __future__ import annotations

from flows.cues import legal_kind
from flows.stories import Story, story_of
from flows.vietnamese import Utterance

__all__ = ["category_of", "is_right", "kind_of"]


def category_of(utterance: Utterance) -> str:
    """Return `case:PAxx` (two where both are shown: `case:PAxx|case:PAyy`), `praise`,
    `suggestion`, `formal_complaint`, `denunciation` or `none`.
    """
    return legal_kind(utterance) or _told(story_of(utterance))


def _told(story: Story) -> str:
    if story.kind == "complaint":
        return "|".join(f"case:{category}" for category in story.categories)
    return "suggestion" if story.kind == "wish" else story.kind


_NO_CASE = frozenset({"praise", "suggestion", "none"})


def is_right(meant: str, heard: str) -> bool:
    """Whether a reading serves what was meant: the right category is among those that are shown,
    or no case is offered where none was meant.
    """
    one, other = set(meant.split("|")), set(heard.split("|"))
    return bool(one & other) or (meant in _NO_CASE and heard in _NO_CASE)


def kind_of(meant: str, heard: str, *, clear: bool) -> str:
    """Return how a story ended: right; asked, where a case was offered that the person puts right
    or declines; wrong, where nothing was offered of a complaint; guessed, if it was ambiguous.
    """
    if is_right(meant, heard):
        return "right"
    if not clear:
        return "guessed"
    return "wrong" if heard in _NO_CASE else "asked"
