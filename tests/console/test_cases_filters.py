"""The filters of the queue in its address, there and back."""

from urllib.parse import parse_qsl

import pytest
from multidict import MultiDict

from bot.console.case_filters import EVERY, STATES, Chosen, Trail, chosen_of, words_of
from flows.identifiers import Instant

NOW = Instant(1_800_000_000_000)


def test_an_address_is_read_and_written_alike() -> None:
    chosen = Chosen(state="new", category="PA03", severity=3, whose="mine", late=True, q="đợi")
    query = "state=new&category=PA03&severity=3&whose=mine&late=1&q=%C4%91%E1%BB%A3i"

    assert chosen.query() == query
    assert chosen_of(dict(parse_qsl(query))) == chosen


def test_the_plain_queue_has_no_query() -> None:
    assert Chosen().query() == ""
    assert not Chosen(order="newest").narrows


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"},
        {"category": "PA99"},
        {"severity": "9"},
        {"severity": "x"},
        {"whose": "theirs"},
        {"late": "perhaps"},
        {"order": "random"},
        {"unknown": "1"},
    ],
)
def test_what_nobody_could_have_chosen_is_not_chosen(query: dict[str, str]) -> None:
    assert chosen_of(query) == Chosen()


def test_a_filter_looks_for_what_was_chosen() -> None:
    chosen = Chosen(state="waiting", category="PA07", whose="nobody", late=True, unit="u").filter(
        NOW
    )

    assert (chosen.states, chosen.categories, chosen.unit_id) == (("waiting",), ("PA07",), "u")
    assert (chosen.unowned, chosen.mine, chosen.late_at) == (True, False, NOW)


def test_every_state_is_asked_for_by_name() -> None:
    assert Chosen(state=EVERY).filter(NOW).states == STATES
    assert Chosen().filter(NOW).states == ()


def test_words_are_folded_each_once() -> None:
    assert words_of("Đợi  LÂU lau, đợi") == ("doi", "lau", "lau,")
    assert len(words_of(" ".join(map(str, range(50))))) == 6


def test_a_trail_leads_forth_and_back() -> None:
    second = Trail().older("a")
    third = second.older("b")

    assert (Trail().after, second.after, third.after) == (None, "a", "b")
    assert third.newer() == second
    assert third.query(Chosen(whose="mine")) == "whose=mine&after=a&after=b"


def test_a_long_trail_forgets_where_it_began() -> None:
    trail = Trail()
    for number in range(100):
        trail = trail.older(str(number))

    assert len(trail.marks) == 20
    assert trail.after == "99"


def test_an_address_with_many_marks_is_no_choice() -> None:
    assert chosen_of(MultiDict([("after", "a"), ("after", "b")])) == Chosen()
