"""Tables of figures: responses that count, what they come to, and what is to be counted anew."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, true

from storage.columns import added, added_flag, key, metadata, number, perhaps, text

__all__ = ["SUMS", "choice_counts", "counted_responses", "figure_cells", "figures_pending"]

SUMS: Final = (
    "respondents", "satisfied", "rated", "satisfied_squared", "product", "rated_squared",
)  # fmt: skip
"""Columns of `figure_cells`: the fields of `survey.moments.Moments`, in their order."""


def _sum(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


# A response by number, as often as something about it changed: triggers write it in the
# transaction of the change, whoever makes it, the version before included. No key but the number:
# who works it off deletes what they have read, and never what came since.
figures_pending = Table("figures_pending", metadata, number("id"), text("response_id"))

# Who they are stays as it was when they first counted: numbers are not kept for ever. A response
# that does not count at present (`counts`) is in no cell.
counted_responses = Table(
    "counted_responses", metadata, key("response_id"),
    Column("counts", Boolean(create_constraint=False), nullable=False, server_default=true()),
    text("respondent"), text("month"), text("day"), text("unit_id"), text("form"),
    Column("version", Integer, nullable=False), perhaps("group_id"), perhaps("place_id"),
    perhaps("officer_id"), perhaps("procedure"), perhaps("area"), perhaps("mode"),
    text("channel"), text("evidence"), text("kind"), text("campaign_id"), text("stratum"),
    perhaps("commune"), text("served_from"), text("served_to"), text("ratings"),
    text("choices"), perhaps("outcome"), perhaps("stopped_at"),
    added("audience", ""), added("definition", 3), added_flag("refuted"),
    Index(None, "respondent"), Index(None, "month", "unit_id"), Index(None, "served_to"),
    Index(None, "place_id"),
)  # fmt: skip
# A figure through time is a run of its key: one level of one dimension, month by month.
figure_cells = Table(
    "figure_cells", metadata, key("dimension"), key("level"), key("month"), key("unit_id"),
    key("value"), key("stratum"), *map(_sum, SUMS),
    sqlite_with_rowid=False,
)  # fmt: skip
choice_counts = Table(
    "choice_counts", metadata, key("month"), key("unit_id"), key("form"), key("question"),
    key("choice"), _sum("count"),
    sqlite_with_rowid=False,
)  # fmt: skip
