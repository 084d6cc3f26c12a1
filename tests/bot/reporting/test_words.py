"""Files of reports of different units never have the same name."""

from bot.reporting.words import file_stem
from storage.report_records import ReportRecord
from survey.editions import Scope
from survey.report_life import ReportLife
from tests.bot.reporting.office import HEAD, QUARTER


def named(report_id: str, unit: str, number: int | None) -> str:
    life = ReportLife(made_at=1, made_by="a", changed_at=1, changed_by="a")
    record = ReportRecord(
        id=report_id, scope=Scope(unit_id=unit, unit_name=unit), period=QUARTER, letterhead=HEAD,
        life=life, number=number, year=2026 if number else None,
    )  # fmt: skip
    return file_stem("bao-cao", record)


def test_the_unit_and_the_report_stand_in_the_name() -> None:
    one = named("01k" + "a" * 20 + "xy1", "BHXH cơ sở Đắk R'lấp", 1)
    assert one == "bao-cao-bhxh-co-so-dak-r-lap-01-2026-aaaxy1"
    assert one != named("01k" + "a" * 20 + "xy2", "BHXH cơ sở Đắk R'lấp", 1)
    assert named("01k" + "a" * 23, "../../etc", None) == "bao-cao-etc-2026-09-30-aaaaaa"
    assert named("01k" + "a" * 23, "社", 3) == "bao-cao-03-2026-aaaaaa"
