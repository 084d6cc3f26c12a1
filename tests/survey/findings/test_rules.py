"""Findings: every one stands on figures that are there, and none says more than they prove."""

from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace

from survey.counts import Counts
from survey.editions import Edition, FaceLine, Missing, PlanLine, Row, Share, StepLine
from survey.figure_paths import figure_at
from survey.findings.base import Coded, Day, Finding, Names, Percent, Points, Value
from survey.findings.rules import RULES, findings
from survey.index import FACTORS
from survey.report_parts import SECTIONS
from tests.survey.editions import province, source_002_edition


def of(edition: Edition, section: str, rule: str = "") -> list[Finding]:
    """The findings of a section, or of one of its rules."""
    found = (one for one in findings(edition) if one.section == section)
    return [one for one in found if rule in {"", one.rule}]


def names(found: Finding, value: str) -> tuple[str, ...]:
    listed = found.values[value]
    assert isinstance(listed, Names)
    return listed.names


def number(values: Mapping[str, Value], name: str) -> float:
    found = values[name]
    assert isinstance(found, Points)
    return found.value


def with_shares(edition: Edition, change: Callable[[Row], Share]) -> Edition:
    levels = tuple(replace(row, share=change(row)) for row in edition.levels)
    return replace(edition, levels=levels)


def vague(row: Row) -> Share:
    """The same share, of so few that its interval is wide."""
    assert row.share.best is not None
    return replace(row.share, low=row.share.best - 0.2, high=min(1, row.share.best + 0.1))


@pytest.mark.parametrize("edition", [province(), source_002_edition()], ids=lambda one: one.id)
def test_every_finding_leads_to_its_figures(edition: Edition) -> None:
    found = findings(edition)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.figures
        for path in one.figures:
            figure_at(edition, path)


@pytest.mark.parametrize("edition", [province(), source_002_edition()], ids=lambda one: one.id)
def test_no_section_is_silent(edition: Edition) -> None:
    assert tuple(RULES) == SECTIONS
    assert {one.section for one in findings(edition)} == {*SECTIONS}


def test_the_same_figures_give_the_same_findings() -> None:
    assert findings(province()) == findings(replace(province()))


def test_factors_stand_apart_only_where_intervals_do() -> None:
    (above,) = of(province(), "strengths", "above")
    assert [path.split("/")[1] for path in above.figures] == ["B3", "B4", "overall"]
    (below,) = of(province(), "weaknesses", "below")
    assert [path.split("/")[1] for path in below.figures] == ["B5", "A2", "overall"]
    few = with_shares(province(), vague)
    assert not of(few, "strengths", "above")
    assert not of(few, "weaknesses", "below")
    (highest,), (lowest,) = of(few, "strengths", "highest"), of(few, "weaknesses", "lowest")
    assert (highest.figures[0], lowest.figures[0]) == ("levels/B3", "levels/B5")


def test_what_cannot_be_relied_upon_proves_nothing() -> None:
    shaky = with_shares(province(), lambda row: replace(row.share, proven=False))
    rules = {(one.section, one.rule) for one in findings(shaky)}
    assert ("level", "overall_weighted_not_proven") in rules
    assert not rules & {("strengths", "above"), ("weaknesses", "below"), ("units", "above")}
    assert ("strengths", "criteria") not in rules


def test_a_change_is_up_or_down_only_where_its_interval_says_so() -> None:
    edition = province()
    (risen,) = of(edition, "change", "higher")
    assert risen.figures == ("changes/overall",)
    (unclear,) = of(edition, "change", "others_not_proven")
    proved = {one.key for one in edition.changes if one.low > 0}
    assert not {path.split("/")[1] for path in unclear.figures} & proved
    unproved = tuple(replace(one, direction="not_proven") for one in edition.changes)
    told = of(replace(edition, changes=unproved), "change")
    assert [one.rule for one in told] == ["not_proven", "others_not_proven"]


def test_a_difference_lies_within_its_own_interval() -> None:
    edition = province()
    changes = tuple(
        replace(edition.changes[0], points=points, low=points - 0.02, high=points + 0.02,
                direction=direction)
        for points, direction in ((-0.05, "lower"), (-0.01, "not_proven"), (0.05, "higher"))
    )  # fmt: skip
    lowered = tuple(
        replace(one, points=-0.01, low=-0.03, high=0.01, direction="not_proven")
        for one in edition.variants
    )
    told = findings(replace(edition, changes=changes, variants=lowered))
    said = [one.values for one in told if "points" in one.values]
    assert len(said) == len(changes) + len(lowered)
    assert all(number(one, "low") < number(one, "points") < number(one, "high") for one in said)
    assert number(said[0], "points") == 0.05  # a fall is told as how much it fell


def test_nobody_is_told_of_nought_forms() -> None:
    def rules(issued: int = 0, valid: int = 0) -> list[str]:
        counts = Counts(issued=issued, valid=valid)
        row = replace(province().counts[0], counts=counts, planned=None)
        return [one.rule for one in of(replace(province(), counts=(row,)), "conduct")][1:]

    assert rules(issued=5, valid=5) == ["all_valid"]
    assert rules(issued=5, valid=3) == ["all_valid", "not_returned"]
    assert rules(issued=5) == ["none_returned", "not_returned"]
    assert rules() == ["no_forms"]


def test_units_are_judged_by_the_target_and_not_by_how_much_they_returned() -> None:
    edition = province()
    (reached,) = of(edition, "units", "reached")
    assert names(reached, "units") == ("BHXH cơ sở Đà Lạt",)
    (unclear,) = of(edition, "units", "not_proven")
    assert names(unclear, "units") == ("BHXH cơ sở Bảo Lộc",)
    (small,) = of(edition, "units", "small")
    assert names(small, "units") == ("BHXH cơ sở Krông Nô", "BHXH cơ sở Tuy Đức")
    judged = {rule: of(edition, "units", rule) for rule in ("reached", "not_reached")}
    assert not [one for found in judged.values() for one in found if "Krông" in str(one.values)]
    (behind,) = of(edition, "conduct", "behind_plan")  # by the plan: 365 valid forms of 500
    assert "BHXH cơ sở Đắk Mil" in names(behind, "units")
    assert "BHXH cơ sở Gia Nghĩa" not in names(behind, "units")


def test_a_longer_plan_is_told_as_one_of_all_its_time() -> None:
    plan = PlanLine(key="k", label="Đợt 2", from_day="2026-06-01", to_day="2026-12-31",
                    planned=400, valid=100)  # fmt: skip
    (found,) = of(replace(province(), plans=(plan,)), "conduct", "plan_so_far")
    assert (found.values["planned"], found.values["rate"]) == (400, Percent(0.25))
    assert figure_at(replace(province(), plans=(plan,)), found.figures[0]) == plan
    assert not of(province(), "conduct", "plan_so_far")


@pytest.mark.parametrize(("last", "rule"), [("2026-08-31", "served"), ("2026-03-01", "served_on")])
def test_the_days_of_services_are_told_beside_those_of_forms(last: str, rule: str) -> None:
    edition = replace(province(), served=("2026-03-01", last))
    (found,) = of(edition, "conduct", rule)
    assert found.values == {"from_day": Day("2026-03-01"), "to_day": Day(last)}


def test_a_target_without_a_figure_is_said_to_be_unmeasured() -> None:
    lines = tuple(replace(one, share=Share()) for one in province().targets)
    told = of(replace(province(), targets=lines), "level", "target_unmeasured")
    assert [one.subject for one in told] == ["B2-90", "overall-85"]


def test_factors_that_nobody_answered_are_named() -> None:
    edition = with_shares(province(), lambda row: Share() if row.key == "A2" else row.share)
    (found,) = of(edition, "weaknesses", "unanswered")
    assert names(found, "labels") == ("Sự tham gia của người dân",)


def test_each_kind_of_gap_is_told_once() -> None:
    told = of(province(), "limits")
    assert len({one.rule for one in told}) == len(told)
    assert told[-1].rule == "silence_weighted"
    (small,) = of(province(), "limits", "small_cells")
    assert (names(small, "about"), small.values["count"]) == ((), 2)


def test_proposals_follow_from_weaknesses_and_have_owner_and_days() -> None:
    rules = {one.rule for one in of(province(), "proposals")}
    assert {"A2", "B1", "B5", "units", "plan", "step", "complaint", "judging"} == rules
    assert all({"owner", "days"} <= one.values.keys() for one in of(province(), "proposals"))
    quiet = replace(
        with_shares(province(), lambda _: province().levels[0].share),
        drivers=(), targets=(), counts=(), steps=(), themes=(), missing=(),
        proofs=replace(province().proofs, waiting=0),
    )  # fmt: skip
    assert [one.rule for one in of(quiet, "proposals")] == ["going_on"]


def test_nobody_is_told_of_nought_judged_or_waiting_forms() -> None:
    def rule(set_aside: int, cleared: int, waiting: int) -> str:
        proofs = replace(province().proofs, set_aside=set_aside, cleared=cleared, waiting=waiting)
        edition = replace(province(), proofs=proofs)
        (found,) = (one for one in of(edition, "objectivity") if "odd" in one.rule)
        return found.rule

    assert (rule(0, 0, 3), rule(1, 0, 0), rule(0, 1, 2)) == ("odd_unjudged", "odd_judged", "odd")


def test_nothing_is_said_of_answers_that_nobody_gave() -> None:
    proofs = replace(province().proofs, by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=())
    rows = tuple(replace(row, counts=Counts(issued=5)) for row in province().counts)
    empty = replace(with_shares(province(), lambda _row: Share()), proofs=proofs, counts=rows,
                    variants=())  # fmt: skip
    assert of(empty, "objectivity") == []
    assert not [one for one in of(empty, "limits") if one.rule.startswith("silence")]
    some = replace(empty, counts=(replace(rows[0], counts=Counts(issued=5, valid=1)),))
    assert of(some, "objectivity", "nothing_odd")
    raw = with_shares(province(), lambda row: replace(row.share, weighted=None))
    assert of(raw, "limits", "silence")


def test_no_owner_is_named_where_there_is_none() -> None:
    def owner(edition: Edition, rule: str) -> Value:
        (found,) = of(edition, "proposals", rule)
        return found.values["owner"]

    weak = with_shares(
        province(),
        lambda row: (
            replace(row.share, raw=0.1, weighted=0.1, low=0.05, high=0.15)
            if row.key == "B2"
            else row.share
        ),
    )
    online = replace(weak, tables={**weak.tables, "mode": weak.tables["mode"][1:]})
    assert [row.key for row in weak.tables["mode"]] == ["direct", "online"]
    assert owner(weak, "B2") == Coded("owner", "one_stop_desk")
    assert owner(online, "B2") == Coded("owner", "unit")
    alone = replace(province(), units=province().units[:1])
    assert owner(province(), "judging") == Coded("owner", "personnel")
    assert owner(alone, "judging") == Coded("owner", "unit")


def test_a_step_is_made_easier_only_where_something_is_hard_about_it() -> None:
    def proposed(low: float, high: float, *reasons: tuple[str, int]) -> bool:
        easy = replace(province().steps[0].easy, raw=high, low=low, high=high)
        steps = tuple(replace(one, easy=easy, reasons=reasons) for one in province().steps)
        edition = replace(province(), steps=steps)
        return "step" in {one.rule for one in of(edition, "proposals")}

    assert not proposed(0.99, 1.0)
    assert proposed(0.99, 1.0, ("Quên mật khẩu", 3))
    assert proposed(0.1, 0.2)


def test_a_step_is_the_hardest_only_of_several_and_alone() -> None:
    first, second, *others = province().steps

    def said(*steps: StepLine) -> list[str]:
        edition = replace(province(), steps=steps)
        return [one.subject for one in of(edition, "online", "hardest_why")]

    def proposed(*steps: StepLine) -> tuple[str, ...]:
        (found,) = of(replace(province(), steps=steps), "proposals", "step")
        return found.figures

    alike = replace(second, key="alike", easy=replace(second.easy, raw=second.easy.raw))
    nearly = replace(alike, easy=replace(second.easy, raw=(second.easy.raw or 0) + 1e-6))
    assert said(first, second, *others) == said(first, second) == [second.key]
    assert said(second) == said(first, second, alike) == said(first, second, nearly) == []
    vague = replace(first, easy=replace(first.easy, proven=False))
    assert said(vague, second) == []
    assert proposed(second) == (f"steps/{second.key}",)  # what is hard was told all the same
    assert proposed(first, second, alike) == (f"steps/{second.key}", "steps/alike")


def test_a_period_without_answers_is_not_said_to_have_none_before() -> None:
    empty = replace(with_shares(province(), lambda _row: Share()), changes=())
    assert [one.rule for one in of(empty, "change")] == ["none_now"]


def test_the_most_frequent_themes_are_not_told_of_all_there_are() -> None:
    assert of(province(), "voices", "complaint_all")
    assert not of(province(), "voices", "complaint")
    more = tuple(replace(province().themes[0], key=f"PA0{one}") for one in range(5))
    assert of(replace(province(), themes=more), "voices", "complaint")


def test_what_is_withheld_is_not_said_to_be_unanswered() -> None:
    edition = with_shares(province(), lambda _row: Share(withheld=True))
    hidden = replace(edition, changes=())
    assert not of(hidden, "weaknesses", "unanswered")
    assert len(of(hidden, "weaknesses", "withheld")[0].figures) == len(FACTORS)
    assert of(hidden, "change", "withheld")
    assert not of(hidden, "change", "none_before")


def test_a_frame_of_which_too_few_answered_is_not_said_to_be_missing() -> None:
    edition = with_shares(province(), lambda row: replace(row.share, weighted=None))
    assert of(edition, "level", "overall_undrawn")
    without = replace(edition, missing=(Missing(gap="no_frame"),))
    assert of(without, "level", "overall")


def rules_of_online(edition: Edition) -> list[str]:
    return [one.rule for one in of(edition, "online")]


def without_online(edition: Edition) -> Edition:
    bare = replace(edition, steps=(), online_changes=(), completion=None, faces=())
    return replace(bare, median_minutes=None, median_over=None, timed=0)


def test_a_median_beyond_the_last_class_is_said() -> None:
    edition = replace(province(), median_minutes=None, median_over=60)
    (found,) = of(edition, "online", "median_over")
    assert found.values["minutes"] == 60
    assert not of(edition, "online", "median")
    assert not of(province(), "online", "median_over")


def test_too_few_at_the_kiosk_is_not_nobody() -> None:
    nothing = without_online(province())
    few = FaceLine(key="KI1", label="chờ", presses=(0, 0, 0), withheld=True)
    assert rules_of_online(nothing) == ["none"]
    found = replace(nothing, faces=(few, replace(few, key="KI2", label="thái độ")))
    assert rules_of_online(found) == ["faces_few"]
    (said,) = of(found, "online")
    assert names(said, "questions") == ("chờ", "thái độ")
    both = replace(found, faces=(*found.faces, *province().faces))
    assert rules_of_online(both) == ["faces", "faces_few"]


def test_too_few_forms_on_online_procedures_is_not_none() -> None:
    nothing, gone = without_online(province()), Share(withheld=True)
    steps = tuple(replace(one, easy=gone, passed=gone, reasons=()) for one in province().steps)
    for few in (
        replace(nothing, completion=gone), replace(nothing, timed=3),
        replace(nothing, steps=steps, completion=gone, timed=3),
    ):  # fmt: skip
        assert rules_of_online(few) == ["few"]
    first = province().steps[0]
    tied = replace(nothing, steps=(first, replace(first, key="alike")))
    assert "few" not in rules_of_online(tied)


def test_procedures_got_easier_or_harder_only_where_that_is_proved() -> None:
    edition = province()
    (eased,) = (one for one in edition.online_changes if one.key == "ux/uxb")
    others = (
        replace(eased, key="ux/uxa", points=-0.03, low=-0.05, high=-0.01, direction="lower"),
        replace(eased, key="ux/uxc", label="Thủ tục mới", points=0.02, direction="higher"),
        replace(eased, key="ux/uxd", points=0.01, low=-0.01, direction="not_proven"),
        replace(eased, key="easy/uxb.find", points=0.09, direction="higher"),
        replace(eased, key="completed", points=-0.2, direction="lower"),
    )
    told = replace(edition, online_changes=(eased, *others))
    (easier,), (harder,) = of(told, "online", "easier"), of(told, "online", "harder")
    assert names(easier, "labels") == ("Nhận BHXH một lần qua mạng", "Thủ tục mới")
    assert easier.values["labels"] == Names(names(easier, "labels"), (Points(0.046), Points(0.02)))
    assert easier.figures == ("online_changes/ux/uxb", "online_changes/ux/uxc")
    assert harder.values["labels"] == Names(("Cấp thẻ BHYT cá nhân qua mạng",), (Points(0.03),))
    unclear = replace(edition, online_changes=others[2:])
    assert not of(unclear, "online", "easier") + of(unclear, "online", "harder")


@pytest.mark.parametrize(
    ("confirmed", "refuted", "rules"),
    [
        (0, 0, ["evidence"]),
        (8, 0, ["evidence_called", "called_none_refuted"]),
        (8, 2, ["evidence_called", "called"]),
        (0, 2, ["evidence", "called"]),
    ],
)
def test_calls_are_told_of_whom_was_reached(
    confirmed: int, refuted: int, rules: list[str]
) -> None:
    proofs = replace(province().proofs, by_level=(50, 0, 0, 40, confirmed), refuted=refuted)
    about = of(replace(province(), proofs=proofs), "objectivity")
    found = [one for one in about if one.rule.startswith(("evidence", "called"))]
    assert [one.rule for one in found] == rules
    for one in found:
        if one.rule == "called":
            share = Percent(confirmed / (confirmed + refuted))
            assert one.values["called"] == confirmed + refuted
            assert (one.values["confirmed"], one.values["rate"]) == (confirmed, share)
