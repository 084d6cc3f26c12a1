"""An office that writes reports of simulated figures, on a press of letters only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from msgspec.structs import replace as changed

from bot.accounts import By
from bot.figures import Listened
from bot.i18n import Catalogues
from bot.reporting import Press, ReportDesk, contents_of
from bot.reporting.parts import packed
from flows.desk.roles import WHOLE, Grant, Role
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.desk_records import AccountRecord
from storage.report_records import DOCUMENTS, DocumentKind, DocumentRecord, ReportRecord
from survey.editions import (
    Edition,
    NotSettledError,
    Period,
    Place,
    Proofs,
    Row,
    Scope,
    Share,
)
from survey.report_edits import Printed
from survey.report_parts import Letterhead
from survey.withholding_regions import Region
from tests.survey.editions import province

PROVINCE, UNIT, OTHER = "province", "unit-1", "unit-2"
QUARTER = Period(span="quarter", from_day="2026-07-01", to_day="2026-09-30")
NOW = Instant(1_791_800_000_000)  # 12 October 2026
HEAD = Letterhead(
    agency="BHXH TỈNH", place="Đà Lạt", day="2026-10-12", office="GIÁM ĐỐC",
    recipients=("BHXH Việt Nam",), signer="Nguyễn Văn A",
)  # fmt: skip

ENOUGH = Share(raw=0.9, respondents=50)


class PlainPress(Press):
    """Prints letters only: what is tested is what is done with documents."""

    async def documents(
        self,
        value: Printed,
        kinds: Sequence[DocumentKind] = DOCUMENTS,
        progress: Callable[[DocumentKind], None] | None = None,
    ) -> list[DocumentRecord]:
        del progress
        return [_letter(kind, kind.encode() + packed(value)) for kind in kinds]


def _letter(kind: DocumentKind, data: bytes) -> DocumentRecord:
    return DocumentRecord(kind=kind, data=data, sha256=sha256(data).hexdigest())


@dataclass
class Simulated:
    """The figures of 5,000 simulated responses, for any scope and period that is asked for."""

    at: Instant = NOW
    places: tuple[Place, ...] = ()
    officers: tuple[Place, ...] = ()
    csat: Share = ENOUGH
    settled: bool = True
    trend: bool = True
    between: int = 0
    """People of whom nobody issues a report."""
    asked: list[Region] = field(default_factory=list)
    """Of which units and days figures were asked for that nobody issues."""

    async def edition(self, scope: Scope, period: Period, now: Instant) -> Edition:
        del now
        if not self.settled:
            raise NotSettledError
        whole = province() if self.trend else changed(province(), trend=())
        return changed(
            whole, scope=scope, period=period, made_at=self.at, ranking=self.places,
            officers=self.officers, csat=self.csat,
        )  # fmt: skip

    async def cells(self, scope: Scope, period: Period, now: Instant) -> Edition:
        """What lies between reports: nobody, unless a test says who."""
        del now
        self.asked.append(Region(scope.unit_id, period.from_day, period.to_day))
        share = Share(raw=0.9, respondents=self.between, answers=self.between)
        level = Row(key="overall", label="", share=share)
        return Edition(
            id="", scope=scope, period=period, made_at=self.at, pins=(), counts=(),
            levels=(level,), csat=Share(), units=(), tables={},
            proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
        )  # fmt: skip

    async def answers(self, listened: Sequence[Listened], now: Instant) -> None:
        """Nobody knows them: simulated figures are made of no responses."""


@dataclass(frozen=True)
class Office:
    """Two units below a province, and people in them."""

    storage: Storage
    figures: Simulated

    def desk(self, name: str, at: Instant = NOW) -> ReportDesk:
        by = By(f"account:{name}", at)
        return ReportDesk(self.storage, self.figures, PlainPress(Catalogues.load()), by)

    async def draft(
        self,
        unit_id: str | None = UNIT,
        head: Letterhead = HEAD,
        period: Period = QUARTER,
    ) -> ReportRecord:
        """A draft of `writer` with a letterhead that lacks nothing."""
        desk = self.desk("writer")
        record = await desk.make(Scope(unit_id=unit_id, unit_name="Cơ sở 1"), period)
        whole = changed(head, subject=record.letterhead.subject)
        return await desk.put_letterhead(record, whole, keep=False)

    async def approved(self, unit_id: str | None = UNIT, period: Period = QUARTER) -> ReportRecord:
        draft = await self.draft(unit_id, period=period)
        waiting = await self.desk("writer").submit(draft)
        return await self.desk("head").approve(waiting)

    async def person(self, name: str, role: Role, unit_id: str) -> None:
        account = AccountRecord(
            id=name, login=name, name=name, created_at=NOW, grants=(Grant(role, unit_id),)
        )
        unit = UnitOfWork()
        self.storage.accounts.add(unit, account)
        await self.storage.commit(unit)

    async def heard(self, name: str) -> list[str]:
        """What somebody was told, oldest first."""
        page = await self.storage.notices.page(name)
        return [row.kind for row in reversed(page.rows)]

    async def texts(self, record: ReportRecord) -> list[str]:
        report = (await contents_of(self.storage, record)).printed.report
        return [one.text for section in report.sections for one in section.paragraphs]

    async def done(self) -> list[str]:
        """The actions of the audit log, oldest first."""
        rows = await self.storage.audit.listed()
        return [row["action"] for row in reversed(rows)]


async def open_office(storage: Storage) -> Office:
    """Open it: a writer, a head and an officer in each unit, a leader above."""
    unit = UnitOfWork()
    storage.places.add_unit(unit, PROVINCE, "BHXH tỉnh", None)
    for name in (UNIT, OTHER):
        storage.places.add_unit(unit, name, f"Cơ sở {name}", PROVINCE)
    await storage.commit(unit)
    office = Office(storage, Simulated())
    await office.person("writer", "intake_officer", UNIT)
    await office.person("head", "unit_head", UNIT)
    await office.person("other", "unit_head", OTHER)
    await office.person("leader", "provincial_leader", WHOLE)
    return office
