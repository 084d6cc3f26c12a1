"""The written analysis: every rule has its words, and they claim what is proved and no more."""

import ast
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.i18n import Catalogues
from bot.reports.satisfaction.document import SECTION_TITLES
from bot.reports.satisfaction.letter import lettered, roman
from bot.reports.satisfaction.sentences import SENTENCES
from bot.reports.satisfaction.tables import trend_table
from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.writing import period_of, subject_of, written
from survey.editions import GAPS, Change, Missing, Period, PlanLine, TargetLine, Variant
from survey.findings.base import Finding
from survey.findings.proposals import OWNERS
from survey.findings.rules import findings
from survey.report_parts import SECTIONS, Report
from tests.survey.editions import province, source_002_edition
from tests.survey.letterheads import ISSUED


def text(report: Report, name: str) -> str:
    return next(
        one.text for section in report.sections for one in section.paragraphs if one.id == name
    )


def test_every_paragraph_names_its_figures_and_is_the_rules_own(report: Report) -> None:
    assert [section.name for section in report.sections] == list(SECTIONS)
    paragraphs = [one for section in report.sections for one in section.paragraphs]
    assert all(one.figures and one.by == "rules" for one in paragraphs)
    assert len({one.id for one in paragraphs}) == len(paragraphs)
    assert not [one.id for one in paragraphs if "%(" in one.text or "%%" in one.text]
    assert set(SECTION_TITLES) == set(SECTIONS)


def test_the_level_is_said_with_its_uncertainty(report: Report) -> None:
    said = text(report, "level.overall_weighted")
    assert "đạt 84,02\u00a0%" in said
    assert "từ 83,59\u00a0% đến 84,44\u00a0%" in said
    assert "tính trên 5.000 người được chọn mẫu" in said
    assert "69.767 lượt đánh giá của 5.000 người trả lời" in said


def test_a_change_is_said_in_percentage_points(report: Report) -> None:
    assert "tăng 2,26 điểm phần trăm, từ 81,76\u00a0% lên 84,02\u00a0%" in text(
        report, "change.higher"
    )
    unclear = text(report, "change.others_not_proven")
    assert "chưa đủ căn cứ kết luận tăng hay giảm" in unclear


def test_a_target_is_said_in_the_words_of_who_set_it(texts: Catalogues) -> None:
    """R40: "> 85 %" of participants, "≥ 90 %" of others."""
    line = province().targets[0]
    lines = tuple(
        replace(line, indicator=name, percent=percent)
        for name, percent in (("participants", 85), ("B2", 90))
    )
    report = written(replace(province(), targets=lines), ISSUED, texts)
    rule = f"level.target_{line.verdict}"
    assert "là trên 85\u00a0% (" in text(report, f"{rule}.participants-85")
    assert "là từ 90\u00a0% trở lên (" in text(report, f"{rule}.B2-90")


def test_wishes_are_told_beside_reasons(report: Report) -> None:
    said = text(report, "voices.wish_all")
    assert "Có 1.697 lượt" in said
    assert "tiên, gồm: " in said
    assert "Giảm thời gian chờ (964 lượt); Giảm giấy tờ (733 lượt)" in said


def test_months_without_answers_have_their_line(texts: Catalogues) -> None:
    (_, share), *_ = province().trend
    trend = (("2026-01-01", share), ("2026-03-01", share))
    table = trend_table(replace(province(), trend=trend), Voice(texts))
    assert [(row[0], row[-1]) for row in table.rows] == [
        ("01/2026", ""), ("02/2026", "không có câu trả lời"), ("03/2026", ""),
    ]  # fmt: skip


def test_the_period_is_that_of_the_forms(report: Report) -> None:
    assert "trên các phiếu phát ra từ ngày" in text(report, "conduct.scope_and_forms")


def test_a_longer_plan_and_the_days_of_services_are_told_in_words(texts: Catalogues) -> None:
    plan = PlanLine(key="k", label="Lấy ý kiến 2026", from_day="2026-06-01", to_day="2026-12-31",
                    planned=4000, valid=1000)  # fmt: skip
    edition = replace(province(), plans=(plan,), served=("2026-03-01", "2026-08-31"))
    report = written(edition, ISSUED, texts)
    assert text(report, "conduct.plan_so_far.k") == (
        "Đợt khảo sát “Lấy ý kiến 2026” thực hiện từ ngày 01/06/2026 đến ngày 31/12/2026: tính "
        "đến hết kỳ báo cáo đã thu được 1.000 phiếu hợp lệ, đạt 25,00\xa0% so với kế hoạch cả đợt "
        "là 4.000 phiếu."
    )
    assert "diễn ra từ ngày 01/03/2026 đến ngày 31/08/2026" in text(report, "conduct.served")


def test_forms_that_did_not_come_back_are_not_called_invalid(report: Report) -> None:
    assert "6.569" in text(report, "conduct.counts")
    said = text(report, "conduct.not_returned")
    assert "1.448 phiếu chưa thu về, không tính là phiếu không hợp lệ" in said


def test_a_procedure_that_got_easier_or_harder_is_named(texts: Catalogues) -> None:
    edition = province()
    fell = tuple(replace(one, direction="lower") for one in edition.online_changes)
    for changes, rule, said in (
        (edition.online_changes, "easier", "dễ thực hiện hơn kỳ trước"),
        (fell, "harder", "khó thực hiện hơn kỳ trước"),
    ):
        report = written(replace(edition, online_changes=changes), ISSUED, texts)
        words = text(report, f"online.{rule}")
        assert said in words
        assert words.endswith(": Nhận BHXH một lần qua mạng (4,60 điểm phần trăm).")


@pytest.mark.parametrize("direction", ["higher", "lower", "not_proven"])
def test_words_of_rising_and_falling_need_a_proof(texts: Catalogues, direction: str) -> None:
    (overall, *_) = province().changes
    change: Change = replace(overall, direction=direction)
    if direction == "lower":
        change = replace(change, points=-change.points, low=-change.high, high=-change.low)
    report = written(replace(province(), changes=(change,)), ISSUED, texts)
    said = text(report, f"change.{direction}")
    assert ("tăng 2,26" in said) is (direction == "higher")
    assert ("giảm 2,26" in said) is (direction == "lower")


def _emitted() -> set[str]:
    """All that rules may come to, beyond what the editions at hand bring about."""
    edition = province()
    missing = tuple(Missing(gap=gap) for gap in GAPS)
    kinds = ("mode_direct_online", "without_refuted", "without_assisted", "without_place")
    variants: list[Variant] = [
        replace(edition.variants[0], kind=kind, direction=direction)
        for kind in kinds
        for direction in ("higher", "not_proven")
    ]
    targets: list[TargetLine] = [
        replace(edition.targets[0], verdict=verdict, percent=number)
        for number, verdict in enumerate(("reached", "not_reached", "not_proven"))
    ]
    wide = replace(edition, missing=missing, variants=tuple(variants), targets=tuple(targets))
    found: list[Finding] = [*findings(wide), *findings(source_002_edition())]
    return {f"{one.section}.{one.rule}" for one in found} | {f"proposals.{one}" for one in OWNERS}


def _written_in_rules() -> set[str]:
    """Rules that are named as plain words in the modules themselves."""
    named: set[str] = set()
    for path in Path("survey/findings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                values = {one.arg: one.value for one in node.keywords}
                section, rule = values["section"], values["rule"]
                if isinstance(section, ast.Constant) and isinstance(rule, ast.Constant):
                    named.add(".".join((str(section.value), str(rule.value))))
    return named


def test_every_rule_has_its_sentence() -> None:
    assert _emitted() | _written_in_rules() <= SENTENCES.keys()
    assert len(_written_in_rules()) > 15


def test_periods_are_called_as_offices_call_them(texts: Catalogues) -> None:
    voice = Voice(texts)
    given = {
        ("quarter", "2026-07-01", "2026-09-30"): "quý III năm 2026",
        ("half_year", "2026-01-01", "2026-06-30"): "6 tháng đầu năm 2026",
        ("half_year", "2026-07-01", "2026-12-31"): "6 tháng cuối năm 2026",
        ("year", "2024-01-01", "2024-12-31"): "năm 2024",
        ("year", "2019-11-01", "2020-10-31"): "từ ngày 01/11/2019 đến ngày 31/10/2020",
        ("quarter", "2026-02-01", "2026-04-30"): "từ ngày 01/02/2026 đến ngày 30/04/2026",
        ("other", "2026-03-05", "2026-03-20"): "từ ngày 05/03/2026 đến ngày 20/03/2026",
    }
    for (span, first, last), called in given.items():
        assert period_of(Period(span=span, from_day=first, to_day=last), voice) == called  # type: ignore[arg-type]  # a span read as str
    assert subject_of(province(), texts).endswith("tỉnh Lâm Đồng quý III năm 2026")


def test_marks_of_points_and_chapters(texts: Catalogues) -> None:
    marks = "a) b) c) d) đ) e) g) h) i) k) l)"
    assert " ".join(lettered(number, Voice(texts)) for number in range(1, 12)) == marks
    assert [roman(number) for number in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
