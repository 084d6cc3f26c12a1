"""Tables of reports: what was written, approved, issued and archived, and who owes one."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Table, UniqueConstraint
from sqlalchemy.schema import Column

from storage.columns import flag, inside, instant, key, metadata, one_of, perhaps, sealed, text
from storage.report_records import DOCUMENTS, PARTS
from survey.report_life import STATES
from survey.report_schedule import SPANS

__all__ = [
    "report_documents",
    "report_duties",
    "report_letterheads",
    "report_numbers",
    "report_paragraphs",
    "report_parts",
    "report_reminders",
    "report_replies",
    "reports",
]


def _whole(name: str, *, needed: bool = True) -> Column[int]:
    return Column(name, Integer, nullable=not needed)


reports = Table(
    "reports", metadata, key(), perhaps("unit_id"), text("unit_name"), text("tree"), text("span"),
    text("from_day"), text("to_day"), text("letterhead"), text("series"),
    _whole("number", needed=False), _whole("year", needed=False), flag("shows_ranking"),
    text("state"), instant("made_at"), text("made_by"), instant("changed_at"),
    text("changed_by"), text("makers"), instant("approved_at", needed=False),
    perhaps("approved_by"), perhaps("returned_by"), perhaps("reason"),
    instant("issued_at", needed=False), perhaps("issued_by"),
    instant("withdrawn_at", needed=False), perhaps("withdrawn_by"),
    _whole("version"),
    Index(None, "made_at", "id"), Index(None, "unit_id", "from_day"),
    UniqueConstraint("series", "year", "number"), one_of("state", STATES),
)  # fmt: skip
# The last number of a series in a year: whoever takes the next one writes over just this.
report_numbers = Table(
    "report_numbers", metadata, key("series"), Column("year", Integer, primary_key=True),
    _whole("last"),
)  # fmt: skip
# Sealed JSON: the figures, the rules' text, and all that the issued documents were made of.
report_parts = Table(
    "report_parts", metadata, inside("reports.id", "report_id"), key("kind"),
    sealed("data", needed=True), text("sha256"), one_of("kind", PARTS),
)  # fmt: skip
# Every edit stays; without a text it goes back to what the rules wrote.
report_paragraphs = Table(
    "report_paragraphs", metadata, inside("reports.id", "report_id"), key("paragraph"),
    Column("revision", Integer, primary_key=True), sealed("text"), text("by"), instant("at"),
)  # fmt: skip
# Every reply stays; `place`: the hash of the place that it is to.
report_replies = Table(
    "report_replies", metadata, inside("reports.id", "report_id"), key("subject"), key("key"),
    Column("revision", Integer, primary_key=True), text("place"),
    sealed("text", needed=True), text("by"), instant("at"),
    one_of("subject", ("unit", "officer")),
)  # fmt: skip
report_documents = Table(
    "report_documents", metadata, inside("reports.id", "report_id"), key("kind"),
    sealed("data", needed=True), text("sha256"), one_of("kind", DOCUMENTS),
)  # fmt: skip
report_letterheads = Table(
    "report_letterheads", metadata, key("series"), text("letterhead"), instant("at"), text("by"),
)  # fmt: skip
report_duties = Table(
    "report_duties", metadata, key(), perhaps("unit_id"), text("span"), _whole("days"),
    text("since"), instant("made_at"), text("made_by"), instant("ended_at", needed=False),
    perhaps("ended_by"), one_of("span", SPANS),
)  # fmt: skip
# `withdrawn`: the report that was taken back and is owed again; "": none was.
report_reminders = Table(
    "report_reminders", metadata, inside("report_duties.id", "duty_id"), key("from_day"),
    key("step"), key("withdrawn"), instant("at"),
)  # fmt: skip
