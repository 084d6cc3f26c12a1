"""How far the figures may be trusted: proof of who answered, odd forms, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from survey.editions import GAPS, Edition, Gap, Variant
from survey.findings.base import Finding, Names, Percent, Points, Tally

__all__ = ["limits", "objectivity"]


def objectivity(edition: Edition) -> Iterator[Finding]:
    """Return the evidence (domain §8.2), the kinds of invitation, the odd forms, and what the
    index would be with others or without some.
    """
    yield from _evidence(edition)
    yield _suspicions(edition)
    yield from (
        _variant(one)
        for one in edition.variants
        if one.first.best is not None and one.second.best is not None
    )


def _evidence(edition: Edition) -> Iterator[Finding]:
    levels = edition.proofs.by_level
    valid = sum(levels)
    if not valid:
        return
    yield Finding(
        section="objectivity",
        rule="evidence" if valid > levels[0] else "no_evidence",
        values={
            "valid": valid,
            "proved": valid - levels[0],
            "rate": Percent((valid - levels[0]) / valid),
            "matched": sum(levels[3:]),
            "matched_rate": Percent(sum(levels[3:]) / valid),
        },
        figures=("proofs/by_level",),
    )
    if kinds := tuple(pair for pair in edition.proofs.by_kind if pair[1]):
        yield Finding(
            section="objectivity",
            rule="kinds",
            values={"kinds": Tally("invitation", kinds)},
            figures=("proofs/by_kind",),
        )


def _suspicions(edition: Edition) -> Finding:
    proofs = edition.proofs
    found = tuple(pair for pair in proofs.suspicions if pair[1])
    return Finding(
        section="objectivity",
        rule="odd" if found else "nothing_odd",
        values={
            "signs": Tally("suspicion", found),
            "set_aside": proofs.set_aside,
            "cleared": proofs.cleared,
            "waiting": proofs.waiting,
        },
        figures=("proofs/suspicions", "proofs/set_aside", "proofs/cleared", "proofs/waiting"),
    )


def _variant(one: Variant) -> Finding:
    return Finding(
        section="objectivity",
        rule=one.kind if one.direction != "not_proven" else f"{one.kind}_not_proven",
        values={
            "first": Percent(one.first.best or 0.0),
            "second": Percent(one.second.best or 0.0),
            "points": Points(one.points),  # with its sign, as its interval has one
            "low": Points(one.low),
            "high": Points(one.high),
        },
        figures=(f"variants/{one.kind}",),
    )


def limits(edition: Edition) -> Iterator[Finding]:
    """Return what the report cannot say, each kind of gap once, and what no survey can."""
    for gap in GAPS:
        found = [one for one in edition.missing if one.gap == gap]
        if found:
            about = tuple(dict.fromkeys(one.about for one in found if one.about))
            yield _gap(gap, about, sum(one.count for one in found))
    yield Finding(section="limits", rule="silence", figures=("levels/overall",))


def _gap(gap: Gap, about: tuple[str, ...], count: int) -> Finding:
    return Finding(
        section="limits",
        rule=gap,
        values={"about": Names(about), "count": count},
        figures=(f"missing/{gap}",),
    )
