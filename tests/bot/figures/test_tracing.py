"""What paragraphs of a report stand on leads to responses, unless it is withheld or is of none."""

import pytest
from msgspec.structs import replace

from bot.figures import Cell, Choice
from bot.figures.tracing import cell_at
from survey.cells import RESPONDED, WITHOUT
from survey.editions import Edition, Theme
from survey.figure_paths import figure_at
from survey.findings.rules import findings
from tests.survey.editions import province, source_002_edition

OF_NO_RESPONSES = {
    "period", "served", "plans", "pins", "scope",  # what was asked, when and of whom
    "missing", "unranked",  # what is not there
    "trend",  # of many months
    "proofs",  # responses that do not count are among them
}  # fmt: skip


def leads_nowhere(edition: Edition, path: str) -> bool:
    """Whether a path is of a whole table, of no responses, of cases, or is withheld."""
    found = figure_at(edition, path)
    kind, *names = path.split("/")
    is_table = (not names and isinstance(found, tuple)) or path.startswith("tables/")
    is_hidden = bool(getattr(getattr(found, "share", None), "withheld", False))
    is_case = kind == "themes" and "." not in path
    is_both = path == "variants/mode_direct_online"
    return kind in OF_NO_RESPONSES or is_table or is_hidden or is_case or is_both


@pytest.mark.parametrize("edition", [province(), source_002_edition()], ids=lambda one: one.id)
def test_every_figure_of_a_paragraph_leads_to_its_responses(edition: Edition) -> None:
    paths = {path for one in findings(edition) for path in one.figures}
    led = {path for path in paths if not leads_nowhere(edition, path)}
    assert len(led) > 5
    assert [path for path in sorted(led) if cell_at(edition, path) is None] == []


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("units/da-lat/levels/B1", Cell("B1", unit_id="da-lat")),
        ("tables/mode/direct/service", Cell("B", "mode", "direct")),
        ("variants/without_assisted", Cell(dimension=WITHOUT, value="assisted")),
        ("faces/G9", Cell(RESPONDED, choice=Choice("G9"))),
        ("steps/find/passed", Cell("passed/find")),
        ("themes/N1.waiting", Cell(RESPONDED, choice=Choice("N1", "waiting"))),
        ("drivers/B1", Cell("driver/B1")),
    ],
)
def test_paths_are_read_as_cells(path: str, cell: Cell) -> None:
    assert cell_at(province(), path) == cell


def test_a_reason_that_forms_mean_differently_leads_to_those_that_mean_it() -> None:
    theme = Theme(key="B1.other@dn+mc", label="", kind="weakness", count=12)
    edition = replace(province(), themes=(theme,))
    assert cell_at(edition, f"themes/{theme.key}") == Cell(
        RESPONDED, choice=Choice("B1", "other", ("dn", "mc"))
    )
