"""What stands beside figures is found without reading what lies in other periods."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from storage import figure_doubts as statements
from storage.dialects import compiled
from storage.judging_tables import judgings, response_suspicions

BY_KEY = "SEARCH responses USING INDEX sqlite_autoindex_responses_1 (id=?)"


@pytest.mark.parametrize("in_units", [True, False])
@pytest.mark.parametrize(
    ("statement", "beginning"),
    [
        (
            lambda **more: statements._doubts(response_suspicions.c.reason, **more),
            "SCAN response_suspicions",  # of a hundred responses one is odd, and no answer is read
        ),
        (lambda **more: statements._doubts(judgings.c.state, **more), "SCAN judgings"),
        (statements._complaints, "SEARCH complaints USING INDEX ix_complaints_created_at"),
        (statements._commented, "SEARCH counted_responses USING INDEX ix_counted_responses_month"),
    ],
    ids=["reasons", "states", "cases", "words"],
)
def test_responses_are_looked_up_one_by_one(
    place: Path, statement: object, beginning: str, *, in_units: bool
) -> None:
    assert callable(statement)
    sql, fixed = compiled(statement(in_units=in_units), sqlite.dialect(paramstyle="named"))
    names = (
        "since",
        "until",
        "most",
        "units",
        "first_day",
        "last_day",
        "first_month",
        "last_month",
    )
    values = {**dict.fromkeys(names, "[]"), **fixed}
    with closing(sqlite3.connect(place / "rows.db")) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    read = [step for step in plan if step.startswith(("SCAN", "SEARCH")) and "json" not in step]
    assert read[0].startswith(beginning), plan
    (responses,) = (step for step in read if " responses " in step)
    assert responses.startswith(BY_KEY), plan
    assert not [step for step in read[1:] if step.startswith("SCAN")], plan
