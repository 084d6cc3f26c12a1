"""Reports that overlap: none goes out whose figures were not held against the others."""

import asyncio
import dataclasses
from typing import Any

import pytest
from msgspec.structs import replace

from bot.i18n import Catalogues
from bot.reporting import blocks_of, contents_of
from bot.reporting.parts import packed
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.report_records import DocumentRecord, ReportRecord
from survey.editions import Period
from survey.report_life import ReportRefusedError
from survey.withholding_regions import Region
from tests.bot.reporting.office import HEAD, NOW, PROVINCE, QUARTER, UNIT, Office, PlainPress


async def test_figures_are_reckoned_anew_beside_a_report_that_was_issued_meanwhile(
    office: Office,
) -> None:
    waiting, other = await office.approved(), await office.approved(PROVINCE)
    issued = await office.desk("writer", Instant(NOW + 1)).issue(other)
    contents = await contents_of(office.storage, waiting)
    [block] = await blocks_of(office.storage, contents, Instant(NOW + 2))
    assert (block.place, block.title) == ("other_report", issued.letterhead.subject)


async def test_a_report_that_is_being_printed_while_figures_are_reckoned_is_not_overlooked(
    office: Office,
) -> None:
    drafted: list[ReportRecord] = []

    class Slow(PlainPress):
        """Prints so slowly that somebody else makes a draft meanwhile."""

        async def documents(self, *given: Any, **more: Any) -> list[DocumentRecord]:  # noqa: ANN401 – whatever is printed
            office.figures.at = Instant(NOW + DAY)
            drafted.append(await office.draft(head=tomorrow))
            return await super().documents(*given, **more)

    tomorrow, at = replace(HEAD, day="2026-10-13"), Instant(NOW + DAY)
    ready = await office.approved(PROVINCE)
    desk = dataclasses.replace(office.desk("writer"), press=Slow(Catalogues.load()))
    issued = await desk.issue(ready)
    [draft] = drafted
    contents = await contents_of(office.storage, draft)
    assert contents.pinned.made_at > (issued.life.issued_at or 0)
    [block] = await blocks_of(office.storage, contents, at)
    assert (block.place, block.title) == ("other_report", issued.letterhead.subject)
    anew = await contents_of(office.storage, await office.desk("writer", at).refresh(draft))
    assert await blocks_of(office.storage, anew, at) == ()


@pytest.mark.parametrize(("later", "found"), [(1, ["other_report"]), (0, [])])
async def test_drafts_that_do_not_tell_what_they_were_held_against_are_judged_by_moments(
    office: Office, later: int, found: list[str]
) -> None:
    waiting, other = await office.approved(), await office.approved(PROVINCE)
    await office.desk("writer", Instant(NOW + later)).issue(other)
    unit, contents = UnitOfWork(), await contents_of(office.storage, waiting)
    old = packed(replace(contents.written, beside=None))
    office.storage.reports.put_part(unit, waiting.id, "written", old)
    await office.storage.commit(unit)
    contents = await contents_of(office.storage, waiting)
    blocks = await blocks_of(office.storage, contents, Instant(NOW + 2))
    assert [one.place for one in blocks] == found


@pytest.mark.parametrize("other", [UNIT, PROVINCE])
async def test_of_overlapping_reports_issued_at_once_one_goes_out(
    office: Office, other: str
) -> None:
    ready = await office.approved(), await office.approved(other)
    done = await asyncio.gather(
        *(office.desk("writer", Instant(NOW + 1 + place)).issue(one)
          for place, one in enumerate(ready)),
        return_exceptions=True,
    )  # fmt: skip
    [refused] = [one for one in done if isinstance(one, ReportRefusedError)]
    assert refused.refusal == "incomplete"
    states = sorted(one.life.state for one in await office.storage.reports.listed(None))
    assert states == ["approved", "issued"]


HALF = Period(span="half_year", from_day="2026-07-01", to_day="2026-12-31")
NEXT_QUARTER = Region(UNIT, "2026-10-01", "2026-12-31")


async def issued_quarter(office: Office) -> None:
    await office.desk("writer", Instant(NOW + 1)).issue(await office.approved())


@pytest.mark.parametrize(("people", "is_shown"), [(0, True), (3, False), (60, True)])
async def test_what_reports_have_between_them_is_not_told_of_few(
    office: Office, people: int, is_shown: bool
) -> None:
    await issued_quarter(office)
    office.figures.between = people
    draft = await office.draft(period=HALF)
    edition = (await contents_of(office.storage, draft)).pinned
    [overall] = [one.share for one in edition.levels if one.key == "overall"]
    assert overall.withheld is not is_shown
    assert office.figures.asked == [NEXT_QUARTER]


async def test_an_earlier_report_is_held_against_a_later_one_that_was_issued_first(
    office: Office,
) -> None:
    """The later one tells of the earlier days in its trend, and by what it is compared with."""
    issued = await office.desk("writer", Instant(NOW + 1)).issue(await office.approved())
    earlier = Period(span="quarter", from_day="2026-04-01", to_day="2026-06-30")
    draft = await contents_of(office.storage, await office.draft(period=earlier))
    assert draft.written.beside == (issued.id,)


async def test_nothing_lies_between_reports_that_follow_one_another(office: Office) -> None:
    await issued_quarter(office)
    await office.draft()
    later = Period(span="quarter", from_day="2026-10-01", to_day="2026-12-31")
    await office.draft(period=later)
    assert office.figures.asked == []


async def test_figures_are_looked_at_anew_between_reports_when_a_draft_is_reckoned_anew(
    office: Office,
) -> None:
    draft = await office.draft(period=HALF)
    assert office.figures.asked == []
    await issued_quarter(office)
    await office.desk("writer", Instant(NOW + 2)).refresh(draft)
    assert office.figures.asked == [NEXT_QUARTER]


async def test_what_a_report_of_the_same_days_withheld_is_read_in_full(office: Office) -> None:
    await office.desk("writer", Instant(NOW + 1)).issue(await office.approved(PROVINCE))
    await office.draft()
    assert office.figures.asked == [Region(PROVINCE, QUARTER.from_day, QUARTER.to_day)]
