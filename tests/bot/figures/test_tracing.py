"""What paragraphs of a report stand on leads to responses, unless it is withheld or is of none."""

import pytest
from msgspec.structs import replace

from bot.figures import Aside, Cell, Choice
from bot.figures.tracing import Trace, traces
from survey.cells import RESPONDED, WITHOUT
from survey.counts import Counts
from survey.editions import Edition, Place, Row, Share, Theme
from survey.figure_paths import figure_at
from survey.findings.rules import findings
from tests.survey.editions import province, source_002_edition

OF_NO_RESPONSES = {
    "period", "served", "plans", "pins", "scope",  # what was asked, when and of whom
    "missing", "unranked",  # what is not there
}  # fmt: skip


def leads_nowhere(edition: Edition, path: str) -> bool:
    """Whether a path is of all lines of the report, of no responses, or is withheld."""
    found = figure_at(edition, path)
    kind, *names = path.split("/")
    is_empty = found == () or (not names and isinstance(found, tuple) and kind != "counts")
    is_hidden = bool(getattr(getattr(found, "share", None), "withheld", False))
    return kind in OF_NO_RESPONSES or is_empty or is_hidden


@pytest.mark.parametrize("edition", [province(), source_002_edition()], ids=lambda one: one.id)
def test_every_figure_of_a_paragraph_leads_to_what_it_is_made_of(edition: Edition) -> None:
    paths = {path for one in findings(edition) for path in one.figures}
    led = {path for path in paths if not leads_nowhere(edition, path)}
    assert len(led) > 5
    assert [path for path in sorted(led) if not traces(edition, path)] == []


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("units/da-lat/levels/B1", Cell("B1", unit_id="da-lat")),
        ("tables/mode/direct/service", Cell("B", "mode", "direct")),
        ("variants/without_assisted", Cell(dimension=WITHOUT, value="assisted")),
        ("variants/without_refuted", Cell(dimension=WITHOUT, value="refuted")),
        ("proofs/suspicions/burst", Cell(aside=Aside("reason", "burst"))),
        ("proofs/waiting", Cell(aside=Aside("state", "open"))),
        ("proofs/cleared", Cell(aside=Aside("state", "kept"))),
        ("proofs/refuted", Cell(RESPONDED, "called", "refuted")),
        ("online_changes/ux/uxb", Cell("ux/uxb")),
        ("faces/G9", Cell(RESPONDED, choice=Choice("G9"))),
        ("steps/find/passed", Cell("passed/find")),
        ("themes/N1.waiting", Cell(RESPONDED, choice=Choice("N1", "waiting"))),
        ("drivers/B1", Cell("driver/B1")),
    ],
)
def test_paths_are_read_as_cells(path: str, cell: Cell) -> None:
    edition = province()
    refuted = replace(edition.variants[-1], kind="without_refuted")
    edition = replace(edition, variants=(*edition.variants, refuted))
    assert traces(edition, path) == (Trace(cell),)


def test_a_factor_of_a_value_and_an_officer_lead_to_the_level_that_they_are_of() -> None:
    shares = province()
    [first, *_] = shares.tables["mode"]
    factor = Row(key="B3", label="", share=first.share)
    place = Place(key="o", label="o", share=first.share, first=1, last=1, tied=())
    edition = replace(
        shares,
        tables={"mode": (replace(first, factors=(factor,)),)},
        officers=(place,),
        officers_by="B",
    )
    [of_factor] = traces(edition, f"tables/mode/{first.key}/factors/B3")
    [of_officer] = traces(edition, "officers/o")
    assert of_factor.cell == Cell("B3", "mode", first.key)
    assert of_officer.cell == Cell("B", "officer", "o")


def test_a_reason_that_forms_mean_differently_leads_to_those_that_mean_it() -> None:
    theme = Theme(key="B1.other@dn+mc", label="", kind="weakness", count=12)
    edition = replace(province(), themes=(theme,))
    cell = Cell(RESPONDED, choice=Choice("B1", "other", ("dn", "mc")))
    assert traces(edition, f"themes/{theme.key}") == (Trace(cell),)


def test_cases_lead_to_their_category() -> None:
    theme = Theme(key="PA05", label="", kind="complaint", count=3)
    edition = replace(province(), themes=(theme,))
    assert traces(edition, "themes/PA05") == (Trace(category="PA05"),)


def test_the_effect_of_the_mode_leads_to_both_sides() -> None:
    sides = tuple(Trace(Cell(dimension="mode", value=one)) for one in ("direct", "online"))
    assert traces(province(), "variants/mode_direct_online") == sides


def test_a_trend_leads_to_each_month_that_has_a_figure() -> None:
    share = Share(raw=0.8, answers=20, respondents=20)
    trend = (("2026-01-01", share), ("2026-02-01", Share(withheld=True)), ("2026-03-01", Share()),
             ("2026-04-01", share))  # fmt: skip
    edition = replace(province(), trend=trend)
    january, april = (Trace(Cell(month=month)) for month in ("2026-01", "2026-04"))
    assert traces(edition, "trend") == (january, april)
    assert traces(edition, "trend/2026-04-01") == (april,)
    assert traces(edition, "trend/2026-02-01") == ()


def test_whole_tables_lead_to_each_of_their_lines() -> None:
    hidden = Row(key="dn", label="", share=Share(withheld=True))
    shown = Row(key="mc", label="", share=Share(raw=0.8))
    proofs = replace(
        province().proofs, by_level=(4, 0, 0, 2, 0), by_kind=(("place", 6), ("none", 0))
    )
    edition = replace(province(), tables={"form": (hidden, shown)}, proofs=proofs)
    found = {path: traces(edition, path) for path in ("tables/form", "proofs/by_level",
                                                      "proofs/by_kind")}  # fmt: skip
    assert found == {
        "tables/form": (Trace(Cell(RESPONDED, "form", "mc")),),
        "proofs/by_level": tuple(Trace(Cell(RESPONDED, "evidence", one)) for one in ("V0", "V3")),
        "proofs/by_kind": (Trace(Cell(RESPONDED, "kind", "place")),),
    }


def test_forms_lead_to_the_valid_ones_and_to_the_others_by_why() -> None:
    edition = province()
    [one, other, *_] = [row for row in edition.counts if row.unit_id]
    rows = (
        replace(one, counts=Counts(issued=9, valid=5, invalid_by={"late": 1, "duplicate": 2})),
        replace(other, counts=Counts(issued=2, valid=2)),
    )
    edition = replace(edition, counts=rows)
    valid, others = Cell(RESPONDED), ("duplicate", "late")
    assert traces(edition, "counts") == (
        Trace(valid), *(Trace(Cell(aside=Aside("outcome", why))) for why in others)
    )  # fmt: skip
    assert traces(edition, f"counts/{other.unit_id}") == (
        Trace(valid._replace(unit_id=other.unit_id)),
    )
