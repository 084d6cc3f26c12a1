"""What people say in their own words and by choices, as an edition tells it: themes, counts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

__all__ = ["Comment", "Theme", "Words"]


class Comment(Struct, frozen=True, kw_only=True):
    """What somebody wrote, redacted."""

    text: str
    unit: str


class Theme(Struct, frozen=True, kw_only=True):
    """What comments and reasons speak of."""

    key: str
    """A category of complaints (PA01–PA15), the reason of a low rating (`FACTOR.CHOICE`), a wish
    (`QUESTION.CHOICE`); with `@FORM+FORM` where other forms say another thing by that choice. Of
    open words `O1:THEME.praised` or `O1:CATEGORY.criticised`.
    """
    label: str
    kind: Literal["strength", "weakness", "wish", "complaint", "praised", "criticised"]
    """Cases, choices and, the last two, forms whose open words say so."""
    count: int
    factor: str | None = None
    comments: tuple[Comment, ...] = ()
    """Three at most."""
    apart: tuple[str, ...] = ()
    """Of open words: keys of themes that no form has together with it (`flows.opinions`)."""


class Words(Struct, frozen=True, kw_only=True):
    """Forms with open words that say something: "nothing to add" is none."""

    asked: int = 0
    """Valid forms that ask for open words; a kiosk's does not."""
    written: int = 0
    themed: int = 0
    """Those that fit one theme at least."""
    unthemed: int = 0
    withheld: bool = False
    """Too few, or they would tell of too few; the others but `asked` are 0."""
