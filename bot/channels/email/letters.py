"""A letter as bytes: plain text and HTML with the same content, and the heads above them."""

from __future__ import annotations

from email.errors import HeaderParseError, MessageError
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.channels.base import Wording, with_visible_turns, without_controls
from bot.channels.email.headers import LINES, heads, message_id, one_line, unbroken
from bot.settings import Mail
from flows.texts import text_key

__all__ = ["Button", "Letter", "UnsendableError", "written"]


class Button(msgspec.Struct, frozen=True):
    """The one thing that a letter asks for: what stands on it, and where it leads."""

    label: str
    url: str


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter to one person, in their language. `row` names what is sent (a recipient's row of
    a broadcast, say): the same row is the same letter however often it leaves. `text` is
    paragraphs with empty lines between them.
    """

    row: str
    to: str
    subject: str
    text: str
    button: Button | None = None
    code: str | None = None
    """What can be typed on our page instead of following a link."""
    unsubscribe: str | None = None
    """Address of the page that ends such letters; it must take a bare POST (RFC 8058)."""
    language: str = "vi"


class UnsendableError(Exception):
    """A letter that no mail program could read: its address is none."""


def written(letter: Letter, mail: Mail, key: bytes, words: Wording) -> bytes:
    """Return the letter with all its heads but `Date`, which it gets when it leaves.

    Raises:
        UnsendableError: the address cannot stand in a head.

    """
    office = mail.name or words.text(letter.language, text_key("email.from"))
    subject = one_line(letter.subject) or words.text(letter.language, text_key("email.subject"))
    number = message_id(key, letter.row, letter.to, mail.sender.rpartition("@")[2])
    try:
        first = heads(mail, letter.to, subject, office)
    except (HeaderParseError, MessageError, ValueError, IndexError) as fault:
        raise UnsendableError(type(fault).__name__) from None
    message = EmailMessage(policy=LINES)
    message.set_content(_plain(letter, office, words), cte="quoted-printable")
    message.add_alternative(_html(letter, office, words), subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{number[1:33]}")  # made up, it would differ each time
    return first + unbroken("Message-ID", number) + _unsubscribing(letter) + bytes(message)


def _unsubscribing(letter: Letter) -> bytes:
    """Return what lets a mail program end letters; who can end them, is one of many."""
    if letter.unsubscribe is None:
        return b""
    page = unbroken("List-Unsubscribe", f"<{''.join(letter.unsubscribe.split())}>")
    return page + b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nPrecedence: bulk\r\n"


def _clean(text: str) -> str:
    """Return a text without what nobody can see; half a character is no character."""
    whole = with_visible_turns(text.encode("utf-8", "replace")).decode()
    return without_controls(whole.replace("\r\n", "\n").replace("\r", "\n"))


def _paragraphs(letter: Letter) -> list[str]:
    return [part.strip() for part in _clean(letter.text).split("\n\n") if part.strip()]


def _is_shown(letter: Letter) -> bool:
    """Return whether the text itself names the button's address."""
    return letter.button is not None and letter.button.url in letter.text


def _plain(letter: Letter, office: str, words: Wording) -> str:
    def say(key: str, **params: object) -> str:
        return words.text(letter.language, key, params)

    parts = _paragraphs(letter)
    if letter.button is not None and not _is_shown(letter):
        parts.append(f"{_clean(letter.button.label)}:\n{letter.button.url}")
    if letter.code is not None:
        parts.append(say(text_key("email.code"), code=_clean(letter.code)))
    end = [office, say(text_key("email.automatic"))]
    if letter.unsubscribe is not None:
        end.append(f"{say(text_key('email.unsubscribe'))}: {letter.unsubscribe}")
    return "\n\n".join([*parts, "-- \n" + "\n".join(end)]) + "\n"


def _html(letter: Letter, office: str, words: Wording) -> str:
    return _template().render(
        letter=letter,
        subject=one_line(letter.subject),
        button=letter.button,
        shown=_is_shown(letter),
        paragraphs=[_pieces(part, letter.button) for part in _paragraphs(letter)],
        office=office,
        code=letter.code and _clean(letter.code),
        _=lambda key: words.text(letter.language, key),
        code_words=lambda: words.text(letter.language, text_key("email.code"), {"code": ""}),
    )


def _pieces(paragraph: str, button: Button | None) -> list[list[str]]:
    """Return a paragraph's lines, each in the pieces between which the button's address stands."""
    return [line.split(button.url) if button else [line] for line in paragraph.split("\n")]


@cache
def _template() -> Template:
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("letter.html")
