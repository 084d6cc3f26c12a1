"""What keeps a report from being issued is named with its place, one by one."""

from datetime import date

import pytest
from msgspec.structs import replace

from survey.counts import Counts
from survey.editions import Edition, Period, Proofs, Scope, Share, UnitCounts
from survey.report_checks import FIELDS, OpenTable, blocks
from survey.report_parts import Letterhead, Paragraph, Report, Section

OVER = 1_790_787_600_000  # the first moment of 1 October 2026 in Vietnam
TODAY = date(2026, 10, 12)
MORNING = OVER + 11 * 86_400_000  # the first moment of that day
HEAD = Letterhead(
    agency="BHXH TỈNH", place="Đà Lạt", day="2026-10-12", subject="Kết quả", office="GIÁM ĐỐC",
    recipients=("BHXH Việt Nam",), signer="Nguyễn Văn A",
)  # fmt: skip
REPORT = Report(
    letterhead=HEAD,
    sections=(Section(name="level", paragraphs=(Paragraph(id="level.index", text="Chỉ số"),)),),
)
EDITION = Edition(
    id="e", scope=Scope(unit_id="u", unit_name="Cơ sở 1"), made_at=OVER, pins=(), levels=(),
    period=Period(span="quarter", from_day="2026-07-01", to_day="2026-09-30"), csat=Share(),
    counts=(UnitCounts(unit_id="u", label="Cơ sở 1", counts=Counts()),),
    proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
)  # fmt: skip


def places(
    edition: Edition = EDITION, report: Report = REPORT, tables: tuple[OpenTable, ...] = ()
) -> list[tuple[str, str]]:
    return [(one.place, one.about) for one in blocks(edition, report, tables, TODAY)]


def test_a_whole_report_is_not_kept_back() -> None:
    assert places() == []


@pytest.mark.parametrize("name", FIELDS)
def test_each_required_field_is_named(name: str) -> None:
    empty = () if isinstance(getattr(HEAD, name), tuple) else ""
    head = replace(HEAD, **{name: empty})
    assert places(report=replace(REPORT, letterhead=head)) == [("field", name)]


@pytest.mark.parametrize("day", ["2026-09-29", "2026-10-13"])
def test_nobody_signs_before_the_period_ends_or_ahead(day: str) -> None:
    report = replace(REPORT, letterhead=replace(HEAD, day=day))
    assert places(report=report) == [("day", day)]


@pytest.mark.parametrize(
    ("made_at", "kept"),
    [(MORNING, False), (MORNING - 1, False), (MORNING + 86_400_000 - 1, False),
     (MORNING + 86_400_000, True)],
)  # fmt: skip
def test_nobody_signs_before_the_figures_are_there(made_at: int, *, kept: bool) -> None:
    found = places(replace(EDITION, made_at=made_at))
    assert found == ([("day", "2026-10-12")] if kept else [])


def test_figures_of_a_period_that_went_on_are_no_report() -> None:
    assert places(replace(EDITION, made_at=OVER - 1)) == [("period", "2026-09-30")]


def test_the_annex_is_never_missing() -> None:
    assert places(replace(EDITION, counts=())) == [("counts", "")]


def test_a_section_with_nothing_left_in_it_is_named() -> None:
    bare = Section(name="level", paragraphs=(Paragraph(id="level.index", text=" "),))
    assert places(report=replace(REPORT, sections=(bare,))) == [("section", "level")]


def test_tables_with_open_flags_and_unapproved_ones_keep_it_back() -> None:
    tables = (OpenTable("t1", "Bảng 1", 2), OpenTable("t2", "Bảng 2", 0))
    assert places(tables=tables) == [("table_flags", "t1"), ("table_draft", "t2")]


def test_what_was_written_beside_other_figures_keeps_it_back_by_section() -> None:
    found = blocks(EDITION, REPORT, (), TODAY, stale=("level.a", "level.b", "limits.a"))
    assert [(one.place, one.about, one.count) for one in found] == [
        ("stale_text", "level", 2), ("stale_text", "limits", 1),
    ]  # fmt: skip


def test_a_report_that_was_issued_meanwhile_has_figures_reckoned_anew() -> None:
    [found] = blocks(EDITION, REPORT, (), TODAY, ("Quý III",))
    assert (found.place, found.title) == ("other_report", "Quý III")
