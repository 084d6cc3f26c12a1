"""Counts reconcile whatever is added to them, and refuse what cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.counts import NOT_RETURNED, VALID, Counts, counted, total
from survey.validity import REASONS

_NUMBERS = st.integers(0, 10_000)


@st.composite
def _counts(draw: st.DrawFn) -> Counts:
    valid = draw(_NUMBERS)
    invalid_by: dict[str, int] = draw(
        st.dictionaries(st.sampled_from([*map(str, REASONS)]), _NUMBERS)
    )
    lost = draw(_NUMBERS)
    return Counts(
        issued=valid + sum(invalid_by.values()) + lost, valid=valid, invalid_by=invalid_by
    )


@given(st.lists(_counts()))
def test_totals_are_the_sums_of_all_columns_and_reconcile(rows: list[Counts]) -> None:
    whole = total(rows)
    assert whole.issued == sum(row.issued for row in rows)
    assert whole.returned == sum(row.returned for row in rows)
    assert whole.returned == whole.valid + whole.invalid
    assert whole.not_returned == whole.issued - whole.returned
    for reason in REASONS:
        assert whole.invalid_by.get(reason, 0) == sum(r.invalid_by.get(reason, 0) for r in rows)


def test_the_rate_of_return_is_unknown_where_nothing_was_issued() -> None:
    assert Counts().return_rate is None
    assert Counts(issued=4, valid=1, invalid_by={"declined": 2}).return_rate == 0.75


@pytest.mark.parametrize(
    ("issued", "valid", "invalid"), [(1, 2, 0), (2, 1, 2), (-1, -1, 0), (3, 1, -1)]
)
def test_what_cannot_be_counted_is_refused(issued: int, valid: int, invalid: int) -> None:
    with pytest.raises(ValueError, match=r"negative|returned"):
        Counts(issued=issued, valid=valid, invalid_by={"declined": invalid})


@given(st.lists(st.tuples(st.sampled_from([VALID, NOT_RETURNED, *map(str, REASONS)]), _NUMBERS)))
def test_each_form_is_counted_once_by_what_came_of_it(outcomes: list[tuple[str, int]]) -> None:
    found = counted(outcomes)
    assert found.issued == sum(forms for _, forms in outcomes)
    assert found.valid == sum(forms for outcome, forms in outcomes if outcome == VALID)
    assert found.not_returned == sum(forms for name, forms in outcomes if name == NOT_RETURNED)
    for reason in REASONS:
        assert found.invalid_by.get(reason, 0) == sum(n for name, n in outcomes if name == reason)
