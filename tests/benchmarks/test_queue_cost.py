"""What counts as looked at in a plan of PostgreSQL, whichever way it took."""

from typing import Any

from tests.benchmarks.queue_cost import looked_at


def _node(kind: str, rows: float, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 – as in a plan
    return {"Node Type": kind, "Actual Rows": rows, "Actual Loops": 1, "Plans": parts, **more}


def _of_index(name: str, entries: float) -> dict[str, Any]:
    return _node("Bitmap Index Scan", entries, **{"Index Name": name})


def _of_table(kind: str, rows: float, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 – as in a plan
    return _node(kind, rows, *parts, **{"Relation Name": "complaints", **more})


def test_rows_that_are_thrown_away_count_each_time() -> None:
    scan = _of_table(
        "Index Scan", 4.0, **{"Rows Removed by Filter": 21, "Actual Loops": 2}
    )  # fmt: skip
    assert looked_at(_node("Limit", 1.0, scan)) == 50


def test_a_list_beside_a_scan_counts_too() -> None:
    parties = _node("Seq Scan", 10.0, **{"Relation Name": "case_parties"})
    assert looked_at(_of_table("Index Scan", 22.0, parties)) == 32


def test_a_bitmap_counts_no_row_twice() -> None:
    scan = _of_table("Bitmap Heap Scan", 3.0, _of_index("due", 3.0))
    assert looked_at(scan) == 3


def test_entries_that_only_rule_one_another_out_count() -> None:
    both = _node("BitmapAnd", 0.0, _of_index("officer", 25.0), _of_index("severity", 389.0))
    assert looked_at(_of_table("Bitmap Heap Scan", 1.0, both)) == 414
