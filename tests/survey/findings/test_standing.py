"""What is good is not below the whole, whatever else goes with satisfaction."""

from msgspec.structs import replace

from survey.editions import Driven, Edition
from survey.findings.base import Names
from survey.findings.rules import findings
from tests.survey.editions import province


def kept(edition: Edition) -> tuple[str, ...]:
    """The factors that the report asks to keep up."""
    (found,) = (one for one in findings(edition) if one.rule == "keep_up")
    labels = found.values["labels"]
    assert isinstance(labels, Names)
    assert found.figures == tuple(f"drivers/{one.factor}" for one in named(edition, labels.names))
    return labels.names


def named(edition: Edition, labels: tuple[str, ...]) -> list[Driven]:
    return [one for one in edition.drivers if one.label in labels]


def test_what_is_high_among_factors_and_below_the_whole_is_no_strength() -> None:
    edition = province()
    whole = edition.levels[0].share.best
    assert whole is not None
    strong = [one for one in edition.drivers if one.quadrant == "keep_up"]
    assert min(one.performance for one in strong) < whole  # B2, just at the median
    assert all(one.performance >= whole for one in named(edition, kept(edition)))
    assert len(kept(edition)) == len(strong) - 1


def test_nothing_is_said_where_nothing_is_above() -> None:
    edition = province()
    low = tuple(replace(one, performance=0.5) for one in edition.drivers)
    assert not [one for one in findings(replace(edition, drivers=low)) if one.rule == "keep_up"]
