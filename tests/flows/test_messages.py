"""What buttons carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identifiers import ResponseId
from flows.messages import Button, parse_payload, payload_for, tag_of
from tests.flows.shipped import FORMS

names = st.text(st.characters(blacklist_characters=":"), min_size=1, max_size=20)


@given(names, names, st.text(min_size=1, max_size=20))
def test_what_is_put_in_comes_out(tag: str, question: str, value: str) -> None:
    assert parse_payload(payload_for(tag, question, value)) == Button(tag, question, value)


@pytest.mark.parametrize("payload", ["", "a", "a:b", ":b:c", "a::c", "a:b:", "::", "a:b "])
def test_what_is_not_ours(payload: str) -> None:
    assert parse_payload(payload) is None


def test_a_value_may_hold_colons() -> None:
    assert parse_payload("t:Q:a:b:c") == Button("t", "Q", "a:b:c")


@given(st.text(max_size=60))
def test_never_raises(payload: str) -> None:
    button = parse_payload(payload)
    assert button is None or payload_for(button.tag, button.question, button.value) == payload


def test_a_tag_is_the_end_of_an_identifier() -> None:
    assert tag_of(ResponseId("01kjp0y9m097ad9eg4b6n16epg")) == "b6n16epg"


def test_every_shipped_button_fits_the_narrowest_platform() -> None:
    longest = max(
        len(payload_for("b6n16epg", f"{question.id}?", choice.value).encode())
        for form in FORMS.values()
        for question in form.by_id.values()
        for choice in question.choices
    )
    lines = [len(f"b6n16epg:@review:{q}".encode()) for f in FORMS.values() for q in f.by_id]
    assert max(longest, *lines) <= 64  # bytes of a button on Telegram
