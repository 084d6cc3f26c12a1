"""The count of instructions is read from what Valgrind tells, and never made up."""

import pytest

from tests.benchmarks.counted import counted_in


def test_the_count_is_read_with_its_commas() -> None:
    assert counted_in("==7== \n==7== I   refs:      11,129,406,600\n") == 11_129_406_600


def test_a_log_without_a_count_is_no_count() -> None:
    with pytest.raises(ValueError, match="killed"):
        counted_in("==7== killed")
