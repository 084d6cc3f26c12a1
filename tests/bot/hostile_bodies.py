"""What anybody may send to a door: any JSON, genuine updates bent, bytes that break parsers."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

__all__ = ["HOSTILE", "JSON", "bent"]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from(["\x00", "\ud800", "\udfff\ud800", "a\x00b", "\u202e", "/start", "!back"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Every place inside a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:  # noqa: ANN401
    """The value with another one at a place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@st.composite
def bent(draw: st.DrawFn, samples: list[Any]) -> bytes:
    """A genuine update with other values in up to three places."""
    value = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(list(places(value))))
        value = replaced(value, place, draw(JSON))
    return json.dumps(value).encode()


HOSTILE = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b'{"update_id":' + b"9" * 5000 + b"}",
    b'{"update_id":1e400}',
    b'{"update_id":-1}',
    *(opening * 10_000 for opening in (b"[", b'{"a":')),
    b'{"update_id":1,"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    b'{"update_id":1,"message":' + b'{"message":' * 10_000 + b"1" + b"}" * 10_001,
    b'{"id":"0123456789abcdef","text":"\\ud800"}',
    b'{"update_id":1,"message":{"text":"\xed\xa0\x80"}}',
]
