"""A path leads to the figure that it names, and to nothing else."""

import pytest
from msgspec.structs import replace

from survey.editions import Edition, Missing, Row
from survey.figure_paths import figure_at
from survey.findings.rules import findings
from tests.survey.editions import province


def label(edition: Edition, path: str) -> str:
    found = figure_at(edition, path)
    assert isinstance(found, Row)
    return found.label


def test_paths_lead_into_lines_tables_and_pairs() -> None:
    edition = province()
    assert label(edition, "levels/B5") == "Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị"
    assert label(edition, "units/da-lat/levels/B1") == "Sự thuận lợi trong tiếp cận dịch vụ"
    assert label(edition, "tables/mode/direct") == "Trực tiếp"
    assert figure_at(edition, "proofs/suspicions/burst") == ("burst", 14)
    assert figure_at(edition, "levels/B5/share/respondents") == 4977


def test_lines_of_one_name_come_together() -> None:
    units = ("BHXH cơ sở Tuy Đức", "BHXH cơ sở Krông Nô")
    missing = tuple(Missing(gap="unit_without_forms", about=one) for one in units)
    found = figure_at(replace(province(), missing=missing), "missing/unit_without_forms")
    assert isinstance(found, tuple)
    assert tuple(one.about for one in found if isinstance(one, Missing)) == units


def test_a_name_may_have_parts_of_its_own() -> None:
    edition = province()
    [part, ease] = edition.online_changes
    whole = replace(part, key="completed")
    all_of_them = replace(edition, online_changes=(whole, part, ease))
    for one in all_of_them.online_changes:
        assert figure_at(all_of_them, f"online_changes/{one.key}") == one
        assert figure_at(all_of_them, f"online_changes/{one.key}/before") == one.before


def test_two_targets_of_one_indicator_have_two_paths() -> None:
    edition = province()
    harder = replace(edition.targets[0], percent=90.5)
    both = replace(edition, targets=(edition.targets[0], harder))
    assert figure_at(both, f"targets/{harder.indicator}-90.5") == harder
    assert figure_at(both, f"targets/{edition.targets[0].key}") == edition.targets[0]


def test_two_decisions_that_set_the_same_have_two_paths() -> None:
    edition = province()
    first = edition.targets[0]
    second = replace(first, source="another decision", number=2)
    both = replace(edition, targets=(first, second))
    assert [figure_at(both, f"targets/{one.key}") for one in both.targets] == [first, second]
    assert len({one.id for one in findings(both)}) == len(findings(both))


@pytest.mark.parametrize(
    "path",
    ["levels/C1", "nothing", "levels/B5/share/raw/x", "tables/x", "online_changes/ux",
     "online_changes/ux/uxbc"],
)  # fmt: skip
def test_what_is_not_there_is_no_figure(path: str) -> None:
    with pytest.raises(KeyError):
        figure_at(province(), path)
