"""What is good is not below the whole, whatever else goes with satisfaction."""

from msgspec.structs import replace

from survey.editions import Driven, Edition, Share
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


def rule(edition: Edition, name: str) -> list[str]:
    """The factors that a rule of factors names."""
    found = (one for one in findings(edition) if one.rule == name)
    return [path.split("/")[1] for one in found for path in one.figures if "overall" not in path]


def test_no_factor_is_praised_and_blamed_in_one_report() -> None:
    edition = province()
    whole = edition.levels[0].share
    assert whole.best is not None
    assert whole.high is not None
    [weak] = rule(edition, "work_at")[:1]
    risen = tuple(
        replace(one, share=replace(
            one.share, raw=0.97, weighted=None, low=whole.high + 0.01, high=0.99, proven=True))
        if one.key == weak else one
        for one in edition.levels
    )  # fmt: skip
    driven = tuple(
        replace(one, performance=0.97) if one.factor == weak else one for one in edition.drivers
    )
    raised = replace(edition, levels=risen, drivers=driven)
    assert weak in rule(raised, "above")
    assert weak not in rule(raised, "work_at")
    assert not [one for one in findings(raised) if one.id == f"proposals.{weak}"]
    level = replace(edition, drivers=tuple(
        replace(one, performance=whole.best) if one.factor == weak else one
        for one in edition.drivers))  # fmt: skip
    assert weak not in rule(level, "work_at"), "what is at the whole is not below it"


def test_beside_a_hidden_index_nothing_is_above_or_below_it() -> None:
    edition = province()
    hidden = replace(edition, levels=tuple(
        replace(one, share=Share(withheld=True)) if one.key == "overall" else one
        for one in edition.levels))  # fmt: skip
    assert not rule(hidden, "keep_up")
    assert not rule(hidden, "work_at")
