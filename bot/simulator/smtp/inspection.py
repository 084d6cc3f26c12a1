"""What is wrong with a letter, if anything is: lines, heads and content, by the standards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

__all__ = ["inspect", "message_id_of"]

_ONCE: Final = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Precedence",
)  # fmt: skip
_NEEDED: Final = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version")
_MESSAGE_ID: Final = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_ONE_CLICK: Final = re.compile(r"<(https?://[!-;=?-~]+)>")
_FORBIDDEN: Final = re.compile(
    r"<(script|style|img|link|iframe|form|object)\b|\bsrc=|url\(|@import|\son\w+=", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^>]*>")
_LINK: Final = re.compile(r"https?://[^\s\"'<>)]+")
_DAY: Final = timedelta(hours=24)


def message_id_of(content: bytes) -> str:
    """Return the Message-ID as it stands there, or an empty text."""
    return _raw_heads(content).get("message-id", [""])[0]


def inspect(
    content: bytes, sender: str, recipient: str, *, eight_bits: bool
) -> Iterator[tuple[str, str]]:
    """Yield each broken rule with a word on it."""
    yield from _lines(content, eight_bits=eight_bits)
    heads = _raw_heads(content)
    yield from _heads(heads)
    message = message_from_bytes(content, policy=default)
    yield from _parties(message, sender, recipient)
    yield from _unsubscribing(heads)
    yield from _content(message, heads)


def _head_lines(content: bytes) -> list[bytes]:
    return content.partition(b"\r\n\r\n")[0].split(b"\r\n")


def _raw_heads(content: bytes) -> dict[str, list[str]]:
    """Return heads unfolded and otherwise as they are, by name in small letters."""
    found: dict[str, list[str]] = {}
    whole = content.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    for line in re.sub(r"\r\n(?=[ \t])", "", whole).split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name.casefold(), []).append(value.strip())
    return found


def _lines(content: bytes, *, eight_bits: bool) -> Iterator[tuple[str, str]]:
    if re.search(rb"\r(?!\n)|(?<!\r)\n", content):
        yield "line_end", "a CR or LF by itself"
    if any(len(line) > 998 for line in content.split(b"\r\n")):
        yield "line_length", "in the content"
    for line in _head_lines(content):
        if len(line) > 78 and b" " in line.strip():
            yield "head_length", f"{len(line)} bytes"
        if not line.isascii():
            yield "head_ascii", "bytes above 127 in a head"
    if not content.isascii() and not eight_bits:
        yield "eight_bits", "bytes above 127 in the content"


def _heads(heads: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name in _ONCE:
        if len(heads.get(name.casefold(), ())) > 1:
            yield "head_twice", name
    for name in _NEEDED:
        if not any(heads.get(name.casefold(), ())):
            yield "head_missing", name
    for value in heads.get("message-id", ()):
        if not _MESSAGE_ID.fullmatch(value):
            yield "message_id", value[:80]
    for value in heads.get("date", ()):
        yield from _date(value)


def _date(value: str) -> Iterator[tuple[str, str]]:
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        yield "date", "unreadable"
        return
    if at.tzinfo is None or abs(datetime.now(UTC) - at) > _DAY:
        yield "date", "not of today, or of no time zone"


def _parties(message: EmailMessage, sender: str, recipient: str) -> Iterator[tuple[str, str]]:
    froms = [address for _, address in getaddresses([str(message["From"] or "")])]
    domain = sender.rpartition("@")[2]
    if len(froms) != 1 or froms[0].rpartition("@")[2] != domain:
        yield "from_aligned", "From is of another domain, or not one address"
    named = [address for _, address in getaddresses([str(message["To"] or "")])]
    if [address.casefold() for address in named] != [recipient.casefold()]:
        yield "to_recipient", f"{len(named)} addresses, or another"


def _unsubscribing(heads: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    given, posted = heads.get("list-unsubscribe"), heads.get("list-unsubscribe-post")
    if heads.get("precedence") != ["bulk"] and given is None:
        return
    if given is None or not _ONE_CLICK.fullmatch(given[0]):
        yield "unsubscribe", "no address in List-Unsubscribe"
    if posted != ["List-Unsubscribe=One-Click"]:
        yield "unsubscribe", "List-Unsubscribe-Post is not One-Click"


def _content(message: EmailMessage, heads: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    kinds = [part.get_content_type() for part in message.iter_parts()]
    if kinds != ["text/plain", "text/html"]:
        yield "alternative", ", ".join(kinds) or message.get_content_type()
        return
    plain, html = (str(part.get_content()) for part in message.iter_parts())
    links = set(_LINK.findall(plain))
    if not plain.strip() or links - {link.replace("&amp;", "&") for link in _LINK.findall(html)}:
        yield "alternative", "what is in the text is not in the HTML"
    if any(map(_FORBIDDEN.search, _TAG.findall(html))):
        yield "html_foreign", "more than text and links"
    hosts = {urlsplit(link).netloc for link in _LINK.findall(html)}
    if len(hosts | _own_host(heads)) > 1:
        yield "html_foreign", f"{len(hosts)} hosts"


def _own_host(heads: dict[str, list[str]]) -> set[str]:
    found = _ONE_CLICK.match((heads.get("list-unsubscribe") or [""])[0])
    return {urlsplit(found[1]).netloc} if found else set()
