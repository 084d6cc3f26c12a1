"""What is left of a text in Markdown, MarkdownV2 or HTML, or why Telegram cannot parse it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from bot.simulator.telegram.rules import RefusedError

__all__ = ["plain_text"]

_TAGS = frozenset(
    {
        "a",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "span",
        "tg-spoiler",
        "tg-emoji",
        "code",
        "pre",
        "blockquote",
    }
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^<>]*)?)>")
_LEGACY = "_*`["
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_V2_PAIRS = ("```", "||", "__", "`", "*", "_", "~")
_V2_LINK = re.compile(r"\]\((?:\\.|[^)\\])*\)")


def plain_text(text: str, parse_mode: str) -> str:
    """Return the text as people see it.

    Raises:
        RefusedError: the mode does not exist, or the text cannot be parsed.

    """
    parse = _MODES.get(parse_mode.lower())
    if parse is None:
        raise RefusedError("parse_mode_unknown", "Bad Request: unsupported parse_mode")
    return parse(text)


def _unparsable(why: str) -> RefusedError:
    return RefusedError("markup_unparsable", f"Bad Request: can't parse entities: {why}")


def _offset(text: str, index: int) -> int:
    return len(text[:index].encode())


def _endless(text: str, index: int) -> RefusedError:
    offset = _offset(text, index)
    return _unparsable(f"Can't find end of the entity starting at byte offset {offset}")


# -- Markdown, as it was at first: nothing nests, a backslash escapes the four characters


def _legacy(text: str) -> str:
    shown: list[str] = []
    index = 0
    while index < len(text):
        sign = text[index]
        if sign == "\\" and text[index + 1 : index + 2] in tuple(_LEGACY):
            shown.append(text[index + 1])
            index += 2
        elif sign in _LEGACY:
            piece, index = _legacy_entity(text, index)
            shown.append(piece)
        else:
            shown.append(sign)
            index += 1
    return "".join(shown)


def _legacy_entity(text: str, start: int) -> tuple[str, int]:
    sign = text[start]
    mark = "```" if text.startswith("```", start) else sign
    closing = "]" if sign == "[" else mark
    begin = start + len(mark)
    end = text.find(closing, begin)
    if end < 0:
        raise _endless(text, start)
    inside, after = text[begin:end], end + len(closing)
    if sign == "[" and text.startswith("(", after):
        paren = text.find(")", after)
        if paren < 0:
            raise _endless(text, start)
        after = paren + 1
    elif sign == "[":
        inside = f"[{inside}]"
    return inside, after


# -- MarkdownV2: entities nest, every reserved character must be escaped


def _v2(text: str) -> str:
    shown: list[str] = []
    open_: list[tuple[str, int]] = []
    index = 0
    while index < len(text):
        if text[index] == "\\" and index + 1 < len(text):
            shown.append(text[index + 1])
            index += 2
        else:
            index = _v2_step(text, index, open_, shown)
    if open_:
        raise _endless(text, open_[-1][1])
    return "".join(shown)


def _v2_step(text: str, index: int, open_: list[tuple[str, int]], shown: list[str]) -> int:
    inside = open_[-1][0] if open_ else ""
    in_code = inside in {"`", "```"}
    mark = next((m for m in _V2_PAIRS if text.startswith(m, index)), "")
    if mark and (not in_code or mark == inside):
        _toggle(open_, mark, index)
        return index + len(mark)
    if not in_code and text[index] == "[":
        open_.append(("[", index))
        return index + 1
    if inside == "[" and (link := _V2_LINK.match(text, index)):
        open_.pop()
        return link.end()
    is_quote = text[index] == ">" and (index == 0 or text[index - 1] == "\n")
    if not in_code and text[index] in _RESERVED and not is_quote:
        why = f"Character '{text[index]}' is reserved and must be escaped with the preceding '\\'"
        raise _unparsable(why)
    if not is_quote:
        shown.append(text[index])
    return index + 1


def _toggle(open_: list[tuple[str, int]], mark: str, index: int) -> None:
    if open_ and open_[-1][0] == mark:
        open_.pop()
    else:
        open_.append((mark, index))


# -- HTML: few tags, all closed


def _html(text: str) -> str:
    shown: list[str] = []
    open_: list[tuple[str, int]] = []
    index = 0
    while (start := text.find("<", index)) >= 0:
        shown.append(text[index:start])
        tag = _TAG.match(text, start)
        if tag is None:
            raise _no_tag(text, start)
        _html_tag(text, tag, open_)
        index = tag.end()
    if open_:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_[-1][0]}"')
    return html.unescape("".join(shown) + text[index:])


def _no_tag(text: str, start: int) -> RefusedError:
    offset = _offset(text, start)
    name = re.match(r"<([^\s>]*)", text[start:])
    if ">" not in text[start:] or name is None:
        return _unparsable(f"Unclosed start tag at byte offset {offset}")
    return _unparsable(f'Unsupported start tag "{name[1]}" at byte offset {offset}')


def _html_tag(text: str, tag: re.Match[str], open_: list[tuple[str, int]]) -> None:
    closes, name, offset = tag[1], tag[2].lower(), _offset(text, tag.start())
    if name not in _TAGS:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')
    if not closes:
        open_.append((name, tag.start()))
    elif not open_:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    elif open_[-1][0] != name:
        wanted = open_[-1][0]
        raise _unparsable(
            f'Unmatched end tag at byte offset {offset}, expected "</{wanted}>", found "</{name}>"'
        )
    else:
        open_.pop()


_MODES: Mapping[str, Callable[[str], str]] = {
    "html": _html,
    "markdown": _legacy,
    "markdownv2": _v2,
}
