"""Things of the office's world that pages are about: one maker a kind, one line in `MAKERS`."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from bot.accounts import By
from bot.api_keys import new_key
from bot.broadcasts import Broadcasts
from bot.reporting.parts import packed
from bot.turns import now_ms
from flows.broadcasts import Window
from flows.desk.policy import Action, Thing
from flows.identifiers import Instant, identifier_from
from storage.base import PlaceRecord, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.counting_records import CountRow, CountTable
from storage.publication_records import ImprovementRecord
from storage.report_records import ReportRecord
from storage.transaction_records import ImportRecord
from survey.campaigns import Life, Parts, Terms
from survey.editions import Scope
from survey.report_life import ReportLife
from survey.report_parts import Letterhead
from tests.console.case_room import CaseRoom
from tests.survey.test_report_checks import EDITION, REPORT


class Made(NamedTuple):
    """A thing in a unit: what addresses call it, and what the policy is asked about."""

    id: str
    thing: Thing


Maker: TypeAlias = Callable[[CaseRoom, str], Awaitable[Made]]


async def count_table(room: CaseRoom, unit_id: str) -> Made:
    """A table of counts from elsewhere."""
    now = now_ms()
    name = identifier_from(os.urandom(32), "count_table", now)
    table = CountTable(
        id=name, title="Khảo sát 2025", source="bang.csv", sha256=name, from_day="2025-01-01",
        to_day="2025-12-31", unit_id=unit_id, made_at=now, actor="account:someone",
    )  # fmt: skip
    row = CountRow(position=2, name="A", cells={"issued": "3", "returned": "2", "valid": "2"})
    unit = UnitOfWork()
    room.installation.storage.count_tables.add(unit, table, [row])
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="count", unit_id=unit_id))


async def unit_below(room: CaseRoom, unit_id: str) -> Made:
    """A unit below another one."""
    name, unit = identifier_from(os.urandom(32), "unit", now_ms()), UnitOfWork()
    room.installation.storage.places.add_unit(unit, name, f"BHXH cơ sở {name}", unit_id)
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="unit", unit_id=name))


async def transaction_list(room: CaseRoom, unit_id: str) -> Made:
    """A list of transactions that was read, and does not count yet."""
    now = now_ms()
    name = identifier_from(os.urandom(32), "import", now)
    record = ImportRecord(
        id=name, state="checked", frame="person", unit_id=unit_id, name="thang10.csv",
        sha256=name, size=1, rows=1, good=1, by="account:someone", at=now,
    )  # fmt: skip
    unit = UnitOfWork()
    room.installation.storage.imports.add(unit, record)
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="transaction", unit_id=unit_id))


async def applied_list(room: CaseRoom, unit_id: str) -> Made:
    """A list of transactions that counts, for which invitations can be made."""
    now = now_ms()
    name = identifier_from(os.urandom(32), "import", now)
    record = ImportRecord(
        id=name, state="applied", frame="person", unit_id=unit_id, name="thang11.csv",
        sha256=name, size=1, rows=1, good=1, by="account:someone", at=now, applied_at=now,
    )  # fmt: skip
    unit = UnitOfWork()
    room.installation.storage.imports.add(unit, record)
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="invitation", unit_id=unit_id))


async def api_key(room: CaseRoom, unit_id: str) -> Made:
    """A key by which other software hands in a unit's transactions."""
    key = new_key("Một cửa", unit_id, "Quy chế phối hợp", None, "account:someone", now_ms())
    await key.store(room.installation.storage)
    return Made(key.record.id, Thing(kind="api_key"))


async def place(room: CaseRoom, unit_id: str) -> Made:
    """A place where a unit serves people."""
    name, unit = identifier_from(os.urandom(32), "place", now_ms()), UnitOfWork()
    record = PlaceRecord(id=name, name=f"Một cửa {name}", unit_id=unit_id, unit_name="")
    room.installation.storage.places.add_place(unit, record)
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="place", unit_id=unit_id))


async def campaign(room: CaseRoom, unit_id: str) -> Made:
    """A campaign that is being made."""
    now = now_ms()
    name, unit = identifier_from(os.urandom(32), "campaign", now), UnitOfWork()
    life = Life(made_at=now, made_by="account:1", changed_at=now, changed_by="account:1")
    terms = Terms(title=f"Khảo sát {name}", unit_id=unit_id)
    record = CampaignRecord(id=name, terms=terms, life=life)
    room.installation.storage.campaigns.add(unit, record, Parts())
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="campaign", unit_id=unit_id))


async def broadcast(room: CaseRoom, unit_id: str) -> Made:
    """A campaign that runs, with a wave that is a draft; addresses call it by the campaign."""
    now = now_ms()
    name, unit = identifier_from(os.urandom(32), "campaign", now), UnitOfWork()
    life = Life(
        state="running", made_at=now, made_by="account:1", changed_at=now, changed_by="account:1"
    )
    terms = Terms(
        title=f"Khảo sát {name}", unit_id=unit_id, opens_on="2026-01-05", closes_on="2026-12-31"
    )
    record = CampaignRecord(id=name, terms=terms, life=life)
    room.installation.storage.campaigns.add(unit, record, Parts())
    await room.installation.storage.commit(unit)
    window = Window(now, now, Instant(now + 86_400_000))
    await Broadcasts(room.installation.storage, By("account:1", now)).make(record, 0, window, ())
    return Made(name, Thing(kind="broadcast", unit_id=unit_id))


async def improvement(room: CaseRoom, unit_id: str) -> Made:
    """What was done on what people said, and waits for a second person."""
    now = now_ms()
    name, unit = identifier_from(os.urandom(32), "improvement", now), UnitOfWork()
    record = ImprovementRecord(
        id=name, case_code="LN", unit_id=unit_id, said="Chờ lâu quá", done="Mở thêm một quầy",
        written_by="account:someone", written_at=now,
    )  # fmt: skip
    room.installation.storage.improvements.add(unit, record)
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="improvement", unit_id=unit_id))


async def report(room: CaseRoom, unit_id: str) -> Made:
    """A report that is being written."""
    now = now_ms()
    name, unit = identifier_from(os.urandom(32), "report", now), UnitOfWork()
    record = ReportRecord(
        id=name, scope=Scope(unit_id=unit_id, unit_name=unit_id), period=EDITION.period,
        letterhead=Letterhead(subject=f"Kết quả {name}"),
        life=ReportLife(made_at=now, made_by="account:1", changed_at=now, changed_by="account:1"),
    )  # fmt: skip
    reports = room.installation.storage.reports
    reports.add(unit, record)
    reports.put_part(unit, name, "edition", packed(EDITION))
    reports.put_part(unit, name, "written", packed(REPORT))
    await room.installation.storage.commit(unit)
    return Made(name, Thing(kind="report", unit_id=unit_id))


MAKERS: Final[Mapping[str, Maker]] = {
    "count": count_table,
    "unit": unit_below,
    "transaction": transaction_list,
    "place": place,
    "invitation": applied_list,
    "api_key": api_key,
    "campaign": campaign,
    "broadcast": broadcast,
    "report": report,
    "improvement": improvement,
}
READS: Final[Mapping[str, Action]] = {
    "count": "count.read",
    "unit": "unit.read",
    "transaction": "transaction.read",
    "place": "place.read",
    "invitation": "invitation.issue",
    "api_key": "api_key.change",
    "campaign": "campaign.follow",
    "broadcast": "broadcast.send",
    "report": "report.read",
    "improvement": "improvement.write",
}
"""What it takes to see a thing of each kind at all."""
